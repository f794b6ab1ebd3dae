"""The seed text: a vocabulary, or a menu, as lines that a person can review and edit.

A heading is one ``=`` per depth and a slug; every other line is ``key: value``; ``#`` opens a comment. A text that
such a line cannot hold, or that would lose something in it, stands in quotation marks as JSON writes it.
``docs/editing.md`` shows the keys. Errors carry file, line and reason, and all of them are told at once.
"""

import json
import re
import uuid
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Model

from osce_site.languages import OFFICIAL
from taxonomy.models import Label, Menu, MenuEntry, MenuEntryLabel, Profile, Relation, Term, Vocabulary, VocabularyName
from taxonomy.seed_dates import SPELL, closing, first_day, in_order, last_day, opening

LABEL_KINDS = {"": "preferred", "short": "short", "alt": "alternative"}
RELATIONS = {kind.replace("_", " "): kind for kind in Relation.Kind.values}
FORMERLY = "formerly under"
FORMER_ADDRESS = "former address"
TOP = "-"
"""The place of a term that stands under none."""

_LANGUAGES = "|".join(OFFICIAL)
_HEADING = re.compile(r"(=+)\s+(\S+)")
_LABEL = re.compile(rf"({_LANGUAGES})(?: (short|alt))?(?: {SPELL})?")
_WORDS = re.compile(rf"(name|singular|summary|body|picture|picture alt|picture credit) ({_LANGUAGES})")
_SPELL = re.compile(rf"(\S+?)(?:\s+{SPELL})?")
_SLUG = re.compile(r"[-a-zA-Z0-9_]+")
_UNSTORABLE = re.compile(r"[\0\ud800-\udfff]")
_BREAKING = re.compile(r"[\x7f-\x9f\u2028\u2029]")


