"""The organisation as a chart: boxes within boxes, as they stood on a day. All of it, or the place of one term in it.

The bodies of its own and, as one more branch, each other vocabulary whose terms speak for it: the operations.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from taxonomy import snapshot
from taxonomy.models import Term, Vocabulary
from taxonomy.models.spell import holds
from taxonomy.snapshot import Name, Node, Snapshot

STRUCTURES = "structures"
"""The vocabulary of its bodies."""
ITSELF = "organization"
"""The term that is the whole of it."""
PAGE = "organizational-structure"
"""The page, among those of no vocabulary of its own, that shows all of it."""
MOST = 40
"""So many boxes below one are drawn, the others counted."""


@dataclass(frozen=True)
class Box:
    name: Name
    path: str
    here: bool = False
    leads: bool = False
    """Whether the term whose place is shown is in it or below it."""
    mark: str = ""
    """Who holds the office on that day."""
    boxes: list["Box"] = field(default_factory=list)
    more: int = 0
    """How many below it are not drawn."""


@dataclass(frozen=True)
class _Chart:
    taxonomy: Snapshot
    language: str
    today: date
    here: int | None
    way: frozenset[int]
    """Whose place is shown and all above it; nothing, where all is."""

    def root(self, itself: Node) -> Box:
        bodies = self.boxed(itself, [one for one in self.standing(STRUCTURES, None) if one != itself.id])
        branches = [
            self.branch(known.slug, known.name(self.language))
            for known in self.taxonomy.vocabularies.values()
            if known.role == Vocabulary.Role.SOURCE and known.slug != STRUCTURES
        ]
        return replace(bodies, boxes=bodies.boxes + branches)

    def box(self, term_id: int) -> Box:
        node = self.taxonomy.nodes[term_id]
        open_ = not self.way or term_id in self.way
        return self.boxed(node, [*self.standing(node.vocabulary, term_id)] if open_ else [])

    def branch(self, vocabulary: str, name: str) -> Box:
        below = [] if self.way else [*self.standing(vocabulary, None)]
        boxes = [self.box(one) for one in below[:MOST]]
        return Box(Name(name, self.language), f"/{vocabulary}/", boxes=boxes, more=len(below) - len(boxes))

    def boxed(self, node: Node, below: list[int]) -> Box:
        """A term with what is drawn below it."""
        boxes = [self.box(one) for place, one in enumerate(below) if place < MOST or one in self.way]
        return Box(
            self.taxonomy.name_in(node.id, self.language, self.today, short=True),
            self.taxonomy.path(node),
            here=node.id == self.here,
            leads=node.id in self.way,
            mark=self._holder(node.id),
            boxes=boxes,
            more=len(below) - len(boxes),
        )

    def _holder(self, term_id: int) -> str:
        chairing = next(iter(self.taxonomy.relating(term_id, "chairs", self.today)), None)
        return self.taxonomy.name(chairing.term_id, self.language, self.today) if chairing else ""

    def standing(self, vocabulary: str, above: int | None) -> Iterator[int]:
        """What stood there and was at work; what was not, if its place is asked for. No group of nothing."""
        for one in self.taxonomy.stood_below(vocabulary, above, self.today):
            node = self.taxonomy.nodes[one]
            empty = node.kind == Term.Kind.GROUP and not any(self.standing(vocabulary, one))
            if one in self.way or (holds(None, node.closed_on, self.today) and not empty):
                yield one


def whole(language: str, today: date) -> Box | None:
    """All of it; ``None`` where no term is the organisation itself."""
    return _of(None, language, today)


def place_of(node: Node, language: str, today: date) -> Box | None:
    """The way from the organisation to a term, with what stands beside and below it."""
    return _of(node, language, today) if node.vocabulary == STRUCTURES else None


def _of(node: Node | None, language: str, today: date) -> Box | None:
    taxonomy = snapshot.current()
    itself = taxonomy.find(STRUCTURES, ITSELF)
    if itself is None:
        return None
    way = frozenset({itself.id, node.id, *taxonomy.above(node.id)}) if node else frozenset()
    return _Chart(taxonomy, language, today, node.id if node else None, way).root(itself)
