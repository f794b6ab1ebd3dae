"""One instant by several clocks: the officer's, the world's, the place's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from osce_site import freshness
from press import zones
from press.models import Release


@dataclass(frozen=True)
class Clock:
    """``at`` is in the zone of the clock."""

    label: str
    zone: str
    at: datetime


def clocks(at: datetime, release: Release | None = None) -> list[Clock]:
    """The officer's clock, UTC, and that of the place of a release, or the organisation's; each zone once."""
    own = timezone.get_current_timezone_name()
    place = (
        zones.zone_of(release) if release else zones.PlaceZone(settings.SITE_ZONE, _("the organisation's own clock"))
    )
    yours = _("your clock")
    shown = {own: yours, "UTC": _("world time"), place.name: place.why}
    if place.name == own:
        shown[own] = f"{yours}; {place.why}"
    return [Clock(why, name, at.astimezone(zones.PlaceZone(name, "").zone)) for name, why in shown.items()]


def told(release: Release | None = None, at: datetime | None = None) -> dict[str, Any]:
    """What ``_clocks.html`` shows: the clocks now, and those of an instant to come."""
    now = freshness.now()
    return {"now": now, "clocks": clocks(now, release), "then": clocks(at, release) if at else [], "goes_out_at": at}
