"""Reads back what ``taxonomy.skos`` wrote, edited or not.

From SKOS it takes what SKOS says exactly: identity, scheme, broader, notation, definition and the names of schemes.
The names of terms, with their dates, and their links are taken from ``tx:``.
"""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rdflib import Graph, Literal
from rdflib.exceptions import Error as RdfError
from rdflib.namespace import RDF, RDFS, SKOS
from rdflib.plugins.parsers.jsonld import to_rdf
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from taxonomy.seed_building import PROFILE, Building
from taxonomy.seed_dates import spell
from taxonomy.seed_text import FORMER_ADDRESS, FORMERLY, LABEL_KINDS, RELATIONS, TOP, BadSeed, Seed, SeedFile
from taxonomy.seed_writing import label_key
from taxonomy.skos import FORMS, PROFILE_TERMS, SCHEME_TERMS, TX

_IDENTITY = re.compile(r"/id/([0-9a-fA-F-]{36})$")
_WRITTEN = {FORMS[kind]: form for form, kind in LABEL_KINDS.items()}
"""The form of a name here -> in the seed text."""
_NO_LETTER = re.compile(r"\\U(?!000|0010)[0-9a-fA-F]{8}")
_UNREADABLE = (RdfError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the parsers raise for what is neither Turtle nor JSON-LD, beside the errors made for it."""


def read(name: str, raw: bytes, form: str) -> list[SeedFile]:
    """``turtle`` or ``json-ld``. Raises ``BadSeed``; no address in the file is ever fetched."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadSeed([f"{name}:{line}: cannot be read as UTF-8 text: {error.reason}"]) from error
    graph = _json_ld(name, text) if form == "json-ld" else _turtle(name, text)
    return _Reading(name, graph).files()


def _turtle(name: str, text: str) -> Graph:
    if beyond := _NO_LETTER.search(text):
        line = text.count("\n", 0, beyond.start()) + 1
        raise BadSeed([f"{name}:{line}: “{beyond[0]}” is no letter"])
    try:
        with _quiet():
            return Graph().parse(data=text, format="turtle", publicID="urn:nothing")
    except BadSyntax as error:
        raise BadSeed([f"{name}:{error.lines + 1}: is no Turtle: {error._why}"]) from error
    except _UNREADABLE as error:
        raise BadSeed([f"{name}:1: is no Turtle: {_first_line(error)}"]) from error


def _json_ld(name: str, text: str) -> Graph:
    try:
        said = json.loads(text)
        if _leads_abroad(said):
            raise BadSeed([f"{name}:1: its context stands elsewhere; it must stand in the file itself"])
        with _quiet():
            # Not by way of ``Graph.parse``, which warns of what rdflib itself has outgrown.
            return to_rdf(said, Graph("SimpleMemory"), base="urn:nothing")
    except json.JSONDecodeError as error:
        raise BadSeed([f"{name}:{error.lineno}: is no JSON: {error.msg}"]) from error
    except BadSeed:
        raise
    except _UNREADABLE as error:
        raise BadSeed([f"{name}:1: is no JSON-LD: {_first_line(error)}"]) from error


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _leads_abroad(said: Any) -> bool:
    """Whether JSON-LD names a context by its address, which a reader would fetch."""
    waiting = [said]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            context = one.get("@context")
            contexts = context if isinstance(context, list) else [context]
            if "@import" in one or any(isinstance(part, str) for part in contexts):
                return True
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return False


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the warnings of the parser, which come with tracebacks; what is wrong is told in a line of ours."""
    log = logging.getLogger("rdflib")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)


class _Reading:
    def __init__(self, name: str, graph: Graph) -> None:
        self.name = name
        self.graph = graph
        self.building = Building()
        self.schemes: dict[Node, str] = {}
        self.concepts: dict[Node, tuple[str, str]] = {}
        """Concept -> vocabulary and slug."""

    def files(self) -> list[SeedFile]:
        with _quiet():
            self._schemes()
            self._concepts()
            self._menus()
        if not self.building.files and not self.building.reasons:
            self.building.refuse(f"{self.name}:1", "holds no vocabulary and no menu of such a site")
        return self.building.finished()

    # What is said at a node

    def _all(self, node: Node, said: Node) -> list[Node]:
        return sorted(self.graph.objects(node, said), key=str)

    def _one(self, node: Node, said: Node, where: str) -> str:
        """The only value there may be; empty where there is none."""
        values = self._all(node, said)
        if len(values) > 1:
            self.building.refuse(where, f"says more than one {self._short(said)}")
        return str(values[0]) if values else ""

    def _short(self, said: Node) -> str:
        return re.split(r"[#/]", str(said))[-1]

    def _spoken(self, node: Node, said: Node) -> Iterator[tuple[str, str]]:
        """Language and text of each value."""
        for value in self._all(node, said):
            yield (value.language or "") if isinstance(value, Literal) else "", str(value)

    def _number(self, node: Node, where: str) -> int:
        order = self._one(node, TX.order, where)
        if order and not (order.isdecimal() and len(order) < 10):
            self.building.refuse(where, f"“order” is “{order}”, which is no whole number")
            return 0
        return int(order or 0)

    def _ordered(self, nodes: list[Node], where: str) -> list[Node]:
        return sorted(nodes, key=lambda node: self._number(node, where))

    def _spell(self, node: Node, where: str) -> str:
        return spell(self._one(node, TX.since, where), self._one(node, TX.until, where))

    def _typed(self, sort: Node) -> list[Node]:
        return sorted(set(self.graph.subjects(RDF.type, sort)), key=str)

    # Vocabularies and terms

    def _schemes(self) -> None:
        for node in self._typed(SKOS.ConceptScheme):
            where = f"{self.name}:{node}"
            slug = self._one(node, TX.slug, where)
            head = self.building.open("vocabulary", slug, f"{self.name}:{slug}" if slug else where)
            if head is None:
                continue
            self.schemes[node] = slug
            self.building.say_all(
                head, ((key, self._one(node, said, head.where)) for key, said in SCHEME_TERMS.items()), head.where
            )
            for sort, said in (("name", SKOS.prefLabel), ("singular", TX.singular)):
                for language, text in self._spoken(node, said):
                    self.building.say(head, f"{sort} {language}".strip(), text, head.where)
            self._addresses(node, head)

    def _concepts(self) -> None:
        for node in self._ordered(self._typed(SKOS.Concept), f"{self.name}:1"):
            where = f"{self.name}:{node}"
            slug, within = self._one(node, TX.slug, where), self._all(node, SKOS.inScheme)
            known = [self.schemes[scheme] for scheme in within if scheme in self.schemes]
            if len(known) != 1 or len(within) != 1:
                self.building.refuse(where, "stands in no scheme, or in several, or in one that is not here")
            else:
                self.concepts[node] = (known[0], slug)
        for node, (vocabulary, slug) in self.concepts.items():
            where = f"{self.name}:{vocabulary}/{slug}"
            above = [self._target(broader, where) for broader in self._all(node, SKOS.broader)]
            if len(above) > 1 or any(broader.partition("/")[0] not in {vocabulary, ""} for broader in above):
                self.building.refuse(where, "stands below several terms, or below one of another scheme")
            under = above[0].partition("/")[2] if above else ""
            if seed := self.building.enter("vocabulary", vocabulary, slug, where, under):
                self._concept(node, seed)

    def _concept(self, node: Node, seed: Seed) -> None:
        where = seed.where
        identity = _IDENTITY.search(str(node))
        said = {
            "uuid": identity[1] if identity else "",
            "kind": self._one(node, TX.kind, where),
            "code": self._one(node, SKOS.notation, where),
            **{key: self._one(node, TX[key], where) for key in ("opened", "closed", "since")},
        }
        if not identity:
            self.building.refuse(where, f"<{node}> is no address of a term: …/id/<uuid>")
        self.building.say_all(seed, said.items(), where)
        self._addresses(node, seed)
        self._profiles(node, seed)
        for name in self._ordered(self._all(node, TX.name), where):
            form = self._one(name, TX.form, where)
            if form not in _WRITTEN:
                self.building.refuse(where, f"“{form}” is no form of a name; allowed are {', '.join(_WRITTEN)}")
                continue
            for language, text in self._spoken(name, TX.text):
                self.building.say(seed, label_key(language, _WRITTEN[form], self._spell(name, where)), text, where)
        for link in self._ordered(self._all(node, TX.relation), where):
            key = self._one(link, TX.relates, where)
            if key not in RELATIONS:
                self.building.refuse(where, f"“{key}” is no relation; allowed are {', '.join(RELATIONS)}")
            elif target := self._target(next(iter(self._all(link, TX.to)), None), where):
                self.building.say(seed, key, f"{target} {self._spell(link, where)}".strip(), where)
        for place in self._ordered(self._all(node, TX.stoodUnder), where):
            to = self._all(place, TX.to)
            if target := self._target(to[0], where) if to else TOP:
                self.building.say(seed, FORMERLY, f"{target} {self._spell(place, where)}".strip(), where)

    def _profiles(self, node: Node, seed: Seed) -> None:
        profiles: dict[str, dict[str, str]] = {}
        for sort in PROFILE:
            for language, text in self._spoken(node, PROFILE_TERMS[sort]):
                if sort in profiles.setdefault(language, {}):
                    self.building.refuse(seed.where, f"“{sort} {language}” is said twice")
                profiles[language][sort] = text
        for language, said in profiles.items():
            self.building.profile(seed, language, said, seed.where)

    def _addresses(self, node: Node, seed: Seed) -> None:
        for path in self._all(node, TX.formerAddress):
            self.building.say(seed, FORMER_ADDRESS, str(path), seed.where)

    def _target(self, node: Node | None, where: str) -> str:
        """``vocabulary/slug`` of a concept; empty, and refused, where it is none of this file."""
        if node in self.concepts:
            return "/".join(self.concepts[node])
        self.building.refuse(where, f"leads to <{node}>, which is no term here" if node else "leads nowhere")
        return ""

    # Menus

    def _menus(self) -> None:
        menus: dict[Node, str] = {}
        for node in self._typed(TX.Menu):
            slug = self._one(node, TX.slug, f"{self.name}:{node}")
            if head := self.building.open("menu", slug, f"{self.name}:{slug or node}"):
                menus[node] = slug
                self.building.say_all(head, [("languages", self._one(node, TX.languages, head.where))], head.where)
        for node in self._ordered(self._typed(TX.MenuEntry), f"{self.name}:1"):
            where = f"{self.name}:{node}"
            slug, above = self._one(node, TX.slug, where), self._all(node, TX.below)
            menu = next((menus[menu] for menu in self._all(node, TX.inMenu) if menu in menus), "")
            under = self._one(above[0], TX.slug, where) or str(above[0]) if above else ""
            if seed := self.building.enter("menu", menu, slug, where, under):
                self._entry(node, seed)

    def _entry(self, node: Node, seed: Seed) -> None:
        where = seed.where
        said = [(key, self._one(node, TX[key], where)) for key in ("path", "grow", "since", "until", "position")]
        for target in self._all(node, TX.leadsTo):
            if target in self.schemes:
                said.append(("vocabulary", self.schemes[target]))
            else:
                said.append(("term", self._target(target, where)))
        self.building.say_all(seed, said, where, menu=True)
        for language, text in self._spoken(node, RDFS.label):
            self.building.say(seed, language, text, where, menu=True)
