"""What readers are answered from where there are streaming replicas (``DATABASE_REPLICA_URLS``).

The pulse of a request is read from the primary. An answer that has to be made anew is made of one snapshot of a
replica, if that stands exactly where the pulse says; else of the next; in the end of the primary. Within, the replica
stands in the place of the default connection, so that whatever is read is read there.

Nothing is lost with a replica: an answer during which anything failed there is thrown away and made by the primary.
"""

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest

from osce_site.freshness import Pulse

T = TypeVar("T")
log = logging.getLogger("osce_site.replicas")

LONGEST_REST = 30.0
"""Seconds for which one that failed is left alone at most; the first time it is one, then twice as long each time."""
LATE = 10.0
"""Seconds after which one that was behind whenever it was looked at is told of, and is looked at each second only."""


class Lost(BaseException):
    """A statement failed at a replica.

    Not an ``Exception``, as ``asyncio.CancelledError`` is none: nobody on the way out may take it for an error of the
    page, and answer something to it.
    """


class _Elsewhere(Exception):
    """A replica that does not stand where the pulse says."""

    def __init__(self, behind: bool) -> None:
        self.behind = behind


@dataclass
class Standing:
    """What a process knows of a replica; seconds of its steady clock."""

    alias: str
    failures: int = 0
    """In a row."""
    asked_from: float = 0.0
    """It is left alone until then."""
    behind_since: float | None = None
    told_late: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __str__(self) -> str:
        told = connections[self.alias].settings_dict
        return f"{told['HOST']}:{told['PORT'] or 5432}"

    def may_be_asked(self) -> bool:
        """Of those who ask at once after it failed one finds out, the others go on without it."""
        with self.lock:
            now = time.monotonic()
            if now < self.asked_from:
                return False
            if self.failures:
                self.asked_from = now + self._rest
            return True

    @property
    def _rest(self) -> float:
        return min(2.0 ** (self.failures - 1), LONGEST_REST)

    def answered(self, *, behind: bool) -> None:
        with self.lock:
            if self.failures:
                log.warning("The replica %s answers again.", self)
            self.failures, self.asked_from = 0, 0.0
            if behind:
                self._is_behind(time.monotonic())
                return
            if self.told_late:
                log.warning("The replica %s has caught up, and is read again.", self)
            self.behind_since, self.told_late = None, False

    def _is_behind(self, now: float) -> None:
        self.behind_since = now if self.behind_since is None else self.behind_since
        if now - self.behind_since < LATE:
            return
        if not self.told_late:
            log.warning("The replica %s has been behind for %d s; others are read instead.", self, LATE)
        self.told_late, self.asked_from = True, now + 1

    def failed(self, error: BaseException | None) -> None:
        with self.lock:
            if not self.failures:
                log.warning("The replica %s is left alone, as it does not answer: %s", self, error)
            self.failures += 1
            self.asked_from = time.monotonic() + self._rest


_standings: dict[str, Standing] = {}


def made(request: HttpRequest, pulse: Pulse, make: Callable[[], T]) -> T:
    """What ``make`` makes of a request, read from a replica where one stands where the pulse says.

    It is called again where a replica was lost meanwhile.
    """
    as_it_came = {**vars(request)}
    for standing in _in_some_order():
        try:
            return _made_there(standing, pulse, make)
        except _Elsewhere as elsewhere:
            standing.answered(behind=elsewhere.behind)
        except (Error, Lost) as error:
            _note(standing, error, request.path)
            # What was noted on the request on the way is of a try that does not count.
            vars(request).clear()
            vars(request).update(as_it_came)
    return make()


def _in_some_order() -> Iterator[Standing]:
    aliases = random.sample(settings.REPLICAS, len(settings.REPLICAS))
    standings = (_standings.setdefault(alias, Standing(alias)) for alias in aliases)
    return (standing for standing in standings if standing.may_be_asked())


def _made_there(standing: Standing, pulse: Pulse, make: Callable[[], T]) -> T:
    """Raises ``_Elsewhere``, ``Lost`` or Django's errors; nothing of the answer is to be used then."""
    line = connections[standing.alias]
    for again in (True, False):
        is_kept = line.connection is not None
        try:
            with _reading(line):
                _compare(pulse)
                standing.answered(behind=False)
                again = False
                return make()
        except (Error, Lost) as error:
            # One that was kept tells nothing of the replica: that may have been started anew meanwhile.
            if not again or not is_kept or not _is_gone(error):
                raise
            line.close()
    raise AssertionError


def _is_gone(error: BaseException) -> bool:
    """Whether the server went away, or never was there: of another fault it tells the code (57P: it is shut down)."""
    said = error.__cause__.__cause__ if isinstance(error, Lost) and error.__cause__ else error.__cause__
    code = getattr(said, "sqlstate", None)
    return code is None or code[:2] == "08" or code[:3] == "57P"


@contextmanager
def _reading(line: BaseDatabaseWrapper) -> Iterator[None]:
    """Whatever is read within by this thread is read of one snapshot of a replica."""
    primary = connections[DEFAULT_DB_ALIAS]
    # Django would ask by a query of its own; the first one of ours tells as well.
    line.health_check_done = True  # type: ignore[attr-defined]
    connections[DEFAULT_DB_ALIAS] = line
    try:
        with transaction.atomic(), line.execute_wrapper(_give_up):
            yield
            # What failed past the wrapper may have been taken for an error of the page.
            if line.errors_occurred or line.needs_rollback:
                raise Lost from OperationalError("a statement failed on the way")
    finally:
        connections[DEFAULT_DB_ALIAS] = primary


def _give_up(execute: Callable[..., Any], *statement: Any) -> Any:
    try:
        return execute(*statement)
    except Error as error:
        raise Lost from error


def _compare(pulse: Pulse) -> None:
    """Of one that stands elsewhere nothing is read, be it ahead: the answer would be kept beside another state."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT key, version, stamp FROM osce_site_area")
        stored = {key: (version, f"{version}-{stamp}") for key, version, stamp in cursor.fetchall()}
    if {key: token for key, (_, token) in stored.items()} != pulse.versions:
        promised = {key: int(token.partition("-")[0]) for key, token in pulse.versions.items()}
        raise _Elsewhere(behind=any(stored.get(key, (0, ""))[0] < version for key, version in promised.items()))


def _note(standing: Standing, error: Error | Lost, path: str) -> None:
    said = error.__cause__ if isinstance(error, Lost) else error
    if _is_gone(error):
        standing.failed(said)
    elif isinstance(said, OperationalError):
        log.warning("The replica %s broke off %s, which the primary answers: %s", standing, path, said)
    else:
        log.error("%s asks a replica for what only the primary can do, and is answered there: %s", path, said)
    connections[standing.alias].close()
