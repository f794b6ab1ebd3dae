"""Whether two texts say the same words, whatever has become of quotes, spaces, line breaks and capital letters.

Compared are words, figures and the signs of ``_SIGNS``; nothing else. Two texts are the same where their streams are:
all of it written without a gap, so that it does not matter where a PDF file breaks a line or parts a word. Between
two figures a gap stays: 1 500 is not 15 00.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby, pairwise
from struct import unpack
from typing import NamedTuple

from press.comparing import Run, Stretch, runs

GRAM = 20
"""Letters of a stream that make one mark."""
WINDOW = 60
"""Of so many marks that follow one another at least one is kept: whatever 79 letters two texts share is found."""
RANKED = 8
"""Letters by which it is said which of them."""
ANCHOR = 4
"""Words that stand once in each of two texts, in a row, and so belong together."""
SLACK = 8
"""Words before the first anchor and after the last that are looked at, beyond as many as the other text has there."""
LEAST_RUN = 3
"""Words in a row that count as shared; fewer stand in any text."""

_SIGNS = "%‰€$£₽+<>="
# Each begins with what is rare and looks behind it afterwards: looked behind at every sign they take ten times as long.
_WORD = re.compile(
    rf"[^\W\d_]+|\d+(?:[.,:/]\d+)*|[-−–](?=\d)(?<![\w.,].)|[{re.escape(_SIGNS)}]",
)
_HYPHEN = "-\u2010\u2011"
_HYPHENATED = re.compile(rf"[{_HYPHEN}](?<=[^\W\d_].)\s*\n\s*(?=[^\W\d_])")
_JOINED = re.compile(rf"[{_HYPHEN}](?<=[^\W\d_].)(?=[^\W\d_])")
_SPLIT_FORMS = {"compat", "noBreak", "wide", "narrow", "font", "initial", "medial", "final", "isolated"}
"""Kinds of characters that only look otherwise; ² and ½ are none: 10² is not 102."""


class Word(NamedTuple):
    key: str
    """What is compared."""
    begins: int
    ends: int


class Words(NamedTuple):
    """A text made ready. ``words`` say where they stand in ``text``."""

    text: str
    words: list[Word]

    @property
    def keys(self) -> list[str]:
        return [word.key for word in self.words]

    def said(self, begin: int, end: int) -> str:
        """The words from one to before another, with what stands behind each."""
        if begin >= end:
            return ""
        until = self.words[end].begins if end < len(self.words) else self.words[end - 1].ends
        return self.text[self.words[begin].begins : until]


def words(text: str) -> Words:
    """Ligatures opened, accents composed, soft hyphens gone, words put together that a line break or hyphen parts."""
    shown = _shown(text)
    return Words(
        shown, [Word(_key(match[0]), match.start(), match.end()) for match in _PARTED.finditer(_with_joints(shown))]
    )


def keys(text: str) -> list[str]:
    """Those of the words of a text, made all at once."""
    return _key("\n".join(_PARTED.findall(_with_joints(_shown(text))))).split()


_PARTED = re.compile(rf"(?:{_WORD.pattern})(?:\0[^\W\d_]+)*")


def _with_joints(shown: str) -> str:
    return _JOINED.sub("\0", shown)


def _shown(text: str) -> str:
    shown = text.replace("\r\n", "\n").replace("\r", "\n")
    if not shown.isascii():
        shown = _replaced(shown, _plain)
        shown = _replaced(unicodedata.normalize("NFC", shown), _without_accent)
    return _HYPHENATED.sub("", shown)


_STRANGE = re.compile(r"[^\x00-\x7f]+")


def _replaced(text: str, by: Callable[[str], str]) -> str:
    """Each sign by what becomes of it, which is looked up once."""
    others = {ord(sign): by(sign) for sign in {*"".join(_STRANGE.findall(text))} if by(sign) != sign}
    return text.translate(others) if others else text


@lru_cache(maxsize=10_000)
def _plain(sign: str) -> str:
    if unicodedata.category(sign) == "Cf":
        return ""
    form = unicodedata.decomposition(sign)
    if form.startswith("<") and form[1:].partition(">")[0] in _SPLIT_FORMS:
        return unicodedata.normalize("NFKC", sign)
    return sign


def _without_accent(sign: str) -> str:
    return "" if unicodedata.category(sign) == "Mn" else sign


def _key(word: str) -> str:
    """Also of many words at once."""
    folded = unicodedata.normalize("NFC", word.replace("\0", "").casefold())
    return folded.replace("−", "-").replace("–", "-")


def stream(keys: Sequence[str]) -> str:
    """All of it without a gap but between figures."""
    parts: list[str] = []
    for key in keys:
        if parts and key[0].isdigit() and parts[-1][-1].isdigit():
            parts.append(" ")
        parts.append(key)
    return "".join(parts)


def marks(said: str) -> set[int]:
    """Of each ``WINDOW`` grams in a row of a stream the first by ``_ranks``, as a hash of 64 bits, signed.

    Which is first follows from what stands in the window alone, so it is the same in all texts that share it. It is
    asked of few letters: a hash of each gram, of which the least would be the first, takes ten times as long.
    """
    number = len(said) - GRAM + 1
    if number <= 0:
        return set()
    window = min(WINDOW, number)
    letters = said.encode(_CODE, "replace").translate(_RANKS)
    places: list[int] = []
    for before, at in pairwise([-1, *(match.start() for match in _EARLY.finditer(letters, 0, number)), number]):
        if at - before > window:  # none of the early letters stands in some window
            places += range(before + 1, at)
        places.append(at)
    grams = [said[at : at + GRAM].encode("utf-8", "replace") for at in _first(letters, places, window)]
    return {*unpack(f">{len(grams)}q", b"".join([blake2b(gram, digest_size=8).digest() for gram in grams]))}


def _first(letters: bytes, places: list[int], window: int) -> list[int]:
    """Those of the places that are the first of a window, the last of equals. The last of all only ends the row."""
    found: list[int] = []
    rising = [-1]
    ranks = [b""]
    last = places[-1]
    for at in places:
        rank = letters[at : at + RANKED] if at < last else b"\0"
        while ranks[-1] >= rank:
            # It is the first of all from behind the one that is left before it to before this one.
            ranks.pop()
            place = rising.pop()
            if at - rising[-1] > window:
                found.append(place)
        rising.append(at)
        ranks.append(rank)
    return found


_CODE = "cp1251"
"""One byte a letter, and other letters for Latin and Russian; all that it lacks comes where the question mark does."""
_FIRST_LETTERS = "0123456789mpgдпм".encode(_CODE)
"""Figures first: by them releases differ that say the same otherwise. In each language every tenth
letter or so is one of these: others are looked at where none of them stands in a window."""
_ORDER = sorted(range(256), key=lambda sign: (_FIRST_LETTERS.find(sign) % 256, sign))
_RANKS = bytes(min(1 + _ORDER.index(sign), 255) for sign in range(256))
_EARLY = re.compile(rb"[\x01-\x%02x]" % len(_FIRST_LETTERS))


class Comparison(NamedTuple):
    shared: int
    """Words that stand in both in a row."""
    stretches: list[Stretch]


def compared(ours: Words, asked: Words) -> Comparison:
    """How ``asked`` differs from the part of ``ours`` that it gives; no stretch where it gives none."""
    old, new = ours.keys, asked.keys
    found = list(_aligned(old, new))
    shared = sum(j - i for what, i, j, _k, _m in found if what == "equal" and j - i >= LEAST_RUN)
    stretches: list[Stretch] = []
    for what, i, j, k, m in _without_ends(found):
        if what == "equal" or stream(old[i:j]) == stream(new[k:m]):
            stretches.append(Stretch("same", ours.said(i, j)))
            continue
        gone, came = Stretch("gone", ours.said(i, j)), Stretch("new", asked.said(k, m))
        stretches += [stretch for stretch in (gone, came) if stretch.text]
    joined = groupby(stretches, key=lambda stretch: stretch.tag)
    return Comparison(shared, [Stretch(tag, "".join(one.text for one in alike)) for tag, alike in joined])


def _aligned(old: list[str], new: list[str]) -> Iterator[Run]:
    """The runs of the part of ``old`` that ``new`` gives, from anchor to anchor."""
    anchors = _in_order(_anchors(old, new))
    if not anchors:
        return
    (first, k), (last, behind) = anchors[0], anchors[-1]
    i = max(0, first - k - SLACK)
    ends, k = min(len(old), last + len(new) - behind + SLACK), 0
    for a, b in [*anchors, (ends, len(new))]:
        if a < i or b < k:
            continue  # within what the anchor before was grown to
        yield from _moved(runs(old[i:a], new[k:b]), i, k)
        i, k = a, b
        while i < ends and k < len(new) and old[i] == new[k]:
            i, k = i + 1, k + 1
        if i > a:
            yield "equal", a, i, b, k


def _moved(found: list[Run], i: int, k: int) -> Iterator[Run]:
    for what, begin, end, into, until in found:
        yield what, begin + i, end + i, into + k, until + k


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Where rows of words that stand once in each stand in both, in the order of the first."""
    places = [
        {gram: at for at, gram in enumerate(grams) if often[gram] == 1}
        for grams in ([tuple(keys[at : at + ANCHOR]) for at in range(len(keys) - ANCHOR + 1)] for keys in (old, new))
        for often in [Counter(grams)]
    ]
    return [(at, places[1][gram]) for gram, at in places[0].items() if gram in places[1]]


def _in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs that rises on both sides."""
    least: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_i, k) in enumerate(pairs):
        place = bisect_left(least, k)
        before.append(ends[place - 1] if place else -1)
        least[place : place + 1], ends[place : place + 1] = [k], [at]
    row = []
    at = ends[-1] if ends else -1
    while at >= 0:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]


def _without_ends(found: list[Run]) -> list[Run]:
    """What stands in ours before and after the part that was asked for is not gone from it."""
    kept = [run for run in found if run[0] != "delete" or run not in (found[0], found[-1])]
    if kept and kept[0][0] == "replace":
        what, i, j, k, m = kept[0]
        kept[0] = (what, max(i, j - (m - k)), j, k, m)
    if len(kept) > 1 and kept[-1][0] == "replace":
        what, i, j, k, m = kept[-1]
        kept[-1] = (what, i, min(j, i + (m - k)), k, m)
    return kept
