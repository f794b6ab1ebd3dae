"""Triggers of both databases, for migrations: rules that hold for every writer, whatever code he runs."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def sql(*, postgresql: Sequence[str], sqlite: Sequence[str]) -> migrations.RunPython:
    """A migration step with a wording for each database."""
    wording = {"postgresql": postgresql, "sqlite": sqlite}

    def run(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in wording[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return migrations.RunPython(run, migrations.RunPython.noop)


def frozen(app: str, model: str, *, but: Sequence[str] = ()) -> migrations.RunPython:
    """Refuses to update (all columns ``but`` some) or delete the rows of a model."""

    def run(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        fields = apps.get_model(app, model)._meta
        table = fields.db_table
        columns = ", ".join(field.column for field in fields.concrete_fields if field.column not in but)
        say: Callable[[str], str] = {"postgresql": _postgresql, "sqlite": _sqlite}[schema_editor.connection.vendor]
        schema_editor.execute(
            say(table).format(table=table, when="update", event=f"UPDATE OF {columns}", what="is never changed")
        )
        schema_editor.execute(say(table).format(table=table, when="delete", event="DELETE", what="is never deleted"))

    return migrations.RunPython(run, migrations.RunPython.noop)


def _postgresql(table: str) -> str:
    return (
        "CREATE FUNCTION {table}_refuse_{when}() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = '{table} {what}'; END $$; "
        "CREATE TRIGGER {table}_frozen_{when} BEFORE {event} ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION {table}_refuse_{when}()"
    )


def _sqlite(table: str) -> str:
    return (
        "CREATE TRIGGER {table}_frozen_{when} BEFORE {event} ON {table} "
        "BEGIN SELECT RAISE(ABORT, '{table} {what}'); END"
    )


def acyclic(table: str) -> migrations.RunPython:
    """Refuses a ``parent_id`` that would put a row below itself."""
    above = (
        "WITH RECURSIVE above(id) AS (SELECT NEW.parent_id UNION "
        f"SELECT {table}.parent_id FROM {table} JOIN above ON {table}.id = above.id "
        f"WHERE {table}.parent_id IS NOT NULL) SELECT 1 FROM above WHERE id = NEW.id"
    )
    return sql(
        postgresql=[
            f"CREATE FUNCTION {table}_refuse_cycle() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF EXISTS ({above}) THEN RAISE integrity_constraint_violation "
            f"USING MESSAGE = '{table}: a row cannot stand below itself'; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {table}_acyclic BEFORE INSERT OR UPDATE OF parent_id ON {table} "
            f"FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION {table}_refuse_cycle()",
        ],
        sqlite=[
            f"CREATE TRIGGER {table}_acyclic BEFORE UPDATE OF parent_id ON {table} "
            f"WHEN NEW.parent_id IS NOT NULL AND EXISTS ({above}) "
            f"BEGIN SELECT RAISE(ABORT, '{table}: a row cannot stand below itself'); END",
        ],
    )


def one_at_a_time(table: str, *, among: Sequence[str], when: str, name: str) -> migrations.RunPython:
    """Refuses a spell that overlaps another of the same ``among`` columns, where ``when`` holds for it."""
    same = " AND ".join(f"other.{column} = NEW.{column}" for column in among)
    clash = (
        f"SELECT 1 FROM {table} other WHERE other.id <> NEW.id AND {same} "
        "AND (other.since IS NULL OR NEW.until IS NULL OR other.since <= NEW.until) "
        "AND (other.until IS NULL OR NEW.since IS NULL OR other.until >= NEW.since)"
    )
    sentence = name.replace("_", " ")
    return sql(
        postgresql=[
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF EXISTS ({clash}) THEN RAISE integrity_constraint_violation "
            f"USING MESSAGE = '{sentence}'; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {name} BEFORE INSERT OR UPDATE ON {table} "
            f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}()",
        ],
        sqlite=[
            # The key of a new row is not known before it is inserted, so it is looked at afterwards.
            f"CREATE TRIGGER {name}_{event.lower()} AFTER {event} ON {table} "
            f"WHEN {when} AND EXISTS ({clash}) BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            for event in ("INSERT", "UPDATE")
        ],
    )
