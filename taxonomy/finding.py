"""Terms by what a person may call them: any name in any language, former ones too, the word in addresses, the code.

Accents, case and hyphens do not matter: "cooperation" finds "Co-operation", "egypte" finds "Égypte".
"""

import unicodedata
from dataclasses import dataclass, field
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


class Standing(IntEnum):
    AT_WORK = 0
    CLOSED = 1
    MERGED = 2


@dataclass(frozen=True)
class Called:
    """What one term may be called: as written, and folded in the same order."""

    term_id: int
    written: tuple[str, ...]
    folded: str
    """The names folded, a line break before, between and after them: searched as one text."""


@dataclass(frozen=True)
class Index:
    called: list[Called]
    """In the order of the tree."""
    below: dict[int, int]
    """Term -> how many stand below it, at any depth."""
    sizes: dict[str, int]
    """Vocabulary -> how many terms it has."""
    standings: dict[date, dict[int, Standing]] = field(default_factory=dict)
    """Day -> how each term stands; of the days that were asked for."""


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
        called.append(Called(node.id, written, "\n".join(["", *map(fold, written), ""])))
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
    stands = standings()
    ranked = []
    for place, one in enumerate(index().called):
        if not all(part in one.folded for part in parts):
            continue
        distance, name = _nearest(one.folded, sought, parts)
        if distance == FAR:
            continue
        past = stands[one.term_id]
        order = (past, distance, place) if past_last else (distance, past, place)
        ranked.append((order, Found(one.term_id, one.written[name])))
    ranked.sort(key=lambda row: row[0])
    return [found for _order, found in ranked]


FAR = 4


def _nearest(folded: str, sought: str, parts: list[str]) -> tuple[int, int]:
    """How near a term is called to what is sought, from 0 to ``FAR``, and the place of that name among its names."""
    ways = [f"\n{sought}\n", f"\n{sought}"]
    if len(parts) == 1:
        ways += [f" {sought}", sought]
    for distance, way in enumerate(ways):
        if (at := folded.find(way)) >= 0:
            return distance, folded.count("\n", 0, at + 1) - 1
    if len(parts) == 1:
        return FAR, 0
    return min((_distance(name, parts), place) for place, name in enumerate(folded[1:-1].split("\n")))


def _distance(name: str, parts: list[str]) -> int:
    """How near one name is to several words."""
    if not all(part in name for part in parts):
        return FAR
    return 2 if all(f" {part}" in f" {name}" for part in parts) else 3


def standings() -> dict[int, Standing]:
    """How each term stands today."""
    taxonomy, today, kept = snapshot.current(), freshness.now().date(), index().standings
    stands = kept.get(today)
    if stands is None:
        stands = {term_id: standing(taxonomy, term_id, today) for term_id in taxonomy.nodes}
        kept.clear()
        kept[today] = stands
    return stands


def standing(taxonomy: Snapshot, term_id: int, day: date) -> Standing:
    if taxonomy.present(term_id, day) != term_id:
        return Standing.MERGED
    return Standing.AT_WORK if holds(None, taxonomy.nodes[term_id].closed_on, day) else Standing.CLOSED
