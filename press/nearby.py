"""What stands near a release: others on the same subjects, and the ones before and after it in its series.

A series is all of one meeting; where there is no meeting, all that one source says of one kind.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import CharField, Q, QuerySet, Value

from osce_site import past, shapes
from osce_site.shapes import Statement, Values
from press.listing import union
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
    filing: list[list[Any]]


def nearby(edition: Edition, at: datetime, size: int = 4) -> Nearby:
    """Two queries: a few short ranges of the index of lists, then what is shown of them. None where nothing is filed."""
    rows = _weighed([*_parts(edition, at)])
    beside = {row.part: row.edition_id for row in rows if row.part != "shared"}
    others = {row.edition_id: row for row in rows if row.edition_id not in beside.values()}
    own = {(role, term_id) for role, term_id in edition.filing}

    def nearness(row: _Row) -> tuple[int, timedelta, int]:
        common = sum((role, term_id) in own for role, term_id in row.filing)
        return -common, abs(row.listed_at - edition.listed_at), -row.release_number

    related = [row.edition_id for row in sorted(others.values(), key=nearness)[:size]]
    wanted = [*related, *beside.values()]
    found = {row.edition_id: row for row in _shown(wanted)}
    previous, following = (found.get(beside.get(part, 0)) for part in ("previous", "next"))
    return Nearby([found[key] for key in related], previous, following)


def _shown(editions: list[int]) -> list[Placement]:
    """Their rows in the newsroom, with the editions. One query, or none."""

    def build(values: Values) -> QuerySet[Any, Any]:
        return Placement.objects.of(None).filter(edition__in=[*values.values()]).select_related("edition")

    if not editions:
        return []
    asked_for = {str(place): edition for place, edition in enumerate(editions)}
    return shapes.things(shapes.statement("nearby shown", build, asked_for), Placement, "edition")


def _weighed(parts: list[Statement]) -> list[_Row]:
    """What all parts hold, of each edition no more than is weighed: most are not shown. One query, or none.

    The editions are looked up behind the parts, which PostgreSQL plans in two thirds of the time so.
    """
    if not parts:
        return []
    near, values = union(parts)
    told = f"SELECT near.*, filed_under, found_under FROM ({near}) AS near JOIN {_EDITIONS} ON id = edition_id"
    return [
        _Row(part, edition_id, number, shapes.instant(listed_at), json.loads(found or filed))
        for edition_id, number, listed_at, part, filed, found in shapes.rows((told, values), binary=True)
    ]


_EDITIONS = Edition._meta.db_table


def _parts(edition: Edition, at: datetime) -> Iterator[Statement]:
    """Short ranges of the index: of each term, the first rows before and after the release; of its series, one each."""
    this = _own(edition, at)
    for term_id in [term_id for role, most in SHARED for term_id in edition.terms(role)[:most]]:
        yield _statement("before", _before, this | {"term": term_id})
        yield _statement("after", _after, this | {"term": term_id})
    if series := _series(edition):
        reach = {"earliest": edition.listed_at - REACH, "latest": edition.listed_at + REACH}
        yield _statement("previous", _previous, this | reach | series, "latest")
        yield _statement("next", _next, this | reach | series, "earliest")


def _own(edition: Edition, at: datetime) -> Values:
    return {"at": at, "language": edition.language, "number": edition.release_id, "listed_at": edition.listed_at}


def _series(edition: Edition) -> Values | None:
    """The term that makes it, and the kind where that is a source."""
    for term_id in edition.terms("meeting")[:1]:
        return {"term": term_id, "kind": None}
    for term_id in edition.terms("source")[:1]:
        return {"term": term_id, "kind": edition.kind}
    return None


def _statement(name: str, build: Callable[[Values], QuerySet[Any, Any]], values: Values, unused: str = "") -> Statement:
    """Each way for itself where it is read as of a day: there each term had others below it."""
    given = {name: value for name, value in values.items() if name != unused}
    sql, said = shapes.plain(build(given)) if past.look() else shapes.statement(f"nearby {name}", build, given)
    # SQLite sorts and cuts a part of a union only where it is a query within.
    return f"SELECT * FROM ({sql}) AS cut", said


def _before(values: Values) -> QuerySet[Any, Any]:
    return _first(_earlier(_others(values), values), EACH_WAY, "shared")


def _after(values: Values) -> QuerySet[Any, Any]:
    return _first(_later(_others(values), values), EACH_WAY, "shared")


def _previous(values: Values) -> QuerySet[Any, Any]:
    return _first(_earlier(_of_series(values), values).filter(listed_at__gte=values["earliest"]), 1, "previous")


def _next(values: Values) -> QuerySet[Any, Any]:
    return _first(_later(_of_series(values), values).filter(listed_at__lte=values["latest"]), 1, "next")


def _of_series(values: Values) -> PlacementQuerySet:
    direct, found = Placement.Nearness.DIRECT, _others(values)
    return found.filter(kind=values["kind"], nearness=direct) if values["kind"] else found


def _others(values: Values) -> PlacementQuerySet:
    there = Placement.objects.of(values["term"]).in_language(values["language"]).published(values["at"])
    return there.exclude(release_number=values["number"])


def _earlier(rows: PlacementQuerySet, values: Values) -> PlacementQuerySet:
    listed_at = values["listed_at"]
    same = Q(listed_at=listed_at, release_number__lt=values["number"])
    return rows.filter(Q(listed_at__lte=listed_at) & (Q(listed_at__lt=listed_at) | same)).newest_first()


def _later(rows: PlacementQuerySet, values: Values) -> PlacementQuerySet:
    listed_at = values["listed_at"]
    same = Q(listed_at=listed_at, release_number__gt=values["number"])
    return rows.filter(Q(listed_at__gte=listed_at) & (Q(listed_at__gt=listed_at) | same)).oldest_first()


def _first(rows: PlacementQuerySet, size: int, part: str) -> QuerySet[Any, Any]:
    marked = rows.annotate(part=Value(part, CharField()))
    return marked.values_list("edition_id", "release_number", "listed_at", "part")[:size]
