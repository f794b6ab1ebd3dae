"""Terms as pages show them: a name in the reader's language, an address, and what it is called now."""

from dataclasses import dataclass
from datetime import date

from taxonomy import menu, snapshot
from taxonomy.snapshot import Name


@dataclass(frozen=True)
class Reference:
    id: int
    name: Name
    path: str
    now: str = ""
    """The present name, where it was another on the day."""
    mark: str = ""
    detail: str = ""

    @property
    def text(self) -> str:
        return self.name.text


def refer(
    term_id: int, language: str, *, today: date, on: date | None = None, short: bool = False, detail: str = ""
) -> Reference:
    """``on``: the day whose name is shown; today's if not given. It leads to what the term is part of by now."""
    taxonomy = snapshot.current()
    name = taxonomy.name_in(term_id, language, on or today, short=short)
    present = taxonomy.present(term_id, today)
    now = taxonomy.name(present, language, today) if on or present != term_id else name.text
    return Reference(
        term_id,
        name,
        taxonomy.path(taxonomy.nodes[present]),
        now if now != name.text else "",
        menu.chair_mark(term_id, language, today),
        detail,
    )
