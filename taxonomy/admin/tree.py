"""The tree at the desk: branches, of which only those that are open are drawn; and what is found in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.languages import OFFICIAL, ORIGINAL
from taxonomy import finding, snapshot
from taxonomy.models import Term
from taxonomy.snapshot import Name, Node, Snapshot

PAGE = 100
"""Terms of one branch that are drawn at once."""
SHOWN = 30
"""Terms found that are drawn."""


def move_address(term_id: int) -> str:
    """The form that moves a term; it reads ``where`` and ``beside`` from its address."""
    return reverse("admin:taxonomy_term_act", args=[term_id, "move"])


def language_of_the_desk() -> str:
    language = (get_language() or ORIGINAL).partition("-")[0]
    return language if language in OFFICIAL else ORIGINAL


@dataclass(frozen=True)
class Row:
    """A line of the tree: a vocabulary, or a term."""

    key: str
    """The vocabulary's word or the term's number: what ``?open=`` names."""
    name: Name
    vocabulary: str
    below: int
    term_id: int | None = None
    above: str = ""
    kind: str = ""
    mark: str = ""
    """That it was closed or merged; empty for what is at work."""
    branch: "Branch | None" = None

    @property
    def move_address(self) -> str:
        return move_address(self.term_id) if self.term_id else ""


@dataclass(frozen=True)
class Branch:
    """Some of the terms right below one: those from ``start`` on."""

    key: str
    start: int
    total: int
    rows: list[Row] = field(default_factory=list)

    @property
    def earlier(self) -> int:
        return self.start

    @property
    def earlier_start(self) -> int:
        return max(0, self.start - PAGE)

    @property
    def later(self) -> int:
        return self.total - self.later_start

    @property
    def later_start(self) -> int:
        return min(self.total, self.start + PAGE)


@dataclass(frozen=True)
class Hit:
    """A term found: where it stands, and by which name it was found if that is not the one shown."""

    term_id: int
    name: Name
    above: list[str]
    way: str
    """The keys from its vocabulary down to it, parted by spaces."""
    otherwise: str
    mark: str


def drawn(open_at: str = "", start: int = 0) -> list[Row]:
    """The vocabularies; of one of them the way down to what ``open_at`` names, with the terms right below that.

    Raises ``Http404`` where it names nothing.
    """
    taxonomy = snapshot.current()
    way = _way_to(taxonomy, open_at) if open_at else []
    return [
        Row(
            vocabulary.slug,
            Name(vocabulary.name(language_of_the_desk()), language_of_the_desk()),
            vocabulary.slug,
            finding.index().sizes[vocabulary.slug],
            branch=_branch(taxonomy, vocabulary.slug, way[1:], start) if way[:1] == [vocabulary.slug] else None,
        )
        for vocabulary in taxonomy.vocabularies.values()
    ]


def branch(key: str, start: int = 0, show: str = "") -> Branch:
    """The terms right below one, from ``start`` on; ``show``: those around one of them. Raises ``Http404``."""
    taxonomy = snapshot.current()
    _way_to(taxonomy, key)
    if show.isdecimal() and int(show) in (below := _right_below(taxonomy, key)):
        start = below.index(int(show)) // PAGE * PAGE
    return _branch(taxonomy, key, [], start)


def _way_to(taxonomy: Snapshot, key: str) -> list[str]:
    """The keys from a vocabulary down to what is named."""
    if key in taxonomy.vocabularies:
        return [key]
    if not key.isdecimal() or int(key) not in taxonomy.nodes:
        raise Http404
    node = taxonomy.nodes[int(key)]
    return [node.vocabulary, *map(str, reversed(taxonomy.above(node.id))), key]


def _right_below(taxonomy: Snapshot, key: str) -> list[int]:
    return taxonomy.top(key) if key in taxonomy.vocabularies else taxonomy.below(int(key))


def _branch(taxonomy: Snapshot, key: str, way: Sequence[str], start: int) -> Branch:
    """``way``: what is open below it, from the top down; ``start`` is meant for the last."""
    below = _right_below(taxonomy, key)
    if way:
        start = below.index(int(way[0])) // PAGE * PAGE
    start = min(start, max(0, len(below) - 1))
    today = freshness.now().date()
    rows = [
        _row(
            taxonomy, taxonomy.nodes[term_id], key, way if way[:1] == [str(term_id)] else (), start if way else 0, today
        )
        for term_id in below[start : start + PAGE]
    ]
    return Branch(key, start, len(below), rows)


def _row(taxonomy: Snapshot, node: Node, above: str, way: Sequence[str], start: int, today: date) -> Row:
    key, below = str(node.id), finding.index().below[node.id]
    return Row(
        key,
        taxonomy.name_in(node.id, language_of_the_desk(), today),
        node.vocabulary,
        below,
        node.id,
        above,
        str(Term.Kind(node.kind).label),
        mark(taxonomy, node, today),
        _branch(taxonomy, key, way[1:], start) if way and below else None,
    )


def mark(taxonomy: Snapshot, node: Node, today: date) -> str:
    """That a term was merged or closed; empty for what is at work."""
    match finding.standing(taxonomy, node.id, today):
        case finding.Standing.MERGED:
            return _("merged into %s") % taxonomy.name(taxonomy.present(node.id, today), language_of_the_desk(), today)
        case finding.Standing.CLOSED if node.closed_on:
            return _("closed %s") % _told(node.closed_on, node.closed_precision)
    return ""


def _told(day: date, precision: str) -> str:
    form = {Term.Precision.YEAR: "Y", Term.Precision.MONTH: "YEAR_MONTH_FORMAT"}
    return date_format(day, form.get(Term.Precision(precision), "DATE_FORMAT"))


def above(taxonomy: Snapshot, term_id: int) -> list[str]:
    """The names above a term, from its vocabulary down."""
    language, node = language_of_the_desk(), taxonomy.nodes[term_id]
    terms = [taxonomy.name(one, language) for one in reversed(taxonomy.above(term_id))]
    return [taxonomy.vocabularies[node.vocabulary].name(language), *terms]


def hits(words: str) -> tuple[list[Hit], int]:
    """The first of what is found, and how many there are in all."""
    taxonomy, today = snapshot.current(), freshness.now().date()
    found = finding.find(words)
    return [_hit(taxonomy, one, today) for one in found[:SHOWN]], len(found)


def _hit(taxonomy: Snapshot, found: finding.Found, today: date) -> Hit:
    node, name = taxonomy.nodes[found.term_id], taxonomy.name_in(found.term_id, language_of_the_desk(), today)
    otherwise = "" if found.name in (name.text, node.slug) else found.name
    way = " ".join(_way_to(taxonomy, str(node.id)))
    return Hit(node.id, name, above(taxonomy, node.id), way, otherwise, mark(taxonomy, node, today))
