"""What a page of a release would be, before it is one: drawn from a text at the desk, or from what was fixed of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from osce_site.languages import fallbacks
from press.models import Contact, Document, Edition, EditionDocument, EditionPhoto, Photo, Release, Text


def of_text(text: Text, at: datetime) -> dict[str, Any]:
    """A text at the desk with what belongs to its release, as it would be frozen."""
    release = text.release
    # What was kept aside has a number of its own.
    revision = text.revisions.filter(number=text.version).first() if text.pk else None
    last = release.editions.filter(language=text.language).order_by("-number").first()
    out = goes_out(release, at)
    sources = [tagging.term_id for tagging in release.taggings.all() if tagging.role == "source"]
    contacts = Contact.objects.on((out or at).astimezone(ZoneInfo(settings.SITE_ZONE)).date()).filter(
        source__in=sources
    )
    day = release.dateline_on or (out or at).astimezone(ZoneInfo(settings.SITE_ZONE)).date()
    return {
        "revision": revision.pk if revision else None,
        "version": text.version,
        "frame": release.frame,
        "number": last.number + 1 if last else 1,
        "kind": release.kind,
        "dateline_on": day.isoformat(),
        "filed_under": [[tagging.role, tagging.term_id] for tagging in release.taggings.all()],
        "contacts": [
            {"name": one.name, "duty": one.duty, "email": one.email, "telephone": one.telephone} for one in contacts
        ],
        "photos": _photos(release, text.language),
        "documents": [
            {"document": row.document_id, "title": row.document.title, "language": row.document.language}
            for row in release.release_documents.select_related("document")
        ],
    }


_OF_A_PHOTO = ("alt", "caption", "words_language", "credit", "copyright", "usage_terms")


def _photos(release: Release, language: str) -> list[dict[str, Any]]:
    """A photo that nobody has described yet is shown without words: a preview is for seeing what is missing."""
    told = []
    for row in release.release_photos.select_related("photo").prefetch_related("photo__texts"):
        words = {text.language: text for text in row.photo.texts.all()}
        said = next((words[code] for code in fallbacks(language) if code in words), None)
        told.append(
            {
                "photo": row.photo_id,
                "alt": said.alt if said else "",
                "caption": said.caption if said else "",
                "words_language": said.language if said else language,
                "credit": row.photo.credit,
                "copyright": row.photo.copyright,
                "usage_terms": row.photo.usage_terms,
            }
        )
    return told


def of_edition(edition: Edition) -> dict[str, Any]:
    return {
        "revision": edition.revision_id,
        "version": edition.revision.number if edition.revision else 0,
        "number": edition.number,
        "kind": edition.kind,
        "dateline_on": edition.dateline_on.isoformat(),
        "filed_under": edition.filing,
        "contacts": edition.contacts,
        "photos": [
            {"photo": row.photo_id, **{name: getattr(row, name) for name in _OF_A_PHOTO}}
            for row in edition.photos.all()
        ],
        "documents": [
            {"document": row.document_id, "title": row.title, "language": row.language}
            for row in edition.documents.all()
        ],
    }


def goes_out(release: Release, at: datetime) -> datetime | None:
    """When it becomes public as far as is known today: scheduled, else not before, else planned."""
    scheduled = release.editions.ahead(at).order_by("published_at").first()
    hours = [scheduled.published_at] if scheduled else [release.embargo_until, release.planned_for]
    return next((hour for hour in hours if hour and hour > at), None)


@dataclass(frozen=True)
class Drawn:
    """An edition that is not in the database, and what stands with it."""

    edition: Edition
    photos: list[EditionPhoto]
    documents: list[EditionDocument]


def draw(release: Release, language: str, told: dict[str, Any], words: dict[str, str], at: datetime) -> Drawn:
    """``told`` as ``of_text`` gives it; ``words``: place, headline, lead, body. Two queries."""
    out = goes_out(release, at) or at
    edition = Edition(
        release=release,
        language=language,
        number=told["number"],
        kind=told["kind"],
        dateline_on=date.fromisoformat(told["dateline_on"]),
        published_at=out,
        listed_at=out,
        filed_under=told["filed_under"],
        contacts=told["contacts"],
        **words,
    )
    known = Photo.objects.in_bulk([row["photo"] for row in told["photos"]])
    photos = [
        EditionPhoto(photo=known[row["photo"]], **{name: row[name] for name in _OF_A_PHOTO})
        for row in told["photos"]
        if row["photo"] in known
    ]
    papers = Document.objects.in_bulk([row["document"] for row in told["documents"]])
    documents = [
        EditionDocument(document=papers[row["document"]], title=row["title"], language=row["language"])
        for row in told["documents"]
        if row["document"] in papers
    ]
    return Drawn(edition, photos, documents)
