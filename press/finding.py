"""How the newest of a list are found at any size of the archive: in parts, of which PostgreSQL reads one after another.

It does not know how often a word is used in a language, nor which releases have several terms. Left to choose, it reads
all of what is frequent, or goes through the whole archive for what is not there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from osce_site import past, shapes
from press import search, spans
from press.listing import Place, Rows, Wanted, editions, last_of, statement
from press.models import Placement
from press.models.placement import PlacementQuerySet

SIZE = 20
NEWEST = 1_000
"""Of a list's first term, among which what else it must have is looked for first."""
ASKED = 6_000
"""The same for words that many editions hold: more are not asked for them one by one."""
OFTEN = 40
"""Hits among the first thousand or so from which on it is not asked whether few editions hold the words: to find out that
half of all do takes PostgreSQL a tenth of a second."""


class NoSuchPage(LookupError):
    """The key to go on from names nothing that the public could ever read."""


@dataclass(frozen=True)
class Page:
    placements: list[Placement] = field(default_factory=list)
    after: int | None = None
    """The number of the release to go on from; ``None`` on the last page."""


def page(wanted: Wanted, at: datetime, size: int = SIZE) -> Page:
    """One page, newest first: one query, two where nothing stands behind the key. Raises ``NoSuchPage``."""

    def first(found: PlacementQuerySet) -> Rows:
        return found.newest_first().select_related("edition")[: size + 1]

    of_all = not (wanted.words or wanted.filed or wanted.term_id)
    said = newest(wanted, at, f"page of {size}", first, size + 1)
    rows = shapes.things(said, Placement, "edition", prepared=of_all)
    if wanted.after and not rows and not editions(wanted.after, wanted.language, at).exists():
        raise NoSuchPage
    return Page(rows[:size], rows[size - 1].release_number if len(rows) > size else None)


def newest(
    wanted: Wanted,
    at: datetime,
    name: str,
    make: Callable[[PlacementQuerySet], Rows],
    most: int,
    held: tuple[int, ...] | None = None,
    cut_off: str = "",
) -> shapes.Statement:
    """The SQL of the newest ``most``, where ``make`` gives so many, the newest first (or any, in no order).

    ``held``: as for ``spans.latest_first``. ``cut_off``: where words that many editions hold are asked for in a term, only
    its newest are looked at; that there are others is told by a row of these values.
    """
    terms = len(wanted.filed) + bool(wanted.term_id)
    before: list[shapes.Statement] = []
    places = [Place()]
    if connection.vendor != "postgresql":
        pass
    elif past.look() and terms:
        places = [Place(search.either)]
    elif wanted.words:
        if terms:
            before.append(last_of(wanted, at, NEWEST))
            places = [Place(search.each, among=(0, NEWEST)), Place(search.among_few, behind=NEWEST)]
        else:
            latest, *older = spans.latest_first(wanted.language, at, held, wanted.year)
            places = [Place(span=latest)]
            if older:
                places.append(Place(search.among_few, span=(older[-1][0], latest[0])))
                places += [Place(search.first_where_many, span=span) for span in older]
        if terms and not cut_off:
            before.append(last_of(wanted, at, ASKED))
            # It is rather the terms that few have together.
            others = search.each_where_many if terms > 1 else search.first_where_many
            places += [Place(search.each_where_many, among=(NEWEST, ASKED)), Place(others, behind=ASKED)]
    elif terms > 1:
        before = [last_of(wanted, at, NEWEST)]
        places = [Place(among=(0, NEWEST)), Place(behind=NEWEST)]
    parts = [statement(wanted, at, name, make, place) for place in places]
    if wanted.words and len(parts) > 1:
        before += _few(wanted, parts[0])
        parts[0] = "SELECT * FROM nearest", []
        if cut_off and terms:
            parts.append((f"SELECT {cut_off} FROM last_of_{NEWEST} WHERE (SELECT keys FROM few) IS NULL", []))
    return _in_turn(before, parts, most)


def _few(wanted: Wanted, first: shapes.Statement) -> list[shapes.Statement]:
    """A table of the first part, and the one of the words that few editions hold, which is made where that has not many."""
    sql, values = first
    rules, phrases = search.rules(wanted.language), search.sought(wanted.words, wanted.language)
    hardly = f"(SELECT COUNT(*) FROM nearest) < {OFTEN}"
    return [(f"nearest AS MATERIALIZED ({sql})", values), search.few(phrases, rules, wanted.language, hardly)]


def _in_turn(before: list[shapes.Statement], parts: list[shapes.Statement], most: int) -> shapes.Statement:
    """The SQL of so many rows: of the first part, and of the next where they are not enough. ``before``: their tables."""
    if len(parts) == 1:
        return parts[0]
    tables = f"WITH {', '.join(sql for sql, _values in before)} " if before else ""
    union = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS part{place}" for place, (sql, _values) in enumerate(parts))
    return f"{tables}{union} LIMIT {most}", [value for _sql, values in [*before, *parts] for value in values]


def how_many(wanted: Wanted, at: datetime, most: int, held: tuple[int, ...] | None = None) -> shapes.Statement:
    """The SQL of how many there are of a list, counted up to ``most``. ``held``: as for ``newest``."""
    sql, values = newest(wanted, at, f"up to {most}", lambda found: found.order_by().values("pk")[:most], most, held)
    return f"SELECT COUNT(*) AS count FROM ({sql}) AS counted", values
