"""Whether the public index says what the editions and the tree say."""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from django.db import transaction

from osce_site import freshness, locks
from press import placing, tallying
from press.models import Edition, Placement
from taxonomy import snapshot
from taxonomy.snapshot import Snapshot
from taxonomy.verifying import Finding

Told = tuple[object, ...]


def placements() -> Iterator[Finding]:
    """A finding for each edition whose rows are not what they must be. A few editions are held at a time."""
    last = 0
    while True:
        with transaction.atomic():
            locks.take("taxonomy", shared=True)
            freshness.renew()
            some = list(Edition.objects.filter(pk__gt=last).order_by("pk")[: placing.AT_ONCE])
            found = list(_of(some, snapshot.current()))
        yield from found
        if not some:
            return
        last = some[-1].pk


def tallies() -> Iterator[Finding]:
    """One finding where the numbers of lists are not what the index says."""
    with transaction.atomic():
        _keep_the_index()
        right = tallying.there() == tallying.from_the_index()
    if not right:
        yield Finding("The numbers of lists are not what the index says.", _count_anew)


def _count_anew() -> None:
    with transaction.atomic():
        _keep_the_index()
        tallying.count_anew()
        freshness.changed("press", at=freshness.now())


def _keep_the_index() -> None:
    """Nobody changes it to the end of the transaction."""
    for lock in ("taxonomy", placing.LOCK, tallying.LOCK):
        locks.take(lock)


def _of(editions: list[Edition], taxonomy: Snapshot) -> Iterator[Finding]:
    there: dict[int, Counter[Told]] = {edition.pk: Counter() for edition in editions}
    for row in Placement.objects.filter(edition__in=editions):
        there[row.edition_id][_told(row)] += 1
    for edition in editions:
        wanted = Counter(_told(row) for row in placing.rows(edition, taxonomy))
        missing, surplus = wanted - there[edition.pk], there[edition.pk] - wanted
        said = [f"missing {_where(told, taxonomy)}" for told in missing]
        said += [f"wrongly {_where(told, taxonomy)}" for told in surplus]
        if said:
            yield Finding(
                f"Edition {edition.number} ({edition.language}) of release {edition.release_id}, "
                f"“{edition.headline}”, in the index: {'; '.join(said)}.",
                partial(_place_anew, edition.pk),
            )


def _told(row: Placement) -> Told:
    copied = (row.release_number, row.language, row.kind, row.published_at, row.ended_at, row.listed_at)
    return (row.term_id, row.role, row.nearness, row.leads, *copied)


def _where(told: Told, taxonomy: Snapshot) -> str:
    term_id, role, nearness, *_rest = told
    if not isinstance(term_id, int):
        return "in the newsroom"
    node = taxonomy.nodes[term_id]
    return f"under “{taxonomy.name(term_id, 'en')}” ({taxonomy.path(node)}) as {role}, {nearness}"


def _place_anew(pk: int) -> None:
    with transaction.atomic():
        locks.take("taxonomy", shared=True)
        edition = Edition.objects.get(pk=pk)
        # Rows that differ only in what they copy would be kept by placing, so all of them go first.
        placing.take_off(edition)
        placing.place([edition])
        freshness.changed("press", at=freshness.now())
