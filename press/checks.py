"""The checks beside a text at the desk: house style, facts, links. They advise; four of them stop a publication.

What each says, and why, stands in docs/house-style.md.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from osce_site.languages import OFFICIAL
from press import body, facts, house_style, link_checking, own_links
from press.body_links import BodyLink, body_links
from press.datelines import Dateline, against_dateline
from press.findings import Finding, place_order
from press.house_style import Passage
from press.local_time import ambiguity
from press.models import Release
from press.office_names import names
from press.translation_checks import against_original
from taxonomy import snapshot
from taxonomy.finding import fold
from taxonomy.snapshot import Snapshot

__all__ = ["Finding", "ambiguity", "blocking", "check"]


def check(
    release: Release,
    language: str,
    words: dict[str, str],
    *,
    at: datetime,
    going_out_at: datetime | None = None,
    zone: str = "Europe/Vienna",
) -> list[Finding]:
    """What there is to say about the words of a text (place, headline, lead, body as clean HTML), saved or not.

    ``going_out_at``: the instant at which it is to go out; ``None``: as planned, or at once. ``zone``: the
    officer's. Sorted as a writer meets them, what blocks first. Some ten queries, whatever the length.
    """
    links = body_links(words.get("body", ""))
    passages = passages_of(words, language, links)
    when = max(going_out_at or release.planned_for or at, at)
    day = release.dateline_on or _day(going_out_at or release.planned_for or at)
    dateline = Dateline(words.get("place", ""), day)
    found = [
        *facts.parts(words),
        *(finding for passage in passages for finding in house_style.remarks(passage)),
        *against_dateline(dateline, _text(passages), no_towns=_no_towns()),
        *names(passages, day),
        *_against_original(release, language, passages),
        *own_links.own_links(links, release, when),
        *link_checking.broken(own_links.foreign(links)),
        *facts.photos(release, language),
        *facts.filing(release),
        *facts.contacts(release, _day(when)),
        *facts.schedule(release, at, going_out_at, zone),
    ]
    return sorted(found, key=place_order)


def blocking(
    release: Release, languages: Iterable[str], *, at: datetime, going_out_at: datetime | None
) -> list[Finding]:
    """What keeps the saved texts of a release from going out: at an instant, or at once (``None``)."""
    wanted = set(languages)
    texts = [text for text in release.texts.all() if text.language in wanted]
    found = [
        replace(finding, message=f"{OFFICIAL[text.language]}: {finding.message}")
        for text in texts
        for finding in (*facts.parts(text.words()), *facts.photos(release, text.language))
    ]
    found += facts.schedule(release, at, going_out_at or at, settings.SITE_ZONE)
    return [finding for finding in found if finding.blocking]


def passages_of(words: dict[str, str], language: str, links: list[BodyLink]) -> list[Passage]:
    """The fields of a text as plain text, in the order a reader meets them."""
    spans = tuple((link.start, link.end) for link in links)
    passages = [Passage(field, language, words.get(field, "")) for field in ("headline", "lead")]
    return [*passages, Passage("body", language, body.plain(words.get("body", "")), spans)]


def _text(passages: list[Passage]) -> list[Passage]:
    return [passage for passage in passages if passage.field in {"lead", "body"}]


def _day(instant: datetime) -> date:
    return instant.astimezone(ZoneInfo(settings.SITE_ZONE)).date()


def _against_original(release: Release, language: str, passages: list[Passage]) -> Iterator[Finding]:
    """One query. The original itself is compared with nothing: it is right until somebody corrects it."""
    if language != release.original_language:
        for text in release.texts.all():
            if text.language == release.original_language:
                yield from against_original(passages, passages_of(text.words(), text.language, []))


_kept: tuple[Snapshot, frozenset[str]] | None = None


def _no_towns() -> frozenset[str]:
    """Every name of States and their groups, folded; made once for each version of the taxonomy."""
    global _kept
    taxonomy = snapshot.current()
    if _kept is None or _kept[0] is not taxonomy:
        lands = [
            node.id for node in taxonomy.nodes.values() if taxonomy.vocabularies[node.vocabulary].role == "country"
        ]
        _kept = (taxonomy, frozenset(fold(name) for term_id in lands for name in taxonomy.all_names(term_id)))
    return _kept[1]
