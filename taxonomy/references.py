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
    taxonomy = snapshot.current()
    at_work, past = [], []
    for term_id in term_ids:
        if taxonomy.present(term_id, today) != term_id:
            continue
        reference, closed = refer(term_id, language, today=today), taxonomy.nodes[term_id].closed_on
        if closed and closed < today:
            past.append(replace(reference, mark=_("closed %(year)s") % {"year": closed.year}))
        else:
            at_work.append(reference)
    return at_work + past
