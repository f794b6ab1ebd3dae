"""The taxonomy as one immutable object, read once per version of it.

It is small (hundreds to ten thousand terms), so a page costs no query for it. Eight queries to read.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from osce_site import freshness, past
from osce_site.languages import OFFICIAL, fallbacks
from taxonomy.models import Broader, Label, MenuEntry, MenuEntryLabel, Relation, Term, Vocabulary, VocabularyName
from taxonomy.models.navigation import is_shown
from taxonomy.models.spell import holds


class Name(NamedTuple):
    """A name and the language it is in, which may be a fallback."""

    text: str
    language: str


class Dated(NamedTuple):
    since: date | None
    until: date | None
    text: str


class Link(NamedTuple):
    """One end of a relation, seen from the other."""

    kind: str
    term_id: int
    since: date | None
    until: date | None

    def holds(self, day: date) -> bool:
        return holds(self.since, self.until, day)


@dataclass(frozen=True)
class Node:
    id: int
    uuid: str
    vocabulary: str
    parent_id: int | None
    kind: str
    slug: str
    code: str
    opened_on: date | None
    opened_precision: str
    closed_on: date | None
    closed_precision: str


@dataclass(frozen=True)
class VocabularyNode:
    slug: str
    role: str
    may_be_source: bool
    plural: dict[str, str]
    singular: dict[str, str]

    def name(self, language: str) -> str:
        return next((self.plural[known] for known in fallbacks(language) if known in self.plural), self.slug)

    def name_of_one(self, language: str) -> str:
        return next((self.singular[known] for known in fallbacks(language) if known in self.singular), self.slug)


@dataclass(frozen=True)
class Entry:
    """A hand-placed line of a menu."""

    id: int
    menu: str
    parent_id: int | None
    term_id: int | None
    vocabulary: str | None
    path: str
    grow: int
    since: date | None
    until: date | None
    labels: dict[str, str]
    kept_back_since: datetime | None = None
    shown_from: datetime | None = None
    shown_until: datetime | None = None

    def is_shown(self, at: datetime) -> bool:
        return is_shown(self.kept_back_since, self.shown_from, self.shown_until, at)


@dataclass(frozen=True)
class Snapshot:
    vocabularies: dict[str, VocabularyNode] = field(default_factory=dict)
    nodes: dict[int, Node] = field(default_factory=dict)
    by_slug: dict[tuple[str, str], int] = field(default_factory=dict)
    by_uuid: dict[str, int] = field(default_factory=dict)
    children: dict[tuple[str, int | None], list[int]] = field(default_factory=dict)
    labels: dict[tuple[int, str, str], list[Dated]] = field(default_factory=dict)
    links: dict[int, list[Link]] = field(default_factory=dict)
    inverse: dict[int, list[Link]] = field(default_factory=dict)
    places: dict[int, list[Link]] = field(default_factory=dict)
    """Term -> under which terms it stood, and when."""
    stays: dict[tuple[str, int | None], list[Link]] = field(default_factory=dict)
    """The same seen from above: (vocabulary, term or top) -> who stood there, in the order of today's tree."""
    entries: list[Entry] = field(default_factory=list)
    _filing: dict[str, list[VocabularyNode]] = field(default_factory=dict)
    """Role -> what ``filing_as`` has found: a list's choices ask for it some hundred times."""

    # Terms

    def find(self, vocabulary: str, slug: str) -> Node | None:
        return self.nodes.get(self.by_slug.get((vocabulary, slug), 0))

    def filed(self, role: str, slug: str) -> Node | None:
        """The term that an address word names where a role is asked for (``?source=``)."""
        for vocabulary in self.filing_as(role):
            if node := self.find(vocabulary.slug, slug):
                return node
        return None

    def filing_as(self, role: str) -> list[VocabularyNode]:
        """The vocabularies whose terms may take a role, the proper ones first."""
        if role not in self._filing:
            proper = [known for known in self.vocabularies.values() if known.role == role]
            lent = [known for known in self.vocabularies.values() if known.may_be_source and role == "source"]
            self._filing[role] = proper + [known for known in lent if known not in proper]
        return self._filing[role]

    def below(self, term_id: int) -> list[int]:
        """The terms right below, in their order: those of today, or of the day whose site is read."""
        return self._stand_below(self.nodes[term_id].vocabulary, term_id)

    def _stand_below(self, vocabulary: str, term_id: int | None) -> list[int]:
        if look := past.look():
            return self.stood_below(vocabulary, term_id, look.day)
        return self.children.get((vocabulary, term_id), [])

    def stood_below(self, vocabulary: str, term_id: int | None, on: date) -> list[int]:
        """The terms that stood right below one (``None``: at the top) on a day, in the order of today's tree.

        Not those that were part of another by then, or not yet there.
        """
        return [
            stay.term_id
            for stay in self.stays.get((vocabulary, term_id), ())
            if stay.holds(on)
            and self.present(stay.term_id, on) == stay.term_id
            and (self.nodes[stay.term_id].opened_on or on) <= on
        ]

    def everything_that_stood_below(self, term_id: int, on: date) -> list[int]:
        """Everything below a term on a day."""
        found: list[int] = []
        for child in self.stood_below(self.nodes[term_id].vocabulary, term_id, on):
            found += [child, *self.everything_that_stood_below(child, on)]
        return found

    def top(self, vocabulary: str) -> list[int]:
        return self._stand_below(vocabulary, None)

    def count(self, vocabulary: str) -> int:
        """The terms of a vocabulary that are open today, groups not counted."""
        today = freshness.now().date()
        return sum(
            node.vocabulary == vocabulary
            and node.kind != Term.Kind.GROUP
            and holds(node.opened_on if past.look() else None, node.closed_on, today)
            for node in self.nodes.values()
        )

    def everything_below(self, term_id: int) -> list[int]:
        found: list[int] = []
        for child in self.below(term_id):
            found += [child, *self.everything_below(child)]
        return found

    def above(self, term_id: int) -> list[int]:
        """The terms above, the nearest first: those of today, or of the day whose site is read."""
        found: list[int] = []
        parent = self._stands_under(term_id)
        while parent is not None and parent not in found:
            found.append(parent)
            parent = self._stands_under(parent)
        return found

    def _stands_under(self, term_id: int) -> int | None:
        if look := past.look():
            return next((place.term_id for place in self.places.get(term_id, ()) if place.holds(look.day)), None)
        return self.nodes[term_id].parent_id

    def path(self, node: Node) -> str:
        """Its address without language."""
        return f"/{node.vocabulary}/{node.slug}/"

    # Names

    def name_in(self, term_id: int, language: str, on: date | None = None, *, short: bool = False) -> Name:
        """What it is (or was, ``on`` a day) called; falls back to the original language, then to its slug."""
        day = on or freshness.now().date()
        for known in fallbacks(language):
            for kind in ("short", "preferred") if short else ("preferred",):
                for label in self.labels.get((term_id, known, kind), ()):
                    if holds(label.since, label.until, day):
                        return Name(label.text, known)
        return self._nearest_name(term_id, language, day)

    def _nearest_name(self, term_id: int, language: str, day: date) -> Name:
        """The first name it had, for a day before it had any; its last name, for a day after."""
        for known in fallbacks(language):
            dated = sorted(
                self.labels.get((term_id, known, "preferred"), ()), key=lambda label: label.since or date.min
            )
            if dated:
                early = dated[0].since and day < dated[0].since
                return Name((dated[0] if early else dated[-1]).text, known)
        node = self.nodes.get(term_id)
        return Name(node.slug if node else "", "en")

    def name(self, term_id: int, language: str, on: date | None = None, *, short: bool = False) -> str:
        return self.name_in(term_id, language, on, short=short).text

    def former_names(self, term_id: int, language: str, on: date) -> list[Dated]:
        """The preferred names that ended before a day, the oldest first."""
        for known in fallbacks(language):
            past = [d for d in self.labels.get((term_id, known, "preferred"), ()) if d.until and d.until < on]
            if past:
                return sorted(past, key=lambda label: label.since or date.min)
        return []

    def all_names(self, term_id: int) -> list[str]:
        """Every name in every language, form and time: what a person may call it."""
        return [
            label.text
            for language in OFFICIAL
            for kind in ("preferred", "short", "alternative")
            for label in self.labels.get((term_id, language, kind), ())
        ]

    # Relations

    def related(self, term_id: int, kind: str, on: date | None = None) -> list[Link]:
        """Where a relation of this term leads, at any time or on a day."""
        return [link for link in self.links.get(term_id, ()) if link.kind == kind and (not on or link.holds(on))]

    def relating(self, term_id: int, kind: str, on: date | None = None) -> list[Link]:
        """From where a relation leads to this term."""
        return [link for link in self.inverse.get(term_id, ()) if link.kind == kind and (not on or link.holds(on))]

    def successors(self, term_id: int, said_on: date | None = None) -> list[Link]:
        """What took over from it, at once or in turn; of what was ``said_on`` a day, only who took over later.

        So what an office says after another was split off from it stays its own. What was merged is part
        of the other whatever the day.
        """
        found: dict[int, Link] = {}
        waiting = [term_id]
        while waiting:
            for link in self.links.get(waiting.pop(), ()):
                later = not (said_on and link.since) or said_on < link.since or link.kind == Relation.Kind.MERGED_INTO
                if link.kind in Relation.SUCCESSION and later and link.term_id not in {term_id, *found}:
                    found[link.term_id] = link
                    waiting.append(link.term_id)
        return list(found.values())

    def predecessors(self, term_id: int) -> list[Link]:
        """From what it took over, at once or in turn."""
        found: dict[int, Link] = {}
        waiting = [term_id]
        while waiting:
            for link in self.inverse.get(waiting.pop(), ()):
                if link.kind in Relation.SUCCESSION and link.term_id not in {term_id, *found}:
                    found[link.term_id] = link
                    waiting.append(link.term_id)
        return list(found.values())

    def present(self, term_id: int, on: date | None = None) -> int:
        """What a term is today (or was on a day) after mergers; itself where it was merged into nothing."""
        day, passed = on or freshness.now().date(), {term_id}
        while merged := self.related(term_id, Relation.Kind.MERGED_INTO, day):
            if merged[0].term_id in passed:
                break
            term_id = merged[0].term_id
            passed.add(term_id)
        return term_id

    def chairing(self, term_id: int, on: date) -> Link | None:
        """The chairpersonship a State holds on a day: where the mark beside its name comes from."""
        return next(iter(self.related(term_id, "chairs", on)), None)


