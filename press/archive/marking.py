"""The marks of what was taken in: they are made after all of it, as they take longer than all the rest.

Until then a text is not recognised as ours by them (``press.authenticity``). They are made for the editions of one entry
of the ledger at a time, each in one transaction, so the work goes on where it broke off.
"""

from collections.abc import Callable, Iterator

from django.db import transaction

from osce_site.models import LedgerEntry
from press import authenticity, likeness
from press.archive import beside
from press.archive.taking_in import ACT
from press.models import Edition, Fingerprint

Range = tuple[int, int]
"""The first and the last key of the editions of a batch."""


def enter_all(*, processes: int = 0, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Makes the marks that are missing; ``progress`` is told how many batches are done. Gives the editions marked."""
    ranges = [tuple(entry.details["editions"]) for entry in LedgerEntry.objects.filter(act=ACT).order_by("number")]
    marked = 0
    for done, editions in enumerate(_each(ranges, processes), 1):
        marked += editions
        progress(done, len(ranges))
    return marked


def _each(ranges: list[Range], processes: int) -> Iterator[int]:
    if not processes:
        yield from map(enter, ranges)
        return
    with beside.pool(processes) as pool:
        yield from pool.map(enter, ranges)


@transaction.atomic
def enter(keys: Range) -> int:
    """Gives the editions that were marked: none where they are."""
    editions = Edition.objects.filter(pk__range=keys).order_by("pk")
    if _is_done(editions.iterator(chunk_size=10)):
        return 0
    found = list(editions)
    authenticity.enter(found)
    return len(found)


def _is_done(editions: Iterator[Edition]) -> bool:
    """Whether the first that can have a mark has it."""
    for edition in editions:
        said = authenticity.text_of(edition)
        if marks := likeness.marks(likeness.stream(likeness.words(said).keys)):
            return Fingerprint.objects.filter(mark=min(marks), edition=edition).exists()
    return True
