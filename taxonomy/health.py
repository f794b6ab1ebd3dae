"""What is to be mended in the taxonomy: names that are missing, terms that look alike, menus that lead to the past."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from osce_site import freshness
from osce_site.languages import OFFICIAL, ORIGINAL
from taxonomy import snapshot
from taxonomy.finding import fold
from taxonomy.snapshot import Node, Snapshot

ALIKE = 90
"""Of 100: how alike two names are that a person might take for one another."""


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
        _alike(taxonomy, standing),
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


# What looks alike

_kept: tuple[str, list[tuple[int, int, str]]] | None = None


def _alike(taxonomy: Snapshot, standing: list[Node]) -> Iterator[Line]:
    for one, other, why in _pairs(taxonomy, standing):
        merge = reverse("admin:taxonomy_term_act", args=[other, "merge"])
        yield Line(
            f"{taxonomy.name(one, ORIGINAL)} – {taxonomy.name(other, ORIGINAL)} ({why})",
            [
                (taxonomy.name(one, ORIGINAL), reverse("admin:taxonomy_term_change", args=[one])),
                (taxonomy.name(other, ORIGINAL), reverse("admin:taxonomy_term_change", args=[other])),
                (_("Merge"), f"{merge}?into={one}"),
            ],
        )


def _pairs(taxonomy: Snapshot, standing: list[Node]) -> list[tuple[int, int, str]]:
    """Pairs of one vocabulary that are not known to follow each other. Kept for the version of the taxonomy."""
    global _kept
    version = freshness.version("taxonomy")
    if _kept is None or _kept[0] != version:
        found: dict[tuple[int, int], str] = {}
        for one, other, why in [*_same(taxonomy, standing), *_similar(taxonomy, standing)]:
            known = {link.term_id for link in [*taxonomy.successors(one), *taxonomy.predecessors(one)]}
            if other not in known:
                found.setdefault((one, other), why)
        _kept = (version, [(one, other, why) for (one, other), why in found.items()])
    return _kept[1]


def _same(taxonomy: Snapshot, standing: list[Node]) -> Iterator[tuple[int, int, str]]:
    """Two that bear one name: today, once, or beside their own."""
    bearers: dict[tuple[str, str], set[int]] = defaultdict(set)
    for node in standing:
        for name in taxonomy.all_names(node.id):
            bearers[node.vocabulary, fold(name)].add(node.id)
    for (_vocabulary, name), terms in bearers.items():
        for one, other in combinations(sorted(terms), 2):
            yield one, other, _("both are called “%s”") % name


def _similar(taxonomy: Snapshot, standing: list[Node]) -> Iterator[tuple[int, int, str]]:
    """Two whose English names of today differ by a few letters, or by the order of their words."""
    families: dict[str, list[Node]] = defaultdict(list)
    for node in standing:
        families[node.vocabulary].append(node)
    for family in families.values():
        names = [" ".join(sorted(fold(taxonomy.name(node.id, ORIGINAL)).split())) for node in family]
        for place, name in enumerate(names):
            others = names[place + 1 :]
            for _name, score, offset in process.extract_iter(name, others, scorer=fuzz.ratio, score_cutoff=ALIKE):
                yield family[place].id, family[place + 1 + offset].id, _("%s of 100 alike") % round(score)


def _menus(taxonomy: Snapshot, today: date) -> Iterator[Line]:
    for entry in taxonomy.entries:
        ended = entry.until is not None and entry.until < today
        if entry.term_id and not ended and not _stands(taxonomy, taxonomy.nodes[entry.term_id], today):
            change = reverse("admin:taxonomy_menuentry_change", args=[entry.id])
            yield Line(f"{entry.menu}: {taxonomy.name(entry.term_id, ORIGINAL)}", [(_("Change"), change)])