_kept: tuple[str, Snapshot] | None = None


def current() -> Snapshot:
    """The taxonomy of this request's version."""
    global _kept
    version = freshness.version("taxonomy")
    if _kept is None or _kept[0] != version:
        _kept = (version, _read_undisturbed(version))
    return _kept[1]


def _read_undisturbed(version: str) -> Snapshot:
    """Read again where the taxonomy was changed between two of the queries: half of it would be of before."""
    while True:
        snapshot = read()
        if version == (version := freshness.stored_version("taxonomy")):
            return snapshot


_OF_A_NODE = (
    "vocabulary__slug",
    "parent",
    "kind",
    "slug",
    "code",
    "opened_on",
    "opened_precision",
    "closed_on",
    "closed_precision",
)
"""The fields of a node after its key and uuid, in their order."""


def read() -> Snapshot:
    """Reads everything now: eight queries. As plain values: making models of ten thousand terms takes longer."""
    snapshot = Snapshot(vocabularies=_vocabularies())
    children: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for pk, uuid, *rest in Term.objects.order_by("tree_id", "lft").values_list("pk", "uuid", *_OF_A_NODE):
        node = snapshot.nodes[pk] = Node(pk, str(uuid), *rest)
        snapshot.by_uuid[node.uuid] = pk
        snapshot.by_slug[node.vocabulary, node.slug] = pk
        children[node.vocabulary, node.parent_id].append(pk)
    snapshot.children.update(children)
    labels = Label.objects.order_by("since", "id").values_list("term", "language", "kind", "since", "until", "text")
    for term_id, language, kind, since, until, text in labels:
        snapshot.labels.setdefault((term_id, language, kind), []).append(Dated(since, until, text))
    relations = Relation.objects.order_by("since", "id").values_list("subject", "kind", "object", "since", "until")
    for subject, kind, target, *ends in relations:
        snapshot.links.setdefault(subject, []).append(Link(kind, target, *ends))
        snapshot.inverse.setdefault(target, []).append(Link(kind, subject, *ends))
    places = Broader.objects.order_by("term__tree_id", "term__lft", "since", "id")
    for term_id, broader, *spell in places.values_list("term", "broader", "since", "until"):
        if term_id not in snapshot.nodes:
            continue  # it came between two of these queries
        stays = snapshot.stays.setdefault((snapshot.nodes[term_id].vocabulary, broader), [])
        stays.append(Link("narrower", term_id, *spell))
        if broader:
            snapshot.places.setdefault(term_id, []).append(Link("broader", broader, *spell))
    snapshot.entries.extend(_entries())
    return snapshot


def _vocabularies() -> dict[str, VocabularyNode]:
    names: dict[int, list[VocabularyName]] = defaultdict(list)
    for name in VocabularyName.objects.all():
        names[name.vocabulary_id].append(name)
    return {
        vocabulary.slug: VocabularyNode(
            vocabulary.slug,
            vocabulary.role,
            vocabulary.may_be_source,
            {name.language: name.plural for name in names[vocabulary.pk]},
            {name.language: name.singular for name in names[vocabulary.pk]},
        )
        for vocabulary in Vocabulary.objects.all()
    }


def _entries() -> list[Entry]:
    labels: dict[int, dict[str, str]] = defaultdict(dict)
    for label in MenuEntryLabel.objects.all():
        labels[label.entry_id][label.language] = label.text
    return [
        Entry(
            entry.pk,
            entry.menu.key,
            entry.parent_id,
            entry.term_id,
            entry.vocabulary.slug if entry.vocabulary else None,
            entry.path,
            entry.grow,
            entry.since,
            entry.until,
            labels[entry.pk],
            entry.kept_back_since,
            entry.shown_from,
            entry.shown_until,
        )
        for entry in MenuEntry.objects.select_related("menu", "vocabulary").order_by("position", "id")
    ]
