"""What differs between two texts, by word."""

import difflib
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

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
    """Joined, the same and gone stretches give ``before``; the same and new ones give ``after``.

    Very long texts are compared by line first.
    """
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    if _pairs(old, new) > 10 * _MOST_PAIRS:
        return _joined(_by_line(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    return _by_piece(old, new)


def _by_piece(old: Sequence[str], new: Sequence[str]) -> list[Stretch]:
    stretches: list[Stretch] = []
    for what, i, j, k, m in runs(old, new):
        if what == "equal":
            stretches.append(Stretch("same", "".join(old[i:j])))
            continue
        if i < j:
            stretches.append(Stretch("gone", "".join(old[i:j])))
        if k < m:
            stretches.append(Stretch("new", "".join(new[k:m])))
    return stretches


def _by_line(old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
    for what, i, j, k, m in runs(old, new):
        if what == "equal":
            yield Stretch("same", "".join(old[i:j]))
        else:
            yield from _by_piece(_PIECE.findall("".join(old[i:j])), _PIECE.findall("".join(new[k:m])))


def _joined(stretches: Iterator[Stretch]) -> list[Stretch]:
    """Neighbours of one kind as one."""
    return [
        Stretch(tag, "".join(stretch.text for stretch in alike))
        for tag, alike in itertools.groupby(stretches, key=lambda stretch: stretch.tag)
    ]
