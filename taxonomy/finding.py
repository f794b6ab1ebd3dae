"""Terms by what a person may call them: any name in any language, former ones too, the word in addresses, the code.

Accents, case and hyphens do not matter: "cooperation" finds "Co-operation", "egypte" finds "Égypte".
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from osce_site import freshness
from taxonomy import snapshot
from taxonomy.models.spell import holds
from taxonomy.snapshot import Snapshot

# Letters that Unicode does not take apart, and signs that part words or do not.
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "-": None, "\u2010": None, "'": " ", "’": " "}
)


def fold(text: str) -> str:
    """Text as it is compared: small letters without accents, words parted by one space."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(bare.translate(_LETTERS).split())


@dataclass(frozen=True)
class Called:
    """What one term may be called: as written, and folded in the same order."""

    term_id: int
    written: tuple[str, ...]
    folded: tuple[str, ...]
    together: str


@dataclass(frozen=True)
class Index:
    called: list[Called]
    """In the order of the tree."""
    below: dict[int, int]
    """Term -> how many stand below it, at any depth."""
    sizes: dict[str, int]
    """Vocabulary -> how many terms it has."""


@dataclass(frozen=True)
class Found:
    term_id: int
    name: str
    """The name by which it was found."""


_kept: tuple[Snapshot, Index] | None = None


def index() -> Index:
    """Of this request's version of the taxonomy; made once for each."""
    global _kept
    taxonomy = snapshot.current()
    if _kept is None or _kept[0] is not taxonomy:
        _kept = (taxonomy, _make(taxonomy))
    return _kept[1]


def _make(taxonomy: Snapshot) -> Index:
    called, below, sizes = [], dict.fromkeys(taxonomy.nodes, 0), dict.fromkeys(taxonomy.vocabularies, 0)
    for node in taxonomy.nodes.values():
        written = tuple(filter(None, dict.fromkeys([*taxonomy.all_names(node.id), node.slug, node.code])))
        folded = tuple(map(fold, written))
        called.append(Called(node.id, written, folded, "\n".join(folded)))
        sizes[node.vocabulary] += 1
        for above in taxonomy.above(node.id):
            below[above] += 1
    return Index(called, below, sizes)


def find(words: str, *, past_last: bool = False) -> list[Found]:
    """What is called so, the nearest first: the whole name, its beginning, beginnings of its words, parts of them.

    ``past_last``: whatever was closed or merged comes after all that is at work.
    """
    sought = fold(words)
    parts = sought.split()
    if not parts:
        return []
    taxonomy, today = snapshot.current(), freshness.now().date()
    ranked = []
    for place, one in enumerate(index().called):
        if not all(part in one.together for part in parts):
            continue
        distance, name = min((_distance(name, sought, parts), n) for n, name in enumerate(one.folded))
        if distance == FAR:
            continue
        past = standing(taxonomy, one.term_id, today)
        order = (past, distance) if past_last else (distance, past)
        ranked.append((order, place, Found(one.term_id, one.written[name])))
    return [found for _order, _place, found in sorted(ranked, key=lambda row: row[:2])]


FAR = 4


def _distance(name: str, sought: str, parts: list[str]) -> int:
    if not all(part in name for part in parts):
        return FAR
    if name.startswith(sought):
        return 0 if name == sought else 1
    spaced = f" {name}"
    return 2 if all(f" {part}" in spaced for part in parts) else 3


class Standing(IntEnum):
    AT_WORK = 0
    CLOSED = 1
    MERGED = 2


def standing(taxonomy: Snapshot, term_id: int, day: date) -> Standing:
    if taxonomy.present(term_id, day) != term_id:
        return Standing.MERGED
    return Standing.AT_WORK if holds(None, taxonomy.nodes[term_id].closed_on, day) else Standing.CLOSED
