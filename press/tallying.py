"""How many releases each list holds: kept in a table by the transactions that change it.

The table counts editions that no end is set to, as that changes by acts alone. What readers find at an instant is so
many, less those that open later, and with those whose end is still to come: few, read once for each state of the site.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from osce_site import freshness, locks
from osce_site.shapes import Statement
from press import visibility
from press.models import Edition, Placement, Tally, TallyChange

Key = tuple[int, str, str, str, str, int, int]
"""Term (0: the newsroom), role (empty: any), language, other role, kind, year, other term."""
COLUMNS = ("term", "role", "language", "other_role", "kind", "year", "other_term")
_ZONE = ZoneInfo(settings.SITE_ZONE)
LOCK = "tallies"


class Standing(Protocol):
    """A row of the index, or what one says."""

    @property
    def term_id(self) -> int | None: ...
    @property
    def role(self) -> str: ...
    @property
    def leads(self) -> bool: ...


class Row(NamedTuple):
    """What is read of a row of the index where all are."""

    edition_id: int
    term_id: int | None
    role: str
    leads: bool
    language: str
    kind: str
    listed_at: datetime
    ended_at: datetime | None


def year_of(listed_at: datetime) -> int:
    """The year of a list that it belongs to: where the organisation sits."""
    return listed_at.astimezone(_ZONE).year


def keys(stands: Iterable[Standing], language: str, kind: str, year: int) -> Iterator[Key]:
    """What one edition counts in, each once.

    A list (the newsroom, a term in a role or in any) by kind and year; the newsroom's terms of each role, of any and of
    the one kind and year; and with a term in a role, those of the other roles.
    """
    filed = []
    for stand in stands:
        term = stand.term_id or 0
        if stand.leads:
            yield term, "", language, "", kind, year, 0
        if stand.role:
            filed.append((term, stand.role))
            yield term, stand.role, language, "", kind, year, 0
    for term, role in filed:
        for of_kind in ("", kind):
            yield 0, "", language, role, of_kind, 0, term
            yield 0, "", language, role, of_kind, year, term
        for other, other_role in filed:
            if other_role != role:
                yield term, role, language, other_role, "", 0, other


def counted(rows: Iterable[Placement | Row]) -> Counter[Key]:
    """What rows of the index, whole editions one after another, count in: those without an end.

    Kind, language and day are those of an edition's first row.
    """
    found: Counter[Key] = Counter()
    for _edition, of_edition in groupby(rows, attrgetter("edition_id")):
        some = [row for row in of_edition if row.ended_at is None]
        if some:
            found.update(keys(some, some[0].language, some[0].kind, year_of(some[0].listed_at)))
    return found


def note(changes: Counter[Key]) -> None:
    """Adds to the tallies, or takes from them. In the caller's transaction.

    PostgreSQL: the changes are written beside, and added by who gets the lock, so that nobody waits for a row that
    another has changed. SQLite has one writer.
    """
    told = [(*key, count) for key, count in changes.items() if count]
    if not told:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(_ADD_ONE, told)
            return
        # By COPY, as of an archive there are many; no value has a sign that means more.
        with connection.wrap_database_errors, cursor.copy(f"COPY {_CHANGES} ({_NAMES}, count) FROM STDIN") as copy:
            copy.write("".join([_LINE % one for one in told]))
        if locks.try_to_take(LOCK):
            cursor.execute(_ADD)


def settle() -> None:
    """Adds what lies beside. Waits for who does so."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            locks.take(LOCK)
            cursor.execute(_ADD)


_NAMES = ", ".join(COLUMNS)
_LINE = "\t".join(["%s"] * (len(COLUMNS) + 1)) + "\n"
_TALLIES, _CHANGES = Tally._meta.db_table, TallyChange._meta.db_table
_ADD_ONE = f"""
INSERT INTO {_TALLIES} ({_NAMES}, count) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT ({_NAMES}) DO UPDATE SET count = {_TALLIES}.count + EXCLUDED.count
"""
_ADD = f"""
WITH kept AS (DELETE FROM {_CHANGES} RETURNING {_NAMES}, count)
INSERT INTO {_TALLIES} ({_NAMES}, count) SELECT {_NAMES}, SUM(count) FROM kept GROUP BY {_NAMES} ORDER BY {_NAMES}
ON CONFLICT ({_NAMES}) DO UPDATE SET count = {_TALLIES}.count + EXCLUDED.count
"""


