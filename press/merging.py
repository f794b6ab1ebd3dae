"""Three states of a text made into one: what the writer began from, what he has, what a colleague saved meanwhile.

Field by field, the body block by block, and within a block word by word. What both changed in the same place is
a conflict: the body then holds both, a field of one line the colleague's. Nothing here asks the database.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from press import body
from press.comparing import runs
from press.models.text import LONGEST, Written

Words = dict[str, str]
Row = Sequence[str]


@dataclass(frozen=True)
class Conflict:
    """What both changed in one place. Of a body: the HTML of the blocks; else the whole field."""

    field: str
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    words: Words
    conflicts: list[Conflict]


def merge(base: Words, mine: Words, theirs: Words) -> Merged:
    """``base``: the state both began from. Bodies are clean (``body.clean``); a field that is not given is empty.

    What only one of them changed is taken as he has it; where there is a conflict in a field of one line, theirs
    stays, unless they emptied it. A field that would become longer than a text may hold is a conflict as a whole.
    """
    words: Words = {}
    conflicts: list[Conflict] = []
    for name in Written.WORDS:
        three = [said.get(name, "") for said in (base, mine, theirs)]
        words[name], found = (_body if name == "body" else _line)(name, *three)
        if words[name] not in three and len(words[name]) > LONGEST[name]:
            words[name], found = _kept(name, *three)
        conflicts += found
    return Merged(words, conflicts)


def _line(name: str, base: str, mine: str, theirs: str) -> tuple[str, list[Conflict]]:
    joined = _joined(*(_TOKEN.findall(one) for one in (base, mine, theirs)))
    return _kept(name, base, mine, theirs) if joined is None else ("".join(joined), [])


def _kept(name: str, base: str, mine: str, theirs: str) -> tuple[str, list[Conflict]]:
    return theirs or mine, [Conflict(name, base, mine, theirs)]


def _body(name: str, base: str, mine: str, theirs: str) -> tuple[str, list[Conflict]]:
    blocks: list[str] = []
    conflicts: list[Conflict] = []
    for chunk in _chunks(*(blocks_of(one) for one in (base, mine, theirs))):
        settled = _settled(*chunk)
        if settled is not None:
            blocks += settled
            continue
        for three in _in_pairs(*chunk):
            told, conflict = _block(*three)
            blocks += told
            if conflict:
                conflicts.append(conflict)
    merged = "".join(blocks)
    # Each block is clean by itself; what stands beside it does not change that, and clean is what is kept.
    return merged if merged in (mine, theirs) else body.clean(merged), conflicts


def _block(base: Row, mine: Row, theirs: Row) -> tuple[list[str], Conflict | None]:
    """Blocks that both changed: joined by word where the changes stand apart, else both, theirs first."""
    settled = _settled(base, mine, theirs)
    if settled is not None:
        return list(settled), None
    if base and mine and theirs:
        joined = _joined(*(_TOKEN.findall("".join(one)) for one in (base, mine, theirs)))
        html = None if joined is None else "".join(joined)
        if html is not None and body.clean(html) == html:
            return blocks_of(html), None
    begin, end = _common(mine, theirs)
    own, other = mine[begin : len(mine) - end], theirs[begin : len(theirs) - end]
    both = [*theirs[:begin], *other, *own, *theirs[len(theirs) - end :]]
    if (mine and not own) or (theirs and not other):  # one holds all blocks of the other
        return both, None
    return both, Conflict("body", "".join(base), "".join(own), "".join(other))


def _in_pairs(base: Row, mine: Row, theirs: Row) -> Iterator[tuple[Row, Row, Row]]:
    """As many blocks in each: each by itself, so that a conflict in one leaves the next alone."""
    if len(base) == len(mine) == len(theirs):
        yield from (([b], [m], [t]) for b, m, t in zip(base, mine, theirs, strict=True))
    else:
        yield base, mine, theirs


def _joined(base: Row, mine: Row, theirs: Row) -> list[str] | None:
    """The changes of both, or None where they touch."""
    joined: list[str] = []
    for chunk in _chunks(base, mine, theirs):
        settled = _settled(*chunk)
        if settled is None:
            return None
        joined += settled
    return joined


def _settled(base: Row, mine: Row, theirs: Row) -> Row | None:
    """What stands where at most one changed it, or both alike, or one put in all that the other did."""
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    if not base:
        if _within(theirs, mine):
            return mine
        if _within(mine, theirs):
            return theirs
    return None


def _within(part: Row, whole: Row) -> bool:
    """Whether ``whole`` has all of ``part``, in its order."""
    rest = iter(whole)
    return all(one in rest for one in part)


def _chunks(base: Row, mine: Row, theirs: Row) -> Iterator[tuple[Row, Row, Row]]:
    """The three side by side: in turn what somebody changed, and what stands in all three."""
    in_mine, in_theirs = _same(base, mine), _same(base, theirs)
    b = m = t = 0
    for at in range(len(base)):
        if at in in_mine and at in in_theirs:
            changed = base[b:at], mine[m : in_mine[at]], theirs[t : in_theirs[at]]
            if any(changed):
                yield changed
            b, m, t = at + 1, in_mine[at] + 1, in_theirs[at] + 1
            yield base[at:b], base[at:b], base[at:b]
    if b < len(base) or m < len(mine) or t < len(theirs):
        yield base[b:], mine[m:], theirs[t:]


def _same(base: Row, other: Row) -> dict[int, int]:
    """Place in ``base`` -> place in ``other``, of what stands in both."""
    return {i + step: k + step for what, i, j, k, _end in runs(base, other) if what == "equal" for step in range(j - i)}


def _common(one: Row, other: Row) -> tuple[int, int]:
    """How many of the first and of the last are the same in both."""
    most = min(len(one), len(other))
    begin = next((at for at in range(most) if one[at] != other[at]), most)
    end = next((at for at in range(most - begin) if one[-1 - at] != other[-1 - at]), most - begin)
    return begin, end


_TAG = r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>"""
_TOKEN = re.compile(rf"{_TAG}|&\#?\w+;|\s+|[^\W_]+|.", re.DOTALL)
_TAGS = re.compile(_TAG)
_VOID = re.compile(r"<(br|hr|img|wbr)\b")


def blocks_of(html: str) -> list[str]:
    """The blocks of a clean body as they are written: paragraphs, headings, lists, quotes, tables. Joined: the body."""
    blocks: list[str] = []
    begin = depth = 0
    for tag in _TAGS.finditer(html):
        if tag[0].startswith("</"):
            depth -= 1
        elif not _VOID.match(tag[0]):
            depth += 1
        if depth <= 0:
            blocks.append(html[begin : tag.end()])
            begin, depth = tag.end(), 0
    return [*blocks, html[begin:]] if begin < len(html) else blocks
