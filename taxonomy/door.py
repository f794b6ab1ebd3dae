"""The watch at the one door to the structure of the tree: what would write it elsewhere is refused.

Models, query sets, managers, mptt and raw SQL all come down to statements, so statements are looked at, on
every connection, before they reach the database.
"""

import contextvars
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

STRUCTURE = ("vocabulary_id", "parent_id", "lft", "rght", "tree_id", "level")
"""The columns that say where a term stands."""

_COMES_OR_GOES = re.compile(
    r'\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|MERGE\s+INTO)\s+"?taxonomy_term"?(?![\w"])'
    # Without WHERE the table is emptied, as between tests: no tree is left that could break.
    r'|\bDELETE\s+FROM\s+(?:ONLY\s+)?"?taxonomy_term"?\s.*\bWHERE\b',
    re.IGNORECASE | re.DOTALL,
)
_CHANGES = re.compile(r'\bUPDATE\s+(?:ONLY\s+)?"?taxonomy_term"?(?![\w"])(.*)', re.IGNORECASE | re.DOTALL)
_SETS_STRUCTURE = re.compile(rf'(?:\bSET|,)\s*\(?\s*"?(?:{"|".join(STRUCTURE)})"?\s*[=,]', re.IGNORECASE)

_open: contextvars.ContextVar[bool] = contextvars.ContextVar("door_is_open", default=False)


class NotThroughTheDoor(RuntimeError):
    """The structure was to be changed elsewhere than in ``taxonomy.tree``."""

    def __init__(self) -> None:
        super().__init__(
            "The structure of the tree is changed through taxonomy.tree alone: "
            "insert(), move(), reorder(), delete(). Nothing was written."
        )


def is_open() -> bool:
    return _open.get()


@contextmanager
def opened() -> Iterator[None]:
    """For ``taxonomy.tree``, with its lock held. Whoever opens the door elsewhere answers for the tree."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def writes_structure(sql: str) -> bool:
    """Whether a statement inserts, deletes or moves terms."""
    if "taxonomy_term" not in sql:
        return False
    if _COMES_OR_GOES.search(sql):
        return True
    change = _CHANGES.search(sql)
    return bool(change and _SETS_STRUCTURE.search(change[1]))


def watch(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Put on every connection as it is made (``taxonomy.apps``)."""
    if _refuse not in connection.execute_wrappers:
        connection.execute_wrappers.append(_refuse)


def _refuse(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if not _open.get() and writes_structure(str(sql)):
        raise NotThroughTheDoor
    return execute(sql, params, many, context)
