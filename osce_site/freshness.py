"""The pulse: one query a request that tells the instant and the version of every area."""

import contextvars
import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse

from osce_site import clock
from osce_site.models import Area

log = logging.getLogger("osce_site.freshness")

next_changes: dict[str, Callable[[datetime], datetime | None]] = {}
"""Area -> when, after an instant, the clock alone next changes what is public there.
An app whose area has such instants enters its function when it is ready."""


@dataclass(frozen=True)
class Pulse:
    at: datetime
    versions: dict[str, str]
    states: dict[str, str] = field(default_factory=dict)
    """Area -> what tells apart all that it ever holds: version, openings seen, day. Empty where nothing is to be kept,
    as something comes about in this moment, or another instant than now is read."""

    @property
    def state(self) -> str:
        """Of all areas: equal states mean equal answers."""
        return " ".join(self.states.values())


_as_of: contextvars.ContextVar[datetime | None] = contextvars.ContextVar("as_of", default=None)
_current: contextvars.ContextVar[Pulse | None] = contextvars.ContextVar("pulse", default=None)


def take() -> Pulse:
    """Reads the clock and the versions: one query.

    The instant never lies before an opening that was seen once, whatever the clock says. The first
    to see an instant of change come stores that it came: one small write, by one process.
    """
    if instant := _as_of.get():
        return Pulse(instant, {area.key: area.token for area in Area.objects.all()})
    areas, database = _read()
    at = max([clock.agreed(database), *(area.reached_at for area in areas if area.reached_at)])
    turning = [area for area in areas if area.next_change_at and area.next_change_at <= at]
    for area in turning:
        _store_reached(area, at)
    # A day begins at two instants: that of UTC and that of where the organisation sits.
    days = f"{at.date()} {at.astimezone(_ZONE).date()}"
    states = {} if turning else {area.key: f"{area.token} {area.reached_at} {days}" for area in areas}
    return Pulse(at, {area.key: area.token for area in areas}, states)


_ZONE = ZoneInfo(settings.SITE_ZONE)


_STORED = "SELECT key, version, stamp, reached_at, next_change_at"
_AREAS = "FROM osce_site_area ORDER BY key"


def _read() -> tuple[list[Area], datetime]:
    """The areas and what the database's clock says. In SQL, as putting a query together takes longer than its answer.

    Of a reader's request this is the first query: it tells by itself whether the connection still holds, and where it
    does not, opens a new one.
    """
    read = _from_server if connection.vendor == "postgresql" else _from_file
    # Django would ask by a query of its own; its types do not know the attribute.
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        stored, database = read()
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        stored, database = read()
    return _areas(stored), database


def _from_server() -> tuple[tuple[Any, ...], datetime]:
    """A statement that the server has prepared, past the wrappers of Django, but where its queries are to be seen."""
    sql = f"{_STORED}, statement_timestamp() {_AREAS}"
    if connection.queries_logged:
        rows = _rows(sql)
    else:
        import psycopg  # not there where SQLite is all

        connection.ensure_connection()
        with connection.wrap_database_errors:
            rows = psycopg.Cursor(connection.connection).execute(sql, prepare=True, binary=True).fetchall()
    return tuple(row[:5] for row in rows), rows[0][5] if rows else clock.system()


def _from_file() -> tuple[tuple[Any, ...], datetime]:
    rows = _rows(f"{_STORED} {_AREAS}")
    return tuple(
        (*row[:3], *(moment and moment.replace(tzinfo=UTC) for moment in row[3:])) for row in rows
    ), clock.system()


def _rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@lru_cache(maxsize=2)
def _areas(stored: tuple[Any, ...]) -> list[Area]:
    return [Area(*row) for row in stored]


def _store_reached(area: Area, at: datetime) -> None:
    try:
        with transaction.atomic():
            Area.objects.filter(key=area.key, next_change_at=area.next_change_at).update(
                reached_at=area.next_change_at, next_change_at=next_changes[area.key](at)
            )
    except DatabaseError:
        # A reader is served all the same; the next one stores it.
        log.warning("could not store that %s was reached", area.next_change_at, exc_info=True)


def current() -> Pulse:
    """The pulse of this request, or a fresh one outside of requests."""
    return _current.get() or take()


def renew() -> None:
    """Reads the pulse of this request anew: where a lock was waited for, it is of before."""
    if _current.get():
        _current.set(take())


def now() -> datetime:
    """The instant at which this request reads the site."""
    return current().at


@contextmanager
def as_of(instant: datetime) -> Iterator[None]:
    """Acts and reads within are done at an instant: an archive is filed as it came about, a page read as it was."""
    instant_token, pulse_token = _as_of.set(instant), _current.set(None)
    try:
        yield
    finally:
        _as_of.reset(instant_token)
        _current.reset(pulse_token)


def version(area: str) -> str:
    """Equal versions mean equal rows."""
    return current().versions[area]


def state_at(area: str, at: datetime) -> str:
    """What tells apart all that an area holds for readers at the instant of this request; empty where ``at`` is another."""
    pulse = current()
    return pulse.states.get(area, "") if pulse.at == at else ""


def stored_version(area: str) -> str:
    """The version as it stands in the database, whatever the pulse of this request says."""
    return Area.objects.get(key=area).token


def changed(area: str, *, at: datetime) -> None:
    """Raises an area's version; to be called in the transaction of the change, as its last step."""
    following = next_changes[area](at) if area in next_changes else None
    Area.objects.filter(key=area).update(version=F("version") + 1, stamp=secrets.token_hex(8), next_change_at=following)
    Area.objects.filter(Q(reached_at=None) | Q(reached_at__lt=at), key=area).update(reached_at=at)
    _current.set(None)


@contextmanager
def taken(pulse: Pulse) -> Iterator[None]:
    """Reads within are of this pulse."""
    token = _current.set(pulse)
    try:
        yield
    finally:
        _current.reset(token)


def read_pulse(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the whole of a request is answered at one instant and from one version."""

    def answer(request: HttpRequest) -> HttpResponse:
        if error := getattr(request, "without_pulse", None):
            raise error  # it was asked for already, for some seconds perhaps
        with taken(current()):
            return get_response(request)

    return answer
