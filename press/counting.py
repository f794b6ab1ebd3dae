"""How many releases a list holds, and each list near it.

Lists of one term, or of none, are counted in a table that acts keep (``press.tallying``): exact at any size, and read in
a few rows. What is narrowed by several terms, by words, or read as of a day is counted by looking at the newest ``MOST``
of its releases, or of the rarest of its terms, so that it costs the same at any size. Where there are more than these, a
count is a lower bound, older years are offered without one, and what no newer release has is not offered: that
nothing older has it, either, could be told only by reading all.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models.expressions import RawSQL
from django.db.models.functions import ExtractYear

from osce_site import past, shapes
from osce_site.languages import OFFICIAL
from osce_site.query_strings import EARLIEST_YEAR
from osce_site.shapes import Statement
from press import listing, queries, tallying
from press.listing import Wanted
from press.models import Placement
from press.models.placement import PlacementQuerySet
from taxonomy import snapshot

MOST = 1_000
"""Releases that are looked at, where the table does not tell."""
MOST_ELSEWHERE = 200
"""The same for each other language."""

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

    @property
    def most(self) -> int:
        return MOST_ELSEWHERE if self.parameter == "language" else MOST

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


def counted(wanted: Wanted, at: datetime, narrowing: Wanted | None = None, *, of_terms: bool = False) -> Counted:
    """A list, and what narrows ``narrowing``: by kind and year, with ``of_terms`` by terms, too, and in each language.

    One query; one more where the older years of a long list are looked for, and one a state of the site.
    """
    parts = [Part(replace(wanted, after=None), "list")]
    if narrowing:
        narrowing = replace(narrowing, after=None)
        parts += [Part(replace(narrowing, kind=""), "kind"), Part(replace(narrowing, year=None), "year")]
    if narrowing and of_terms:
        parts += _of_terms(narrowing)
        others = [language for language in OFFICIAL if language != wanted.language]
        parts += [Part(replace(wanted, language=language, after=None), "language") for language in others]
    sums, longer = _sums(parts, at)
    by: dict[str, Counts] = {name: {} for name in ("kind", "year", "language", *queries.ROLES)}
    for (parameter, value), count in sums.items():
        if count > 0 and parameter in by:
            by[parameter][value] = count
    if narrowing and "year" in longer and by["year"]:
        by["year"] = _older_years(by["year"], narrowing, at)
    return Counted(sums["list", ""], by, by.pop("language"), frozenset(longer))


def by_year(at: datetime) -> dict[int, int]:
    """How many editions of each year the newsroom holds, in all languages. One query."""
    sums, _longer = _sums([Part(Wanted(language), "year") for language in OFFICIAL], at)
    return {int(year): count for (_parameter, year), count in sums.items() if count > 0}


def rarest_first(wanted: Wanted) -> Wanted:
    """The same list, to be read by the rarest of its terms. One query where it has several."""
    if len(wanted.filed) < 2 or wanted.words or past.look():
        return wanted
    alone = [Part(replace(wanted, filed=(one,)), "list").in_table() for one in wanted.filed]
    rows = listing.in_one(asked.statement(str(place)) for place, asked in enumerate(alone) if asked)
    sizes = {int(place): count for place, _one, _other, count in rows}
    rarest = sorted(range(len(wanted.filed)), key=lambda place: sizes[place])
    return replace(wanted, filed=tuple(wanted.filed[place] for place in rarest))


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


def _sums(parts: list[Part], at: datetime) -> tuple[Counter[tuple[str, str]], set[str]]:
    """(parameter, value) -> how many, and the parameters for which there may be more. One query."""
    statements: list[Statement] = []
    looked_at: dict[Wanted, list[tuple[int, Part]]] = {}
    sums: Counter[tuple[str, str]] = Counter()
    for place, part in enumerate(parts):
        if asked := part.in_table():
            statements.append(asked.statement(str(place)))
            for one, other, count in asked.unsettled(at):
                sums[_told(part, one, other)] += count
        else:
            looked_at.setdefault(part.wanted, []).append((place, part))
    statements += [_looking(wanted, some, at) for wanted, some in looked_at.items()]
    longer: set[str] = set()
    for place, one, other, count in listing.in_one(statements):
        part = parts[int(place)]
        if one == _MORE:
            longer.update(parameter for parameter in _parameters(part) if count)
        else:
            sums[_told(part, one, other)] += count
    return sums, longer


_MORE = "more"
_PARAMETERS = {role: parameter for parameter, role in queries.ROLES.items()}


def _parameters(part: Part) -> list[str]:
    return [_PARAMETERS[role] for role in part.roles] or [part.parameter]


def _told(part: Part, one: str, other: str) -> tuple[str, str]:
    """The parameter and its value, of the two words of a row; a term that cannot be asked for has no parameter."""
    if part.roles:
        word = _word(one, int(other))
        return (_PARAMETERS[one] if word else "", word)
    return part.parameter, part.wanted.language if part.parameter == "language" else one


def _word(role: str, term_id: int) -> str:
    """What names a term in addresses; empty where it cannot be asked for: merged, or another has its word."""
    taxonomy = snapshot.current()
    node = taxonomy.nodes.get(term_id)
    known = node and taxonomy.present(term_id) == term_id and taxonomy.filed(role, node.slug) == node
    return node.slug if node and known else ""


def _looking(wanted: Wanted, parts: list[tuple[int, Part]], at: datetime) -> Statement:
    """Rows of place, one and other word and how many, for parts of the same list, which is looked at once.

    In SQL, as the ORM groups no rows that are cut off, and narrows none.
    """
    first, values = _newest(wanted, at, most := parts[0][1].most)
    narrowed = "".join(
        f" AND EXISTS (SELECT 1 FROM {_INDEX} also WHERE also.edition_id = newest.edition_id AND role = %s AND term_id = %s)"
        for _one in _further(wanted)
    )
    found = f"SELECT edition_id, kind, year FROM newest WHERE place <= {most}{' AND kind = %s' * bool(wanted.kind)}{narrowed}"
    told = []
    for place, part in parts:
        told.append(f"SELECT '{place}', '{_MORE}', '', COUNT(*) FROM newest WHERE place > {most}")
        told.append(f"SELECT '{place}', {_counting(part)}")
    values = [*values, *([wanted.kind] if wanted.kind else []), *(word for one in _further(wanted) for word in one)]
    sql = f"WITH newest AS ({first}), found AS ({found}) {' UNION ALL '.join(told)}"
    return f"SELECT * FROM ({sql}) AS looked_at", values


_INDEX = Placement._meta.db_table


def _counting(part: Part) -> str:
    if part.roles:
        roles = ", ".join(f"'{role}'" for role in part.roles)
        return (
            f"role, CAST(term_id AS varchar(20)), COUNT(*) FROM {_INDEX} JOIN found USING (edition_id) "
            f"WHERE role IN ({roles}) GROUP BY role, term_id"
        )
    if part.parameter == "year":
        return "CAST(year AS varchar(4)), '', COUNT(*) FROM found GROUP BY year"
    if part.parameter == "kind":
        return "kind, '', COUNT(*) FROM found GROUP BY kind"
    return "'', '', COUNT(*) FROM found"


def _is_whole(wanted: Wanted) -> bool:
    """Whether the conditions can only be looked at together."""
    return bool(wanted.words or past.look())


def _further(wanted: Wanted) -> tuple[tuple[str, int], ...]:
    """The terms that are looked for in what the first has."""
    return () if _is_whole(wanted) else wanted.filed[0 if wanted.term_id else 1 :]


def _newest(wanted: Wanted, at: datetime, most: int) -> Statement:
    """Edition, kind, year and place of the newest, by one term alone, and of one more."""
    alone = wanted if _is_whole(wanted) else replace(wanted, filed=wanted.filed[: 0 if wanted.term_id else 1], kind="")

    def newest(found: PlacementQuerySet) -> listing.Rows:
        year = ExtractYear("listed_at", tzinfo=ZoneInfo(settings.SITE_ZONE))
        return found.annotate(year=year).newest_first().values("edition_id", "kind", "year")[: most + 1]

    sql, values = listing.statement(alone, at, f"newest {most}", newest)
    return f"SELECT edition_id, kind, year, ROW_NUMBER() OVER () AS place FROM ({sql}) AS read", values


def _older_years(counts: Counts, wanted: Wanted, at: datetime) -> Counts:
    """With the years of the older releases of a long list: each is a range of its index. One query."""
    years = range(EARLIEST_YEAR, int(min(counts)))
    if not years:
        return counts
    starts = [connection.ops.adapt_datetimefield_value(listing.begin(year)) for year in (*years, years.stop)]
    given = [value for year, span in zip(years, pairwise(starts), strict=True) for value in (str(year), *span)]
    begins, ends = RawSQL("years.begins", ()), RawSQL("years.ends", ())
    found = listing.everything(wanted, at).filter(listed_at__gte=begins, listed_at__lt=ends)
    sql, values = shapes.plain(found.order_by().values("pk")[:1])
    asked = f"WITH years (year, begins, ends) AS (VALUES {', '.join(['(%s, %s, %s)'] * len(years))})"
    there = shapes.rows((f"{asked} SELECT year FROM years WHERE EXISTS ({sql})", [*given, *values]))
    return dict.fromkeys([year for (year,) in there]) | counts
