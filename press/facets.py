"""What a list can be narrowed by, with how many releases each leaves. What leaves none is not there.

The newest ``listing.MOST`` of a list are counted, so the cost is bounded at any size. Of longer lists a count is a
lower bound, older years are offered without one, and what no newer release has is not offered: that nothing older
has it, either, could be told only by reading all.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, QuerySet
from django.db.models.functions import ExtractYear

from osce_site import past
from osce_site.languages import OFFICIAL, local
from osce_site.query_strings import address
from press import listing, queries, search
from press.listing import Wanted
from press.models import Placement
from taxonomy import snapshot

OFFERED = 8
"""Choices shown at once, the most frequent; the others are behind a disclosure."""

Counts = dict[str, int | None]
"""Value in addresses -> how many; ``None``: some, uncounted."""


@dataclass(frozen=True)
class Choice:
    text: str
    count: int | None
    path: str
    more: bool = False
    """Whether there may be more than ``count``."""
    chosen: bool = False
    language: str = ""
    """Of the text, where it is not the page's."""


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list[Choice]
    every: list[Choice] = field(default_factory=list)
    """All of them by name, where ``choices`` are but the first."""


def of(wanted: Wanted, asked: dict[str, str], path: str, at: datetime, *, more: bool) -> list[Facet]:
    """Each within the other conditions in force. Two queries, one more for each condition but words.

    ``more``: whether the list is longer than what is counted; then two queries more.
    """
    wanted, today = replace(wanted, after=None), at.date()
    kept = {name: value for name, value in asked.items() if name != "after"}
    counted = _plain(wanted, at) | _terms(wanted, at)
    if more:
        counted["year"] = _older_years(counted["year"], wanted, at)
    return [
        _facet(name, counts, kept, path, wanted.language, today, more=more)
        for name, counts in counted.items()
        if counts and (len(counts) > 1 or name not in kept)
    ]


def years(wanted: Wanted, kept: dict[str, str], path: str, at: datetime, *, more: bool) -> list[Choice]:
    """The years of a list, the newest first. One query; three where the list is longer than what is counted."""
    counted = _plain(replace(wanted, after=None), at)["year"]
    if more and counted:
        counted = _older_years(counted, wanted, at)
    found = _facet("year", counted, kept, path, wanted.language, at.date(), more=more)
    return found.every or found.choices


def in_other_languages(wanted: Wanted, kept: dict[str, str], path: str, at: datetime) -> Facet | None:
    """The same list in each other language. One query."""
    others = [language for language in OFFICIAL if language != wanted.language]
    choices = []
    for language, count in listing.how_many(wanted, others, at, listing.MOST + 1).items():
        to, more = address(local(path, language), kept), count > listing.MOST
        choices.append(Choice(OFFICIAL[language], min(count, listing.MOST), to, more, language=language))
    return Facet("language", queries.label("language"), choices) if choices else None


def _newest(wanted: Wanted, at: datetime, column: str) -> QuerySet[Placement, dict[str, Any]]:
    """What is counted, as a subquery."""
    return listing.everything(wanted, at).newest_first().values(column)[: listing.MOST]


def _plain(wanted: Wanted, at: datetime) -> dict[str, Counts]:
    """By kind and by year. One query where neither is chosen, else two."""
    of_kinds, of_years = replace(wanted, kind=""), replace(wanted, year=None)
    by_kind = _by_kind_and_year(of_kinds, at)
    by_year = by_kind if of_years == of_kinds else _by_kind_and_year(of_years, at)
    kinds, years = Counter[str](), Counter[str]()
    for kind, _year, count in by_kind:
        kinds[kind] += count
    for _kind, year, count in by_year:
        years[str(year)] += count
    return {"kind": dict(kinds), "year": dict(years)}


def _by_kind_and_year(wanted: Wanted, at: datetime) -> list[tuple[str, int, int]]:
    """In SQL, as the ORM groups no rows that are cut off; a join with them would read the whole table."""
    year = ExtractYear("listed_at", tzinfo=ZoneInfo(settings.SITE_ZONE))
    rows = listing.everything(wanted, at).newest_first().annotate(year=year).values("kind", "year")
    newest, values = rows[: listing.MOST].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT kind, year, COUNT(*) FROM ({newest}) AS newest GROUP BY kind, year", values)
        return cursor.fetchall()


def _terms(wanted: Wanted, at: datetime) -> dict[str, Counts]:
    """Not as of a day that is read: what stood above a term then is not in the index of today."""
    if past.look():
        return {}
    chosen = dict(wanted.filed)
    counted: dict[str, Counts] = {name: {} for name in queries.ROLES}
    asked_for = [(wanted, [role for role in queries.ROLES.values() if role not in chosen])]
    for role in chosen:
        others = tuple((other, term) for other, term in wanted.filed if other != role)
        asked_for.append((replace(wanted, filed=others), [role]))
    names = {role: name for name, role in queries.ROLES.items()}
    for one, roles in asked_for:
        rows = Placement.objects.filter(edition_id__in=_newest(one, at, "edition_id"), role__in=roles).order_by()
        for role, term, count in rows.values_list("role", "term").annotate(Count("pk")):
            if word := _word(role, term):
                counted[names[role]][word] = count
    return counted


def _word(role: str, term_id: int) -> str:
    """What names a term in addresses; empty where it cannot be asked for: merged, or another has its word."""
    taxonomy = snapshot.current()
    node = taxonomy.nodes.get(term_id)
    known = node and taxonomy.present(term_id) == term_id and taxonomy.filed(role, node.slug) == node
    return node.slug if node and known else ""


def _older_years(counts: Counts, wanted: Wanted, at: datetime) -> Counts:
    """With the years of the older releases of a long list: each is a range of its index. Two queries."""
    zone, others = ZoneInfo(settings.SITE_ZONE), replace(wanted, year=None)
    first = listing.everything(others, at).order_by("term_id", "listed_at").values_list("listed_at", flat=True).first()
    oldest = first.astimezone(zone).year if first else at.year
    years = [str(year) for year in range(oldest, int(min(counts)))]
    there = {f"in_{year}": Exists(listing.everything(replace(others, year=int(year)), at)) for year in years}
    row = Placement.objects.annotate(**there).order_by("pk").values(*there).first() or {}
    return dict.fromkeys(year for year in years if row.get(f"in_{year}")) | counts


def _facet(
    name: str, counts: Counts, kept: dict[str, str], path: str, language: str, today: date, *, more: bool
) -> Facet:
    choices = [
        Choice(
            queries.text(name, value, language, today),
            count,
            address(path, queries.narrowed(queries.NEWSROOM, kept, name, value)),
            more=more and count is not None,
            chosen=kept.get(name) == value,
        )
        for value, count in sorted(counts.items(), reverse=True)
    ]
    if name == "year":
        return Facet(name, queries.label(name), choices[:OFFERED], choices if len(choices) > OFFERED else [])
    by_name = sorted(choices, key=lambda choice: search.fold(choice.text, language))
    most = sorted(by_name, key=lambda choice: (not choice.chosen, -(choice.count or 0)))[:OFFERED]
    return Facet(name, queries.label(name), most, by_name if len(choices) > OFFERED else [])
