"""Statements of the ORM that are put together once for a shape, and given their values each time.

Putting one together takes Django longer than the database takes to answer it; and what many conditions make it is told
by few things: which conditions there are, and which of their values are equal.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

Value = int | str | datetime
Values = dict[str, Any]
"""By name, each a ``Value`` or ``None``."""
Statement = tuple[str, list[Any]]
M = TypeVar("M", bound=Model)

_FIRST_NUMBER, _FIRST_INSTANT = 8_000_000_000_000_000_000, datetime(1801, 1, 1, tzinfo=UTC)
"""Stand for values; no row has the like."""


def statement(
    name: str, build: Callable[[Values], QuerySet[Any, Any]], values: Values, elsewhere: Iterable[str] = ()
) -> Statement:
    """The SQL of a queryset, and its parameters.

    ``build`` is called with other values of the same types in the place of ``values``, equal where those are equal, the
    first time that a shape is asked for under a ``name``. It may look whether a value is there and whether two are
    equal, and must give each to the query as it is. Raises ``ValueError`` where one does not come out again, unless it is
    one of ``elsewhere``, by their names: what another part of the whole statement asks for.
    """
    order = dict.fromkeys(value for value in values.values() if value is not None)
    places = {value: place for place, value in enumerate(order)}
    shape = tuple(None if value is None else (type(value), places[value]) for value in values.values())
    key = (connection.vendor, name, *values, *shape)
    built = _known.get(key)
    if built is None:
        if len(_known) >= _MOST:
            _known.clear()
        _known[key] = built = _built(name, build, dict(zip(values, shape, strict=True)), {*elsewhere})
    sql, slots = built
    given = [_adapted(value) for value in order]
    return sql, [given[slot.place] if isinstance(slot, _Slot) else slot for slot in slots]


def plain(found: QuerySet[Any, Any]) -> Statement:
    """The same where a queryset is made anew each time."""
    sql, parameters = found.query.sql_with_params()
    return sql, [*parameters]


def given(keys: Iterable[int]) -> str:
    """Many numbers as one value, as for ``among``: the ORM looks at each of many, and so does the driver."""
    said = ",".join(map(str, keys))
    return f"{{{said}}}" if connection.vendor == "postgresql" else f"[{said}]"


def among(keys: str) -> RawSQL:
    """Keys that were ``given``, as a subquery for ``__in``."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(CAST(%s AS bigint[]))", [keys])
    return RawSQL("SELECT value FROM json_each(%s)", [keys])


def rows(said: Statement, *, binary: bool = False, prepared: bool = False) -> list[Any]:
    """``binary``: PostgreSQL answers so, as the driver reads an instant in a tenth of the time; JSON is given as text.

    ``prepared``, and binary: it keeps what it understood of a statement, and with time its plan. Of a look-up of a few
    rows that is most of its time. It is for what is found by a key, or by values of which none is rarer than another:
    of terms one has a hundred times the releases of another, and a plan for what is usual reads all of the widest.
    """
    asking = (binary or prepared) and connection.vendor == "postgresql"
    with _asking(prepared) if asking else connection.cursor() as cursor:
        cursor.execute(*said)
        return cursor.fetchall()


def _asking(prepared: bool) -> CursorWrapper:
    """A cursor of Django that gives values apart from the statement, and is answered in binary."""
    from psycopg.pq import Format

    django: Any = connection
    django.close_if_health_check_failed()  # both as for any cursor of Django
    django.ensure_connection()
    raw, json_as_text = django.connection, _json_as_text()
    if raw.adapters.get_loader(_JSONB, Format.BINARY) is not json_as_text:
        raw.adapters.register_loader(_JSONB, json_as_text)
    with django.wrap_database_errors:
        cursor = _cursor()(raw)
    # As often as the settings say (``prepare_threshold``), or never.
    cursor.format, cursor.prepare = Format.BINARY, None if prepared else False
    return django._prepare_cursor(cursor)


