"""Lists of what is public: a range of the placement index, narrowed by further terms, paged by key."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q

from osce_site import past
from press import search
from press.models import Edition, Placement
from press.models.placement import PlacementQuerySet

SIZE = 20
MOST = 20_000
"""Of longer lists it is only said that they hold more than these; so counting costs the same at any size."""


class NoSuchPage(LookupError):
    """The key to go on from names nothing that the public could ever read."""


@dataclass(frozen=True)
class Wanted:
    """What a list holds: of a term (in any role), and filed under all of ``filed`` (role, term)."""

    language: str
    term_id: int | None = None
    filed: tuple[tuple[str, int], ...] = ()
    kind: str = ""
    year: int | None = None
    words: str = ""
    after: int | None = None


@dataclass(frozen=True)
class Page:
    placements: list[Placement] = field(default_factory=list)
    total: int = 0
    more: bool = False
    """Whether it holds more than ``total``, which is then ``MOST``."""
    after: int | None = None
    """The number of the release to go on from; ``None`` on the last page."""


def everything(wanted: Wanted, at: datetime) -> PlacementQuerySet:
    """All that a list holds, in no order yet."""
    first = wanted.term_id or (wanted.filed[0][1] if wanted.filed else None)
    found = Placement.objects.of(first).in_language(wanted.language).published(at)
    for role, term_id in wanted.filed:
        there: Q | Exists = Exists(Placement.objects.filed(term_id, role).filter(edition=OuterRef("edition")))
        if term_id == first and not past.look():
            # Most rows of its own list tell the role themselves, and PostgreSQL goes on reading them in their order.
            there = Q(role=role) | Q(there)
        found = found.filter(there)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.year:
        zone = ZoneInfo(settings.SITE_ZONE)
        begins, ends = (datetime(year, 1, 1, tzinfo=zone) for year in (wanted.year, wanted.year + 1))
        found = found.filter(listed_at__gte=begins, listed_at__lt=ends)
    if wanted.words:
        found = found.filter(edition_id__in=search.matching(wanted.words, wanted.language))
    return found


def page(wanted: Wanted, at: datetime, size: int = SIZE) -> Page:
    """One page, newest first: two queries, three where it goes on from a key. Raises ``NoSuchPage``."""
    found = everything(wanted, at)
    rest = found.filter(_beyond(wanted, at)) if wanted.after else found
    rows = list(rest.newest_first().select_related("edition")[: size + 1])
    after = rows[size - 1].release_number if len(rows) > size else None
    total = found.order_by().values("pk")[: MOST + 1].count()
    return Page(rows[:size], min(total, MOST), total > MOST, after)


def how_many(wanted: Wanted, languages: Iterable[str], at: datetime, most: int) -> dict[str, int]:
    """Language -> how many a list holds in it, counted up to ``most``; those that hold none are not there. One query.

    In SQL, as the ORM gives no union of counts.
    """
    parts: list[str] = []
    values: list[Any] = []
    for language in languages:
        rows = everything(replace(wanted, language=language, after=None), at).order_by().values("pk")[:most]
        sql, given = rows.query.sql_with_params()
        parts.append(f"SELECT '{language}', COUNT(*) FROM ({sql}) AS counted")
        values += given
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return {language: count for language, count in cursor.fetchall() if count}


def _beyond(wanted: Wanted, at: datetime) -> Q:
    """What stands behind a release in the order of lists, though it be withdrawn by now."""
    known = Edition.objects.filter(release_id=wanted.after or 0, language=wanted.language).ever_published(at)
    listed_at = known.order_by("-number").values_list("listed_at", flat=True).first()
    if listed_at is None:
        raise NoSuchPage
    return Q(listed_at__lt=listed_at) | Q(listed_at=listed_at, release_number__lt=wanted.after)
