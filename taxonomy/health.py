"""What is to be mended in the taxonomy: names that are missing, terms that look alike, menus that lead to the past."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.languages import OFFICIAL, ORIGINAL
from taxonomy import resembling, snapshot
from taxonomy.resembling import How
from taxonomy.snapshot import Node, Snapshot


class Line(NamedTuple):
    """A thing to be mended: what it is called, and the ways to where it is mended."""

    text: str
    ways: list[tuple[str, str]]


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    why: str
    lines: list[Line]
    count: int


def section(key: str, title: str, why: str, lines: Iterable[Line], count: int | None = None) -> Section:
    listed = list(lines)
    return Section(key, title, why, listed, len(listed) if count is None else count)


parts: list[Callable[[], Iterator[Section]]] = []
"""What else is looked at, by those who file things under terms."""


def sections() -> Iterator[Section]:
    """All that is looked at, also where nothing is to be mended. No query but those of ``parts``."""
    taxonomy, today = snapshot.current(), freshness.now().date()
    standing = [node for node in taxonomy.nodes.values() if _stands(taxonomy, node, today)]
    for language, name in OFFICIAL.items():
        yield section(
            f"names-{language}",
            _("Without a name in %s") % name,
            _("Readers of that language find it under its English name."),
            (
                _term(taxonomy, node.id)
                for node in standing
                if not taxonomy.labels.get((node.id, language, "preferred"))
            ),
        )
    yield section(
        "alike",
        _("Terms that look alike"),
        _("What is filed under both is found under neither. Where they are one, merge them."),
        _alike(taxonomy),
    )
    yield section(
        "menus",
        _("Menu entries that lead to the past"),
        _("They lead to terms that are closed or part of another."),
        _menus(taxonomy, today),
    )
    for part in parts:
        yield from part()


def _stands(taxonomy: Snapshot, node: Node, today: date) -> bool:
    """Open, and part of no other."""
    return (node.closed_on is None or node.closed_on >= today) and taxonomy.present(node.id, today) == node.id


def _term(taxonomy: Snapshot, term_id: int) -> Line:
    name = taxonomy.name(term_id, ORIGINAL)
    where = taxonomy.vocabularies[taxonomy.nodes[term_id].vocabulary].name(ORIGINAL)
    return Line(f"{name} ({where})", [(_("Change"), reverse("admin:taxonomy_term_change", args=[term_id]))])


def _alike(taxonomy: Snapshot) -> Iterator[Line]:
    sentences = {
        How.SAME: _("both are called “%(one)s”"),
        How.FORMER: _("both are or were called “%(one)s”"),
        How.NEAR: _("“%(one)s”, “%(other)s”"),
    }
    for pair in resembling.pairs():
        one, other = taxonomy.name(pair.first, ORIGINAL), taxonomy.name(pair.second, ORIGINAL)
        why = sentences[pair.how] % {"one": pair.names[0], "other": pair.names[1]}
        merge = reverse("admin:taxonomy_term_act", args=[pair.second, "merge"])
        yield Line(
            f"{one} – {other}" if (one, other) == pair.names else f"{one} – {other} ({why})",
            [
                (one, reverse("admin:taxonomy_term_change", args=[pair.first])),
                (other, reverse("admin:taxonomy_term_change", args=[pair.second])),
                (_("Merge"), f"{merge}?into={pair.first}"),
            ],
        )


def _menus(taxonomy: Snapshot, today: date) -> Iterator[Line]:
    for entry in taxonomy.entries:
        ended = entry.until is not None and entry.until < today
        if entry.term_id and not ended and not _stands(taxonomy, taxonomy.nodes[entry.term_id], today):
            change = reverse("admin:taxonomy_menuentry_change", args=[entry.id])
            yield Line(f"{entry.menu}: {taxonomy.name(entry.term_id, ORIGINAL)}", [(_("Change"), change)])
