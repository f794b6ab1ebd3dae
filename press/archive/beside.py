"""Processes beside this one. They are forked from one that has read the site, so that they share what it holds."""

import gc
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context


def pool(processes: int) -> ProcessPoolExecutor:
    """Each has connections of its own: the process that they are forked from has none, and no threads."""
    context = get_context("forkserver")
    context.set_forkserver_preload([f"{__package__}.ready"])
    return ProcessPoolExecutor(processes, mp_context=context, initializer=_begin)


def _begin() -> None:
    """Where what they are forked from could not read the site, each does."""
    from press.archive import ready  # noqa: F401  # reads it

    # What is there now stays: looked through again and again for what nobody holds, it took a fifth of the time.
    gc.freeze()
