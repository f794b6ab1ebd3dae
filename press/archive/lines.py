"""A line of an archive: one release as JSON, checked as far as that needs no database (docs/archive.md)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from osce_site.languages import OFFICIAL, ORIGINAL
from press import authenticity, body, reading, search, writing
from press.models.release import Kind
from press.models.tagging import Role

KEYS = {"source", "number", "kind", "dateline_on", "published_at", "original_language", "terms", "texts"}
LARGEST_NUMBER = 999_999_999_999
"""Of a release: what an address can name (press/urls.py)."""

_KINDS, _ROLES, _LANGUAGES = Kind.values, Role.values, list(OFFICIAL)


class Refused(ValueError):
    """The line is not taken in; the message says why, in one sentence without its subject."""


@dataclass(frozen=True)
class Words:
    """A text in a language, tidied as at every save, with what the search index is given of it."""

    language: str
    place: str
    headline: str
    lead: str
    body: str
    entry: search.Entry
    marks: set[int]
    """What it is recognised by (``press.authenticity``)."""


@dataclass(frozen=True)
class Line:
    """``terms``: (role, vocabulary, slug), each once, in order. ``words``: the original first."""

    number: int
    """Of the line, from 1."""
    digest: str
    """Of where it comes from: what tells that it was taken in before."""
    release_number: int | None
    kind: str
    dateline_on: date | None
    published_at: datetime
    day: date
    """That of the dateline: where none is given, that of publication where the organisation sits."""
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    @property
    def original_language(self) -> str:
        return self.words[0].language


def digest(source: str) -> str:
    return hashlib.sha256(f"archive {source}".encode("utf-8", "surrogatepass")).hexdigest()


def source_of(raw: str | bytes) -> tuple[dict[str, Any], str]:
    """The object of a line and the digest of its source. Raises ``Refused``."""
    try:
        said = json.loads(raw)
    except ValueError as error:
        raise Refused(f"is no JSON: {error}") from error
    if not isinstance(said, dict):
        raise Refused("is no object")
    source = said.get("source")
    if not isinstance(source, str) or not source.strip():
        raise Refused("has no source: an address or another word that names it for ever")
    return said, digest(source.strip())


def read(said: dict[str, Any], mark: str, number: int) -> Line:
    """What a line says. Raises ``Refused``. Own links in bodies cost queries (``press.linking``), nothing else does."""
    if unknown := sorted(said.keys() - KEYS):
        raise Refused(f"has what no release has: {', '.join(unknown)}")
    release_number = _release_number(said.get("number"))
    kind = _one_of("kind", said.get("kind", Kind.PRESS_RELEASE.value), _KINDS)
    dateline_on, published_at = _day(said.get("dateline_on")), _instant(said.get("published_at"))
    day = dateline_on or local_day(published_at)
    return Line(
        number=number,
        digest=mark,
        release_number=release_number,
        kind=kind,
        dateline_on=dateline_on,
        published_at=published_at,
        day=day,
        terms=_terms(said.get("terms", {})),
        words=_all_words(said.get("texts"), said.get("original_language"), day),
    )


_ZONE = ZoneInfo(settings.SITE_ZONE)


def local_day(instant: datetime) -> date:
    return instant.astimezone(_ZONE).date()


def _release_number(given: Any) -> int | None:
    if given is None:
        return None
    if not isinstance(given, int) or isinstance(given, bool) or not 1 <= given <= LARGEST_NUMBER:
        raise Refused(f"has a number that is no whole number from 1 to {LARGEST_NUMBER}")
    return given


def _one_of(name: str, given: Any, allowed: list[str]) -> str:
    if not isinstance(given, str) or given not in allowed:
        raise Refused(f"has the {name} {given!r}; allowed are {', '.join(allowed)}")
    return given


def _day(given: Any) -> date | None:
    if given is None:
        return None
    try:
        day = date.fromisoformat(given)
    except (TypeError, ValueError) as error:
        raise Refused(f"has the dateline_on {given!r}; it is written as 2006-05-11") from error
    if day.year < 1973:
        raise Refused("is dated before the organisation was")
    return day


def _instant(given: Any) -> datetime:
    try:
        instant = datetime.fromisoformat(given)
    except (TypeError, ValueError) as error:
        raise Refused(f"has the published_at {given!r}; it is written as 2006-05-11T09:30:00+02:00") from error
    if instant.tzinfo is None:
        raise Refused("has a published_at without offset from UTC")
    return instant


def _terms(given: Any) -> list[tuple[str, str, str]]:
    if not isinstance(given, Mapping):
        raise Refused('has terms that are no object: {"field": ["fields-of-work/arms-control"]}')
    found: list[tuple[str, str, str]] = []
    for role, names in given.items():
        _one_of("role", role, _ROLES)
        if not isinstance(names, list) or not all(isinstance(name, str) and name.count("/") == 1 for name in names):
            raise Refused(f"names the terms of the role {role} otherwise than as vocabulary/slug")
        found += [(role, vocabulary, slug) for vocabulary, _slash, slug in (name.partition("/") for name in names)]
    return list(dict.fromkeys(found))


def _all_words(given: Any, original: Any, day: date) -> list[Words]:
    if not isinstance(given, Mapping) or not given:
        raise Refused("has no texts")
    if original is None:
        original = ORIGINAL if ORIGINAL in given else next(iter(given))
    if original not in given:
        raise Refused(f"has no text in its original language, {original!r}")
    return [_words(language, given[language], day) for language in sorted(given, key=lambda one: one != original)]


def _words(language: str, given: Any, day: date) -> Words:
    _one_of("language", language, _LANGUAGES)
    if not isinstance(given, Mapping) or given.keys() - {"place", "headline", "lead", "body"}:
        raise Refused(f"has a text in {language} that is no object of place, headline, lead and body")
    if wrong := [name for name, said in given.items() if not isinstance(said, str)]:
        raise Refused(f"has a {wrong[0]} in {language} that is no text")
    words = {name: writing.tidy(name, given.get(name, "")) for name in ("place", "headline", "lead", "body")}
    if missing := [name for name in ("headline", "body") if not words[name]]:
        raise Refused(f"has no {missing[0]} in {language}")
    if writing.told_too_long(words):
        raise Refused(f"has a text in {language} that is too long: {', '.join(writing.told_too_long(words))}")
    place, headline, lead, said = words["place"], words["headline"], words["lead"], body.plain(words["body"])
    entry = search.entry(language, place=place, headline=headline, lead=lead, said=said)
    text = authenticity.told(headline, lead, reading.dateline_of(place, day, language), said)
    return Words(language=language, **words, entry=entry, marks=authenticity.marks_of(text))
