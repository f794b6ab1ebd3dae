"""Rows into the database: by COPY on PostgreSQL, by many rows a statement on SQLite. In the caller's transaction."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Field, JSONField, Model

from press import search
from press.archive import lexing
from press.archive.rows import TABLES, Rows

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
    """All rows of a batch, and the index of their words."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL gin_pending_list_limit = '{PENDING}'")
            cursor.execute(f"SET LOCAL work_mem = '{PENDING}'")
    for model in TABLES:
        if found := rows.tables[model]:
            (_copy if connection.vendor == "postgresql" else _insert)(model, found)
    (lexing.enter if connection.vendor == "postgresql" else search.enter_in_fts)(rows.entries)
    rows.marks.sort()  # in the order of the index that they are sorted into
    (_copy_marks if connection.vendor == "postgresql" else _insert_marks)(rows.marks)


def look_anew() -> None:
    """PostgreSQL plans by what it last saw in the tables: plans for an empty site do not serve a full one."""
    if connection.vendor == "postgresql":
        tables = ", ".join(f'"{model._meta.db_table}"' for model in TABLES)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}, press_search")


def _copy_marks(marks: list[tuple[int, int]]) -> None:
    with connection.cursor() as cursor, cursor.copy("COPY press_fingerprint (mark, edition_id) FROM STDIN") as copy:
        copy.write("".join([f"{mark}\t{edition}\n" for mark, edition in marks]))


def _insert_marks(marks: list[tuple[int, int]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO press_fingerprint (mark, edition_id) VALUES (%s, %s)", marks)


def _insert(model: type[Model], found: list[dict[str, Any]]) -> None:
    model._default_manager.bulk_create((model(**row) for row in found), batch_size=500)


def _copy(model: type[Model], found: list[dict[str, Any]]) -> None:
    """The columns that the rows name; the others have their defaults in the model, and every row names them all."""
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    names = [name for name in by_name if name in found[0]]
    missing = [name for name, field in by_name.items() if name not in found[0] and not field.primary_key]
    values = [_default(by_name[name]) for name in missing]
    forms: list[tuple[str, Callable[[Any], Any] | None]] = [(name, _form(by_name[name])) for name in names]
    columns = ", ".join(f'"{by_name[name].column}"' for name in [*names, *missing])
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy,
    ):
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
