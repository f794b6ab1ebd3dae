"""The seed text: a vocabulary, or a menu, as lines that a person can review and edit.

A heading is one ``=`` per depth and a slug; every other line is ``key: value``; ``#`` opens a comment.
``docs/editing.md`` shows the keys. Errors carry file, line and reason, and all of them are told at once.
"""

import calendar
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from osce_site.languages import OFFICIAL
from taxonomy.models import Relation, Term, Vocabulary

LABEL_KINDS = {"": "preferred", "short": "short", "alt": "alternative"}
RELATIONS = {kind.replace("_", " "): kind for kind in Relation.Kind.values}

_HEADING = re.compile(r"(=+)\s+(\S+)")
_LABEL = re.compile(rf"({'|'.join(OFFICIAL)})(?: (short|alt))?(?: (\d[\d-]*)?\.\.(\d[\d-]*)?)?")
_WORDS = re.compile(rf"(name|singular|summary|body) ({'|'.join(OFFICIAL)})")
_SPELL = re.compile(r"(\S+?)(?:\s+(\d[\d-]*)?\.\.(\d[\d-]*)?)?")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


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
    labels: list[SeedLabel] = field(default_factory=list)
    links: list[SeedLink] = field(default_factory=list)
    former: list[SeedLink] = field(default_factory=list)
    words: dict[tuple[str, str], list[str]] = field(default_factory=dict)


@dataclass
class SeedFile:
    head: Seed
    seeds: list[Seed]

    @property
    def is_menu(self) -> bool:
        return "menu" in self.head.values


_HEAD_KEYS = {"vocabulary", "position", "role", "may be source", "kind", "menu"}
_TERM_KEYS = {"kind", "code", "since", "opened", "closed", "uuid"}
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
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reasons.append(f"{path.name}:1: cannot be read as UTF-8 text: {error}")
        return None
    head = here = Seed(f"{path.name}:1", "", 0)
    seeds: list[Seed] = []
    for number, raw in enumerate(lines, 1):
        line, where = raw.strip(), f"{path.name}:{number}"
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
    if words := _WORDS.fullmatch(key):
        here.words.setdefault((words[1], words[2]), []).append(value)
    elif here.depth and (label := _LABEL.fullmatch(key)):
        since, until = first_day(label[3]), last_day(label[4])
        here.labels.append(SeedLabel(label[1], LABEL_KINDS[label[2] or ""], value, since, _in_order(since, until)))
    elif here.depth and (key in RELATIONS or key == "formerly under"):
        spell = _SPELL.fullmatch(value)
        if spell is None:
            raise ValueError(f"“{value}” is not “vocabulary/slug since..until”")
        since, until = first_day(spell[2]), last_day(spell[3])
        link = SeedLink(RELATIONS.get(key, key), spell[1], since, _in_order(since, until), where)
        (here.links if key in RELATIONS else here.former).append(link)
    elif key in (_ENTRY_KEYS if menu and here.depth else _TERM_KEYS if here.depth else _HEAD_KEYS):
        if key in here.values:
            raise ValueError(f"“{key}” is said twice")
        here.values[key] = _checked(key, value)
    else:
        raise ValueError(f"“{key}” is no known key here")


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
    if key == "position" and not value.isdigit():
        raise ValueError("“position” is a whole number")
    return value


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


def _in_order(since: date | None, until: date | None) -> date | None:
    if since and until and until < since:
        raise ValueError(f"ends on {until} before it begins on {since}")
    return until


def precision(raw: str | None) -> str:
    """How exactly a date is known."""
    return {4: "year", 7: "month"}.get(len(raw or ""), "day")
