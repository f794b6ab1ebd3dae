"""What goes out within the next day, as a line of time: what is scheduled, and what is only planned."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from press.models import Edition, Release

SPAN = timedelta(hours=24)
MOST = 60
WIDTH = 960
"""Of the picture, in its own units: forty an hour."""


@dataclass(frozen=True)
class Mark:
    """One release at one instant."""

    at: datetime
    release: Release
    headline: str
    languages: list[str]
    is_correction: bool
    is_scheduled: bool
    """False: it is planned for then, and somebody has yet to schedule it."""


@dataclass(frozen=True)
class Instant:
    at: datetime
    x: int
    """Where it stands in the picture."""
    marks: list[Mark]

    @property
    def is_scheduled(self) -> bool:
        return any(mark.is_scheduled for mark in self.marks)


@dataclass(frozen=True)
class Hour:
    x: int
    at: datetime
    is_labelled: bool


@dataclass(frozen=True)
class TimeLine:
    now: datetime
    instants: list[Instant]
    hours: list[Hour]
    later: Edition | None
    """The next that goes out after the span, where there is one."""
    width: int = WIDTH
    languages: dict[str, str] = field(default_factory=dict)


def read(readable: QuerySet[Release], now: datetime) -> TimeLine:
    """Four queries: the editions, their releases' texts, what is only planned, and its texts."""
    until = now + SPAN
    own = readable.order_by().values("pk")
    ahead = Edition.objects.ahead(now).filter(release__in=own).select_related("release").order_by("published_at", "pk")
    editions = list(ahead[: MOST * 6])
    planned = (
        not_given_out(readable, now)
        .filter(planned_for__gt=now, planned_for__lte=until)
        .prefetch_related("texts")
        .order_by("planned_for", "pk")[:MOST]
    )
    marks = [*_scheduled([one for one in editions if one.published_at <= until]), *map(_planned, planned)]
    later = next((one for one in editions if one.published_at > until), None)
    return TimeLine(now, _by_instant(marks, now), _hours(now), later)


def not_given_out(releases: QuerySet[Release], at: datetime) -> QuerySet[Release]:
    """Those in one of ``standing.WAITING``, told by their editions alone: far cheaper than which of them."""
    own = Edition.objects.filter(release=OuterRef("pk"))
    return releases.filter(~Exists(own.ahead(at)), ~Exists(own.ever_published(at)))


def _scheduled(editions: list[Edition]) -> list[Mark]:
    """The languages of one release that open together, told by its original."""
    together: dict[tuple[datetime, int], list[Edition]] = defaultdict(list)
    for edition in editions:
        together[edition.published_at, edition.release_id].append(edition)
    found = []
    for (at, _key), these in together.items():
        release = these[0].release
        told = next((one for one in these if one.language == release.original_language), these[0])
        languages = [one.language for one in these]
        found.append(Mark(at, release, told.headline, languages, any(one.correction for one in these), True))
    return found


def _planned(release: Release) -> Mark:
    languages = [text.language for text in release.texts.all()]
    at: Any = release.planned_for
    return Mark(at, release, str(release), languages, False, False)


def _by_instant(marks: list[Mark], now: datetime) -> list[Instant]:
    at: dict[datetime, list[Mark]] = defaultdict(list)
    for mark in marks:
        at[mark.at].append(mark)
    return [Instant(instant, _x(instant, now), at[instant]) for instant in sorted(at)]


def _x(at: datetime, now: datetime) -> int:
    return round(WIDTH * ((at - now) / SPAN))


def _hours(now: datetime) -> list[Hour]:
    """The full hours of the officer's own clock; every third of them is named."""
    first = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    hours = [first + timedelta(hours=step) for step in range(1, 25)]
    return [Hour(_x(hour, now), hour, timezone.localtime(hour).hour % 3 == 0) for hour in hours if hour - now <= SPAN]
