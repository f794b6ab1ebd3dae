"""Facts about a release that its words do not tell: what is missing, what has ended, when it goes out."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from osce_site.languages import fallbacks
from press import body
from press.findings import Finding
from press.local_time import ambiguous
from press.models import Contact, Edition, Release
from taxonomy import snapshot

LONG_HEADLINE = 120
LONG_LEAD = 350
"""Characters. Longer ones are cut in search results and on cards."""


def parts(words: dict[str, str]) -> Iterator[Finding]:
    """Place, headline, lead and body: there, as they are written, and not too long. No query."""
    headline, lead, place = (words.get(part, "").strip() for part in ("headline", "lead", "place"))
    if place != place.upper():
        message = _("The place of a dateline is written in capitals.")
        yield Finding("place-capitals", "place", message, False, place, words["place"].index(place), place.upper())
    if not headline:
        yield Finding("headline-missing", "headline", _("There is no headline."), True)
    if len(headline) > LONG_HEADLINE:
        message = _("The headline has %(length)d characters; more than %(most)d are cut where it is listed.")
        yield Finding("headline-long", "headline", message % {"length": len(headline), "most": LONG_HEADLINE}, False)
    if headline.endswith(".") and not headline.endswith("..") and "." not in headline.split()[-1][:-1]:
        stop = words["headline"].rindex(".")
        message = _("A headline ends without a full stop.")
        yield Finding("headline-full-stop", "headline", message, False, ".", stop)
    if not lead:
        yield Finding("lead-missing", "lead", _("There is no lead: lists show the headline alone."), False)
    if len(lead) > LONG_LEAD:
        message = _("The lead has %(length)d characters; more than %(most)d are not read.")
        yield Finding("lead-long", "lead", message % {"length": len(lead), "most": LONG_LEAD}, False)
    if not body.plain(words.get("body", "")):
        yield Finding("body-missing", "body", _("The body is empty."), True)


def photos(release: Release, language: str) -> Iterator[Finding]:
    """Two queries. What publishing would refuse blocks: a photo that no words of the language or its fallback tell."""
    for shown in release.release_photos.select_related("photo").prefetch_related("photo__texts"):
        photo = shown.photo
        described = {text.language for text in photo.texts.all() if text.alt.strip()}
        if not described & {*fallbacks(language)}:
            message = _("The photo %s has no alternative text: who does not see it learns nothing of it.") % photo
            yield Finding("photo-without-alt", "photos", message, True)
        elif language not in described:
            message = _("The photo %s has no alternative text in this language; that of the original is used.") % photo
            yield Finding("photo-alt-untranslated", "photos", message, False)
        if not photo.credit.strip():
            yield Finding("photo-without-credit", "photos", _("The photo %s has no credit.") % photo, False)
        if not photo.usage_terms.strip():
            message = _("The photo %s has no terms of use: nobody knows whether it may be printed.") % photo
            yield Finding("photo-without-terms", "photos", message, False)


def filing(release: Release) -> Iterator[Finding]:
    """One query."""
    roles = {tagging.role for tagging in release.taggings.all()}
    if "field" not in roles:
        message = _("It is filed under no field of work: readers of a subject do not find it.")
        yield Finding("no-field", "filing", message, False)
    if "source" not in roles:
        message = _("It has no source: nobody is told who says it, and it has no press contact.")
        yield Finding("no-source", "filing", message, False)


def contacts(release: Release, day: date) -> Iterator[Finding]:
    """Who answers the press on the day it goes out. Two queries; silent where there is no source."""
    sources = [tagging.term_id for tagging in release.taggings.all() if tagging.role == "source"]
    known = list(Contact.objects.filter(source__in=sources).order_by("until", "pk")) if sources else []
    answering = {contact.source_id for contact in known if contact.holds(day)}
    for contact in known:
        if contact.until and contact.until < day and contact.source_id not in answering:
            told = {
                "name": contact.name,
                "source": snapshot.current().name(contact.source_id, "en"),
                "until": date_format(contact.until, "DATE_FORMAT"),
            }
            message = _("%(name)s answered for %(source)s until %(until)s; nobody does now.") % told
            yield Finding("contact-ended", "contacts", message, False, contact.name)
    if sources and not known:
        yield Finding("no-contact", "contacts", _("No press contact is known for any of its sources."), False)


def schedule(release: Release, at: datetime, going_out_at: datetime | None, zone: str) -> Iterator[Finding]:
    """When it goes out, against its embargo and the clock. One query.

    ``going_out_at``: ``None`` asks by what is planned; what has no plan is not told of.
    """
    when = going_out_at or release.planned_for
    embargo = release.embargo_until
    if when and embargo and when < embargo:
        told = {"embargo": _told(embargo, zone), "when": _told(when, zone)}
        message = _("It would go out %(when)s, before its embargo ends %(embargo)s.") % told
        yield Finding("before-embargo", "schedule", message, True)
    once_public = Edition.objects.filter(release=release).ever_published(at).exists()
    if embargo and embargo < at and not once_public:
        message = _("Its embargo ended %s; it holds nothing back any more.") % _told(embargo, zone)
        yield Finding("embargo-past", "schedule", message, False)
    if when and when < at and not once_public:
        message = _("The instant chosen, %s, has passed: it would go straight into the archive.") % _told(when, zone)
        yield Finding("past-instant", "schedule", message, False)
    if when and when >= at:
        yield from _other_day(release, when)
    if when:
        yield from ambiguous(when, zone)


def _other_day(release: Release, when: datetime) -> Iterator[Finding]:
    """A release that was put off, and its dateline was not."""
    day = when.astimezone(ZoneInfo(settings.SITE_ZONE)).date()
    if release.dateline_on and release.dateline_on != day:
        told = {"dateline": date_format(release.dateline_on, "DATE_FORMAT"), "day": date_format(day, "DATE_FORMAT")}
        message = _("The dateline says %(dateline)s, it is to go out on %(day)s.") % told
        yield Finding("dateline-not-the-day", "schedule", message, False)


def _told(instant: datetime, zone: str) -> str:
    return date_format(instant.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT")