@dataclass(frozen=True)
class Asked:
    """Some numbers of a list, told apart by ``by``: nothing, ``kind``, ``year`` or ``term``.

    ``kind`` and ``year`` narrow, where they are given. ``roles``: of the terms.
    """

    term: int
    role: str
    language: str
    by: str = ""
    kind: str = ""
    year: int | None = None
    roles: tuple[str, ...] = ("",)

    def statement(self, name: str) -> Statement:
        """Rows of ``name``, two words (a role and a term; a kind or a year; nothing) and how many."""
        narrowed = self._narrowed()
        also = "".join(f" AND {column} = %s" for column in narrowed)
        roles = ", ".join(["%s"] * len(self.roles))
        where = f"WHERE term = %s AND role = %s AND language = %s AND other_role IN ({roles}){also}"
        both = " UNION ALL ".join(f"SELECT {_NAMES}, count FROM {table} {where}" for table in (_TALLIES, _CHANGES))
        words, group = _TOLD_BY[self.by]
        values = [self.term, self.role, self.language, *self.roles, *narrowed.values()]
        return f"SELECT '{name}', {words}, COALESCE(SUM(count), 0) FROM ({both}) AS told{group}", [*values, *values]

    def unsettled(self, at: datetime) -> Iterator[tuple[str, str, int]]:
        """The same rows, without the name, of what opens or ends after the instant: to be added to the table's."""
        narrowed = self._narrowed()
        for role, kind, year, term, count in _unsettled(at).get((self.term, self.role, self.language), ()):
            if role in self.roles and narrowed.items() <= {"kind": kind, "year": year}.items():
                words = {"": ("", ""), "kind": (kind, ""), "year": (str(year), ""), "term": (role, str(term))}
                yield *words[self.by], count

    def _narrowed(self) -> dict[str, Any]:
        """Terms are counted for all kinds and years, too: those rows must not be added to the others."""
        if self.by == "term":
            return {"kind": self.kind, "year": self.year or 0}
        return {column: value for column, value in (("kind", self.kind), ("year", self.year)) if value}


_TOLD_BY = {
    "": ("'', ''", ""),
    "kind": ("kind, ''", " GROUP BY kind"),
    "year": ("CAST(year AS varchar(4)), ''", " GROUP BY year"),
    "term": ("other_role, CAST(other_term AS varchar(20))", " GROUP BY other_role, other_term"),
}
"""The two words of a row, and how rows are put together."""

_Waiting = dict[tuple[int, str, str], list[tuple[str, str, int, int, int]]]
_known: tuple[str, _Waiting] = ("", {})


def _unsettled(at: datetime) -> _Waiting:
    """(term, role, language) -> (other role, kind, year, other term, how many more). One query a state of the site."""
    global _known
    state = freshness.state_at("press", at)
    known, waiting = _known
    if not state or known != state:
        waiting = _read_unsettled(at)
        _known = (state, waiting)
    return waiting


def _read_unsettled(at: datetime) -> _Waiting:
    later = Edition.objects.filter(Q(published_at__gt=at) | Q(ended_at__gt=at)).order_by().values("pk")
    found: Counter[Key] = Counter()
    rows = Placement.objects.filter(edition__in=later).order_by("edition_id", "pk")
    for _edition, of_edition in groupby(rows, attrgetter("edition_id")):
        some = list(of_edition)
        first = some[0]
        more = visibility.is_public(first, at) - (first.ended_at is None)
        if more:
            for key in keys(some, first.language, first.kind, year_of(first.listed_at)):
                found[key] += more
    waiting: _Waiting = defaultdict(list)
    for (term, role, language, *rest), count in found.items():
        waiting[term, role, language].append((*rest, count))  # type: ignore[arg-type]
    return dict(waiting)


def count_anew() -> None:
    """Writes all tallies anew, in a transaction in which nobody else changes the index."""
    right = from_the_index()
    Tally.objects.all().delete()
    TallyChange.objects.all().delete()
    note(right)


def from_the_index() -> Counter[Key]:
    """What the tallies must be."""
    rows = Placement.objects.filter(ended_at=None).order_by("edition_id", "pk").values_list(*Row._fields)
    return counted(Row(*row) for row in rows.iterator(chunk_size=5000))


def there() -> Counter[Key]:
    """What the tallies are."""
    found: Counter[Key] = Counter()
    for model in (Tally, TallyChange):
        for *key, count in model._default_manager.values_list(*COLUMNS, "count").iterator(chunk_size=5000):
            found[tuple(key)] += count
    return found
