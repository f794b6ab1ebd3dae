"""Terms that look alike: the same thing, maybe, entered twice. Candidates, for a person to judge."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from rapidfuzz import fuzz, process

from osce_site import freshness
from osce_site.languages import OFFICIAL
from taxonomy import finding, snapshot
from taxonomy.models.spell import holds
from taxonomy.snapshot import Dated, Snapshot

ALIKE = 88
"""From here on, of 100, two names may be one, misspelt: letters they share, in their order. Austria and Australia
share 87."""
REST_ALIKE = 75
"""The same for what is left of both without the words they share: "Mission to Estonia", "Mission to Latvia"."""

SMALL = {
    "en": "the an of in on at to for and or with by from",
    "fr": "le la les l d de du des en au aux et ou pour dans sur par",
    "de": "der die das des dem den ein eine und oder in im zu zum zur von vom fur auf am",
    "it": "il lo la i gli le l d di del dello della dei degli delle in nel nella a al alla ai e ed o per con",
    "ru": "и в во на по с со о об от для к или",
    "es": "el la los las de del en y e o al para por con",
}
"""Words that make no difference, as ``finding.fold`` leaves them: "Rule of law", "The rule of law"."""


class How(IntEnum):
    SAME = 0
    FORMER = 1
    NEAR = 2


@dataclass(frozen=True)
class Pair:
    """Two terms of one vocabulary, the first before the second in the tree."""

    how: How
    first: int
    second: int
    names: tuple[str, str]
    """By which they look alike."""
    language: str


Group = tuple[str, str]
"""A vocabulary and a language."""
Named = dict[str, list[tuple[int, str]]]
"""A name as it is compared -> the terms called so, with the name as written."""

_kept: tuple[Snapshot, date, list[Pair]] | None = None


def pairs() -> list[Pair]:
    """Of this request's version of the taxonomy; the surest first. What took over from the other is no pair."""
    global _kept
    taxonomy, today = snapshot.current(), freshness.now().date()
    if _kept is None or _kept[0] is not taxonomy or _kept[1] != today:
        _kept = (taxonomy, today, _find(taxonomy, today))
    return _kept[2]


def _find(taxonomy: Snapshot, today: date) -> list[Pair]:
    present: dict[Group, Named] = defaultdict(lambda: defaultdict(list))
    former: dict[Group, Named] = defaultdict(lambda: defaultdict(list))
    stands = finding.standings()
    for called in finding.index().called:
        term_id, vocabulary = called.term_id, taxonomy.nodes[called.term_id].vocabulary
        if stands[term_id] == finding.Standing.MERGED:
            continue
        folded = dict(zip(called.written, called.folded[1:-1].split("\n"), strict=True))
        for language in OFFICIAL:
            now, past = _names(taxonomy, term_id, language, today)
            for text in now:
                present[vocabulary, language][folded[text]].append((term_id, text))
            for text in past:
                former[vocabulary, language][folded[text]].append((term_id, text))
    place = {term_id: number for number, term_id in enumerate(taxonomy.nodes)}
    found: dict[tuple[int, int], Pair] = {}
    for pair in sorted(_candidates(present, former), key=lambda pair: pair.how):
        one, other = sorted((pair.first, pair.second), key=lambda term_id: place[term_id])
        if one == other or (one, other) in found or _follow_each_other(taxonomy, one, other):
            continue
        names = pair.names if one == pair.first else (pair.names[1], pair.names[0])
        found[one, other] = Pair(pair.how, one, other, names, pair.language)
    return sorted(found.values(), key=lambda pair: (pair.how, place[pair.first], place[pair.second]))


def _names(taxonomy: Snapshot, term_id: int, language: str, today: date) -> tuple[list[str], list[str]]:
    """What it is called in a language, or was at last; and what it was called before or may be called beside."""
    preferred = sorted(taxonomy.labels.get((term_id, language, "preferred"), ()), key=_since)
    if not preferred:
        return [], []
    now = next((label for label in preferred if holds(label.since, label.until, today)), preferred[-1])
    beside = taxonomy.labels.get((term_id, language, "alternative"), ())
    return [now.text], [label.text for label in (*preferred, *beside) if label is not now]


def _since(label: Dated) -> date:
    return label.since or date.min


