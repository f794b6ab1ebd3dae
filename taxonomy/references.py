"""Terms as pages show them: a name in the reader's language, an address, and what it is called now."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

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
    number: int = 0
    """Of its mark on the map beside the list."""

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


def listed(term_ids: list[int], language: str, today: date) -> list[Reference]:
    """Terms as a list shows them: those at work, then those that were closed, marked; what was merged is not there."""
    nodes = snapshot.current().nodes
    found = []
    for term_id in in_list_order(term_ids, today):
        reference, closed = refer(term_id, language, today=today), nodes[term_id].closed_on
        if closed and closed < today:
            reference = replace(reference, mark=_("closed %(year)s") % {"year": closed.year})
        found.append(reference)
    return found


def in_list_order(term_ids: list[int], today: date) -> list[int]:
    """The same without their names."""
    taxonomy = snapshot.current()
    there = [one for one in term_ids if taxonomy.present(one, today) == one]
    return sorted(there, key=lambda one: (taxonomy.nodes[one].closed_on or date.max) < today)
