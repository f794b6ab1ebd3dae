"""Triggers of both databases, for migrations: rules that hold for every writer, whatever code he runs."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from osce_site import locks


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


def frozen_again(app: str, model: str, *, but: Sequence[str] = ()) -> migrations.RunPython:
    """The same for a table that is frozen already and has another shape now.

    New columns are covered too; SQLite loses the triggers of a table that is made anew.
    """
    again = frozen(app, model, but=but)
    freeze = again.code

    def run(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        table = apps.get_model(app, model)._meta.db_table
        for when in ("update", "delete"):
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(f"DROP FUNCTION IF EXISTS {table}_refuse_{when}() CASCADE")
            else:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen_{when}")
        freeze(apps, schema_editor)

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


def acyclic_however_it_comes(table: str) -> migrations.RunPython:
    """What ``acyclic`` leaves open: a row inserted above one that names it already, and a changed key."""
    circle = (
        f"WITH RECURSIVE above(id) AS (SELECT NEW.parent_id UNION SELECT {table}.parent_id FROM {table} "
        f"JOIN above ON {table}.id = above.id WHERE {table}.parent_id IS NOT NULL) SELECT 1 FROM above WHERE id = NEW.id"
    )
    return sql(
        postgresql=[
            f"CREATE TRIGGER {table}_acyclic_keys BEFORE UPDATE OF id ON {table} "
            f"FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL) EXECUTE FUNCTION {table}_refuse_cycle()",
        ],
        sqlite=[
            # The key of a new row is not known before it is inserted, so it is looked at afterwards.
            f"CREATE TRIGGER {table}_acyclic_{name} {event} ON {table} "
            f"WHEN NEW.parent_id IS NOT NULL AND EXISTS ({circle}) "
            f"BEGIN SELECT RAISE(ABORT, '{table}: a row cannot stand below itself'); END"
            for name, event in (("rows", "AFTER INSERT"), ("keys", "AFTER UPDATE OF id"))
        ],
    )


def queued(table: str, *, lock: str) -> migrations.RunPython:
    """Whoever writes a table takes a lock (``locks``) before a row of it is locked, and holds it to his end.

    So a rule that looks at several rows sees what another transaction has written, and no two transactions wait
    for each other's rows. PostgreSQL; on SQLite there is one writer anyway. A transaction that goes on seeing
    the rows of its beginning (REPEATABLE READ) is refused: there the rules would look at what is past.
    """
    key = locks.key(lock)
    return sql(
        postgresql=[
            f"CREATE FUNCTION {table}_queue() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF current_setting('transaction_isolation') = 'repeatable read' THEN RAISE feature_not_supported "
            f"USING MESSAGE = '{table} is not written in a transaction that is REPEATABLE READ'; END IF; "
            f"PERFORM pg_advisory_xact_lock({key}); RETURN NULL; END $$",
            f"CREATE TRIGGER {table}_queued BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_queue()",
        ],
        sqlite=[],
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