def _candidates(present: dict[Group, Named], former: dict[Group, Named]) -> Iterator[Pair]:
    for group, named in present.items():
        for called in named.values():
            for number, one in enumerate(called):
                yield from (_pair(How.SAME, one, other, group[1]) for other in called[number + 1 :])
        for name, called in former[group].items():
            for one in called:
                yield from (_pair(How.FORMER, one, other, group[1]) for other in named.get(name, ()))
        for a, b in _alike(group, named):
            for one in named[a]:
                yield from (_pair(How.NEAR, one, other, group[1]) for other in named[b])


def _pair(how: How, one: tuple[int, str], other: tuple[int, str], language: str) -> Pair:
    return Pair(how, one[0], other[0], (one[1], other[1]), language)


def _follow_each_other(taxonomy: Snapshot, one: int, other: int) -> bool:
    return any(link.term_id == other for link in (*taxonomy.successors(one), *taxonomy.predecessors(one)))


# Names misspelt


@dataclass(frozen=True)
class _Compared:
    names: frozenset[str]
    alike: frozenset[tuple[str, str]]


_compared: dict[Group, _Compared] = {}
"""What was compared before: of a changed taxonomy only the new names are compared with all."""


def _alike(group: Group, named: Iterable[str]) -> list[tuple[str, str]]:
    names = frozenset(named)
    before = _compared.get(group, _Compared(frozenset(), frozenset()))
    if names != before.names:
        kept = {pair for pair in before.alike if names.issuperset(pair)}
        before = _compared[group] = _Compared(
            names, frozenset(kept | {*_compare(names, names - before.names, group[1])})
        )
    return sorted(before.alike)


def _compare(names: frozenset[str], new: frozenset[str], language: str) -> Iterator[tuple[str, str]]:
    """The pairs, each in the order of the alphabet, of which at least one name is new.

    Words are put in order first, so that theirs does not matter; nor do small words, and where words are parted.
    """
    small = frozenset(SMALL[language].split())
    ordered: dict[str, list[str]] = defaultdict(list)
    joined: dict[str, list[str]] = defaultdict(list)
    for name in names:
        words = _words(name, small)
        ordered[" ".join(sorted(words))].append(name)
        joined["".join(words)].append(name)
    for several in (*ordered.values(), *joined.values()):
        yield from (pair for pair in _both_ways(several) if new.intersection(pair))
    fresh = {text for text, several in ordered.items() if not new.isdisjoint(several)}
    for block in _blocks(ordered):
        known, waiting = [text for text in block if text not in fresh], [text for text in block if text in fresh]
        while waiting:
            text = waiting.pop()
            near = process.extract(
                text, known + waiting, scorer=fuzz.ratio, processor=None, score_cutoff=ALIKE, limit=None
            )
            for other in (other for other, _score, _place in near if _are_one(text, other)):
                yield from ((min(a, b), max(a, b)) for a in ordered[text] for b in ordered[other])


_WORD = re.compile(r"\w+")


def _words(name: str, small: frozenset[str]) -> list[str]:
    """The words that make a name, in their order; all of it where it has no others."""
    return [word for word in _WORD.findall(name) if word not in small] or name.split()


RAREST = 3


def _blocks(texts: Iterable[str]) -> Iterable[list[str]]:
    """Texts that may be alike, together: comparing all with all would take minutes.

    Each stands with those that share one of its rarest words: two that differ in fewer words than ``RAREST`` have one
    in common. Where there are few words and each may be misspelt, with those that begin or end as it does.
    """
    words = {text: set(text.split()) for text in texts}
    frequent = Counter(word for known in words.values() for word in known)
    blocks: dict[str, list[str]] = defaultdict(list)
    for text, known in words.items():
        for word in sorted(known, key=lambda word: (frequent[word], word))[:RAREST]:
            blocks[word].append(text)
        if len(known) < RAREST:
            blocks[f"{text[:3]}…"].append(text)
            blocks[f"…{text[-3:]}"].append(text)
    return blocks.values()


def _both_ways(names: list[str]) -> Iterator[tuple[str, str]]:
    for number, one in enumerate(names):
        yield from ((min(one, other), max(one, other)) for other in names[number + 1 :])


def _are_one(one: str, other: str) -> bool:
    """Whether what parts two names is a slip, not another country, year or number. Few slip in the first letter."""
    mine, yours = Counter(one.split()), Counter(other.split())
    left, right = sorted((mine - yours).elements()), sorted((yours - mine).elements())
    if any(len(word) == 1 or any(sign.isdigit() for sign in word) for word in (*left, *right)):
        return False
    if not (left and right):
        return True
    return left[0][0] == right[0][0] and fuzz.ratio(" ".join(left), " ".join(right)) >= REST_ALIKE
