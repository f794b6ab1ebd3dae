"""What differs between two texts, by word."""

import difflib
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_WORD = re.compile(r"\s*[^\W_]+|\s*[^\w\s]|\s+|.", re.DOTALL)
_PIECE = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)


class Stretch(NamedTuple):
    """A run of words that is the same in both, gone from the first, or new in the second."""

    tag: Literal["same", "gone", "new"]
    text: str


_MOST_PAIRS = 400_000
"""Of equal pieces that are tried against each other: what a page of any length costs stays below a second."""

Run = tuple[str, int, int, int, int]


def runs(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    """What to do to ``old`` to get ``new``, as ``SequenceMatcher.get_opcodes`` says it.

    Where the same piece stands in both so often that comparing would take long, all between the first difference
    and the last is one replacement.
    """
    begin = end = 0
    most = min(len(old), len(new))
    while begin < most and old[begin] == new[begin]:
        begin += 1
    while end < most - begin and old[-1 - end] == new[-1 - end]:
        end += 1
    i, k = len(old) - end, len(new) - end
    middle: list[Run] = []
    if begin < i or begin < k:
        middle = _between(old[begin:i], new[begin:k], begin)
    head: list[Run] = [("equal", 0, begin, 0, begin)] if begin else []
    tail: list[Run] = [("equal", i, len(old), k, len(new))] if end else []
    return [*head, *middle, *tail]


def _between(old: Sequence[str], new: Sequence[str], at: int) -> list[Run]:
    """The runs of a middle that begins ``at`` a place."""
    if not old or not new or _pairs(old, new) > _MOST_PAIRS:
        what = "insert" if not old else "delete" if not new else "replace"
        return [(what, at, at + len(old), at, at + len(new))]
    found = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(what, i + at, j + at, k + at, m + at) for what, i, j, k, m in found]


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    often = Counter(new)
    return sum(times * often[piece] for piece, times in Counter(old).items())


def differences(before: str, after: str) -> list[Stretch]:
    """Joined, the same and gone stretches give ``before``; the same and new ones give ``after``."""
    return _joined(_stretches(before, after, [_LINE, _WORD]))


def _stretches(before: str, after: str, coarser: list[re.Pattern[str]]) -> Iterator[Stretch]:
    """By piece; where that takes long, first by line, then by word, and only what differs there by piece."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    by_piece = not coarser or _pairs(old, new) <= _MOST_PAIRS
    if not by_piece:
        old, new = coarser[0].findall(before), coarser[0].findall(after)
    for what, i, j, k, m in runs(old, new):
        gone, came = "".join(old[i:j]), "".join(new[k:m])
        if what == "equal":
            yield Stretch("same", gone)
        elif not by_piece:
            yield from _stretches(gone, came, coarser[1:])
        else:
            yield from [stretch for stretch in (Stretch("gone", gone), Stretch("new", came)) if stretch.text]


def _joined(stretches: Iterator[Stretch]) -> list[Stretch]:
    """Neighbours of one kind as one."""
    return [
        Stretch(tag, "".join(stretch.text for stretch in alike))
        for tag, alike in itertools.groupby(stretches, key=lambda stretch: stretch.tag)
    ]
