"""What cannot wait: releases that are overdue, that cannot go out, that went out and nobody has reviewed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from osce_site.models import User
from press import checks, delivering, reviewing, rights, visibility, zones
from press.models import Delivery, Edition, Release, Review
from press.models.assignment import Role
from press.standing import NEEDS, WAITING, covered
from press.standing import standing as stands

AHEAD = timedelta(hours=24)
"""How long before it is to go out it is looked at whether it can."""
PATIENCE = timedelta(hours=24)
"""How long something may be public that nobody has reviewed."""


@dataclass(frozen=True)
class Alarm:
    release: Release
    kind: str
    """overdue, blocked or unreviewed"""
    message: str
    """In the language and by the clock of whoever asks."""
    since: datetime

    @property
    def key(self) -> str:
        """The same as long as it is the same alarm: planned anew, it is another."""
        return f"{self.kind} {self.release.pk} {self.since.isoformat()}"


def standing(at: datetime, releases: QuerySet[Release] | None = None) -> list[Alarm]:
    """What stands at an instant, of all releases or some; the oldest first."""
    some = (
        Release.objects.all() if releases is None else Release.objects.filter(pk__in=releases.order_by().values("pk"))
    )
    found = [alarm for release in _looked_at(some, at) for alarm in of(release, at)]
    return sorted(found, key=lambda alarm: (alarm.since, alarm.release.pk))


def of(release: Release, at: datetime) -> list[Alarm]:
    """The alarms of one release. No more queries than its checks ask where ``NEEDS`` (press/standing.py) are prefetched."""
    return [*_overdue(release, at), *_blocked(release, at), *_unreviewed(release, at)]


def _looked_at(releases: QuerySet[Release], at: datetime) -> QuerySet[Release]:
    """Those that may raise an alarm: far fewer than there are."""
    ahead = Edition.objects.filter(visibility.ahead(at), published_at__lte=at + AHEAD)
    forced = Review.objects.filter(kind=Review.Kind.FORCED, at__lte=at - PATIENCE)
    may = Q(planned_for__lte=at + AHEAD) & ~Q(editions__in=Edition.objects.ever_published(at))
    wanted = may | Q(editions__in=ahead) | Q(reviews__in=forced)
    keys = releases.filter(wanted).order_by().values("pk")
    return Release.objects.filter(pk__in=keys).prefetch_related(*NEEDS, "taggings")


def _overdue(release: Release, at: datetime) -> Iterator[Alarm]:
    if release.planned_for and stands(release, at).overdue:
        told = _("It was planned for %s and has not gone out.") % _hour(release.planned_for)
        yield Alarm(release, "overdue", told, release.planned_for)


def _blocked(release: Release, at: datetime) -> Iterator[Alarm]:
    """What is scheduled or planned soon, and what keeps it from going out as it should."""
    ahead = [one for one in release.editions.all() if one.is_ahead(at) and one.published_at <= at + AHEAD]
    planned = release.planned_for
    if ahead:
        # Frozen already: what is written at the desk since does not go out with it.
        goes_out = min(edition.published_at for edition in ahead)
        reasons = list(_embargoed(release, goes_out))
    elif planned and at < planned <= at + AHEAD and stands(release, at).state in WAITING:
        goes_out = planned
        languages = {text.language for text in release.texts.all()}
        reasons = [*_reasons(release, languages, at, goes_out), *_not_approved(release)]
    else:
        return
    if reasons:
        told = _("It is to go out at %(hour)s: %(reasons)s")
        said = told % {"hour": _hour(goes_out), "reasons": " ".join(dict.fromkeys(reasons))}
        yield Alarm(release, "blocked", said, goes_out - AHEAD)


def _reasons(release: Release, languages: set[str], at: datetime, goes_out: datetime) -> list[str]:
    found = checks.blocking(release, languages, at=at, going_out_at=goes_out)
    return [*_embargoed(release, goes_out), *(finding.message for finding in found)]


def _embargoed(release: Release, goes_out: datetime) -> Iterator[str]:
    if release.embargo_until and goes_out < release.embargo_until:
        yield _("It is under embargo until %s.") % _hour(release.embargo_until)


def _not_approved(release: Release) -> list[str]:
    texts, reviews = list(release.texts.all()), list(release.reviews.all())
    if not texts:
        return [_("There is no text yet.")]
    names = [text.get_language_display() for text in texts if not covered(text, reviews)]
    return [_("Nobody has approved it yet in: %s.") % ", ".join(names)] if names else []


def _unreviewed(release: Release, at: datetime) -> Iterator[Alarm]:
    if not stands(release, at).unreviewed:
        return
    forced = max((one for one in release.reviews.all() if one.kind == Review.Kind.FORCED), key=lambda one: one.pk)
    if forced.at <= at - PATIENCE:
        told = _("It was published without review at %(hour)s (%(reason)s), and nobody has reviewed it since.")
        yield Alarm(release, "unreviewed", told % {"hour": _hour(forced.at), "reason": forced.reason}, forced.at)


def _hour(at: datetime) -> str:
    here = timezone.localtime(at)
    return f"{date_format(here, 'DATETIME_FORMAT')} ({here.tzname()})"


# Telling


def tell(at: datetime) -> int:
    """Writes a mail for each alarm and each person it concerns, unless that person was told; gives how many."""
    there = standing(at)
    wanted = [(alarm, person) for alarm in there for person in responsible(alarm.release)]
    told = set(Delivery.objects.filter(key__in=[_key(*pair) for pair in wanted]).values_list("key", flat=True))
    missing = [pair for pair in wanted if _key(*pair) not in told]
    return sum(_tell(alarm, person, at) for alarm, person in missing)


def _key(alarm: Alarm, person: Any) -> str:
    return f"{alarm.key} {person.pk}"


def _tell(alarm: Alarm, person: Any, at: datetime) -> bool:
    """In the person's language and by his clock."""
    zone = zones.known(person.time_zone)
    with translation.override(person.language), timezone.override(zone), transaction.atomic():
        said = next((one for one in of(alarm.release, at) if one.kind == alarm.kind), alarm)
        subject = f"{TITLES[alarm.kind]()}: {alarm.release}"
        path = reverse("admin:press_release_change", args=[alarm.release.pk])
        mail = delivering.told_to(person, subject, f"{alarm.release}\n\n{said.message}", path)
        return delivering.deliver(_key(alarm, person), person, *mail) is not None


TITLES = {
    "overdue": lambda: _("Overdue"),
    "blocked": lambda: _("Cannot go out as it is"),
    "unreviewed": lambda: _("Not reviewed yet"),
}


def responsible(release: Release) -> Iterable[User]:
    """Who may approve it, and who began it or saved its texts last and still may read it; each once."""
    writers = {reviewing.last_saver(text) for text in release.texts.all()} | {release.begun_by_id}
    people = {person.pk: person for person in rights.people_with(Role.EDITOR, release)}
    others = User.objects.filter(pk__in=[key for key in writers if key], is_active=True, is_staff=True)
    for person in others:
        if person.has_perm("press.view_release", release):
            people.setdefault(person.pk, person)
    return list(people.values())
