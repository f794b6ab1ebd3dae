"""The one clock: the database server's, checked against this machine's and against time elapsed."""

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

log = logging.getLogger("osce_site.clock")

LEAP = timedelta(minutes=1)
"""A source ahead of the others by more than this is wrong: it opens nothing."""

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
    since. The database is believed unless it is ahead of what the others can vouch for (the median
    of three, the earlier of two) by more than ``LEAP``: then the others' word is taken and an alarm
    is logged, until the clocks agree again or the process is started anew.
    """
    global _last
    tick = steady()
    others = [database, system()]
    if _last is not None:
        others.append(_last.at + timedelta(seconds=tick - _last.steady))
    vouched = sorted(others)[(len(others) - 1) // 2]  # the median of three, the earlier of two
    if database - vouched > LEAP:
        log.error(
            "The database's clock says %s, %s ahead of the other clocks; nothing opens by it. "
            "Set the clocks right, then start the site anew.",
            database.isoformat(),
            database - vouched,
        )
        at = vouched
    else:
        at = database
    _last = _Reading(at, tick)
    return at


def forget() -> None:
    """Drops the last reading, as a new process would."""
    global _last
    _last = None
