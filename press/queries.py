"""What the lists of releases can be asked: the closed grammar of their addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.http import Http404
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.query_strings import Parameter, address, key, one_of, slug, year
from osce_site.query_strings import words as typed
from press import search
from press.listing import Wanted
from press.models.release import Kind
from taxonomy import addresses, snapshot
from taxonomy.snapshot import Node

ROLES = {"source": "source", "about": "field", "country": "country", "meeting": "meeting"}
"""Parameter -> the role it narrows by."""


def present_word(role: str) -> Callable[[str], str | None]:
    """Reads a term's word in addresses: a former one, or that of a merged term, as the present one."""

    def read(raw: str) -> str | None:
        word, taxonomy = slug(raw), snapshot.current()
        if not word:
            return word
        node = taxonomy.filed(role, word)
        former = (addresses.led_to(vocabulary.slug, word) for vocabulary in taxonomy.filing_as(role))
        term_id = node.id if node else next(filter(None, former), None)
        return taxonomy.nodes[taxonomy.present(term_id)].slug if term_id else None

    return read


NEWSROOM = (
    *(Parameter(name, present_word(role)) for name, role in ROLES.items()),
    Parameter("kind", one_of(*Kind.values)),
    Parameter("year", year),
    Parameter("q", typed),
    Parameter("after", key),
)
TERM = (Parameter("after", key),)
SEARCH = (
    Parameter("q", typed),
    *(Parameter(name, present_word(ROLES[name])) for name in ("about", "country")),
    Parameter("kind", one_of(*Kind.values)),
    Parameter("year", year),
    Parameter("order", one_of("newest")),
    Parameter("page", one_of(*map(str, range(2, 51)))),
)
SUGGESTIONS = (Parameter("q", typed),)


def wanted(asked: dict[str, str], language: str, term_id: int | None = None) -> Wanted:
    """What an address asks for. Raises ``Http404`` for a term there is not."""
    taxonomy = snapshot.current()
    filed = []
    for name, role in ROLES.items():
        if name in asked:
            node = taxonomy.filed(role, asked[name])
            if node is None:
                raise Http404
            filed.append((role, node.id))
    return Wanted(
        language=language,
        term_id=term_id,
        filed=tuple(filed),
        kind=asked.get("kind", ""),
        year=int(asked["year"]) if "year" in asked else None,
        words=asked.get("q", ""),
        after=int(asked["after"]) if "after" in asked else None,
    )


def narrowed(grammar: tuple[Parameter, ...], asked: dict[str, str], name: str, value: str) -> dict[str, str]:
    """What is asked with one more condition, in the order of the grammar, so that a link leads to its page at once."""
    given = asked | {name: value}
    return {one.name: given[one.name] for one in grammar if one.name in given}


def leading(grammar: tuple[Parameter, ...], asked: dict[str, str], name: str, path: str) -> Callable[[str], str]:
    """The address of what is narrowed by a value, for many values that need no quoting: words of terms, kinds, years."""
    before, after = address(path, narrowed(grammar, asked, name, "\0")).split("%00")
    return lambda value: f"{before}{value}{after}"


@dataclass(frozen=True)
class Chip:
    """A filter that is set, and the list without it."""

    label: str
    text: str
    remove_path: str


def label(name: str) -> str:
    """What a parameter is called."""
    return {
        "source": _("Source"),
        "about": _("Field of work"),
        "country": _("Country"),
        "meeting": _("Meeting"),
        "kind": _("Kind"),
        "year": _("Year"),
        "q": _("Words"),
        "language": _("Language"),
    }[name]


def text(name: str, value: str, language: str, today: date) -> str:
    """What a parameter's value is called."""
    return texts(language, today)[name, value].text


class Words(dict[tuple[str, int], str]):
    """Role and term -> the word by which it is asked for; empty where it cannot be: merged, or another has its word."""

    def __missing__(self, key: tuple[str, int]) -> str:
        (role, term_id), taxonomy = key, snapshot.current()
        node = taxonomy.nodes.get(term_id)
        known = node and taxonomy.present(term_id) == term_id and taxonomy.filed(role, node.slug) == node
        self[key] = word = node.slug if node and known else ""
        return word


class Text(NamedTuple):
    text: str
    folded: str
    """By which it is sorted."""


class Texts(dict[tuple[str, str], Text]):
    """Parameter and value -> what it is called in a language, the page's, on a day."""

    def __init__(self, language: str, today: date) -> None:
        super().__init__()
        self.language, self.today = language, today

    def __missing__(self, key: tuple[str, str]) -> Text:
        (name, value), taxonomy = key, snapshot.current()
        node = taxonomy.filed(ROLES[name], value) if name in ROLES else None
        if node:
            text = taxonomy.name(node.id, self.language, self.today)
        else:
            text = str(Kind(value).label) if name == "kind" else value
        made = Text(text, search.fold(text, self.language))
        if node:  # there are not more of these than terms
            self[key] = made
        return made


def words() -> Words:
    """As they are now. A list asks for some hundred of each: they are looked up once a day and state of the taxonomy."""
    return _words(freshness.version("taxonomy"), freshness.now().date())


def texts(language: str, today: date) -> Texts:
    return _texts(freshness.version("taxonomy"), language, today)


@lru_cache(maxsize=2)
def _words(version: str, today: date) -> Words:
    return Words()


@lru_cache(maxsize=12)
def _texts(version: str, language: str, today: date) -> Texts:
    return Texts(language, today)


def chips(asked: dict[str, str], path: str, language: str, today: date) -> list[Chip]:
    found = []
    for name, value in asked.items():
        if name == "after":
            continue
        rest = {other: kept for other, kept in asked.items() if other not in (name, "after")}
        found.append(Chip(label(name), text(name, value, language, today), address(path, rest)))
    return found


def narrowed_to(node: Node) -> dict[str, str]:
    """What the newsroom is asked for a term; nothing where no release is filed under its like."""
    role = snapshot.current().vocabularies[node.vocabulary].role
    return {name: node.slug for name, known in ROLES.items() if role and known == role}


def newsroom_of(node: Node) -> str:
    """The newsroom narrowed by a term; empty where no release is filed under its like."""
    asked = narrowed_to(node)
    return address("/press-releases/", asked) if asked else ""
