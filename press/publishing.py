"""From the desk to the public: what is published is frozen as an edition, then put into the index."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from osce_site import freshness, locks
from osce_site.languages import fallbacks
from osce_site.models import ledger
from press import placing, search
from press.models import Contact, Edition, EditionDocument, EditionPhoto, Release, Text


class CannotPublish(ValidationError):
    """It cannot go out; the message says why, to the officer."""


def publish(
    release: Release, *, by: Any, languages: Iterable[str] | None = None, at: datetime | None = None
) -> list[Edition]:
    """Publishes the texts of a release, all or in some languages, together, now or ``at`` an instant.

    A later instant schedules it. An earlier one files it where it belongs in the archive: readers
    find it at once. Raises ``CannotPublish``; then nothing is published.
    """
    with transaction.atomic():
        lock(release)
        now = freshness.now()
        at = at or now
        texts = _texts(release, languages)
        if release.embargo_until and at < release.embargo_until:
            raise CannotPublish(_("It is under embargo until %s.") % release.embargo_until.isoformat())
        editions = [_first(text, at) for text in texts]
        settle(editions, "scheduled" if at > now else "published", release, by=by, reason="")
    return editions


def lock(release: Release) -> None:
    """One act at a time on a release. Publications of others go on beside it, and so do acts on the taxonomy:

    what is placed meanwhile by a tree that is just being changed, the change itself places anew (``placing.LOCK``).
    """
    Release.objects.select_for_update(no_key=True).get(pk=release.pk)
    locks.take(placing.LOCK, shared=True)
    freshness.renew()


def _texts(release: Release, languages: Iterable[str] | None) -> list[Text]:
    texts = list(release.texts.all())
    if languages is not None:
        wanted = set(languages)
        texts = [text for text in texts if text.language in wanted]
        if missing := wanted - {text.language for text in texts}:
            raise CannotPublish(_("There is no text in: %s.") % ", ".join(sorted(missing)))
    if not texts:
        raise CannotPublish(_("There is no text to publish."))
    if empty := [text.language for text in texts if not text.body]:
        raise CannotPublish(_("The body is empty in: %s.") % ", ".join(empty))
    return texts


def _first(text: Text, at: datetime) -> Edition:
    open_ended = Edition.objects.filter(release=text.release, language=text.language, ended_at=None).exists()
    ending = Edition.objects.filter(release=text.release, language=text.language, ended_at__gt=at).ever_published(at)
    if open_ended or ending.exists():
        raise CannotPublish(_("It is public or scheduled in this language already: %s.") % text.get_language_display())
    return freeze(text, at=at, listed_at=at)


def freeze(text: Text, *, at: datetime, listed_at: datetime, **correction: str) -> Edition:
    """A complete copy of a text and of all that belongs to it. In the caller's transaction."""
    release = text.release
    last = Edition.objects.filter(release=release, language=text.language).order_by("-number").first()
    edition = Edition.objects.create(
        release=release,
        language=text.language,
        number=last.number + 1 if last else 1,
        kind=release.kind,
        dateline_on=release.dateline_on or at.astimezone(ZoneInfo(settings.SITE_ZONE)).date(),
        published_at=at,
        listed_at=listed_at,
        filed_under=[[tagging.role, tagging.term_id] for tagging in release.taggings.all()],
        contacts=_contacts(release, at),
        revision=text.revisions.order_by("-number").first(),
        **correction,
        **text.words(),
    )
    _freeze_attachments(edition)
    search.enter(edition)
    return edition


def _contacts(release: Release, at: datetime) -> list[dict[str, str]]:
    sources = [tagging.term_id for tagging in release.taggings.all() if tagging.role == "source"]
    valid = Contact.objects.on(at.date()).filter(source__in=sources)
    return [{"name": one.name, "duty": one.duty, "email": one.email, "telephone": one.telephone} for one in valid]


def _freeze_attachments(edition: Edition) -> None:
    for shown in edition.release.release_photos.select_related("photo"):
        words = {text.language: text for text in shown.photo.texts.all()}
        told = next((words[known] for known in fallbacks(edition.language) if known in words), None)
        if told is None:
            raise CannotPublish(_("A photo has no alternative text: %s.") % shown.photo)
        EditionPhoto.objects.create(
            edition=edition,
            photo=shown.photo,
            position=shown.position,
            alt=told.alt,
            caption=told.caption,
            words_language=told.language,
            credit=shown.photo.credit,
            copyright=shown.photo.copyright,
            usage_terms=shown.photo.usage_terms,
        )
    for listed in edition.release.release_documents.select_related("document"):
        EditionDocument.objects.create(
            edition=edition,
            document=listed.document,
            position=listed.position,
            title=listed.document.title,
            language=listed.document.language,
        )


def settle(editions: list[Edition], act: str, release: Release, *, by: Any, reason: str) -> None:
    """What ends every act on editions: the index, the ledger, the version. In the caller's transaction."""
    placing.place(editions)
    ledger.record(
        act,
        release,
        by=by,
        at=freshness.now(),
        reason=reason,
        editions=[
            f"{edition.language} {edition.number} from {edition.published_at.isoformat()}" for edition in editions
        ],
    )
    freshness.changed("press", at=freshness.now())


def call_off(release: Release, *, by: Any, reason: str) -> list[Edition]:
    """Takes back what is scheduled: it never was. A scheduled correction leaves the edition before it as it is."""
    with transaction.atomic():
        lock(release)
        ahead = list(Edition.objects.filter(release=release).ahead(freshness.now()))
        if not ahead:
            raise CannotPublish(_("Nothing is scheduled."))
        for edition in ahead:
            placing.end(edition, edition.published_at)
            before = Edition.objects.filter(
                release=release, language=edition.language, ended_at=edition.published_at, number__lt=edition.number
            ).ever_published(edition.published_at)
            for resumed in before:
                placing.end(resumed, None)
        settle(ahead, "called off", release, by=by, reason=reason)
    return ahead
