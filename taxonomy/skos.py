"""The taxonomy as SKOS: what every tool understands, and beside it, in a vocabulary of our own, all the rest exactly.

``docs/exchange.md`` explains both. SKOS knows neither dates of names nor of places; those are told to people in notes,
and to machines in ``tx:`` statements, which ``taxonomy.skos_reading`` reads back.
"""

import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS, XSD

from osce_site import freshness
from osce_site.languages import OFFICIAL
from taxonomy import exporting
from taxonomy.models import Relation
from taxonomy.models.spell import holds
from taxonomy.seed_checks import identity_of, name_of
from taxonomy.seed_dates import closing
from taxonomy.seed_text import FORMERLY, LABEL_KINDS, RELATIONS, TOP, Seed, SeedFile, SeedLabel, SeedLink
from taxonomy.snapshot import Node, Snapshot

TX = Namespace("urn:uuid:7d0c1a52-8d3c-5c8e-9d1e-4f0b7d1f2a66#")
"""Our own vocabulary. It belongs to no host, so it is the same for every site."""
MEDIA_TYPES = {"turtle": "text/turtle", "json-ld": "application/ld+json"}

FORMS = {kind: form or "preferred" for form, kind in LABEL_KINDS.items()}
"""The forms of a name: ``preferred``, ``short``, ``alt``."""
_SAID = {kind: said for said, kind in RELATIONS.items()}
SCHEME_TERMS = {"position": TX.position, "role": TX.role, "may be source": TX.mayBeSource, "languages": TX.languages}
PROFILE_TERMS = {
    "summary": SKOS.definition,
    "body": TX.body,
    "picture": TX.picture,
    "picture alt": TX.pictureAlt,
    "picture credit": TX.pictureCredit,
}
_DATATYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def write(files: list[SeedFile], form: str, *, site: str, on: date | None = None) -> bytes:
    """A whole taxonomy, as ``turtle`` or ``json-ld``.

    ``site``: its address without a slash at the end. ``on``: the day whose names SKOS is told, today if not given.
    """
    identities = {
        name_of(file, seed): str(identity_of(file, seed)) for file in files if not file.is_menu for seed in file.seeds
    }
    seeds = {name_of(file, seed): seed for file in files if not file.is_menu for seed in file.seeds}

    def name(target: str, language: str) -> str:
        labels = _today(seeds[target].labels, "preferred", language, day) if target in seeds else []
        return labels[0] if labels else target.rpartition("/")[2]

    day = on or freshness.now().date()
    writer = _Writer(_graph(), site, day, identities.__getitem__, name)
    for file in files:
        writer.menu(file) if file.is_menu else writer.vocabulary(file)
    return serialized(writer.graph, form)


def describe(taxonomy: Snapshot, term_id: int, *, site: str, on: date) -> Graph:
    """One concept, with what leads to it. No query: it is told what the snapshot knows, which is all but profiles."""

    def named(target: str) -> Node:
        vocabulary, _slash, slug = target.partition("/")
        return taxonomy.nodes[taxonomy.by_slug[vocabulary, slug]]

    writer = _Writer(
        _graph(),
        site,
        on,
        lambda target: named(target).uuid,
        lambda target, language: taxonomy.name(named(target).id, language, on),
    )
    node = taxonomy.nodes[term_id]
    seed = exporting.seed(taxonomy, node, exporting.places(taxonomy, node.vocabulary)[term_id])
    if node.parent_id:
        above = taxonomy.nodes[node.parent_id]
        seed.parent = Seed("", above.slug, 0)
    siblings = taxonomy.below(node.parent_id) if node.parent_id else taxonomy.top(node.vocabulary)
    writer.concept(node.vocabulary, "", seed, siblings.index(term_id))
    here = writer.at(node.uuid)
    for child in taxonomy.below(term_id):
        writer.graph.add((here, SKOS.narrower, writer.at(taxonomy.nodes[child].uuid)))
    for link in taxonomy.inverse.get(term_id, ()):
        former = taxonomy.nodes[link.term_id]
        if replaced(link.kind, link.since, former.closed_on, on):
            writer.graph.add((here, DCTERMS.replaces, writer.at(former.uuid)))
    return writer.graph


def replaced(kind: str, since: date | None, closed: date | None, on: date) -> bool:
    """Whether a relation says that its subject is replaced by a day. What only split another off goes on itself."""
    ended = kind != Relation.Kind.SPLIT_INTO or bool(closed and closed <= on)
    return kind in Relation.SUCCESSION and ended and (since or on) <= on


def serialized(graph: Graph, form: str) -> bytes:
    """``turtle`` or ``json-ld``, the context of the latter in the document itself. Equal taxonomies: equal bytes."""
    if form == "turtle":
        return graph.serialize(format=form, encoding="utf-8")
    said = json.loads(graph.serialize(format=form, auto_compact=True))
    return json.dumps(_sorted(said), ensure_ascii=False, indent=1).encode() + b"\n"


