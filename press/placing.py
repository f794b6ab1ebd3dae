"""The only writer of the public index: where an edition stands follows from what it is filed under and the tree."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import QuerySet

from osce_site import locks
from press import tallying
from press.models import Edition, Placement, Release
from press.models.edition import EditionQuerySet
from taxonomy import snapshot
from taxonomy.changes import Progress
from taxonomy.snapshot import Snapshot

Nearness = Placement.Nearness
LOCK = "placing"
"""Shared by all who publish; taken alone, for a moment, by who has rewritten the index for a changed tree.

So a publication never waits for a long act on the taxonomy, and no row of a former tree is left behind.
"""
AT_ONCE = 500
"""Editions whose rows are rewritten together."""


def places(filing: Iterable[Sequence[Any]], day: date, taxonomy: Snapshot) -> dict[tuple[int | None, str], str]:
    """(term, role) -> nearness, the nearest where several ways lead there; ``(None, "")`` is the newsroom.

    ``filing``: pairs of role and key of a term. ``day``: that of the dateline.
    """
    found: dict[tuple[int | None, str], str] = {(None, ""): Nearness.DIRECT}
    filed = [(role, term_id) for role, term_id in filing if term_id in taxonomy.nodes]
    for role, term_id in filed:
        found[term_id, role] = Nearness.DIRECT
    for role, term_id in filed:
        for above in taxonomy.above(term_id):
            found.setdefault((above, role), Nearness.BELOW)
    for role, term_id in filed:
        for one in [term_id, *taxonomy.above(term_id)]:
            for link in taxonomy.successors(one, day):
                found.setdefault((link.term_id, role), Nearness.PREDECESSOR)
    return found


class Stand(NamedTuple):
    """Where an edition stands: what a row of the index says, but for what it copies from the edition."""

    term_id: int | None
    role: str
    nearness: str
    leads: bool


def stands(filing: Iterable[Sequence[Any]], day: date, taxonomy: Snapshot) -> list[Stand]:
    led: set[int | None] = set()
    found = []
    for (term_id, role), nearness in places(filing, day, taxonomy).items():
        found.append(Stand(term_id, role, nearness, term_id not in led))
        led.add(term_id)
    return found


def rows(edition: Edition, taxonomy: Snapshot) -> list[Placement]:
    return [
        Placement(
            **stand._asdict(),
            edition=edition,
            release_number=edition.release_id,
            language=edition.language,
            kind=edition.kind,
            published_at=edition.published_at,
            ended_at=edition.ended_at,
            listed_at=edition.listed_at,
        )
        for stand in stands(edition.filing, edition.day, taxonomy)
    ]


def place(editions: Iterable[Edition]) -> None:
    """Brings the rows of editions to what they must be, writing only what differs. In the caller's transaction."""
    waiting = iter(editions)
    while some := list(islice(waiting, AT_ONCE)):
        _place_some(some, snapshot.current())


def _place_some(editions: list[Edition], taxonomy: Snapshot) -> None:
    there = {_told(row): row for row in Placement.objects.filter(edition__in=editions).order_by("edition_id", "pk")}
    surplus = dict(there)
    wanted = [row for edition in editions for row in rows(edition, taxonomy)]
    missing = [row for row in wanted if not surplus.pop(_told(row), None)]
    if surplus:
        Placement.objects.filter(pk__in=[row.pk for row in surplus.values()]).delete()
    Placement.objects.bulk_create(missing)
    after = [*missing, *(row for told, row in there.items() if told not in surplus)]
    _tally(there.values(), sorted(after, key=attrgetter("edition_id", "pk")))


def _told(row: Placement) -> tuple[object, ...]:
    """What a row says, but for what it copies from its edition."""
    return (row.edition_id, row.term_id, row.role, row.nearness, row.leads)


def end(edition: Edition, at: datetime | None) -> None:
    """Ends an edition and its rows at an instant; ``None`` takes a set end back."""
    Edition.objects.filter(pk=edition.pk).update(ended_at=at)
    rows = Placement.objects.filter(edition=edition).order_by("pk")
    before = list(rows)
    rows.update(ended_at=at)
    _tally(before, rows.all())
    edition.ended_at = at


def take_off(edition: Edition) -> None:
    """Takes all rows of an edition away."""
    rows = Placement.objects.filter(edition=edition).order_by("pk")
    _tally(list(rows), [])
    rows.delete()


def _tally(before: Iterable[Placement], after: Iterable[Placement]) -> None:
    """``before`` and ``after``: rows of whole editions, one edition after another."""
    changes = tallying.counted(after)
    changes.subtract(tallying.counted(before))
    tallying.note(changes)


def follow_tree(term_ids: Collection[int], progress: Progress | None = None) -> None:
    """Places anew what stands under terms that moved, came, went or were succeeded."""
    place_anew(standing_under(term_ids, snapshot.current()), progress)


def standing_under(term_ids: Collection[int], taxonomy: Snapshot) -> EditionQuerySet:
    """The editions filed under terms, under anything below them, or under what they took over from."""
    affected: set[int] = set()
    for term_id in term_ids:
        if term_id in taxonomy.nodes:
            affected |= {term_id, *taxonomy.everything_below(term_id)}
    for term_id in list(affected):
        affected |= {link.term_id for link in taxonomy.predecessors(term_id)}
    for term_id in list(affected):
        affected |= set(taxonomy.everything_below(term_id))
    filed = Placement.objects.filter(term_id__in=affected, nearness=Nearness.DIRECT)
    return Edition.objects.filter(pk__in=filed.values("edition"))


def place_anew(editions: QuerySet[Edition], progress: Progress | None = None) -> None:
    """Places many editions, a few at a time; ``progress`` is told how many are done.

    Others publish meanwhile. At the end they are kept waiting for a moment, and what they brought is placed too.
    """
    keys = _keys(editions)
    for done, some in _a_few(keys):
        _keep_from_changing(some)
        place(Edition.objects.filter(pk__in=some))
        if progress:
            progress(done, len(keys))
    locks.take(LOCK)
    late = set(_keys(editions)) - set(keys)
    for _done, some in _a_few(sorted(late)):
        place(Edition.objects.filter(pk__in=some))


def _keep_from_changing(keys: list[int]) -> None:
    """Waits for who corrects or withdraws these editions, and has others wait.

    Who got at one after its rows were rewritten here would hold ``LOCK`` and wait for those rows, and we for him.
    Where it is held from a change before, in the same transaction, nobody can.
    """
    if locks.held(LOCK):
        return
    releases = Release.objects.filter(editions__in=keys).order_by("pk").values_list("pk", flat=True)
    list(Release.objects.filter(pk__in=list(releases)).order_by("pk").select_for_update(no_key=True))


def _keys(editions: QuerySet[Edition]) -> list[int]:
    return list(editions.order_by("pk").values_list("pk", flat=True))


def _a_few(keys: list[int]) -> Iterator[tuple[int, list[int]]]:
    for begin in range(0, len(keys), AT_ONCE):
        some = keys[begin : begin + AT_ONCE]
        yield begin + len(some), some
