"""Where a photo, a document or a contact is used: at the desk, and in what the public reads or is about to read."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from osce_site import freshness
from press import reading, rights, visibility
from press.models import Contact, Document, Edition, EditionDocument, EditionPhoto, Photo, Placement, Release, Showing

MOST = 50
"""Lines of a list; how many more there are is told."""


@dataclass(frozen=True)
class Use:
    """``path`` is empty where nobody can read it there: an edition that is over, a release that is not his to open."""

    name: str
    language: str
    state: str
    """public, scheduled or past, of an edition."""
    path: str


@dataclass(frozen=True)
class Uses:
    at_the_desk: list[Release]
    """Those that the person may open."""
    closed: int
    """How many others there are at the desk."""
    editions: list[Use]
    more: int
    """Editions beyond the first ``MOST``."""

    def __bool__(self) -> bool:
        return bool(self.at_the_desk or self.closed or self.editions)


def of(thing: Photo | Document | Contact, person: Any) -> Uses:
    """Everything that uses it, the newest first. A fixed number of queries."""
    releases, editions = _releases(thing), _editions(thing)
    open_to_him = list(releases.filter(pk__in=rights.readable_by(person).values("pk")).prefetch_related("texts")[:MOST])
    now = freshness.now()
    found = list(editions[: MOST + 1])
    return Uses(
        at_the_desk=open_to_him,
        closed=max(0, releases.count() - len(open_to_him)),
        editions=[_use(edition, now) for edition in found[:MOST]],
        more=editions.count() - MOST if len(found) > MOST else 0,
    )


def is_used(thing: Photo | Document | Contact) -> bool:
    """Whether anything stands in the way of deleting it. Three queries at most."""
    return _releases(thing).exists() or _editions(thing).exists() or _is_shown(thing)


def _is_shown(thing: Photo | Document | Contact) -> bool:
    """Whether a guest's link that still opens shows it."""
    kind = {Photo: "photo", Document: "document"}.get(type(thing))
    shown = Showing.objects.valid(freshness.now()).values_list("shown", flat=True) if kind else []
    return any(row[kind] == thing.pk for told in shown for fixed in told.values() for row in fixed[f"{kind}s"])


def _releases(thing: Photo | Document | Contact) -> QuerySet[Release]:
    if isinstance(thing, Photo):
        return Release.objects.filter(release_photos__photo=thing)
    if isinstance(thing, Document):
        return Release.objects.filter(release_documents__document=thing)
    return Release.objects.none()  # a draft names its contacts when it goes out


def _editions(thing: Photo | Document | Contact) -> QuerySet[Edition]:
    """All that were ever frozen with it, of a contact those that readers have or are to have."""
    newest = Edition.objects.order_by("-published_at", "-pk")
    if isinstance(thing, Photo):
        return newest.filter(pk__in=EditionPhoto.objects.filter(photo=thing).values("edition"))
    if isinstance(thing, Document):
        return newest.filter(pk__in=EditionDocument.objects.filter(document=thing).values("edition"))
    return _naming(thing, newest)


def _naming(contact: Contact, editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Editions of its source that carry its name with its e-mail or its telephone; they were copied, not linked."""
    now = freshness.now()
    filed = Placement.objects.filter(term=contact.source_id, role="source").values("edition")
    named = editions.filter(pk__in=filed).annotate(told=Cast("contacts", TextField()))
    reached = Q()
    for way in (contact.email, contact.telephone):
        if way:
            reached |= _holding(way)
    current = visibility.public(now) | visibility.ahead(now)
    return named.filter(current, _holding(contact.name), reached)


def _holding(said: str) -> Q:
    """Words in a column of JSON, which one database keeps as written and the other with escapes."""
    plain, escaped = json.dumps(said, ensure_ascii=False), json.dumps(said)
    return Q(told__contains=plain) | Q(told__contains=escaped)


def _use(edition: Edition, now: datetime) -> Use:
    public = edition.is_public(now)
    state = "public" if public else "scheduled" if edition.is_ahead(now) else "past"
    return Use(edition.headline, edition.language, state, reading.path_of(edition) if public else "")
