"""What an address that leads nowhere may have meant: what is public under an address much like it."""

from collections.abc import Iterable
from datetime import datetime

from rapidfuzz import fuzz, process

from press import results
from press.models import Edition, Placement
from press.models.edition import slug_of
from taxonomy import snapshot
from taxonomy.references import refer
from taxonomy.snapshot import Snapshot

NEAR = 82
"""From here on, of 100, an address may be what was meant."""
NEWEST = 200
"""So many of the newest releases are compared by their letters; older ones are found by the words alone."""
LONGEST = 200
"""Letters of an address that count."""
MOST = 5

Way = tuple[str, str, str]
"""Name, its language, and the path without language."""

_kept: tuple[Snapshot, dict[str, int], dict[str, int]] | None = None


def nearest(path: str, language: str, at: datetime) -> list[Way]:
    """The likest first, at most ``MOST``. ``path`` is without language. At most three queries, of bounded cost."""
    parts = [part for part in path[:LONGEST].lower().split("/") if part]
    if not parts or "\0" in path:
        return []
    found = {way[2]: way for way in (*_vocabularies(parts, language), *_terms(parts, language, at))}
    if len(found) < MOST:
        found |= {way[2]: way for way in _releases(parts, language, at)}
    return list(found.values())[:MOST]


def _vocabularies(parts: list[str], language: str) -> list[Way]:
    known = snapshot.current().vocabularies
    near = process.extract(parts[0], known.keys(), scorer=fuzz.ratio, score_cutoff=NEAR, limit=1)
    return [(known[slug].name(language), language, f"/{slug}/") for slug, _score, _place in near if len(parts) == 1]


def _terms(parts: list[str], language: str, at: datetime) -> list[Way]:
    """By the whole address, or by the word of the term alone, wherever that was looked for."""
    whole, last = _addresses()
    near = process.extract("/".join(parts[-2:]), whole.keys(), scorer=fuzz.ratio, score_cutoff=NEAR + 8, limit=MOST)
    near += process.extract(parts[-1], last.keys(), scorer=fuzz.ratio, score_cutoff=NEAR, limit=MOST)
    taxonomy, today = snapshot.current(), at.date()
    scored = sorted(near, key=lambda hit: -hit[1])
    keys = dict.fromkeys(taxonomy.present({**whole, **last}[word]) for word, _score, _place in scored)
    named = [refer(key, language, today=today) for key in keys]
    return [(term.text, term.name.language, term.path) for term in named]


def _addresses() -> tuple[dict[str, int], dict[str, int]]:
    """Term by its address, and by the last part of it; of this request's version of the taxonomy."""
    global _kept
    taxonomy = snapshot.current()
    if _kept is None or _kept[0] is not taxonomy:
        whole = {f"{vocabulary}/{slug}": key for (vocabulary, slug), key in taxonomy.by_slug.items()}
        _kept = (taxonomy, whole, {slug: key for (_vocabulary, slug), key in taxonomy.by_slug.items()})
    return _kept[1], _kept[2]


def _releases(parts: list[str], language: str, at: datetime) -> list[Way]:
    """By the number, then by the words of the address, then by its letters among the newest."""
    number = next((int(part) for part in parts if part.isascii() and part.isdigit() and len(part) <= 12), 0)
    editions = Edition.objects.filter(release_id=number, language=language).published(at) if number else []
    found = [(edition.headline, edition.path) for edition in editions]
    word = parts[-1].partition(".")[0]
    if word.count("-") > 1:
        found += [
            (row.edition.headline, row.edition.path)
            for row in results.beginning(word.replace("-", " "), language, at, MOST)
        ]
        found += _likest(word, _newest(language, at))
    return [(headline, language, path) for headline, path in found]


def _newest(language: str, at: datetime) -> list[tuple[int, str]]:
    rows = Placement.objects.of(None).in_language(language).published(at).newest_first()
    return list(rows.values_list("release_number", "edition__headline")[:NEWEST])


def _likest(word: str, releases: Iterable[tuple[int, str]]) -> list[tuple[str, str]]:
    slugs = {number: slug_of(headline) for number, headline in releases}
    headlines = dict(releases)
    near = process.extract(word, slugs, scorer=fuzz.ratio, score_cutoff=NEAR, limit=MOST)
    return [(headlines[number], f"/press-releases/{number}/{slug}/") for slug, _score, number in near]