class BadSeed(ValueError):
    """The seeds are refused as a whole; ``reasons`` are lines ``file:line: reason``."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = [_line(reason) for reason in reasons]
        super().__init__("\n".join(self.reasons))


def _line(reason: str) -> str:
    """One line of a length that can be read, whatever it quotes."""
    told = "".join(sign if sign.isprintable() else " " for sign in reason)
    return told if len(told) <= 500 else f"{told[:499]}…"


@dataclass(frozen=True)
class SeedLabel:
    language: str
    kind: str
    text: str
    since: date | None
    until: date | None
    where: str


@dataclass(frozen=True)
class SeedLink:
    """A relation, a former place or a former address: where to, from when to when, and where it was said."""

    kind: str
    target: str
    since: date | None
    until: date | None
    where: str


@dataclass
class Seed:
    """What stands under one heading, or at the head of a file."""

    where: str
    slug: str
    depth: int
    parent: "Seed | None" = None
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    """Where each of the values was said."""
    labels: list[SeedLabel] = field(default_factory=list)
    links: list[SeedLink] = field(default_factory=list)
    former: list[SeedLink] = field(default_factory=list)
    addresses: list[SeedLink] = field(default_factory=list)
    words: dict[tuple[str, str], list[str]] = field(default_factory=dict)


@dataclass
class SeedFile:
    head: Seed
    seeds: list[Seed]

    @property
    def name(self) -> str:
        return self.head.where.partition(":")[0]

    @property
    def slug(self) -> str:
        """The vocabulary's or the menu's."""
        return self.head.values["menu" if self.is_menu else "vocabulary"]

    @property
    def is_menu(self) -> bool:
        return "menu" in self.head.values

    @property
    def languages(self) -> list[str]:
        """Those in which everything here has a name on every day; all where the file does not say."""
        said = self.head.values.get("languages")
        return list(OFFICIAL) if said is None else [language for language in OFFICIAL if language in said.split(", ")]


_HEAD_KEYS = {"vocabulary", "position", "role", "may be source", "kind", "menu", "languages"}
_TERM_KEYS = {"kind", "code", "since", "opened", "closed", "uuid"}
_HEAD_WORDS = {"name", "singular"}
_ENTRY_KEYS = {"vocabulary", "term", "path", "grow", "since", "until", "position"}
_CHOICES = {
    "kind": Term.Kind.values,
    "role": Vocabulary.Role.values,
    "may be source": ["yes", "no"],
}
_LONGEST: dict[str, tuple[type[Model], str]] = {
    "code": (Term, "code"),
    "path": (MenuEntry, "path"),
    "vocabulary": (Vocabulary, "slug"),
    "menu": (Menu, "key"),
    "name": (VocabularyName, "plural"),
    "singular": (VocabularyName, "singular"),
    "picture": (Profile, "picture"),
    "picture alt": (Profile, "picture_alt"),
    "picture credit": (Profile, "picture_credit"),
}


def read(paths: list[Path]) -> list[SeedFile]:
    """Parses files. Raises ``BadSeed``."""
    reasons: list[str] = []
    files = [parsed for path in paths if (parsed := _parse(path, reasons))]
    if reasons:
        raise BadSeed(reasons)
    return files


def _parse(path: Path, reasons: list[str]) -> SeedFile | None:
    try:
        raw = path.read_bytes()
        lines = raw.decode("utf-8-sig").splitlines()
    except OSError as error:
        reasons.append(f"{path.name}:1: cannot be read: {error.strerror}")
        return None
    except UnicodeDecodeError as error:
        number = raw.count(b"\n", 0, error.start) + 1
        reasons.append(f"{path.name}:{number}: cannot be read as UTF-8 text: {error.reason}")
        return None
    head = here = Seed(f"{path.name}:1", "", 0)
    seeds: dict[str, Seed] = {}
    for number, text in enumerate(lines, 1):
        line, where = text.strip(), f"{path.name}:{number}"
        if not line or line.startswith("#"):
            continue
        try:
            if heading := _HEADING.fullmatch(line):
                here = opened(heading[2], len(heading[1]), where, here, seeds, menu="menu" in head.values)
            else:
                _take(line, where, here, menu="menu" in head.values)
        except ValueError as error:
            reasons.append(f"{where}: {error}")
    if ("vocabulary" in head.values) == ("menu" in head.values):
        reasons.append(f"{head.where}: the file must open with “vocabulary:” or “menu:”")
    return SeedFile(head, list(seeds.values()))


def opened(slug: str, depth: int, where: str, here: Seed, seeds: dict[str, Seed], *, menu: bool) -> Seed:
    """A new seed behind ``here``, entered among the ``seeds`` of its file. Raises ``ValueError``."""
    if depth > here.depth + 1:
        raise ValueError(f"“{slug}” stands {depth} deep right below a heading {here.depth} deep")
    parent: Seed | None = here
    while parent is not None and parent.depth >= depth:
        parent = parent.parent
    return entered(Seed(where, slug, depth, parent if parent and parent.depth else None), seeds, menu=menu)


def entered(seed: Seed, seeds: dict[str, Seed], *, menu: bool) -> Seed:
    """The seed itself. Raises ``ValueError`` where its slug is none or names another."""
    _refuse_no_word(seed.slug)
    _refuse_long(seed.slug, *((MenuEntry, "key") if menu else (Term, "slug")))
    if seed.slug in seeds:
        raise ValueError(f"“{seed.slug}” stands twice")
    seeds[seed.slug] = seed
    return seed


def _take(line: str, where: str, here: Seed, *, menu: bool) -> None:
    key, colon, value = (part.strip() for part in line.partition(": "))
    if not colon or not value:
        raise ValueError("is neither a heading nor “key: value”")
    say(here, key, unquoted(value), where, menu=menu)


def quoted(text: str) -> str:
    """A text as a line holds it: itself, or in quotation marks where it would not be read back the same."""
    plain = text == text.strip() and len(text.splitlines()) == 1 and not (text[0] == text[-1] == '"')
    return text if plain else _BREAKING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))


def unquoted(value: str) -> str:
    if len(value) < 2 or not value[0] == value[-1] == '"':
        return value
    try:
        return str(json.loads(value))
    except ValueError as error:
        raise ValueError('a text between quotation marks is written as JSON writes it: \\" and \\n inside') from error


def say(here: Seed, key: str, value: str, where: str, *, menu: bool) -> None:
    """Enters one statement, the same in every format. Raises ``ValueError`` where it makes no sense here."""
    if _UNSTORABLE.search(value):
        raise ValueError(f"“{key}” holds a sign that no text has (NUL or half a letter)")
    words, label = _WORDS.fullmatch(key), _LABEL.fullmatch(key)
    if words and not menu and (words[1] in _HEAD_WORDS) == (not here.depth):
        _add_words(here, words[1], words[2], value)
    elif label and here.depth and (key in OFFICIAL or not menu):
        _refuse_long(value, MenuEntryLabel if menu else Label, "text")
        if not value:
            raise ValueError("a name is not empty")
        since, until = first_day(label[3]), last_day(label[4])
        kind = LABEL_KINDS[label[2] or ""]
        here.labels.append(SeedLabel(label[1], kind, value, since, in_order(since, until), where))
    elif here.depth and not menu and (key in RELATIONS or key == FORMERLY):
        _add_link(here, key, value, where)
    elif key == FORMER_ADDRESS and not menu:
        _refuse_no_path(value, 500)
        here.addresses.append(SeedLink(key, value, None, None, where))
    elif key in (_ENTRY_KEYS if menu and here.depth else _TERM_KEYS if here.depth else _HEAD_KEYS):
        if key in here.values:
            raise ValueError(f"“{key}” is said twice")
        here.values[key], here.lines[key] = _checked(key, value), where
    else:
        raise ValueError(f"“{key}” is no known key here")


def _add_words(here: Seed, sort: str, language: str, value: str) -> None:
    said = here.words.setdefault((sort, language), [])
    if said and sort != "body":
        raise ValueError(f"“{sort} {language}” is said twice")
    _refuse_long_word(sort, value)
    if sort == "picture" and not re.fullmatch(r"(?!/)(?!.*\.\.).+", value):
        raise ValueError(f"“{value}” is no picture among the uploaded files: profiles/name.jpg")
    said.append(value)


def _add_link(here: Seed, key: str, value: str, where: str) -> None:
    spell = _SPELL.fullmatch(value)
    if spell is None:
        raise ValueError(f"“{value}” is not “vocabulary/slug since..until”")
    since, until = first_day(spell[2]), last_day(spell[3])
    if key == FORMERLY and until is None:
        raise ValueError("a former place needs its last day")
    link = SeedLink(RELATIONS.get(key, key), spell[1], since, in_order(since, until), where)
    (here.links if key in RELATIONS else here.former).append(link)


# Values


def _checked(key: str, value: str) -> str:
    if key in _CHOICES and value not in _CHOICES[key]:
        raise ValueError(f"“{key}” is “{value}”; allowed are {', '.join(_CHOICES[key])}")
    _CHECKS.get(key, lambda value: None)(value)
    _refuse_long_word(key, value)
    if key in {"position", "grow"} and not (value.isdecimal() and len(value) <= 5 and int(value) <= 32767):
        raise ValueError(f"“{key}” is a whole number up to 32767")
    return value


def _refuse_long(value: str, model: type[Model], name: str) -> None:
    longest: int | None = getattr(model._meta.get_field(name), "max_length", None)
    if longest and len(value) > longest:
        raise ValueError(f"has {len(value)} characters; {longest} is the most")


def _refuse_long_word(key: str, value: str) -> None:
    if key in _LONGEST:
        _refuse_long(value, *_LONGEST[key])


def _refuse_no_word(value: str) -> None:
    """Asked for is what reads well; capitals and underscores are taken as well, as the desk takes them."""
    if not _SLUG.fullmatch(value):
        raise ValueError(f"“{value}” is no address word (small letters, digits, hyphens)")


def _refuse_no_uuid(value: str) -> None:
    try:
        uuid.UUID(value)
    except ValueError as error:
        raise ValueError(f"“{value}” is no UUID") from error


def _refuse_no_path(value: str, longest: int = 200) -> None:
    if not re.fullmatch(r"/(?!/)[^\n\r]*", value):
        raise ValueError(f"“{value}” is no path of this site: /search/")
    if len(value) > longest:
        raise ValueError(f"has {len(value)} characters; {longest} is the most")


def _refuse_unknown_languages(value: str) -> None:
    unknown = [language for language in value.split(", ") if language not in OFFICIAL]
    if unknown and value != "none":
        raise ValueError(f"“languages” is “none”, or some of {', '.join(OFFICIAL)}, parted by comma and space")


_CHECKS: dict[str, Any] = {
    "since": first_day,
    "until": last_day,
    "opened": opening,
    "closed": closing,
    "uuid": _refuse_no_uuid,
    "path": _refuse_no_path,
    "vocabulary": _refuse_no_word,
    "menu": _refuse_no_word,
    "languages": _refuse_unknown_languages,
}
