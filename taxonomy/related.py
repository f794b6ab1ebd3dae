"""What a term is related to, as far as that had begun on a day, in the forms in which pages show it."""

from dataclasses import dataclass
from datetime import date

from taxonomy.dating import known_end, spell
from taxonomy.references import Reference, refer
from taxonomy.snapshot import Link, Node, Snapshot


@dataclass(frozen=True)
class Related:
    node: Node
    taxonomy: Snapshot
    language: str
    today: date

    def leading(self, kind: str) -> list[Link]:
        """Where relations of a kind lead."""
        return self._begun(self.taxonomy.related(self.node.id, kind))

    def coming(self, kind: str) -> list[Link]:
        """From where they come."""
        return self._begun(self.taxonomy.relating(self.node.id, kind))

    def places(self) -> list[Link]:
        """What it stood under, in turn."""
        return self._begun(self.taxonomy.places.get(self.node.id, []))

    def _begun(self, links: list[Link]) -> list[Link]:
        """In turn: the databases do not agree whether what has no beginning comes first."""
        opened = {link: self.taxonomy.nodes[link.term_id].opened_on for link in links}
        begun = [link for link in links if max(link.since or self.today, opened[link] or self.today) <= self.today]
        return sorted(begun, key=lambda link: link.since or date.min)

    def refer(self, term_id: int, detail: str = "", *, short: bool = False, on: date | None = None) -> Reference:
        return refer(term_id, self.language, today=self.today, on=on, short=short, detail=detail)

    def told(self, links: list[Link]) -> list[Reference]:
        """With the years of each relation."""
        return [self.refer(link.term_id, self.years(link)) for link in links]

    def years(self, link: Link) -> str:
        return spell(link.since, known_end(link.until, self.today))

    def lasts(self, link: Link) -> bool:
        """Whether both the relation and the other term were there on the day."""
        return link.holds(self.today) and self.at_work(link.term_id)

    def at_work(self, term_id: int) -> bool:
        closed = self.taxonomy.nodes[term_id].closed_on
        return closed is None or closed >= self.today
