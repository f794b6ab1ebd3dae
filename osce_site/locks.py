"""Locks that are held to the end of the transaction they are taken in.

Where several are taken they are taken in this order, so that no two transactions wait for each other:
``taxonomy``, the row of a release, ``placing``, ``tallies``, ``pins``, ``ledger``, the row of the press area (``freshness.changed``).
"""

import hashlib

from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.db.transaction import TransactionManagementError
from django.utils.translation import gettext as _


class Busy(ValidationError):
    """The lock is held by something that takes longer than a person waits. Nothing was changed."""


def key(name: str) -> int:
    """The number that PostgreSQL knows the lock called ``name`` by."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)


def take(name: str, *, shared: bool = False) -> None:
    """Waits for the lock called ``name``.

    ``shared``: with others that share it; who takes it alone waits for them, and they for him. What was read
    before the lock was got may be of before.
    PostgreSQL: an advisory lock of the transaction. SQLite: nothing to do, every transaction
    is IMMEDIATE (settings) and so the only writer from its first statement on.
    Raises ``TransactionManagementError`` outside a transaction, where it would hold nothing.
    """
    connection.validate_no_broken_transaction()
    if not connection.in_atomic_block:
        raise TransactionManagementError(f"the lock {name!r} needs a transaction to be held in")
    if connection.vendor == "postgresql":
        how = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {how}(%s)", [key(name)])
        except OperationalError as waited:  # as long as a statement may take (settings)
            raise Busy(_("Somebody else is changing this at the moment. Try again in a minute.")) from waited


def try_to_take(name: str) -> bool:
    """Takes the lock, alone, unless another has it. For PostgreSQL, as there is one writer on SQLite."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [key(name)])
        return bool(cursor.fetchone()[0])


def held(name: str) -> bool:
    """Whether this transaction has the lock called ``name`` for itself alone. SQLite: it is the only writer."""
    if connection.vendor != "postgresql":
        return connection.in_atomic_block
    high, low = divmod(key(name) % 2**64, 2**32)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted "
            "AND pid = pg_backend_pid() AND classid = %s::oid AND objid = %s::oid",
            [high, low],
        )
        return cursor.fetchone() is not None
