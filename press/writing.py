"""Writing at the desk: every save is kept, and a stale one is noticed."""

from datetime import datetime
from typing import Any

from django.db import transaction

from osce_site import freshness, locks
from press import body
from press.models import Release, Revision, Text


class StaleSave(Exception):
    """Somebody saved the text since it was opened. Nothing was written; ``mine`` must not be dropped."""

    def __init__(self, mine: dict[str, str], theirs: Text) -> None:
        super().__init__("The text was saved by somebody else in the meantime.")
        self.mine = mine
        self.theirs = theirs


def write(
    release: Release,
    language: str,
    *,
    by: Any,
    at: datetime | None = None,
    based_on: int | None = None,
    **words: str,
) -> Text:
    """Saves the words of a release in a language (``place``, ``headline``, ``lead``, ``body``) as a revision.

    What is not given stays. ``based_on``: the version the writer had before him; raises ``StaleSave``
    when another was saved since. A save that changes nothing keeps no revision.
    """
    if "body" in words:
        words["body"] = body.clean(words["body"])
    with transaction.atomic():
        locks.take(f"release {release.pk}")  # two first saves of one text: the second then sees the first
        text = Text.objects.filter(release=release, language=language).first()
        if text is None:
            text = Text(release=release, language=language)
        elif based_on is not None and based_on != text.version:
            raise StaleSave(words, text)
        if text.version and text.words() | words == text.words():
            return text
        for name, said in words.items():
            setattr(text, name, said)
        text.version += 1
        if language != release.original_language:
            original = Revision.objects.filter(
                text__release=release, text__language=release.original_language
            ).order_by("-number")
            text.renders = original.first()
        text.save()
        Revision.objects.create(
            text=text, number=text.version, saved_at=at or freshness.now(), saved_by=by, **text.words()
        )
    return text
