"""How many releases a list holds, and each list near it.

Lists of one term, or of none, are counted in a table that acts keep (``press.tallying``): exact at any size, and read in
a few rows. What is narrowed by several terms, by words, or read as of a day is counted by looking at its releases, or at
those of the rarest of its terms: at the newest ``MOST``, or at ``SOME`` where the table tells that there are more, so that
it costs the same at any size. Of words the newest ``MOST_HITS`` are looked at, of words within a term ``SOME``: all of the
term where few editions are found to hold them, else its newest (``press.finding``). Where there are more, a count is a
lower bound, older years are offered without one, and what no newer release has is not offered: that nothing older has
it, either, could be told only by reading all.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models.expressions import RawSQL
from django.db.models.functions import ExtractYear

from osce_site import past
from osce_site.languages import OFFICIAL
from osce_site.query_strings import EARLIEST_YEAR
from osce_site.shapes import Statement
from press import finding, listing, queries, search, spans, tallying
from press.listing import Wanted
from press.models import Placement
from press.models.placement import PlacementQuerySet

MOST = 1_000
"""Releases that are looked at where there may be no more."""
SOME = 250
"""Where there are more: what is counted is a lower bound, however many are looked at."""
MOST_HITS = 500
"""The same of a list of words, as of a search: to find them PostgreSQL looks at all that match in a span."""
MOST_ELSEWHERE = 100
"""The same for each other language."""
MOST_A_YEAR = 100
"""The same for each year before those of the newest."""
MOST_A_YEAR_FOR_WORDS = 300
"""The same of a list of words, on PostgreSQL: so many are asked for the words, whichever hold them."""

Counts = dict[str, int | None]
"""Value in addresses -> how many; ``None``: some, uncounted."""


@dataclass(frozen=True)
class Counted:
    """How many releases a list holds, and each of the lists near it."""

    total: int
    by: dict[str, Counts]
    """Parameter -> value -> how many, within the other conditions in force."""
    languages: Counts
    """Other language -> how many of the same list."""
    longer: frozenset[str]
    """Parameters whose numbers are lower bounds, and ``language``; ``list`` where the total is one."""

    @property
    def more(self) -> bool:
        return "list" in self.longer


@dataclass(frozen=True)
class Part:
    """What is counted of a list: its parameter (``list``: all of it), or where that is empty the terms of ``roles``."""

    wanted: Wanted
    parameter: str = ""
    roles: tuple[str, ...] = ()

    def most(self, known: "Sizes") -> int:
        """How many releases are looked at."""
        if self.parameter == "language":
            return MOST_ELSEWHERE
        if self.wanted.words:
            return SOME if self.wanted.filed else MOST_HITS
        return MOST if known.get(_alone(self.wanted), 0) <= MOST else SOME

    def in_table(self) -> tallying.Asked | None:
        """How the table is asked; ``None`` where it does not tell."""
        wanted = self.wanted
        if wanted.words or past.look() or len(wanted.filed) + bool(wanted.term_id) > 1:
            return None
        role, term = wanted.filed[0] if wanted.filed else ("", wanted.term_id or 0)
        if self.roles and term and (wanted.kind or wanted.year):
            return None
        by = "term" if self.roles else self.parameter if self.parameter in ("kind", "year") else ""
        return tallying.Asked(term, role, wanted.language, by, wanted.kind, wanted.year, self.roles or ("",))


Sizes = dict[Wanted, int]
"""List of one term -> how many releases it holds, as the table tells."""


def sizes(wanted: Wanted) -> Sizes:
    """Of each term of a list, with and without the year that is asked for. One query, none where nothing is looked at."""
    looked_at = len(wanted.filed) > 1 or (wanted.filed and (wanted.kind or wanted.year) and not wanted.words)
    if not looked_at or past.look():
        return {}
    alone = [Wanted(wanted.language, filed=(one,), year=year) for one in wanted.filed for year in {wanted.year, None}]
    asked = [Part(one, "list").in_table() for one in alone]
    rows = listing.in_one(one.statement(str(place)) for place, one in enumerate(asked) if one)
    return {alone[int(place)]: count for place, _one, _other, count in rows}


def rarest_first(wanted: Wanted, known: Sizes | None = None) -> Wanted:
    """The same list, to be read by the rarest of its terms. One query where it has several and nothing is known."""
    if len(wanted.filed) < 2 or past.look():
        return wanted
    known = sizes(wanted) if known is None else known
    rarest = sorted(wanted.filed, key=lambda one: known[Wanted(wanted.language, filed=(one,), year=wanted.year)])
    return replace(wanted, filed=tuple(rarest))


def counted(
    wanted: Wanted,
    at: datetime,
    narrowing: Wanted | None = None,
    *,
    of_terms: bool = False,
    known: Sizes | None = None,
) -> Counted:
    """A list, and what narrows ``narrowing``: by kind and year, with ``of_terms`` by terms, too, and in each language.

    ``known``: ``sizes``. One query, and one a state of the site.
    """
    parts = [Part(replace(wanted, after=None), "list")]
    if narrowing:
        narrowing = replace(narrowing, after=None)
        parts += [Part(replace(narrowing, kind=""), "kind"), Part(replace(narrowing, year=None), "year")]
    if narrowing and of_terms:
        parts += _of_terms(narrowing)
        others = [language for language in OFFICIAL if language != wanted.language]
        parts += [Part(replace(wanted, language=language, after=None), "language") for language in others]
    sums, longer = _sums(parts, at, known or {})
    by: dict[str, Counts] = {name: {} for name in ("kind", "year", "language", *queries.ROLES)}
    for (parameter, value), count in sums.items():
        if parameter == _OLDER:
            by["year"][value] = None
        elif count > 0 and parameter in by:
            by[parameter][value] = count
    return Counted(sums["list", ""], by, by.pop("language"), frozenset(longer))


def by_year(at: datetime) -> dict[int, int]:
    """How many editions of each year the newsroom holds, in all languages. One query."""
    sums, _longer = _sums([Part(Wanted(language), "year") for language in OFFICIAL], at, {})
    return {int(year): count for (_parameter, year), count in sums.items() if count > 0}


def _of_terms(wanted: Wanted) -> list[Part]:
    """Not as of a day that is read: what stood above a term then is not in the index of today."""
    if past.look():
        return []
    chosen = dict(wanted.filed)
    parts = [Part(wanted, roles=tuple(role for role in queries.ROLES.values() if role not in chosen))]
    for role in chosen:
        others = tuple(one for one in wanted.filed if one[0] != role)
        parts.append(Part(replace(wanted, filed=others), roles=(role,)))
    return [part for part in parts if part.roles]


def _sums(parts: list[Part], at: datetime, known: Sizes) -> tuple[Counter[tuple[str, str]], set[str]]:
    """(parameter, value) -> how many, and the parameters for which there may be more. One query."""
    words = queries.words()
    statements: list[Statement] = []
    looked_at: dict[tuple[Wanted, int], list[tuple[int, Part]]] = {}
    sums: Counter[tuple[str, str]] = Counter()
    for place, part in enumerate(parts):
        if asked := part.in_table():
            statements.append(asked.statement(str(place)))
            for one, other, count in asked.unsettled(at):
                sums[_told(part, one, other, words)] += count
        else:
            looked_at.setdefault((_alone(part.wanted), part.most(known)), []).append((place, part))
    statements += [_looking(alone, most, some, at) for (alone, most), some in looked_at.items()]
    longer: set[str] = set()
    for place, one, other, count in listing.in_one(statements):
        part = parts[int(place)]
        if one == _MORE:
            longer.update(parameter for parameter in _parameters(part) if count)
        elif one == _OLDER:
            sums[_OLDER, other] = 1
        else:
            sums[_told(part, one, other, words)] += count
    return sums, longer


_MORE = "more"
_OLDER = "older year"
_PARAMETERS = {role: parameter for parameter, role in queries.ROLES.items()}


def _parameters(part: Part) -> list[str]:
    return [_PARAMETERS[role] for role in part.roles] or [part.parameter]


def _told(part: Part, one: str, other: str, words: queries.Words) -> tuple[str, str]:
    """The parameter and its value, of the two words of a row; a term that cannot be asked for has no parameter."""
    if part.roles:
        word = words[one, int(other)]
        return (_PARAMETERS[one] if word else "", word)
    return part.parameter, part.wanted.language if part.parameter == "language" else one


def _looking(alone: Wanted, most: int, parts: list[tuple[int, Part]], at: datetime) -> Statement:
    """Rows of place, one and other word and how many, for parts whose releases are found by the same condition.

    The newest are looked at once, and each is asked once for each further term. In SQL, as the ORM groups no rows that
    are cut off, and narrows none.
    """
    first, values = _newest(alone, at, most)
    asked_for = [_further(part.wanted) for _place, part in parts]
    terms = [*dict.fromkeys(term for some in asked_for for term in some)]
    always = [all(term in some for some in asked_for) for term in terms]
    has = "".join(f", also{place}.edition_id IS NOT NULL AS has{place}" for place in range(len(terms)))
    joins = "".join(
        f"{'' if always[place] else ' LEFT'} JOIN {_INDEX} also{place} ON also{place}.edition_id = newest.edition_id"
        f" AND also{place}.role = %s AND also{place}.term_id = %s"
        for place in range(len(terms))
    )
    here = f"place <= {most} AND newest.edition_id IS NOT NULL"
    known = f"SELECT newest.edition_id, newest.kind, newest.year{has} FROM newest{joins} WHERE {here}"
    tables = f"newest AS ({first}), known AS ({known})"
    values = [*values, *(word for term in terms for word in term)]
    told, others = [], f"place > {most} OR edition_id IS NULL"
    for place, part in parts:
        kind = [part.wanted.kind] if part.wanted.kind else []
        asked = [f"has{terms.index(term)}" for term in _further(part.wanted)] + ["kind = %s"] * len(kind)
        found = f"(SELECT edition_id, kind, year FROM known WHERE {' AND '.join(asked) or '1 = 1'}) AS found"
        told.append(f"SELECT '{place}', '{_MORE}', '', COUNT(*) FROM newest WHERE {others}")
        told.append(f"SELECT '{place}', {_counting(part, found)}")
        values += kind
        if part.parameter == "year":
            years, older, (before, after) = _older_years(part.wanted, at)
            tables = f"{years}, {tables}"
            told.append(
                f"SELECT '{place}', {older} AND year < (SELECT MIN(year) FROM {found})"
                f" AND EXISTS (SELECT 1 FROM newest WHERE {others})"
            )
            values = [*before, *values, *after, *kind]
    return f"SELECT * FROM (WITH {tables} {' UNION ALL '.join(told)}) AS looked_at", values


_INDEX = Placement._meta.db_table


def _counting(part: Part, found: str) -> str:
    if part.roles:
        roles = ", ".join(f"'{role}'" for role in part.roles)
        return (
            f"role, CAST(term_id AS varchar(20)), COUNT(*) FROM {_INDEX} JOIN {found} USING (edition_id) "
            f"WHERE role IN ({roles}) GROUP BY role, term_id"
        )
    if part.parameter == "year":
        return f"CAST(year AS varchar(4)), '', COUNT(*) FROM {found} GROUP BY year"
    if part.parameter == "kind":
        return f"kind, '', COUNT(*) FROM {found} GROUP BY kind"
    return f"'', '', COUNT(*) FROM {found}"


def _is_whole(wanted: Wanted) -> bool:
    """Whether the conditions can only be looked at together."""
    return bool(wanted.words or past.look())


def _further(wanted: Wanted) -> tuple[tuple[str, int], ...]:
    """The terms that are looked for in what the first has."""
    return () if _is_whole(wanted) else wanted.filed[0 if wanted.term_id else 1 :]


def _alone(wanted: Wanted) -> Wanted:
    """The condition by which the newest are found: one term, or all where they can only be looked at together."""
    return wanted if _is_whole(wanted) else replace(wanted, filed=wanted.filed[: 0 if wanted.term_id else 1], kind="")


def _newest(alone: Wanted, at: datetime, most: int) -> Statement:
    """Edition, kind, year and place of the newest of a list, and of one more; no edition where there may be others."""

    def newest(found: PlacementQuerySet) -> listing.Rows:
        year = ExtractYear("listed_at", tzinfo=ZoneInfo(settings.SITE_ZONE))
        return found.annotate(year=year).newest_first().values("edition_id", "kind", "year")[: most + 1]

    held = spans.FEW if most == MOST_ELSEWHERE else None
    sql, values = finding.newest(
        alone, at, f"newest {most}", newest, most + 1, held, cut_off="CAST(NULL AS bigint), '', 0"
    )
    return f"SELECT edition_id, kind, year, ROW_NUMBER() OVER () AS place FROM ({sql}) AS read", values


def _older_years(wanted: Wanted, at: datetime) -> tuple[str, str, tuple[list[Any], list[Any]]]:
    """The years before those of the newest in which one of the newest is in the list, uncounted.

    Each is a range of the index. A table of all years, the two words and the condition of a row, and the values of both.
    """
    years = range(EARLIEST_YEAR, at.year + 1)
    starts = [connection.ops.adapt_datetimefield_value(listing.begin(year)) for year in (*years, years.stop)]
    given = [value for year, span in zip(years, pairwise(starts), strict=True) for value in (year, *span)]
    table = f"years (year, begins, ends) AS (VALUES {', '.join(['(%s, %s, %s)'] * len(years))})"

    words = wanted.words if connection.vendor == "postgresql" else ""
    most = MOST_A_YEAR_FOR_WORDS if words else MOST_A_YEAR
    looked_at = replace(wanted, words="") if words else wanted

    def of_a_year(found: PlacementQuerySet) -> listing.Rows:
        # Where the year begins is asked of these: given both ends, PostgreSQL would read and sort all of the year.
        found = found.filter(listed_at__lt=RawSQL("years.ends", ()))
        return found.newest_first().values("edition_id", "kind", "listed_at")[:most]

    sql, values = listing.statement(_alone(looked_at), at, f"of a year {most}", of_a_year)
    terms, kind = _further(looked_at), [wanted.kind] if wanted.kind else []
    also = " AND kind = %s" * len(kind) + "".join(
        f" AND EXISTS (SELECT 1 FROM {_INDEX} also WHERE also.edition_id = newest.edition_id AND role = %s AND term_id = %s)"
        for _term in terms
    )
    hold, phrases = search.held_by("newest.edition_id", words, wanted.language) if words else ("", [])
    also += f" AND {hold}" if words else ""
    there = f"EXISTS (SELECT 1 FROM ({sql}) AS newest WHERE listed_at >= years.begins{also})"
    more = [*values, *kind, *(word for term in terms for word in term), *phrases]
    return table, f"'{_OLDER}', CAST(year AS varchar(4)), 0 FROM years WHERE {there}", (given, more)
