"""Whether two texts say the same words, whatever has become of quotes, spaces, line breaks and capital letters.

Compared are words, figures and the signs of ``_SIGNS``; nothing else. Two texts are the same where their streams are:
all of it written without a gap, so that it does not matter where a PDF file breaks a line or parts a word. Between
two figures a gap stays: 1 500 is not 15 00.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import groupby
from struct import unpack
from typing import NamedTuple

from press.comparing import Run, Stretch, runs

GRAM = 20
"""Letters of a stream that make one mark."""
WINDOW = 60
"""Of so many marks that follow one another at least one is kept: whatever 79 letters two texts share is found."""
ANCHOR = 4
"""Words that stand once in each of two texts, in a row, and so belong together."""
SLACK = 8
"""Words before the first anchor and after the last that are looked at, beyond as many as the other text has there."""
LEAST_RUN = 3
"""Words in a row that count as shared; fewer stand in any text."""

_SIGNS = "%‰€$£₽+<>="
_WORD = re.compile(
    rf"\d+(?:[.,:/]\d+)*|[^\W\d_]+|(?<![\w.,])[-−–](?=\d)|[{re.escape(_SIGNS)}]",
)
_HYPHEN = "-\u2010\u2011"
_HYPHENATED = re.compile(rf"(?<=[^\W\d_])[{_HYPHEN}]\s*\n\s*(?=[^\W\d_])")
_JOINED = re.compile(rf"(?<=[^\W\d_])[{_HYPHEN}](?=[^\W\d_])")
_SAME_SIGN = str.maketrans("−–", "--")
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
    shown = "".join(_plain(letter) for letter in text.replace("\r\n", "\n").replace("\r", "\n"))
    shown = unicodedata.normalize("NFC", shown)
    shown = "".join(letter for letter in shown if unicodedata.category(letter) != "Mn")
    shown = _HYPHENATED.sub("", shown)
    parted = _JOINED.sub("\0", shown)
    found: list[Word] = []
    for match in re.finditer(rf"(?:{_WORD.pattern})(?:\0[^\W\d_]+)*", parted):
        found.append(Word(_key(match[0]), match.start(), match.end()))
    return Words(shown, found)


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter
    if unicodedata.category(letter) == "Cf":
        return ""
    form = unicodedata.decomposition(letter)
    if form.startswith("<") and form[1:].partition(">")[0] in _SPLIT_FORMS:
        return unicodedata.normalize("NFKC", letter)
    return letter


def _key(word: str) -> str:
    folded = unicodedata.normalize("NFD", word.replace("\0", "").casefold())
    return unicodedata.normalize("NFC", folded).translate(_SAME_SIGN)


def stream(keys: Sequence[str]) -> str:
    """All of it without a gap but between figures."""
    parts: list[str] = []
    for key in keys:
        if parts and key[0].isdigit() and parts[-1][-1].isdigit():
            parts.append(" ")
        parts.append(key)
    return "".join(parts)


def marks(said: str) -> set[int]:
    """Of the hashes of all ``GRAM`` letters of a stream the least of each window, 64 bits, signed."""
    hashes = _hashes(said)
    if len(hashes) <= WINDOW:
        return {min(hashes)} if hashes else set()
    kept: set[int] = set()
    least, place = 0, -1
    for begin in range(len(hashes) - WINDOW + 1):
        if place < begin:  # the least has left the window, which is looked through anew
            window = hashes[begin : begin + WINDOW]
            least = min(window)
            place = begin + window.index(least)
        elif hashes[begin + WINDOW - 1] <= least:
            place = begin + WINDOW - 1
            least = hashes[place]
        kept.add(least)
    return kept


def _hashes(said: str) -> tuple[int, ...]:
    number = len(said) - GRAM + 1
    if number <= 0:
        return ()
    if said.isascii():
        letters = said.encode("ascii")
        grams = [letters[at : at + GRAM] for at in range(number)]
    else:
        grams = [said[at : at + GRAM].encode("utf-8", "replace") for at in range(number)]
    return unpack(f">{number}q", b"".join([blake2b(gram, digest_size=8).digest() for gram in grams]))


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
