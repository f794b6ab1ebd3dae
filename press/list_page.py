"""A list of releases as pages show it: by month, page by page, with its feeds. The newsroom and terms share it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404
from django.utils.translation import get_language

from osce_site.languages import ORIGINAL, local
from osce_site.query_strings import address
from press import feed_forms, reading
from press.counting import Counted
from press.finding import NoSuchPage, Page, page
from press.listing import Wanted
from press.models import Placement


@dataclass(frozen=True)
class Month:
    first: date
    releases: list[reading.Card]


@dataclass(frozen=True)
class FeedLink:
    name: str
    path: str
    media_type: str


def turn(wanted: Wanted, at: datetime) -> Page:
    """A page of a list. Raises ``Http404``."""
    try:
        return page(wanted, at)
    except NoSuchPage as missing:
        raise Http404 from missing


def shown(found: Page, counted: Counted, asked: dict[str, str], path: str, feed_of: str, today: date) -> dict[str, Any]:
    """The context of a list's components. ``feed_of``: the list's path without language and day."""
    kept = {name: value for name, value in asked.items() if name != "after"}
    total, more = _told(found, counted, is_whole="after" not in asked and not found.after)
    return {
        "months": months(found.placements, today),
        "total": total,
        "more": more,
        "next_path": address(path, kept | {"after": str(found.after)}) if found.after else "",
        "first_path": address(path, kept) if "after" in asked else "",
        "narrowed": bool(kept),
        "feeds": feeds(feed_of, kept),
    }


def _told(found: Page, counted: Counted, *, is_whole: bool) -> tuple[int, bool]:
    """How many releases, and whether there may be more: of a bound no fewer than are seen, and no bound of a whole list."""
    seen = len(found.placements) + bool(found.after)
    if counted.more and not is_whole:
        return max(counted.total, seen), True
    return (seen if counted.more else counted.total), False


def months(placements: Iterable[Placement], today: date) -> list[Month]:
    """By the month in which each is listed, where the organisation sits; that is the order of lists, too."""
    zone = ZoneInfo(settings.SITE_ZONE)
    by_month = groupby(placements, lambda row: row.listed_at.astimezone(zone).date().replace(day=1))
    return [Month(first, [reading.card(row, today) for row in rows]) for first, rows in by_month]


def feeds(path: str, kept: dict[str, str]) -> list[FeedLink]:
    """Those of a list by its path: ``/press-releases/``, ``/countries/albania/``."""
    language = get_language() or ORIGINAL
    return [
        FeedLink(name, address(local(f"/feeds{path.rstrip('/')}.{form}", language), kept), feed_forms.MEDIA_TYPES[form])
        for form, name in feed_forms.NAMES.items()
    ]
