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
from django.db.models import Count
from django.db.models.functions import ExtractYear

from osce_site import past
from osce_site.languages import OFFICIAL, local
from osce_site.query_strings import EARLIEST_YEAR, address
from osce_site.shapes import Statement
from press import listing, queries, search
from press.listing import Wanted
from press.models import Placement
from press.models.placement import PlacementQuerySet
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


@dataclass(frozen=True)
class Counted:
    """How many releases a list holds, and each of the lists near it."""

    total: int
    more: bool
    """Whether it holds more than ``total``, which is then ``listing.MOST``."""
    by: dict[str, Counts]
    """Parameter -> value -> how many, within the other conditions in force."""
    languages: dict[str, int]
    """Other language -> how many of the same list; up to one more than ``listing.MOST``."""


def counted(wanted: Wanted, at: datetime, narrowing: Wanted | None = None, *, of_terms: bool = False) -> Counted:
    """A list, and what narrows ``narrowing``: by kind and year, with ``of_terms`` by terms, too, and in each language.

    One query; one more where ``narrowing`` is longer than what is counted.
    """
    narrowing = narrowing and replace(narrowing, after=None)
    most, parts = listing.MOST + 1, [listing.counting(wanted, at, listing.MOST + 1, "list")]
    if narrowing:
        parts += [listing.counting(narrowing, at, most, "narrowing"), *_plain(narrowing, at)]
    if narrowing and of_terms:
        others = [language for language in OFFICIAL if language != wanted.language]
        parts += [listing.counting(replace(wanted, language=one), at, most, "language", one) for one in others]
        parts += _terms(narrowing, at)
    rows = listing.in_one(parts)
    number = {part: count for part, _one, _other, count in rows if part in {"list", "narrowing"}}
    by = _by_parameter(rows) if narrowing else {}
    if narrowing and number["narrowing"] > listing.MOST and by["year"]:
        by["year"] = _older_years(by["year"], narrowing, at)
    languages = {one: count for part, one, _other, count in rows if part == "language" and count}
    return Counted(min(number["list"], listing.MOST), number["list"] > listing.MOST, by, languages)


def of(found: Counted, wanted: Wanted, asked: dict[str, str], path: str, today: date) -> list[Facet]:
    """What narrows a list: where a condition is set, what else it could be."""
    kept = {name: value for name, value in asked.items() if name != "after"}
    return [
        _facet(name, counts, kept, path, wanted.language, today, more=found.more)
        for name, counts in found.by.items()
        if counts and (len(counts) > 1 or name not in kept)
    ]


def years(found: Counted, language: str, kept: dict[str, str], path: str, today: date) -> list[Choice]:
    """The years of a list, the newest first."""
    there = found.by.get("year")
    facet = _facet("year", there, kept, path, language, today, more=found.more) if there else None
    return (facet.every or facet.choices) if facet else []


def in_other_languages(found: Counted, kept: dict[str, str], path: str) -> Facet | None:
    """The same list in each other language."""
    choices = []
    for language, count in found.languages.items():
        to, more = address(local(path, language), kept), count > listing.MOST
        choices.append(Choice(OFFICIAL[language], min(count, listing.MOST), to, more, language=language))
    return Facet("language", queries.label("language"), choices) if choices else None


def _newest(found: PlacementQuerySet, *columns: str) -> listing.Rows:
    """What is counted, as a subquery."""
    return found.newest_first().values(*columns)[: listing.MOST]


def _plain(wanted: Wanted, at: datetime) -> list[Statement]:
    """By kind and by year: one part where neither is chosen, else two."""
    if not wanted.kind and not wanted.year:
        return [_by_kind_and_year(wanted, at, "both")]
    return [
        _by_kind_and_year(replace(wanted, kind=""), at, "kind"),
        _by_kind_and_year(replace(wanted, year=None), at, "year"),
    ]


def _by_kind_and_year(wanted: Wanted, at: datetime, part: str) -> Statement:
    """In SQL, as the ORM groups no rows that are cut off; a join with them would read the whole table."""

    def newest(found: PlacementQuerySet) -> listing.Rows:
        year = ExtractYear("listed_at", tzinfo=ZoneInfo(settings.SITE_ZONE))
        return _newest(found.annotate(year=year), "kind", "year")

    sql, values = listing.statement(wanted, at, f"by kind and year of {listing.MOST}", newest)
    year = "CAST(year AS varchar(4))"
    return f"SELECT '{part}', kind, {year}, COUNT(*) FROM ({sql}) AS newest GROUP BY kind, year", values


def _terms(wanted: Wanted, at: datetime) -> list[Statement]:
    """Not as of a day that is read: what stood above a term then is not in the index of today."""
    if past.look():
        return []
    chosen = dict(wanted.filed)
    asked_for = [(wanted, [role for role in queries.ROLES.values() if role not in chosen])]
    for role in chosen:
        others = tuple((other, term) for other, term in wanted.filed if other != role)
        asked_for.append((replace(wanted, filed=others), [role]))
    return [_by_term(one, roles, at) for one, roles in asked_for if roles]


def _by_term(wanted: Wanted, roles: list[str], at: datetime) -> Statement:
    def by_term(found: PlacementQuerySet) -> listing.Rows:
        rows = Placement.objects.filter(edition_id__in=_newest(found, "edition_id"), role__in=roles).order_by()
        return rows.values_list("role", "term").annotate(count=Count("pk"))

    return listing.by_term(listing.statement(wanted, at, f"by {roles} of {listing.MOST}", by_term))


def _by_parameter(rows: list[Any]) -> dict[str, Counts]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("kind", "year", *queries.ROLES)}
    names = {role: name for name, role in queries.ROLES.items()}
    for part, one, other, count in rows:
        if part in {"both", "kind"}:
            counts["kind"][one] += count
        if part in {"both", "year"}:
            counts["year"][other] += count
        if part == "term" and (word := _word(one, int(other))):
            counts[names[one]][word] += count
    return {name: dict(found) for name, found in counts.items()}


def _word(role: str, term_id: int) -> str:
    """What names a term in addresses; empty where it cannot be asked for: merged, or another has its word."""
    taxonomy = snapshot.current()
    node = taxonomy.nodes.get(term_id)
    known = node and taxonomy.present(term_id) == term_id and taxonomy.filed(role, node.slug) == node
    return node.slug if node and known else ""


def _older_years(counts: Counts, wanted: Wanted, at: datetime) -> Counts:
    """With the years of the older releases of a long list: each is a range of its index. One query."""
    years = range(EARLIEST_YEAR, int(min(counts)))
    parts = [listing.counting(replace(wanted, year=year), at, 1, "year", str(year)) for year in years]
    return {year: None for _part, year, _none, there in listing.in_one(parts) if there} | counts


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
