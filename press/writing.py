"""Writing at the desk: everything that was sent is kept, and what a stale save brings is merged into the text."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any

import nh3
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from osce_site import freshness, locks
from osce_site.models import ledger
from press import body, comparing, linking
from press.merging import Conflict, Words, merge
from press.models import Release, Revision, Text
from press.models.text import LONGEST

Kind = Revision.Kind


class TooLong(ValidationError):
    """A field is longer than a text may hold. The text is as it was; what was sent is kept aside as ``kept``.

    ``message_dict``: a sentence for each such field.
    """

    def __init__(self, told: dict[str, str], kept: int) -> None:
        super().__init__(told)
        self.kept = kept


@dataclass(frozen=True)
class Saved:
    """``revision``: the last that this save added; ``None``: it changed nothing.

    ``merged``: the text now has other words than were sent, a colleague's beside them. ``kept``: the number of the
    revision that holds the words as they were sent; who has gone on writing from those saves ``based_on`` it.
    """

    text: Text
    revision: Revision | None
    merged: bool = False
    conflicts: list[Conflict] = field(default_factory=list)
    kept: int = 0


def save(
    release: Release,
    language: str,
    *,
    by: Any,
    based_on: int | None,
    automatic: bool = False,
    at: datetime | None = None,
    **words: str,
) -> Saved:
    """Saves the words of a release in a language (``place``, ``headline``, ``lead``, ``body``).

    ``based_on``: the revision whose words the writer began from, 0 where there were none, ``None``: whatever
    stands there now. What is not given stays as it was there. Never refused for being stale: what was sent is then
    kept aside, and the text becomes what both made of it (``press.merging``).
    Raises ``TooLong``, after keeping what was sent.
    """
    with transaction.atomic():
        text = _held(release, language)
        desk = _Desk(text, by, at or freshness.now())
        base = text.words() if based_on is None else _words_of(text, based_on)
        mine = base | {name: tidy(name, said) for name, said in words.items()}
        too_long = told_too_long(mine)
        if too_long:
            kept = desk.set_aside(mine, based_on).number
        else:
            saved = _saved(desk, base, mine, based_on, Kind.AUTOSAVED if automatic else Kind.SAVED)
    if too_long:
        raise TooLong(too_long, kept)
    return saved


def write(
    release: Release,
    language: str,
    *,
    by: Any,
    at: datetime | None = None,
    based_on: int | None = None,
    renders: int | None = None,
    **words: str,
) -> Text:
    """Saves, for who has nobody beside him: an import, an example. ``renders``: see ``now_renders``."""
    with transaction.atomic():
        text = save(release, language, by=by, based_on=based_on, automatic=False, at=at, **words).text
        if renders is not None:
            _point(text, renders)
    return text


def restore(release: Release, language: str, number: int, *, by: Any) -> Saved:
    """Makes the words of an earlier revision, or of one kept aside, those of the text. Nothing is removed.

    Raises ``Revision.DoesNotExist``, and ``TooLong`` where it is aside because it was.
    """
    with transaction.atomic():
        text = _held(release, language)
        words = Revision.objects.get(text=text.pk, number=number).words()
        if too_long := told_too_long(words):
            raise TooLong(too_long, number)
        if words == text.words():
            return Saved(text, None, kept=text.version)
        revision = _Desk(text, by, freshness.now()).become(words, Kind.RESTORED, number)
    return Saved(text, revision, kept=revision.number)


def now_renders(release: Release, language: str, *, by: Any, number: int) -> Text:
    """A translator says that the translation gives the original as of revision ``number``.

    Raises ``Text.DoesNotExist`` and ``Revision.DoesNotExist``; what was kept aside is no state to render.
    """
    with transaction.atomic():
        _held(release, language)
        text = Text.objects.get(release=release, language=language)
        _point(text, number)
        ledger.record("rendered", release, by=by, at=freshness.now(), language=language, version=number)
    return text


def differences_between(before: Revision, after: Revision) -> dict[str, list[comparing.Stretch]]:
    """What differs, by word, in each field that does. Of bodies the words; where only marks or links do, the HTML."""
    told = {}
    for name in Text.WORDS:
        old, new = getattr(before, name), getattr(after, name)
        if name == "body" and body.plain(old) != body.plain(new):
            old, new = body.plain(old), body.plain(new)
        if old != new:
            told[name] = comparing.differences(old, new)
    return told


def kept_for(text: Text, user: Any, *, writes: bool) -> QuerySet[Revision]:
    """What was kept of a text and a person may read, the newest first: what others have aside only if he writes it."""
    kept = Revision.objects.filter(text=text).order_by("-number")
    return kept if writes else kept.filter(~Q(kind=Kind.ASIDE) | Q(saved_by=user))


# What is sent

# As in a body: control characters, halves of characters and what is none.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def tidy(name: str, said: str) -> str:
    """A field as it is kept: no character that can be seen is dropped."""
    if name == "body":
        cleaned = body.clean(said)
        kept = (
            cleaned if cleaned == said or _letters(cleaned) == _letters(said) else body.from_plain(_without_tags(said))
        )
        return linking.recognised(kept)
    said = _UNPRINTABLE.sub("", said)
    if name == "lead":
        return "\n".join(" ".join(line.split()) for line in said.splitlines()).strip()
    return " ".join(said.split())


def _without_tags(html: str) -> str:
    return unescape(nh3.clean(_UNPRINTABLE.sub("", html), tags=set()))


def _letters(html: str) -> str:
    """What can be seen of a body but for spaces. Nested some hundred times deep, it is lost when HTML is read."""
    return "".join(_without_tags(html).split())


def told_too_long(words: Words) -> dict[str, str]:
    """A sentence for each field that is longer than a text may hold."""
    return {
        name: _("It has %(has)s characters and may have %(most)s at most. What you wrote is kept aside.")
        % {"has": len(said), "most": LONGEST[name]}
        for name, said in words.items()
        if len(said) > LONGEST[name]
    }


# What is kept


def _held(release: Release, language: str) -> Text:
    """The text, for this transaction alone; not yet saved where there is none."""
    locks.take(f"release {release.pk}")  # two first saves of one text: the second then sees the first
    freshness.renew()
    known = Text.objects.filter(release=release, language=language).first()
    return known or Text(release=release, language=language)


def _words_of(text: Text, number: int) -> Words:
    known = text.revisions.filter(number=number).first() if text.pk else None
    return known.words() if known else dict.fromkeys(Text.WORDS, "")


def _saved(desk: "_Desk", base: Words, mine: Words, based_on: int | None, kind: str) -> Saved:
    text, theirs = desk.text, desk.text.words()
    blank = not any(mine.values())
    if mine == theirs and (text.version or (blank and kind == Kind.AUTOSAVED)):
        return Saved(text, None, kept=text.version)
    if based_on is None or based_on == text.version:
        revision = desk.become(mine, kind, based_on)
        return Saved(text, revision, kept=revision.number)
    if mine == base:  # he has written nothing since
        return Saved(text, None, merged=True, kept=based_on)
    outcome = merge(base, mine, theirs)
    if outcome.words == mine and not outcome.conflicts:
        revision = desk.become(mine, kind, based_on)
        return Saved(text, revision, kept=revision.number)
    aside = desk.set_aside(mine, based_on)
    if outcome.words == theirs:
        return Saved(text, aside, merged=True, conflicts=outcome.conflicts, kept=aside.number)
    revision = desk.become(outcome.words, Kind.MERGED, text.version)
    return Saved(text, revision, merged=True, conflicts=outcome.conflicts, kept=aside.number)


@dataclass
class _Desk:
    """Where one person, at one instant, changes one text that is held."""

    text: Text
    by: Any
    at: datetime

    def become(self, words: Words, kind: str, based_on: int | None) -> Revision:
        """The text has these words from now on, and they are kept."""
        for name, said in words.items():
            setattr(self.text, name, said)
        self.text.version = self._next()
        self._begin_rendering()
        self.text.save()
        return self._keep(self.text.version, words, kind, based_on)

    def set_aside(self, words: Words, based_on: int | None) -> Revision:
        """Keeps words beside the text. The same once more from the same person, a save that was repeated: once."""
        if not self.text.pk:
            self.text.save()
        last = self.text.revisions.filter(saved_by=self.by, kind=Kind.ASIDE).order_by("-number").first()
        if last and last.words() == words and last.based_on == based_on:
            return last
        return self._keep(self._next(), words, Kind.ASIDE, based_on)

    def _next(self) -> int:
        if not self.text.pk:
            return 1
        return (self.text.revisions.aggregate(last=Max("number"))["last"] or 0) + 1

    def _keep(self, number: int, words: Words, kind: str, based_on: int | None) -> Revision:
        return Revision.objects.create(
            text=self.text,
            number=number,
            kind=kind,
            based_on=based_on,
            saved_at=self.at,
            saved_by=self.by,
            **words,
        )

    def _begin_rendering(self) -> None:
        """A translation gives the original that stood when it was begun, until its translator says otherwise."""
        release = self.text.release
        if self.text.renders_id is None and self.text.language != release.original_language:
            original = Text.objects.filter(release=release, language=release.original_language).first()
            self.text.renders = original.present_revision() if original else None


def _point(text: Text, number: int) -> None:
    """A translation gives revision ``number`` of the original."""
    release = text.release
    original = Revision.objects.exclude(kind=Kind.ASIDE)
    text.renders = original.get(text__release=release, text__language=release.original_language, number=number)
    text.save(update_fields=["renders"])
