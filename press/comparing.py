"""What differs between two texts, by word."""

import difflib
import re
from typing import Literal, NamedTuple

_PIECE = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)


class Stretch(NamedTuple):
    """A run of words that is the same in both, gone from the first, or new in the second."""

    tag: Literal["same", "gone", "new"]
    text: str


def differences(before: str, after: str) -> list[Stretch]:
    """Joined, the same and gone stretches give ``before``; the same and new ones give ``after``."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    stretches: list[Stretch] = []
    for what, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            stretches.append(Stretch("same", "".join(old[i:j])))
            continue
        if i < j:
            stretches.append(Stretch("gone", "".join(old[i:j])))
        if k < m:
            stretches.append(Stretch("new", "".join(new[k:m])))
    return stretches
