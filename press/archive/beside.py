"""Processes beside this one. The module imports no model: it is read in them before Django is set up."""

import gc
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


def pool(processes: int) -> ProcessPoolExecutor:
    """Each has connections of its own: spawned, so that none is shared with the process that asks for it."""
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_begin)


def _begin() -> None:
    import django

    django.setup()
    # What is there now stays: looked through again and again for what nobody holds, it took a fifth of the time.
    gc.freeze()
