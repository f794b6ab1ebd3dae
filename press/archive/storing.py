"""Rows into the database: by COPY on PostgreSQL, by many rows a statement on SQLite. In the caller's transaction."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Field, JSONField, Model

from press import placing, search, tallying
from press.archive import lexing
from press.archive.rows import TABLES, Rows
from press.models import Edition, Fingerprint, Placement, Tally

PENDING = "64MB"
"""Of the search index: new words are gathered in so much before they are sorted in (decision 37)."""


def keys(model: type[Model], number: int) -> Iterator[int]:
    """So many keys that no row has or will be given."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, number]
            )
            return iter([key for (key,) in cursor.fetchall()])
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or [0])[0]
    return iter(range(last + 1, last + 1 + number))


def store(rows: Rows) -> None:
    """All rows of a batch, the index of their words, and the numbers of lists."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL gin_pending_list_limit = '{PENDING}'")
            cursor.execute(f"SET LOCAL work_mem = '{PENDING}'")
    rows.marks.sort()  # in the order of the index that they are sorted into
    if connection.vendor == "postgresql":
        for model in TABLES:
            _copy(model, rows.tables[model])
        _copy_placements(rows)
        _copy_lines(
            "COPY press_fingerprint (mark, edition_id) FROM STDIN", [f"{one}\t{key}\n" for one, key in rows.marks]
        )
        lexing.enter(rows.entries, {row["id"]: row["listed_at"] for row in rows.tables[Edition]})
        tallying.note(rows.numbers)
        return
    for model in TABLES:
        _insert(model, (model(**row) for row in rows.tables[model]))
    _insert(Placement, (Placement(**shared, **one._asdict()) for shared, stands in rows.placements for one in stands))
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO press_fingerprint (mark, edition_id) VALUES (%s, %s)", rows.marks)
    search.enter_in_fts(rows.entries)
    tallying.note(rows.numbers)


def look_anew() -> None:
    """PostgreSQL plans by what it last saw in the tables: plans for an empty site do not serve a full one."""
    if connection.vendor == "postgresql":
        models: list[type[Model]] = [*TABLES, Placement, Fingerprint, Tally]
        tables = ", ".join(f'"{model._meta.db_table}"' for model in models)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}, press_search")


def _insert(model: type[Model], found: Iterable[Model]) -> None:
    model._default_manager.bulk_create(found, batch_size=500)


def _copy_placements(rows: Rows) -> None:
    """Most of all rows. What those of an edition share is written down once; no value has a sign that means more."""
    if not rows.placements:
        return
    names = [*rows.placements[0][0], *placing.Stand._fields]
    lines = []
    for shared, stands in rows.placements:
        said = "\t".join([_plain(value) for value in shared.values()])
        lines += [f"{said}\t{_plain(term)}\t{role}\t{near}\t{leads}\n" for term, role, near, leads in stands]
    _copy_lines(f"COPY press_placement ({', '.join(names)}) FROM STDIN", lines)


@contextmanager
def copying(statement: str) -> Iterator[Any]:
    """What is written there goes to the table. What the server says at the end is an error of Django, as elsewhere."""
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        yield copy


def _copy_lines(statement: str, lines: list[str]) -> None:
    with copying(statement) as copy:
        copy.write("".join(lines))


def _plain(value: Any) -> str:
    """A key, a word, an instant or nothing, as COPY reads it."""
    if value is None:
        return "\\N"
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _copy(model: type[Model], found: list[dict[str, Any]]) -> None:
    """The columns that the rows name; the others have their defaults in the model, and every row names them all."""
    if not found:
        return
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    names = [name for name in by_name if name in found[0]]
    missing = [name for name, field in by_name.items() if name not in found[0] and not field.primary_key]
    values = [_default(by_name[name]) for name in missing]
    forms: list[tuple[str, Callable[[Any], Any] | None]] = [(name, _form(by_name[name])) for name in names]
    columns = ", ".join(f'"{by_name[name].column}"' for name in [*names, *missing])
    with copying(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
        for row in found:
            copy.write_row([row[name] if form is None else form(row[name]) for name, form in forms] + values)


def _default(field: Field[Any, Any]) -> Any:
    return field.get_default()


def _form(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    """How a value is written so that the driver need not think; ``None``: as it is."""
    if isinstance(field, JSONField):
        return _json
    return _told if field.get_internal_type() in {"DateTimeField", "DateField"} else None


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value)


def _told(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()
