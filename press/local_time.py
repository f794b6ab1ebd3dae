"""Local times that a change of the clock makes ambiguous: one that comes twice, one that never comes."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from press import zones
from press.findings import Finding


def ambiguity(naive_local: datetime, zone: str) -> Literal["twice", "never"] | None:
    """Whether a local time comes twice in a zone (the clock is put back) or never (it is put forward)."""
    if len(zones.readings(naive_local, ZoneInfo(zone))) == 1:
        return None
    return "twice" if zones.comes_twice(naive_local, ZoneInfo(zone)) else "never"


def ambiguous(instant: datetime, zone: str) -> Iterator[Finding]:
    """What to say of an instant that was chosen by its local time, if that comes twice."""
    yield from chosen(instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0), zone)


def chosen(naive_local: datetime, zone: str) -> Iterator[Finding]:
    """What to say of a local time as an officer typed it."""
    kind = ambiguity(naive_local, zone)
    meant = zones.readings(naive_local, ZoneInfo(zone))
    told = {
        "local": date_format(naive_local, "DATETIME_FORMAT"),
        "zone": zone,
        "first": f"{meant[0]:%Y-%m-%d %H:%M}",
        "second": f"{meant[-1]:%Y-%m-%d %H:%M}",
    }
    if kind == "twice":
        message = _("%(local)s comes twice in %(zone)s: as %(first)s UTC and as %(second)s UTC.") % told
        yield Finding("time-twice", "schedule", message, False)
    elif kind == "never":
        message = _("%(local)s never comes in %(zone)s; it would be taken as %(first)s UTC or %(second)s UTC.") % told
        yield Finding("time-never", "schedule", message, False)
