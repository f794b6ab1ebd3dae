"""Shows one frozen version of a release to a named person without an account: preview, or embargoed access.

Who holds the word in the address may read; the word itself is kept nowhere, only its digest. A word that is
unknown, expired or revoked opens nothing, and nothing tells one from the other.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.languages import OFFICIAL
from osce_site.models import ledger
from press import previewing, reviewing
from press.models import Document, Opening, Photo, Release, Revision, Showing

LONGEST = timedelta(days=60)
"""No link is valid for longer."""


class CannotShow(ValidationError):
    """It cannot be shown to somebody outside; the message says why, to the officer."""


def draw_word() -> str:
    """192 bits by lot."""
    return secrets.token_urlsafe(24)


def digest_of(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def open_with(word: str, at: datetime) -> Showing | None:
    """What a word opens at an instant. One query by an indexed digest, whether there is something or not."""
    return Showing.objects.valid(at).filter(digest=digest_of(word)).select_related("release").first()


def show_to(
    release: Release,
    *,
    kind: str,
    name: str,
    by: Any,
    expires_at: datetime,
    organisation: str = "",
    email: str = "",
    languages: Iterable[str] | None = None,
) -> tuple[Showing, str]:
    """Fixes what stands now and gives the word that opens it: told this once.

    ``languages``: all that are written where it is ``None``. Raises ``CannotShow``; then nothing is made.
    """
    with transaction.atomic():
        release = reviewing.hold(release)
        now = freshness.now()
        name = name.strip()
        if not name:
            raise CannotShow(_("Say who it is for."))
        if not now < expires_at <= now + LONGEST:
            raise CannotShow(_("A link ends in the time to come, within %s days.") % LONGEST.days)
        shown = frozen(release, languages, now, going_out=kind == Showing.Kind.EMBARGOED)
        if kind == Showing.Kind.EMBARGOED:
            _refuse_what_is_not_ready(release, shown, now)
        word = draw_word()
        showing = Showing.objects.create(
            release=release,
            kind=kind,
            digest=digest_of(word),
            name=name,
            organisation=organisation.strip(),
            email=email.strip(),
            shown=shown,
            made_at=now,
            made_by=by,
            expires_at=expires_at,
        )
        _record("shown", showing, by=by, at=now, until=expires_at.isoformat(), versions=versions(showing))
    return showing, word


def revoke(showing: Showing, *, by: Any, reason: str = "") -> None:
    """Ends it now. Raises ``CannotShow`` where it has ended already."""
    with transaction.atomic():
        now = freshness.now()
        if not Showing.objects.valid(now).filter(pk=showing.pk).update(revoked_at=now, revoked_by=by):
            raise CannotShow(_("This link has ended already."))
        showing.refresh_from_db()
        _record("showing revoked", showing, by=by, at=now, reason=reason)


def _record(act: str, showing: Showing, *, by: Any, at: datetime, reason: str = "", **details: Any) -> None:
    told = {"showing": showing.pk, "kind": showing.kind, "name": showing.name, "organisation": showing.organisation}
    ledger.record(act, showing.release, by=by, at=at, reason=reason, **told, **details)


def note_opening(showing: Showing, what: str, at: datetime) -> None:
    Opening.objects.create(showing=showing, at=at, what=what[:300])


# What is frozen


def frozen(
    release: Release, languages: Iterable[str] | None, at: datetime, *, going_out: bool = False
) -> dict[str, dict[str, Any]]:
    """By language: the key and number of the revision, and all that an edition made of it now would hold.

    ``going_out``: where an edition is scheduled in a language, it is that edition which is shown, not the text
    at the desk. Raises ``CannotShow`` for a language without words.
    """
    texts = {text.language: text for text in release.texts.all() if text.version and (text.body or text.headline)}
    wanted = [code for code in OFFICIAL if code in texts] if languages is None else list(languages)
    if missing := [code for code in wanted if code not in texts]:
        raise CannotShow(_("There is no text in: %s.") % ", ".join(missing))
    if not wanted:
        raise CannotShow(_("There is no text to show."))
    ahead = {edition.language: edition for edition in release.editions.ahead(at)} if going_out else {}
    return {
        code: previewing.of_edition(ahead[code])
        if code in ahead and ahead[code].revision_id
        else previewing.of_text(texts[code], at)
        for code in wanted
    }


# Embargoed access


def _refuse_what_is_not_ready(release: Release, shown: dict[str, dict[str, Any]], at: datetime) -> None:
    public = {edition.language for edition in release.editions.published(at)} & set(shown)
    if public:
        raise CannotShow(_("It is public already in: %s. Send its address.") % ", ".join(sorted(public)))
    if previewing.goes_out(release, at) is None:
        raise CannotShow(_("It has no hour yet: schedule it, or say before when nobody may publish it."))
    scheduled = {edition.language for edition in release.editions.ahead(at)}
    if rest := [code for code in shown if code not in scheduled and not reviewing.approved_by(release, [code])]:
        raise CannotShow(
            _("Journalists are given only what is approved or scheduled; this is neither in: %s.") % ", ".join(rest)
        )


def languages_of(showing: Showing) -> list[str]:
    return [code for code in OFFICIAL if code in showing.shown]


def versions(showing: Showing) -> dict[str, int]:
    """Language -> version of the text that is shown: what an approval covers."""
    return {code: showing.shown[code]["version"] for code in languages_of(showing)}


def frame_of(showing: Showing) -> int | None:
    """The number of what is shown around the words; ``None`` where it is that of an edition.

    What was fixed before these were numbered shows the first.
    """
    told = next(iter(showing.shown.values()))
    return told.get("frame", None if showing.kind == Showing.Kind.EMBARGOED else 0)


def edition_of(showing: Showing, language: str, at: datetime) -> previewing.Drawn:
    """What a showing shows in a language. Raises ``KeyError`` where it does not."""
    told = showing.shown[language]
    return previewing.draw(showing.release, language, told, Revision.objects.get(pk=told["revision"]).words(), at)


def attached(showing: Showing, token: str) -> tuple[Photo | Document, str] | None:
    """The photo or document of the version shown that has a token, and what it is called there. One query or two."""
    rows = [row for told in showing.shown.values() for row in [*told["photos"], *told["documents"]]]
    photos = {row["photo"]: row["alt"] for row in rows if "photo" in row}
    if photo := Photo.objects.filter(pk__in=photos, token=token).first():
        return photo, photos[photo.pk]
    documents = {row["document"]: row["title"] for row in rows if "document" in row}
    if document := Document.objects.filter(pk__in=documents, token=token).first():
        return document, documents[document.pk]
    return None
