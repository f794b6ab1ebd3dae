"""What stands near a release: others on the same subjects, and the ones before and after it in its series.

A series is all of one meeting; where there is no meeting, all that one source says of one kind.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import CharField, Q, QuerySet, Value

from osce_site import past
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


Statement = tuple[str, list[Any]]


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
    shown = Placement.objects.of(None).filter(edition__in=wanted).select_related("edition") if wanted else []
    found = {row.edition_id: row for row in shown}
    previous, following = (found.get(beside.get(part, 0)) for part in ("previous", "next"))
    return Nearby([found[key] for key in related], previous, following)


def _weighed(parts: list[Statement]) -> list[_Row]:
    """What all parts hold, of each edition no more than is weighed: most are not shown. One query, or none."""
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(sql for sql, _ in parts), [value for _, values in parts for value in values])
        return [
            _Row(part, edition_id, number, _instant(listed_at), json.loads(found or filed))
            for edition_id, number, listed_at, filed, found, part in cursor.fetchall()
        ]


def _instant(stored: datetime | str) -> datetime:
    """SQLite gives text without a zone, as it is all UTC there."""
    told = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def _parts(edition: Edition, at: datetime) -> Iterator[Statement]:
    terms = [term_id for role, most in SHARED for term_id in edition.terms(role)[:most]]

    def before(term_id: int) -> QuerySet[Any, Any]:
        rows = _others(edition, term_id, at).filter(_before(edition))
        return _first(rows.newest_first(), EACH_WAY, "shared")

    def after(term_id: int) -> QuerySet[Any, Any]:
        rows = _others(edition, term_id, at).filter(_after(edition))
        return _first(rows.oldest_first(), EACH_WAY, "shared")

    yield from _of_each(terms, before)
    yield from _of_each(terms, after)
    series = _series(edition, at)
    if series is not None:
        earliest, latest = edition.listed_at - REACH, edition.listed_at + REACH
        previous = series.filter(_before(edition), listed_at__gte=earliest).newest_first()
        following = series.filter(_after(edition), listed_at__lte=latest).oldest_first()
        yield from map(_statement, (_first(previous, 1, "previous"), _first(following, 1, "next")))


_ANY = -1
"""Stands for a term where a statement is put together."""


def _of_each(terms: list[int], build: Callable[[int], QuerySet[Any, Any]]) -> Iterator[Statement]:
    """The same of each term. Putting a statement together takes longer than its answer: it is done once, but for what
    is read as of a day, where each term had others below it."""
    if past.look():
        yield from (_statement(build(term_id)) for term_id in terms)
    elif terms:
        sql, values = _statement(build(_ANY))
        yield from ((sql, [term_id if value == _ANY else value for value in values]) for term_id in terms)


def _statement(rows: QuerySet[Any, Any]) -> Statement:
    sql, values = rows.query.sql_with_params()
    return sql, [*values]


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


def _first(rows: PlacementQuerySet, size: int, part: str) -> QuerySet[Any, Any]:
    """The first rows as a part of a union: SQLite sorts and cuts within ``IN`` alone."""
    cut = Placement.objects.filter(pk__in=rows.values("pk")[:size]).annotate(part=Value(part, CharField())).order_by()
    weighed = ("edition_id", "release_number", "listed_at", "edition__filed_under", "edition__found_under")
    return cut.values_list(*weighed, "part")
