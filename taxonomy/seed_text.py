"""The seed text: a vocabulary, or a menu, as lines that a person can review and edit.

A heading is one ``=`` per depth and a slug; every other line is ``key: value``; ``#`` opens a comment.
``docs/editing.md`` shows the keys. Errors carry file, line and reason, and all of them are told at once.
"""

import calendar
import re
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from django.db.models import Model

from osce_site.languages import OFFICIAL
from taxonomy.models import Label, Relation, Term, Vocabulary

LABEL_KINDS = {"": "preferred", "short": "short", "alt": "alternative"}
RELATIONS = {kind.replace("_", " "): kind for kind in Relation.Kind.values}

_HEADING = re.compile(r"(=+)\s+(\S+)")
_LABEL = re.compile(rf"({'|'.join(OFFICIAL)})(?: (short|alt))?(?: (\d[\d-]*)?\.\.(\d[\d-]*)?)?")
_WORDS = re.compile(rf"(name|singular|summary|body) ({'|'.join(OFFICIAL)})")
_SPELL = re.compile(r"(\S+?)(?:\s+(\d[\d-]*)?\.\.(\d[\d-]*)?)?")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


Span = tuple[date | None, date | None]


class BadSeed(ValueError):
    """The seeds are refused as a whole; ``reasons`` are lines ``file:line: reason``."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


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
    """A relation or a former place: where to, from when to when, and where it was said."""

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


_HEAD_KEYS = {"vocabulary", "position", "role", "may be source", "kind", "menu"}
_TERM_KEYS = {"kind", "code", "since", "opened", "closed", "uuid"}
_HEAD_WORDS = {"name", "singular"}
_ENTRY_KEYS = {"vocabulary", "term", "path", "grow", "since", "until"}


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
    seeds: list[Seed] = []
    for number, text in enumerate(lines, 1):
        line, where = text.strip(), f"{path.name}:{number}"
        if not line or line.startswith("#"):
            continue
        try:
            if heading := _HEADING.fullmatch(line):
                here = _open(heading[2], len(heading[1]), where, here, seeds)
                seeds.append(here)
            else:
                _take(line, where, here, menu="menu" in head.values)
        except ValueError as error:
            reasons.append(f"{where}: {error}")
    if ("vocabulary" in head.values) == ("menu" in head.values):
        reasons.append(f"{head.where}: the file must open with “vocabulary:” or “menu:”")
    return SeedFile(head, seeds)


def _open(slug: str, depth: int, where: str, here: Seed, seeds: list[Seed]) -> Seed:
    if not _SLUG.fullmatch(slug):
        raise ValueError(f"“{slug}” is no address word (small letters, digits, hyphens)")
    if depth > here.depth + 1:
        raise ValueError(f"“{slug}” stands {depth} deep right below a heading {here.depth} deep")
    if any(seed.slug == slug for seed in seeds):
        raise ValueError(f"“{slug}” stands twice")
    parent: Seed | None = here
    while parent is not None and parent.depth >= depth:
        parent = parent.parent
    return Seed(where, slug, depth, parent if parent and parent.depth else None)


def _take(line: str, where: str, here: Seed, *, menu: bool) -> None:
    key, colon, value = (part.strip() for part in line.partition(": "))
    if not colon or not value:
        raise ValueError("is neither a heading nor “key: value”")
    words, label = _WORDS.fullmatch(key), _LABEL.fullmatch(key)
    if words and not menu and (words[1] in _HEAD_WORDS) == (not here.depth):
        _add_words(here, words[1], words[2], value)
    elif label and here.depth and (key in OFFICIAL or not menu):
        _refuse_long(value, Label, "text")
        since, until = first_day(label[3]), last_day(label[4])
        kind = LABEL_KINDS[label[2] or ""]
        here.labels.append(SeedLabel(label[1], kind, value, since, in_order(since, until), where))
    elif here.depth and not menu and (key in RELATIONS or key == "formerly under"):
        _add_link(here, key, value, where)
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
    said.append(value)


def _add_link(here: Seed, key: str, value: str, where: str) -> None:
    spell = _SPELL.fullmatch(value)
    if spell is None:
        raise ValueError(f"“{value}” is not “vocabulary/slug since..until”")
    since, until = first_day(spell[2]), last_day(spell[3])
    if key == "formerly under" and until is None:
        raise ValueError("a former place needs its last day")
    link = SeedLink(RELATIONS.get(key, key), spell[1], since, in_order(since, until), where)
    (here.links if key in RELATIONS else here.former).append(link)


def _refuse_long(value: str, model: type[Model], name: str) -> None:
    longest: int | None = getattr(model._meta.get_field(name), "max_length", None)
    if longest and len(value) > longest:
        raise ValueError(f"has {len(value)} characters; {longest} is the most")


def _checked(key: str, value: str) -> str:
    known = {
        "kind": Term.Kind.values,
        "role": Vocabulary.Role.values,
        "may be source": ["yes", "no"],
        "grow": list("0123456789"),
    }
    if key in known and value not in known[key]:
        raise ValueError(f"“{key}” is “{value}”; allowed are {', '.join(known[key])}")
    if key in {"since", "until", "opened", "closed"}:
        first_day(value)
    if key == "position" and not (value.isdecimal() and int(value) <= 32767):
        raise ValueError("“position” is a whole number up to 32767")
    if key == "uuid":
        _refuse_no_uuid(value)
    if key == "code":
        _refuse_long(value, Term, "code")
    if key == "path" and not re.fullmatch(r"/(?!/)\S*", value):
        raise ValueError(f"“{value}” is no path of this site: /search/")
    return value


def _refuse_no_uuid(value: str) -> None:
    try:
        uuid.UUID(value)
    except ValueError as error:
        raise ValueError(f"“{value}” is no UUID") from error


def first_day(raw: str | None) -> date | None:
    """The first day of a date known to the day, the month or the year."""
    if not raw:
        return None
    known = _DATE.fullmatch(raw)
    if known is None:
        raise ValueError(f"“{raw}” is no date (YYYY, YYYY-MM or YYYY-MM-DD)")
    try:
        return date(int(known[1]), int(known[2] or 1), int(known[3] or 1))
    except ValueError as error:
        raise ValueError(f"“{raw}” is no date of the calendar") from error


def last_day(raw: str | None) -> date | None:
    """The last day of it."""
    first = first_day(raw)
    if first is None or raw is None or len(raw) == 10:
        return first
    month = first.month if len(raw) == 7 else 12
    return date(first.year, month, calendar.monthrange(first.year, month)[1])


def in_order(since: date | None, until: date | None) -> date | None:
    """``until``, where it is not before ``since``."""
    if since and until and until < since:
        raise ValueError(f"ends on {until} before it begins on {since}")
    return until


def precision(raw: str | None) -> str:
    """How exactly a date is known."""
    return {4: "year", 7: "month"}.get(len(raw or ""), "day")


Named = TypeVar("Named", bound=SeedLabel | Label)


def mistakes(file: SeedFile) -> Iterator[str]:
    """What is wrong with a file that can be read, seen by itself."""
    yield from _incomplete(file.head, "name")
    for seed in file.seeds:
        yield from _wrong_entry(seed) if file.is_menu else _wrong_term(file, seed)


def _incomplete(head: Seed, sort: str) -> Iterator[str]:
    named = [language for language in OFFICIAL if (sort, language) in head.words]
    if "vocabulary" in head.values and len(named) < len(OFFICIAL):
        missing = ", ".join(language for language in OFFICIAL if language not in named)
        yield f"{head.where}: the vocabulary has no {sort} in {missing}"


def _wrong_term(file: SeedFile, seed: Seed) -> Iterator[str]:
    if missing := [language for language in OFFICIAL if (language, "preferred") not in _forms(seed)]:
        yield f"{seed.where}: “{seed.slug}” has no name in {', '.join(missing)}"
    if "kind" not in seed.values and "kind" not in file.head.values:
        yield f"{seed.where}: “{seed.slug}” has no kind, nor does the file give one"
    try:
        in_order(first_day(seed.values.get("opened")), last_day(seed.values.get("closed")))
    except ValueError as error:
        yield f"{seed.lines['closed']}: {error}"
    said = Counter((label.language, label.kind, label.text, label.since) for label in seed.labels)
    for label in seed.labels:
        if label.kind == "alternative" and said.pop((label.language, label.kind, label.text, label.since), 1) > 1:
            yield f"{label.where}: “{label.text}” is said twice ({label.language})"
    for one, other in overlapping(seed.labels):
        yield f"{other.where}: “{one.text}” and “{other.text}” are names of the same days ({other.language})"
    for one, other in _followed(label for label in seed.labels if label.kind == "preferred"):
        if one.until and other.since and one.until.toordinal() + 1 < other.since.toordinal():
            yield f"{other.where}: no name from the end of “{one.text}” to “{other.text}” ({other.language})"


def _wrong_entry(seed: Seed) -> Iterator[str]:
    targets = [key for key in ("term", "vocabulary", "path") if key in seed.values]
    if len(targets) > 1:
        yield f"{seed.where}: “{seed.slug}” leads to more than one thing: {', '.join(targets)}"
    missing = [language for language in OFFICIAL if (language, "preferred") not in _forms(seed)]
    named_by_target = targets in (["term"], ["vocabulary"])
    if missing and (seed.labels or not named_by_target):
        yield f"{seed.where}: “{seed.slug}” has no name in {', '.join(missing)}"
    for _one, other in overlapping(seed.labels):
        yield f"{other.where}: “{seed.slug}” has two names ({other.language})"
    try:
        in_order(first_day(seed.values.get("since")), last_day(seed.values.get("until")))
    except ValueError as error:
        yield f"{seed.lines['until']}: {error}"


def _forms(seed: Seed) -> set[tuple[str, str]]:
    return {(label.language, label.kind) for label in seed.labels}


def _followed(labels: Iterable[Named]) -> Iterator[tuple[Named, Named]]:
    """Names of one language and form, each with the one that begins next. Of seeds or of the database."""
    forms: dict[tuple[str, str], list[Named]] = defaultdict(list)
    for label in labels:
        forms[label.language, label.kind].append(label)
    for names in forms.values():
        yield from pairwise(sorted(names, key=lambda label: label.since or date.min))


def overlapping(labels: Iterable[Named]) -> Iterator[tuple[Named, Named]]:
    """Preferred or short names that hold on the same day."""
    for one, other in _followed(label for label in labels if label.kind != "alternative"):
        if meet((one.since, one.until), (other.since, other.until)):
            yield one, other


def meet(one: Span, other: Span) -> bool:
    """Whether two spells have a day in common."""
    begin = max(one[0] or date.min, other[0] or date.min)
    return begin <= min(one[1] or date.max, other[1] or date.max)
