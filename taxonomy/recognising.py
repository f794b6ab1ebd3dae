"""Terms that a text mentions: their names of any time, short and alternative ones, found as whole words.

The names of a language are laid out once per version of the taxonomy as a tree of words, so a text is read once,
whatever the number of names. Endings are forgiven where that is cheap: Russian and German by their stems, the
others by the sign of their plural.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from osce_site.languages import ORIGINAL
from taxonomy import snapshot
from taxonomy.finding import fold
from taxonomy.models.spell import holds
from taxonomy.snapshot import Snapshot

KINDS = ("preferred", "short", "alternative")
LONGEST_ABBREVIATION = 8
_WORD = re.compile(r"[Cc][Oo][-‐](?=[oO])[^\W_]+|[^\W_]+")
"""Hyphens part words, but in "co-operation", which is "cooperation" to many."""


@dataclass(frozen=True)
class Mention:
    term_id: int
    """What the term is on the day, mergers followed."""
    name: str
    """As it stands in the text where it is first found."""
    count: int
    first_start: int


@dataclass(frozen=True)
class Named:
    """A name that a term has or had."""

    term_id: int
    kind: str
    text: str
    since: date | None
    until: date | None
    in_small: bool = False
    """Whether a text may write it in small letters, as it does of migration and of elections."""

    def holds(self, day: date) -> bool:
        return holds(self.since, self.until, day)


@dataclass(frozen=True)
class Hit:
    """A place of a text at which a name stands: the longest that fits, of all terms that are called so."""

    start: int
    end: int
    words: str
    names: tuple[Named, ...]


@dataclass
class _Branch:
    """The names that end with a word, and the words that go on from it."""

    names: list[Named] = field(default_factory=list)
    further: dict[str, "_Branch"] = field(default_factory=dict)


def mentioned(text: str, language: str, on: date) -> list[Mention]:
    """The terms that may be filed under and that a text mentions, the most often mentioned first. No query.

    Where several terms have one name, those that had it on the day are meant.
    """
    taxonomy = snapshot.current()
    places: dict[int, list[Hit]] = defaultdict(list)
    for hit in hits(text, language):
        for term_id in {taxonomy.present(named.term_id, on) for named in _meant(hit, on)}:
            places[term_id].append(hit)
    found = [Mention(term_id, where[0].words, len(where), where[0].start) for term_id, where in places.items()]
    return sorted(found, key=lambda one: (-one.count, one.first_start, one.term_id))


def _meant(hit: Hit, on: date) -> list[Named]:
    return [named for named in hit.names if named.holds(on)] or list(hit.names)


def hits(text: str, language: str) -> Iterator[Hit]:
    """Every name that stands in a text, in its order, none within another."""
    words = [(word[0], word.start(), word.end()) for word in _WORD.finditer(text)]
    keys, top = [_key(word, language) for word, _start, _end in words], _names(language)
    at = 0
    while at < len(words):
        length, names = _longest(top, keys, at, words[at][0])
        start, end = words[at][1], words[at + max(length, 1) - 1][2]
        if names and _on_one_line(text[start:end]):
            yield Hit(start, end, text[start:end], tuple(names))
            at += length
        else:
            at += 1


def _longest(top: _Branch, keys: list[str], at: int, first: str) -> tuple[int, list[Named]]:
    """How many words the longest name has that begins at a word, and whose it is."""
    branch, length, best = top, 0, (0, list[Named]())
    while at + length < len(keys) and (further := branch.further.get(keys[at + length])):
        branch, length = further, length + 1
        if names := [named for named in branch.names if _fits(named, first)]:
            best = (length, names)
    return best


def _fits(named: Named, word: str) -> bool:
    """Capitals where the name has them: "Georgia" is a State, "ODIHR" an office, but "odihr" and "turkey" are none."""
    if is_abbreviation(named.text):
        return named.text.startswith(word)
    return named.in_small or word[0].isupper()


def is_abbreviation(name: str) -> bool:
    return name.isupper() and len(name) <= LONGEST_ABBREVIATION and " " not in name


def _on_one_line(words: str) -> bool:
    """A name does not go over the end of a sentence or a paragraph."""
    return not re.search(r"[\n!?;:]|\.\s", words)


# Words as they are compared

_STEMS = {"ru": "russian", "de": "german"}
_LAND = re.compile(r"(\w+стан)(?:а|у|ом|е)?")
"""Of which the stem is another in each case: the rules take "-ан" for an ending."""


@lru_cache(maxsize=200_000)
def _key(word: str, language: str) -> str:
    plain = fold(word)
    if language == "ru" and (land := _LAND.fullmatch(plain)):
        return land[1]
    if language in _STEMS:
        return str(_stemmer(language).stemWord(plain))
    if language in {"en", "fr", "es"} and len(plain) > 3 and plain.endswith("s") and not plain.endswith("ss"):
        return plain[:-1]
    return plain


@lru_cache
def _stemmer(language: str) -> Any:
    import snowballstemmer  # all languages at once, two megabytes: for the desk alone

    return snowballstemmer.stemmer(_STEMS[language])


# The names of a language, made once for each version of the taxonomy

_kept: tuple[Snapshot, dict[str, _Branch]] | None = None


def _names(language: str) -> _Branch:
    global _kept
    taxonomy = snapshot.current()
    if _kept is None or _kept[0] is not taxonomy:
        _kept = (taxonomy, {})
    trees = _kept[1]
    if language not in trees:
        trees[language] = _laid_out(taxonomy, language)
    return trees[language]


def _laid_out(taxonomy: Snapshot, language: str) -> _Branch:
    top = _Branch()
    filing = {word for word, vocabulary in taxonomy.vocabularies.items() if vocabulary.role or vocabulary.may_be_source}
    for node in taxonomy.nodes.values():
        if node.vocabulary in filing:
            # German writes every noun large, so small letters mean another word: "wählen" is not "Wahlen".
            field_of_work = taxonomy.vocabularies[node.vocabulary].role == "field" and language != "de"
            for named in _names_of(taxonomy, node.id, language, field_of_work):
                _enter(top, named, language)
    return top


def _names_of(taxonomy: Snapshot, term_id: int, language: str, field_of_work: bool) -> Iterator[Named]:
    """In the language; the English ones where it has none, and English abbreviations in any case."""
    own = list(_labels(taxonomy, term_id, language, field_of_work))
    yield from own
    if language != ORIGINAL:
        english = _labels(taxonomy, term_id, ORIGINAL, field_of_work)
        yield from (named for named in english if not own or is_abbreviation(named.text))


def _labels(taxonomy: Snapshot, term_id: int, language: str, field_of_work: bool) -> Iterator[Named]:
    for kind in KINDS:
        for label in taxonomy.labels.get((term_id, language, kind), ()):
            in_small = field_of_work or label.text[0].islower()
            yield Named(term_id, kind, label.text, label.since, label.until, in_small)


def _enter(top: _Branch, named: Named, language: str) -> None:
    words = _WORD.findall(named.text)
    if not words or len(named.text) < 2:
        return
    branch = top
    for word in words:
        branch = branch.further.setdefault(_key(word, language), _Branch())
    branch.names.append(named)
