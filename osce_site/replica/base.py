"""Django's backend for PostgreSQL, for a replica: what it is asked is answered soon, or the connection is given up."""

from types import SimpleNamespace
from typing import Any

import psycopg
from django.db.backends.postgresql import base

PATIENCE = 5.0
"""Seconds for an answer. More than a statement may take (``env.replica``): this is for a server that says nothing."""


class Impatient(psycopg.Connection[Any]):
    """A limit of the server's holds while the server runs; one that was frozen, or cut off, would be waited for."""

    def wait(self, gen: Any, *args: Any, **more: Any) -> Any:
        try:
            return super().wait(gen, *args, **more | {"timeout": PATIENCE})
        except psycopg.errors._WaitTimeout:
            self.pgconn.finish()  # whatever it still says answers nothing that will be asked
            raise


class DatabaseWrapper(base.DatabaseWrapper):
    # Django asks this for connections and for the names of errors.
    Database = SimpleNamespace(**vars(psycopg) | {"connect": Impatient.connect})  # type: ignore[assignment]  # it is typed as a module
