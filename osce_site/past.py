"""The site as it could be read at the end of a day: ``/at/2017-10-24/…``, behind the language where there is one.

Within such a page every link stays in the day, but for what is there only today. A leaf: it knows no clock.
"""

import contextvars
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

ADDRESS = re.compile(r"((?:/[a-z]{2})?)/at/(\d{4}-\d{2}-\d{2})(/.*)?", re.DOTALL)
"""Language, day, and the path as it is without a day."""
_ONLY_TODAY = {"api", "at", "desk", "feeds", "files", "id", "preview", "search", "static", "verify"}
_FILES = (".atom", ".bib", ".jpg", ".json", ".png", ".ris", ".rss", ".txt", ".webmanifest", ".xml", ".zip")


@dataclass(frozen=True)
class Look:
    day: date
    seen_from: datetime
    """The instant of the request, in today's time."""


_look: contextvars.ContextVar[Look | None] = contextvars.ContextVar("look", default=None)


@contextmanager
def looking_back(day: date, seen_from: datetime) -> Iterator[None]:
    token = _look.set(Look(day, seen_from))
    try:
        yield
    finally:
        _look.reset(token)


def look() -> Look | None:
    """The day whose site is read, ``None``: today's."""
    return _look.get()


def has(path: str) -> bool:
    """Whether a path (without language and day) can be read as of a day."""
    return path[1:].partition("/")[0] not in _ONLY_TODAY and not path.endswith(_FILES)


def dated(path: str) -> str:
    """A path (without language) within the day that is read."""
    now = look()
    return f"/at/{now.day.isoformat()}{path}" if now and has(path) else path


def undated(path: str) -> str:
    """A path, with language or without, as it is today."""
    found = ADDRESS.fullmatch(path) if look() else None
    return f"{found[1]}{found[3] or '/'}" if found else path
