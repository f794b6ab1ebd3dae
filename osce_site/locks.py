"""Locks that are held to the end of the transaction they are taken in."""

import hashlib

from django.db import connection
from django.db.transaction import TransactionManagementError


def take(name: str) -> None:
    """Waits for the lock called ``name``.

    PostgreSQL: an advisory lock of the transaction. SQLite: nothing to do, every transaction
    is IMMEDIATE (settings) and so the only writer from its first statement on.
    Raises ``TransactionManagementError`` outside a transaction, where it would hold nothing.
    """
    connection.validate_no_broken_transaction()
    if not connection.in_atomic_block:
        raise TransactionManagementError(f"the lock {name!r} needs a transaction to be held in")
    if connection.vendor == "postgresql":
        key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
