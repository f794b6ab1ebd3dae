"""What stands near a release: others on the same subjects, and the ones before and after it in its series.

A series is all of one meeting; where there is no meeting, all that one source says of one kind.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import CharField, Q, Value

from press.models import Edition, Placement
from press.models.placement import PlacementQuerySet

SHARED = (("meeting", 1), ("field", 2), ("country", 1), ("source", 1))
"""Roles and how many terms of each are looked at."""
EACH_WAY = 6
"""Rows read of a term, before and after the release: whatever there are in all, no more."""
REACH = timedelta(days=366)
"""What is parted by more than this is no series any more; it bounds what is read where a kind is rare."""


@dataclass(frozen=True)
class Nearby:
    related: list[Placement] = field(default_factory=list)
    """Most terms in common first, then the nearest in time."""
    previous: Placement | None = None
    next: Placement | None = None


class _Row(NamedTuple):
    part: str
    edition_id: int
    release_number: int
    listed_at: datetime
    filed_under: list[list[Any]]
    found_under: list[list[Any]] | None


def nearby(edition: Edition, at: datetime, size: int = 4) -> Nearby:
    """Two queries: a few short ranges of the index of lists, then what is shown of them. None where nothing is filed."""
    parts = list(_parts(edition, at))
    if not parts:
        return Nearby()
    rows = [_Row(*row) for row in parts[0].union(*parts[1:], all=True)]
    beside = {row.part: row.edition_id for row in rows if row.part != "shared"}
    others = {row.edition_id: row for row in rows if row.edition_id not in beside.values()}
    own = {(role, term_id) for role, term_id in edition.filing}

    def nearness(row: _Row) -> tuple[int, timedelta, int]:
        filing = row.filed_under if row.found_under is None else row.found_under
        common = sum((role, term_id) in own for role, term_id in filing)
        return -common, abs(row.listed_at - edition.listed_at), -row.release_number

    related = [row.edition_id for row in sorted(others.values(), key=nearness)[:size]]
    shown = Placement.objects.of(None).filter(edition__in=[*related, *beside.values()]).select_related("edition")
    found = {row.edition_id: row for row in shown}
    previous, following = (found.get(beside.get(part, 0)) for part in ("previous", "next"))
    return Nearby([found[key] for key in related], previous, following)


def _parts(edition: Edition, at: datetime) -> Iterator[Any]:
    for role, most in SHARED:
        for term_id in edition.terms(role)[:most]:
            there = _others(edition, term_id, at)
            yield _first(there.filter(_before(edition)).newest_first(), EACH_WAY, "shared")
            yield _first(there.filter(_after(edition)).oldest_first(), EACH_WAY, "shared")
    series = _series(edition, at)
    if series is not None:
        earliest, latest = edition.listed_at - REACH, edition.listed_at + REACH
        before = series.filter(_before(edition), listed_at__gte=earliest)
        after = series.filter(_after(edition), listed_at__lte=latest)
        yield _first(before.newest_first(), 1, "previous")
        yield _first(after.oldest_first(), 1, "next")


def _series(edition: Edition, at: datetime) -> PlacementQuerySet | None:
    for term_id in edition.terms("meeting")[:1]:
        return _others(edition, term_id, at)
    for term_id in edition.terms("source")[:1]:
        direct = Placement.Nearness.DIRECT
        return _others(edition, term_id, at).filter(kind=edition.kind, nearness=direct)
    return None


def _others(edition: Edition, term_id: int, at: datetime) -> PlacementQuerySet:
    there = Placement.objects.of(term_id).in_language(edition.language).published(at)
    return there.exclude(release_number=edition.release_id)


def _before(edition: Edition) -> Q:
    same = Q(listed_at=edition.listed_at, release_number__lt=edition.release_id)
    return Q(listed_at__lte=edition.listed_at) & (Q(listed_at__lt=edition.listed_at) | same)


def _after(edition: Edition) -> Q:
    same = Q(listed_at=edition.listed_at, release_number__gt=edition.release_id)
    return Q(listed_at__gte=edition.listed_at) & (Q(listed_at__gt=edition.listed_at) | same)


def _first(rows: PlacementQuerySet, size: int, part: str) -> Any:
    """The first rows as a part of a union: SQLite sorts and cuts within ``IN`` alone. No more of an edition is read
    than is weighed: most are not shown."""
    cut = Placement.objects.filter(pk__in=rows.values("pk")[:size]).annotate(part=Value(part, CharField())).order_by()
    weighed = ("edition_id", "release_number", "listed_at", "edition__filed_under", "edition__found_under")
    return cut.values_list("part", *weighed)
