"""Lines made ready to be stored, many at a time: in this process, or in others beside it that only do that.

Making texts ready takes Python about as long as storing them takes the database, so both are done at once.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context

from press.archive.lines import Line, Refused, read, source_of
from press.models import Release

AT_ONCE = 1000
"""Lines of a batch: each is one transaction."""

Raw = tuple[int, bytes]
"""A line and its number."""


@dataclass(frozen=True)
class Refusal:
    number: int
    reason: str


@dataclass
class Batch:
    first: int
    last: int
    """Numbers of lines."""
    lines: list[Line] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    known: int = 0
    """Lines whose release is there already."""


def prepare(some: list[Raw]) -> Batch:
    """Reads and checks lines. One query, and those for links to our own pages."""
    batch = Batch(some[0][0], some[-1][0])
    found = []
    for number, raw in some:
        try:
            found.append((number, *source_of(raw)))
        except Refused as refused:
            batch.refused.append(Refusal(number, str(refused)))
    known = there([mark for _number, _said, mark in found])
    for number, said, mark in found:
        if mark in known:
            batch.known += 1
            continue
        try:
            batch.lines.append(read(said, mark, number))
            known.add(mark)
        except Refused as refused:
            batch.refused.append(Refusal(number, str(refused)))
    return batch


def there(marks: list[str]) -> set[str]:
    """The digests of those that were taken in before."""
    known = Release.objects.filter(imported_from__in=marks).values_list("imported_from", flat=True)
    return {mark for mark in known if mark}


def batches(raw: Iterable[bytes], processes: int) -> Iterator[Batch]:
    """In the order of the file. A few are held at a time. ``processes``: 0 where all is done in this one."""
    waiting = iter((number, line) for number, line in enumerate(raw, 1) if line.strip())
    some = iter(lambda: list(islice(waiting, AT_ONCE)), [])
    if not processes:
        yield from map(prepare, some)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=begin) as pool:
        ahead: deque[Future[Batch]] = deque(pool.submit(prepare, one) for one in islice(some, processes + 1))
        while ahead:
            batch = ahead.popleft().result()
            ahead.extend(pool.submit(prepare, one) for one in islice(some, 1))
            yield batch


def begin() -> None:
    """Of a process beside this one."""
    import django

    django.setup()