@cache
def _cursor() -> Any:
    from django.db.backends.postgresql.base import ServerBindingCursor  # not there where SQLite is all

    made: Any = ServerBindingCursor

    class Asking(made):
        prepare: bool | None = None

        def execute(self, statement: str, values: Any = None) -> Any:
            return super().execute(statement, values, prepare=self.prepare)

    return Asking


_JSONB = 3802
"""PostgreSQL's number of the type."""


@cache
def _json_as_text() -> Any:
    from psycopg.adapt import Loader
    from psycopg.pq import Format

    class JsonAsText(Loader):
        format = Format.BINARY

        def load(self, data: Any) -> str:
            return bytes(data[1:]).decode()  # before it stands the version of the form

    return JsonAsText


def instant(stored: datetime | str) -> datetime:
    """SQLite gives text without a zone, as it is all UTC there."""
    told = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def things(
    said: Statement, model: type[M], related: str = "", told: tuple[str, ...] = (), *, prepared: bool = True
) -> list[M]:
    """What the statement of a queryset of ``model`` finds, asked in binary. ``prepared``: see ``rows``.

    ``related``: the one relation that it selects, too; ``told``: the annotations that it ends with instead.
    """
    other = model._meta.get_field(related).related_model if related else None
    own, theirs = _Columns.of(model), _Columns.of(other) if other else None
    found = []
    for row in rows(said, binary=True, prepared=prepared):
        one = own.made(row[: own.count])
        if theirs:
            setattr(one, related, theirs.made(row[own.count :]))
        for name, value in zip(told, row[own.count :], strict=False):
            setattr(one, name, value)
        found.append(one)
    return found


class _Columns(Generic[M]):
    """The columns of a model, in the order in which a queryset selects them."""

    _known: ClassVar[dict[tuple[str, type[Model]], "_Columns[Any]"]] = {}

    def __init__(self, model: type[M]) -> None:
        columns = [field.get_col(model._meta.db_table) for field in model._meta.concrete_fields]
        self.model, self.names, self.count = model, [column.target.attname for column in columns], len(columns)
        self.converted = []
        for place, column in enumerate(columns):
            converters = connection.ops.get_db_converters(column) + column.get_db_converters(connection)
            self.converted += [(place, column, convert) for convert in converters]

    @classmethod
    def of(cls, model: type[M]) -> "_Columns[M]":
        key = (connection.vendor, model)
        if key not in cls._known:
            cls._known[key] = cls(model)
        return cls._known[key]

    def made(self, values: Sequence[Any]) -> M:
        given = [*values]
        for place, column, convert in self.converted:
            given[place] = convert(given[place], column, connection)
        return self.model.from_db(DEFAULT_DB_ALIAS, self.names, given)


@dataclass(frozen=True)
class _Slot:
    """Where a value goes, by its place among those that differ."""

    place: int


_MOST = 1000
_known: dict[tuple[Any, ...], tuple[str, list[Any]]] = {}


def _built(
    name: str,
    build: Callable[[Values], QuerySet[Any, Any]],
    shape: dict[str, tuple[type, int] | None],
    elsewhere: set[str],
) -> tuple[str, list[Any]]:
    sql, parameters = build({one: told and _standing(*told) for one, told in shape.items()}).query.sql_with_params()
    places = {_adapted(_standing(*told)): told[1] for told in shape.values() if told}
    needed = {_adapted(_standing(*told)) for one, told in shape.items() if told and one not in elsewhere}
    if lost := needed - {*parameters}:
        raise ValueError(f"{name}: {lost} are not among the parameters")
    return sql, [_Slot(places[one]) if one in places else one for one in parameters]


def _standing(kind: type, place: int) -> Value:
    if kind is datetime:
        return _FIRST_INSTANT + timedelta(days=place)
    return _FIRST_NUMBER + place if kind is int else f"\x02{place}"


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
