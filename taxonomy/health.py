"""What is to be mended in the taxonomy: names and summaries that are missing, terms that look alike, menus to the past.

A hint each, no fault: what must always hold is looked at in ``verifying``.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.languages import OFFICIAL, ORIGINAL
from taxonomy import finding, resembling, snapshot
from taxonomy.models import Profile
from taxonomy.models.spell import holds
from taxonomy.resembling import How, Pair
from taxonomy.snapshot import Entry, Snapshot

MOST = 500
"""Lines of a section that are ever told; the rest is counted."""


class Way(NamedTuple):
    name: str
    path: str
    permission: str = ""
    """Who has it not is not shown the way; empty: who reads the page may go it."""


class Line(NamedTuple):
    """A thing to be mended."""

    things: list[Way]
    """What it is about, each with the page where it is mended."""
    remark: str = ""
    acts: tuple[Way, ...] = ()
    """What may be done about it."""

    @property
    def text(self) -> str:
        names = " – ".join(way.name for way in self.things)
        return f"{names} ({self.remark})" if self.remark else names


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    why: str
    """Why it matters, in a sentence."""
    lines: list[Line]
    """The first ones, ``MOST`` at most."""
    count: int
    ways: list[Way] = field(default_factory=list)
    """To where all of them are listed."""

    @property
    def rest(self) -> int:
        return self.count - len(self.lines)


Thing = TypeVar("Thing")


def section(key: str, title: str, why: str, things: Iterable[Thing], line: Callable[[Thing], Line]) -> Section:
    lines, count = [], 0
    for count, thing in enumerate(things, start=1):
        if count <= MOST:
            lines.append(line(thing))
    return Section(key, title, why, lines, count)


parts: list[Callable[[], Iterator[Section]]] = []
"""What else is looked at, by those who file things under terms."""


def sections() -> Iterator[Section]:
    """All that is looked at, also where nothing is to be mended. One query, and those of ``parts``."""
    taxonomy, today = snapshot.current(), freshness.now().date()
    standing = at_work()
    for language, name in OFFICIAL.items():
        yield section(
            f"names-{language}",
            _("Without a name in %s") % name,
            _("Readers of that language are shown a name in another."),
            (pk for pk in standing if not _has_name(taxonomy, pk, language, today)),
            term_line,
        )
    told = set(Profile.objects.filter(language=ORIGINAL).exclude(summary="").values_list("term", flat=True))
    yield section(
        "summaries",
        _("Without a summary in %s") % OFFICIAL[ORIGINAL],
        _("Its page and its feed say nothing of what it is."),
        (pk for pk in standing if pk not in told),
        term_line,
    )
    yield section(
        "alike",
        _("Terms that look alike"),
        _("Where two are one, readers of either miss what is filed under the other."),
        resembling.pairs(),
        _pair_line,
    )
    yield section(
        "menus",
        _("Menu entries that lead to the past"),
        _("They lead to terms that are closed or part of another."),
        _leading_to_the_past(taxonomy, today),
        _entry_line,
    )
    for part in parts:
        yield from part()


def at_work() -> list[int]:
    """The terms that are open today and part of no other, in the order of the tree."""
    return [pk for pk, standing in finding.standings().items() if standing == finding.Standing.AT_WORK]


def term_way(term_id: int) -> Way:
    return Way(snapshot.current().name(term_id, ORIGINAL), reverse("admin:taxonomy_term_change", args=[term_id]))


def term_line(term_id: int) -> Line:
    taxonomy = snapshot.current()
    return Line([term_way(term_id)], taxonomy.vocabularies[taxonomy.nodes[term_id].vocabulary].name(ORIGINAL))


def _has_name(taxonomy: Snapshot, term_id: int, language: str, today: date) -> bool:
    names = taxonomy.labels.get((term_id, language, "preferred"), ())
    return any(holds(name.since, name.until, today) for name in names)


def _pair_line(pair: Pair) -> Line:
    """The second may be merged into the first; the form lets them be exchanged."""
    sentences = {
        How.SAME: _("both are called “%(one)s”"),
        How.FORMER: _("both are or were called “%(one)s”"),
        How.NEAR: _("“%(one)s”, “%(other)s”"),
    }
    taxonomy = snapshot.current()
    things = [term_way(pair.first), term_way(pair.second)]
    remark = sentences[pair.how] % {"one": pair.names[0], "other": pair.names[1]}
    if things[0].name == things[1].name:  # only their addresses tell them apart
        remark = ", ".join(taxonomy.path(taxonomy.nodes[pk]) for pk in (pair.first, pair.second))
    elif tuple(way.name for way in things) == pair.names:
        remark = ""
    merge = reverse("admin:taxonomy_term_act", args=[pair.second, "merge"])
    return Line(
        things,
        remark,
        (Way(_("Merge"), f"{merge}?into={pair.first}", "taxonomy.change_term"),),
    )


def _leading_to_the_past(taxonomy: Snapshot, today: date) -> Iterator[Entry]:
    stands = finding.standings()
    for entry in taxonomy.entries:
        if entry.term_id and holds(entry.since, entry.until, today) and stands[entry.term_id]:
            yield entry


def _entry_line(entry: Entry) -> Line:
    assert entry.term_id  # it leads to a term
    name = entry.labels.get(ORIGINAL) or snapshot.current().name(entry.term_id, ORIGINAL)
    return Line([Way(name, reverse("admin:taxonomy_menuentry_change", args=[entry.id]))], entry.menu)
