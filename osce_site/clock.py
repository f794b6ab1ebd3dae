"""The one clock: the database server's, checked against this machine's and against time elapsed."""

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

log = logging.getLogger("osce_site.clock")

LEAP = timedelta(minutes=1)
"""A clock that is further than this from the others is wrong: it opens nothing."""

# Counts while a machine sleeps, where the system has such a clock.
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


@dataclass
class _Reading:
    at: datetime
    steady: float


_last: _Reading | None = None


def system() -> datetime:
    """This machine's clock, UTC."""
    return datetime.now(UTC)


def steady() -> float:
    """Seconds that pass evenly whatever the clock is set to."""
    return time.clock_gettime(_STEADY)


def agreed(database: datetime) -> datetime:
    """The instant to act on, given what the database's clock says.

    Sources are that clock, this machine's, and the last agreed instant plus the seconds elapsed
    since. The database is believed while it stays within ``LEAP`` of the time that passed since the
    last reading. Where it leapt, ahead or back, that time is taken and an alarm is logged, until they
    agree again or the process is started anew. A first reading takes the earlier of database and
    machine where they differ by more than ``LEAP``.
    """
    global _last
    tick = steady()
    vouched = _last.at + timedelta(seconds=tick - _last.steady) if _last else min(database, system())
    at = database
    if abs(database - vouched) > LEAP:
        log.error(
            "The database's clock says %s, the other clocks %s; nothing opens by it. "
            "Set the clocks right, then start the site anew.",
            database.isoformat(),
            vouched.isoformat(),
        )
        at = vouched
    _last = _Reading(at, tick)
    return at


def forget() -> None:
    """Drops the last reading, as a new process would."""
    global _last
    _last = None
