"""The checks beside a text at the desk: house style, facts, links. They advise; four of them stop a publication."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from press import body
from press.findings import Finding, place_order
from press.models import Release

__all__ = ["Finding", "blocking", "check"]


def check(
    release: Release,
    language: str,
    words: dict[str, str],
    *,
    at: datetime,
    going_out_at: datetime | None = None,
    zone: str = "Europe/Vienna",
) -> list[Finding]:
    """What there is to say about the words of a text (place, headline, lead, body as clean HTML), saved or not."""
    return sorted(_missing(words), key=place_order)


def blocking(
    release: Release, languages: Iterable[str], *, at: datetime, going_out_at: datetime | None
) -> list[Finding]:
    """What keeps the saved texts of a release from going out."""
    wanted = set(languages)
    found = [finding for text in release.texts.all() if text.language in wanted for finding in _missing(text.words())]
    return [finding for finding in found if finding.blocking]


def _missing(words: dict[str, str]) -> Iterator[Finding]:
    if not words.get("headline", "").strip():
        yield Finding("headline-missing", "headline", _("There is no headline."), blocking=True)
    if not body.plain(words.get("body", "")):
        yield Finding("body-missing", "body", _("The body is empty."), blocking=True)
