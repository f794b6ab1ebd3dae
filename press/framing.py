"""What goes out around the words: kind, day, filing, photos, documents, contacts.

Each change of it is kept under a number (``Frame``), as a save of a text is: an approval names the number it has seen.
The place of the dateline is one of the words.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from osce_site import freshness, locks
from osce_site.languages import OFFICIAL, ORIGINAL
from osce_site.models import LedgerEntry
from press.models import Contact, Document, Edition, Frame, Photo, Release
from press.models.release import Kind
from press.models.tagging import Role
from taxonomy import snapshot

Said = dict[str, Any]


def lock(release: Release) -> Release:
    """One act at a time on a release, and no text of it is saved meanwhile. Gives the release as it is now."""
    held = Release.objects.select_for_update(no_key=True).get(pk=release.pk)
    locks.take(f"release {release.pk}")
    return held


def note(release: Release, *, by: Any, changed: bool = True) -> None:
    """Keeps what goes out around the words, if it is another than was kept last. With the lock held.

    ``changed``: somebody just did something to it; else it is only looked at before a decision, and what is kept
    first is what decisions of before have seen.
    """
    now, last = said(release), release.frames.first()
    if last and last.said == now:
        release.frame = last.number
        return
    release.frame = last.number + 1 if last else int(changed)
    Frame.objects.create(release=release, number=release.frame, said=now, saved_at=freshness.now(), saved_by=by)
    Release.objects.filter(pk=release.pk).update(frame=release.frame)


def note_all(releases: QuerySet[Release], *, by: Any) -> None:
    """The same for all of them that readers do not have: of those the next decision looks (``reviewing.hold``)."""
    with transaction.atomic():
        for key in _unread(releases):
            note(lock(Release(pk=key)), by=by)


def note_afterwards(releases: QuerySet[Release], *, by: Any) -> None:
    """The same once the transaction is through, one by one: a long act must not keep drafts from going out meanwhile.

    Should that not come about, the next decision on each looks.
    """
    keys = _unread(releases)

    def each() -> None:
        for key in keys:
            note_all(Release.objects.filter(pk=key), by=by)

    transaction.on_commit(each, robust=True)


def _unread(releases: QuerySet[Release]) -> list[int]:
    published = Edition.objects.published(freshness.now()).filter(release=OuterRef("pk"))
    return list(releases.filter(~Exists(published)).order_by("pk").values_list("pk", flat=True).distinct())


def follow_changes(changes: list[dict[str, Any]], by: Any) -> None:
    """After changes of rows that an act on the taxonomy made or took back (``taxonomy.recording``)."""
    rows = {"press.tagging": "release_id", "press.contact": "source_id"}
    keys: dict[str, set[int]] = {row: set() for row in rows}
    owners: dict[str, set[int]] = {row: set() for row in rows}
    for change in changes:
        if (row := change.get("row")) in rows:
            values = (change["before"] or {}) | (change["after"] or {})
            keys[row].add(change["key"])
            owners[row] |= {values[rows[row]]} if rows[row] in values else set()
    owners["press.contact"] |= {*Contact.objects.filter(pk__in=keys["press.contact"]).values_list("source", flat=True)}
    filed = Q(taggings__in=keys["press.tagging"]) | Q(pk__in=owners["press.tagging"])
    note_afterwards(Release.objects.filter(filed | of_sources(owners["press.contact"])), by=by)


def follow_undo(entry: LedgerEntry, by: Any) -> None:
    follow_changes(entry.details["changes"], by)


def of_sources(terms: Any) -> Q:
    """The releases to which the contacts of sources belong."""
    return Q(taggings__role="source", taggings__term__in=terms)


def using(thing: Photo | Document) -> QuerySet[Release]:
    """The releases that carry a photo or a document."""
    rows = "release_photos__photo" if isinstance(thing, Photo) else "release_documents__document"
    return Release.objects.filter(**{rows: thing})


def said(release: Release) -> Said:
    """As JSON holds it. Some six queries, whatever was fetched before."""
    fresh = Release.objects.get(pk=release.pk)
    filing = [[tagging.role, tagging.term_id] for tagging in fresh.taggings.all()]
    photos = fresh.release_photos.select_related("photo").prefetch_related("photo__texts")
    contacts = Contact.objects.filter(source__in=[term for role, term in filing if role == "source"])
    return {
        "kind": fresh.kind,
        "day": _day(fresh.dateline_on),
        "filing": filing,
        "photos": [_photo(row.photo) for row in photos],
        "documents": [
            {
                "document": row.document_id,
                "file": row.document.file_name,
                "title": row.document.title,
                "language": row.document.language,
            }
            for row in fresh.release_documents.select_related("document")
        ],
        # All of them, each with its days: who is named depends on the day on which it goes out.
        "contacts": [
            {
                **{name: getattr(one, name) for name in ("name", "duty", "email", "telephone")},
                "since": _day(one.since),
                "until": _day(one.until),
            }
            for one in contacts.order_by("source", "name", "pk")
        ],
    }


def _photo(photo: Photo) -> Said:
    rights = {name: getattr(photo, name) for name in ("name", "credit", "copyright", "usage_terms")}
    words = {text.language: [text.alt, text.caption] for text in photo.texts.all()}
    return {"photo": photo.pk, **rights, "words": words, "focal": [photo.focal_x, photo.focal_y]}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


# What was changed, in words


@dataclass(frozen=True)
class Change:
    """Of one part: the lines that are gone and those that are new; neither where only the order is another."""

    part: str
    gone: list[str]
    new: list[str]


def changes(before: Said, after: Said) -> list[Change]:
    """What differs, part by part, in the language of the desk."""
    old, new = lines(before), lines(after)
    return [
        Change(
            part,
            [line for line in old[part] if line not in new[part]],
            [line for line in new[part] if line not in old[part]],
        )
        for part in old
        if old[part] != new[part]
    ]


def lines(frame: Said) -> dict[str, list[str]]:
    """Each part and what stands in it."""
    day = date_format(date.fromisoformat(frame["day"]), "DATE_FORMAT") if frame["day"] else _("the day of publication")
    return {
        _("Kind and day"): [str(Kind(frame["kind"]).label), day],
        _("Filed under"): [_filed(role, term) for role, term in frame["filing"]],
        _("Photos"): [line for photo in frame["photos"] for line in _photo_lines(photo)],
        _("Documents"): [
            f"{one['title']} ({OFFICIAL.get(one['language'], one['language'])}, {one['file']})"
            for one in frame["documents"]
        ],
        _("Contacts"): [
            ", ".join(filter(None, [one["name"], one["duty"], one["email"], one["telephone"], _days(one)]))
            for one in frame["contacts"]
        ],
    }


def _filed(role: str, term: int) -> str:
    taxonomy = snapshot.current()
    name = taxonomy.name(term, get_language() or ORIGINAL) if term in taxonomy.nodes else str(term)
    return f"{Role(role).label}: {name}"


def _photo_lines(photo: Said) -> list[str]:
    rights = ", ".join([photo["credit"], photo["copyright"], photo["usage_terms"]])
    words = [
        f"{photo['name']}, {OFFICIAL.get(language, language)}: {' – '.join(filter(None, told))}"
        for language, told in sorted(photo["words"].items())
    ]
    focal = _("%(photo)s: focal point at %(x)s, %(y)s per cent")
    from_left, from_top = photo["focal"]
    return [f"{photo['name']}: {rights}", *words, focal % {"photo": photo["name"], "x": from_left, "y": from_top}]


def _days(contact: Said) -> str:
    return f"{contact['since'] or '…'} – {contact['until'] or '…'}" if contact["since"] or contact["until"] else ""