def _sorted(said: Any) -> Any:
    """JSON-LD means the same in any order; rdflib leaves its order to chance."""
    if isinstance(said, dict):
        return {key: _sorted(value) for key, value in sorted(said.items())}
    return sorted(map(_sorted, said), key=json.dumps) if isinstance(said, list) else said


def _graph() -> Graph:
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in {"skos": SKOS, "dcterms": DCTERMS, "rdfs": RDFS, "xsd": XSD, "tx": TX}.items():
        graph.bind(prefix, namespace)
    return graph


def _today(labels: Iterable[SeedLabel], kind: str, language: str, on: date) -> list[str]:
    """What it is called on a day in a form; of preferred names the nearest where none holds."""
    named = [label for label in labels if (label.kind, label.language) == (kind, language)]
    held = [label.text for label in named if holds(label.since, label.until, on)]
    if held or not named or kind != "preferred":
        return held
    named.sort(key=lambda label: label.since or date.min)
    early = named[0].since and on < named[0].since
    return [named[0 if early else -1].text]


@dataclass
class _Writer:
    graph: Graph
    site: str
    on: date
    identity: Callable[[str], str]
    """The uuid of a target, ``vocabulary/slug``."""
    name: Callable[[str, str], str]
    """What a target is called in a language."""
    count: Iterator[int] = field(default_factory=itertools.count)
    """Numbers the nodes without address, so that the same taxonomy is written the same."""

    def _node(self) -> BNode:
        return BNode(f"n{next(self.count):08d}")

    def at(self, identity: str) -> URIRef:
        return URIRef(f"{self.site}/id/{identity}")

    def scheme(self, slug: str) -> URIRef:
        return URIRef(f"{self.site}/{slug}/#scheme")

    def _target(self, target: str) -> URIRef:
        return self.at(self.identity(target))

    def _text(self, here: URIRef | BNode, said: URIRef, text: str, language: str | None = None) -> None:
        self.graph.add((here, said, Literal(text, lang=language)))

    def _value(self, here: URIRef, said: URIRef, value: str) -> None:
        self.graph.add((here, said, Literal(int(value) if value.isdecimal() else value)))

    def _number(self, here: URIRef | BNode, said: URIRef, number: int) -> None:
        self.graph.add((here, said, Literal(number)))

    def _date(self, here: URIRef | BNode, said: URIRef, raw: str) -> None:
        self.graph.add((here, said, Literal(raw, datatype=_DATATYPES.get(len(raw)), normalize=False)))

    def _spell(self, here: BNode, since: date | None, until: date | None) -> None:
        for said, day in ((TX.since, since), (TX.until, until)):
            if day:
                self._date(here, said, day.isoformat())

    # Vocabularies and terms

    def vocabulary(self, file: SeedFile) -> None:
        here = self.scheme(file.slug)
        self.graph.add((here, RDF.type, SKOS.ConceptScheme))
        self._text(here, TX.slug, file.slug)
        for key, said in SCHEME_TERMS.items():
            if key in file.head.values:
                self._value(here, said, file.head.values[key])
        for (sort, language), (text, *_rest) in file.head.words.items():
            self._text(here, SKOS.prefLabel if sort == "name" else TX.singular, text, language)
        for address in file.head.addresses:
            self._text(here, TX.formerAddress, address.target)
        for order, seed in enumerate(file.seeds):
            self.concept(file.slug, file.head.values.get("kind", ""), seed, order)
            if seed.parent:
                above = self._target(name_of(file, seed.parent))
                self.graph.add((above, SKOS.narrower, self._target(name_of(file, seed))))
            else:
                self.graph.add((here, SKOS.hasTopConcept, self._target(name_of(file, seed))))
            for link in seed.links:
                if self._replaced(seed, link):
                    replaced = self._target(name_of(file, seed))
                    self.graph.add((self._target(link.target), DCTERMS.replaces, replaced))

    def _replaced(self, seed: Seed, link: SeedLink) -> bool:
        closed = closing(seed.values.get("closed"))[0]
        return replaced(link.kind, link.since, closed, self.on)

    def concept(self, vocabulary: str, kind: str, seed: Seed, order: int) -> None:
        """What is said at a term itself; ``kind`` where it has none of its own."""
        here, said = self._target(f"{vocabulary}/{seed.slug}"), seed.values
        self.graph.add((here, RDF.type, SKOS.Concept))
        self.graph.add((here, SKOS.inScheme, self.scheme(vocabulary)))
        if seed.parent:
            self.graph.add((here, SKOS.broader, self._target(f"{vocabulary}/{seed.parent.slug}")))
        else:
            self.graph.add((here, SKOS.topConceptOf, self.scheme(vocabulary)))
        self._text(here, TX.slug, seed.slug)
        self._text(here, TX.kind, said.get("kind", kind))
        self._number(here, TX.order, order)
        if "code" in said:
            self._text(here, SKOS.notation, said["code"])
        for key in ("opened", "closed", "since"):
            if key in said:
                self._date(here, TX[key], said[key])
        for (sort, language), text in seed.words.items():
            self._text(here, PROFILE_TERMS[sort], "\n\n".join(text), language)
        for address in seed.addresses:
            self._text(here, TX.formerAddress, address.target)
        self._names(here, seed)
        self._links(here, vocabulary, seed)

    def _names(self, here: URIRef, seed: Seed) -> None:
        for language in OFFICIAL:
            preferred = _today(seed.labels, "preferred", language, self.on)
            others = [
                text for kind in ("short", "alternative") for text in _today(seed.labels, kind, language, self.on)
            ]
            for text in preferred:
                self._text(here, SKOS.prefLabel, text, language)
            for text in others:
                if text not in preferred:
                    self._text(here, SKOS.altLabel, text, language)
        for order, label in enumerate(seed.labels):
            node = self._node()
            self.graph.add((here, TX.name, node))
            self._text(node, TX.text, label.text, label.language)
            self._text(node, TX.form, FORMS[label.kind])
            self._number(node, TX.order, order)
            self._spell(node, label.since, label.until)
            if label.kind == "preferred" and (label.since or label.until):
                with override(label.language):
                    note = _called(label.text, label.since, label.until)
                self._text(here, SKOS.historyNote, note, label.language)

    def _links(self, here: URIRef, vocabulary: str, seed: Seed) -> None:
        for order, link in enumerate(seed.links):
            node = self._link(here, TX.relation, link, order)
            self._text(node, TX.relates, _SAID[link.kind])
            self.graph.add((node, TX.to, self._target(link.target)))
            if link.kind in Relation.SUCCESSION:
                self._tell(here, str(link.kind), link)
            if self._replaced(seed, link):
                self.graph.add((here, DCTERMS.isReplacedBy, self._target(link.target)))
        for order, place in enumerate(seed.former):
            node = self._link(here, TX.stoodUnder, place, order)
            target = place.target if "/" in place.target else f"{vocabulary}/{place.target}"
            if place.target != TOP:
                self.graph.add((node, TX.to, self._target(target)))
                self._tell(here, FORMERLY, SeedLink(FORMERLY, target, place.since, place.until, place.where))

    def _link(self, here: URIRef, said: URIRef, link: SeedLink, order: int) -> BNode:
        node = self._node()
        self.graph.add((here, said, node))
        self._number(node, TX.order, order)
        self._spell(node, link.since, link.until)
        return node

    def _tell(self, here: URIRef, kind: str, link: SeedLink) -> None:
        """A change in words, in every language."""
        for language in OFFICIAL:
            with override(language):
                what = _("stood under") if kind == FORMERLY else str(Relation.Kind(kind).label)
                note = f"{what}: {self.name(link.target, language)}{_days(link.since, link.until)}"
            self._text(here, SKOS.changeNote, note, language)

    # Menus

    def menu(self, file: SeedFile) -> None:
        here = URIRef(f"{self.site}/#menu-{file.slug}")
        self.graph.add((here, RDF.type, TX.Menu))
        self._text(here, TX.slug, file.slug)
        if "languages" in file.head.values:
            self._text(here, TX.languages, file.head.values["languages"])
        for order, seed in enumerate(file.seeds):
            self._entry(here, seed, order)

    def _entry(self, menu: URIRef, seed: Seed, order: int) -> None:
        here, said = URIRef(f"{menu}.{seed.slug}"), seed.values
        self.graph.add((here, RDF.type, TX.MenuEntry))
        self.graph.add((here, TX.inMenu, menu))
        if seed.parent:
            self.graph.add((here, TX.below, URIRef(f"{menu}.{seed.parent.slug}")))
        if "term" in said:
            self.graph.add((here, TX.leadsTo, self._target(said["term"])))
        if "vocabulary" in said:
            self.graph.add((here, TX.leadsTo, self.scheme(said["vocabulary"])))
        self._text(here, TX.slug, seed.slug)
        self._number(here, TX.order, order)
        for key in ("path", "grow", "position"):
            if key in said:
                self._value(here, TX[key], said[key])
        for key in ("since", "until"):
            if key in said:
                self._date(here, TX[key], said[key])
        for label in seed.labels:
            self._text(here, RDFS.label, label.text, label.language)


def _called(name: str, since: date | None, until: date | None) -> str:
    """In the language that is active."""
    said = {"name": name, "since": _day(since), "until": _day(until)}
    if since and until:
        sentence = _("Called “%(name)s” from %(since)s to %(until)s.") % said
    elif since:
        sentence = _("Called “%(name)s” since %(since)s.") % said
    else:
        sentence = _("Called “%(name)s” until %(until)s.") % said
    # A Russian date ends in a full stop itself.
    return sentence.removesuffix(".") if sentence.endswith("..") else sentence


def _days(since: date | None, until: date | None) -> str:
    return f" ({_day(since)} – {_day(until)})" if since or until else ""


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""
