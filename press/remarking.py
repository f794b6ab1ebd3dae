"""Remarks on passages of a text: found again in the text as it stands, as long as the passage stands there."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.models import ledger
from press import body
from press.models import Release, Remark, Revision, Showing, Text
from press.refusals import CannotReview

FIELDS = ("headline", "lead", "body")
AROUND = 60
"""Characters shown on either side of a passage."""


@dataclass(frozen=True)
class Passage:
    """Where a remark belongs today. ``start`` counts characters of the field's plain text; -1: it stands nowhere."""

    start: int
    before: str = ""
    after: str = ""

    @property
    def stands(self) -> bool:
        return self.start >= 0


def remark(
    release: Release,
    language: str,
    *,
    by: Any = None,
    showing: Showing | None = None,
    field: str = "",
    quote: str = "",
    start: int = -1,
    words: str,
) -> Remark:
    """A remark on a passage (``field``, ``quote``), on a field, or on all of a text. Raises ``CannotReview``.

    ``start``: where the passage begins in the plain text of the field; needed where it stands there twice.
    """
    with transaction.atomic():
        text = Text.objects.filter(release=release, language=language).first()
        revision = _revision(text, showing, language)
        if text is None or revision is None:
            raise CannotReview(_("There is no text in this language."))
        if not words.strip():
            raise CannotReview(_("The remark is empty."))
        if field not in ("", *FIELDS) or (quote.strip() and not field):
            raise CannotReview(_("A passage stands in the headline, the lead or the body."))
        made = Remark(language=language, revision=revision, field=field, quote=_folded(quote), start=start)
        made.release, made.words, made.at, made.by, made.showing = release, words.strip(), freshness.now(), by, showing
        if made.quote and not passage(made, revision).stands:
            raise CannotReview(_("This passage does not stand in the text."))
        made.save()
        guest = {"guest": showing.name} if showing else {}
        ledger.record("remarked", release, by=by, at=made.at, reason=made.words, remark=made.pk, **guest)
    return made


def resolve(remark: Remark, *, by: Any) -> Remark:
    """What was remarked has been seen to. A second time changes nothing."""
    with transaction.atomic():
        now = freshness.now()
        open_one = Remark.objects.filter(pk=remark.pk, resolved_at=None)
        if open_one.update(resolved_at=now, resolved_by=by):
            ledger.record("remark resolved", remark.release, by=by, at=now, remark=remark.pk)
        remark.refresh_from_db()
    return remark


def passage(remark: Remark, text: Text | Revision | None) -> Passage:
    """The passage in a text: of several that read the same, the one nearest to where it was remarked on."""
    if text is None or not remark.field or not remark.quote:
        return Passage(-1)
    said = plain(text, remark.field)
    found = _occurrences(said, remark.quote)
    if not found:
        return Passage(-1)
    start = min(found, key=lambda at: abs(at - remark.start)) if remark.start >= 0 else found[0]
    end = start + len(remark.quote)
    before, after = said[max(0, start - AROUND) : start], said[end : end + AROUND]
    # Whole words: what was cut at the far edge is left out.
    return Passage(
        start,
        before if start <= AROUND else before.partition(" ")[2],
        after if end + AROUND >= len(said) else after.rpartition(" ")[0],
    )


def was_changed(remark: Remark, text: Text | None) -> bool:
    """Whether the passage was changed since."""
    return bool(remark.quote) and not passage(remark, text).stands


def plain(text: Text | Revision, field: str) -> str:
    """A field as a reader sees it; spaces folded, so that a selection in a browser is found in it."""
    words = str(getattr(text, field))
    return _folded(body.plain(words) if field == "body" else words)


def _revision(text: Text | None, showing: Showing | None, language: str) -> Revision | None:
    """What he who remarks had before him."""
    if text is None:
        return None
    if showing and language in showing.shown:
        return Revision.objects.filter(pk=showing.shown[language]["revision"], text=text).first()
    return text.revisions.filter(number=text.version).order_by("-pk").first()


def _folded(words: str) -> str:
    return " ".join(words.split())


def _occurrences(said: str, quote: str) -> list[int]:
    found, at = [], said.find(quote)
    while at >= 0:
        found.append(at)
        at = said.find(quote, at + 1)
    return found
