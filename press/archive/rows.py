"""The rows of a batch: what writing, filing and publishing each release one by one would have made.

A row is a dictionary by the attributes of its model (``release_id``); Held together with that other way by
``tests/press/test_import_archive.py``.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from press import placing, search, tallying
from press.archive.lines import Line, Words, local_day
from press.models import Contact, Edition, Frame, Release, Revision, Tagging, Text
from taxonomy.models.spell import holds
from taxonomy.snapshot import Snapshot

Filing = list[list[Any]]
TABLES: tuple[type[Model], ...] = (Release, Text, Revision, Tagging, Frame, Edition)
"""In the order in which they are written: each row after those it names. The placements come last."""


@dataclass
class Rows:
    """Of one batch. ``tables``: by model. ``entries``: for the search index, by the key of the edition.

    ``placements``: what all of an edition share, and how each differs. ``marks``: each with the key of its edition.
    ``numbers``: of the lists in which the editions stand.
    """

    tables: dict[type[Model], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    entries: list[tuple[int, search.Entry]] = field(default_factory=list)
    placements: list[tuple[dict[str, Any], list[placing.Stand]]] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    numbers: Counter[tallying.Key] = field(default_factory=Counter)


@dataclass(frozen=True)
class Surroundings:
    """What all releases of a batch share."""

    taxonomy: Snapshot
    contacts: list[Contact]
    """All there are, in their order."""
    now: datetime
    by_id: int | None
    keys: dict[type[Model], Iterator[int]]
    """Keys that no row has, by model."""

    def contacts_of(self, filing: Filing) -> list[Contact]:
        sources = {term_id for role, term_id in filing if role == "source"}
        return [contact for contact in self.contacts if contact.source_id in sources]


def add(rows: Rows, line: Line, number: int, filing: Filing, around: Surroundings) -> None:
    """A release under a number, filed under pairs of role and key of a term."""
    rows.tables[Release].append(
        {
            "id": number,
            "kind": line.kind,
            "dateline_on": line.dateline_on,
            "original_language": line.original_language,
            "begun_by_id": around.by_id,
            "frame": 0,
            "imported_from": line.digest,
        }
    )
    for position, (role, term_id) in enumerate(filing):
        rows.tables[Tagging].append({"release_id": number, "term_id": term_id, "role": role, "position": position})
    rows.tables[Frame].append(_frame(line, number, filing, around))
    stands = placing.stands(filing, line.day, around.taxonomy)
    original: int | None = None
    for words in line.words:
        revision = _write(rows, words, number, original, around)
        original = original or revision
        _publish(rows, line, words, number, filing, stands, revision, around)


def _frame(line: Line, number: int, filing: Filing, around: Surroundings) -> dict[str, Any]:
    said = {
        "kind": line.kind,
        "day": line.dateline_on.isoformat() if line.dateline_on else "",
        "filing": filing,
        "photos": [],
        "documents": [],
        "contacts": [
            {
                **_told(one),
                "since": one.since.isoformat() if one.since else "",
                "until": one.until.isoformat() if one.until else "",
            }
            for one in around.contacts_of(filing)
        ],
    }
    return {"release_id": number, "number": 0, "said": said, "saved_at": around.now, "saved_by_id": None}


def _told(one: Contact) -> dict[str, str]:
    return {"name": one.name, "duty": one.duty, "email": one.email, "telephone": one.telephone}


def _write(rows: Rows, words: Words, number: int, renders: int | None, around: Surroundings) -> int:
    """The text and its one revision, whose key it gives."""
    text, revision = next(around.keys[Text]), next(around.keys[Revision])
    said = {name: getattr(words, name) for name in Text.WORDS}
    rows.tables[Text].append(
        {
            "id": text,
            **said,
            "release_id": number,
            "language": words.language,
            "version": 1,
            "renders_id": renders,
        }
    )
    rows.tables[Revision].append(
        {
            "id": revision,
            **said,
            "text_id": text,
            "number": 1,
            "kind": Revision.Kind.SAVED.value,
            "based_on": None,
            "saved_at": around.now,
            "saved_by_id": around.by_id,
        }
    )
    return revision


def _publish(
    rows: Rows,
    line: Line,
    words: Words,
    number: int,
    filing: Filing,
    stands: list[placing.Stand],
    revision: int,
    around: Surroundings,
) -> None:
    edition, opened_on = next(around.keys[Edition]), local_day(line.published_at)
    rows.tables[Edition].append(
        {
            "id": edition,
            **{name: getattr(words, name) for name in Text.WORDS},
            "release_id": number,
            "language": words.language,
            "number": 1,
            "kind": line.kind,
            "dateline_on": line.day,
            "published_at": line.published_at,
            "ended_at": None,
            "listed_at": line.published_at,
            "filed_under": filing,
            "found_under": None,
            "contacts": [_told(one) for one in around.contacts_of(filing) if holds(one.since, one.until, opened_on)],
            "correction": "",
            "note": "",
            "revision_id": revision,
        }
    )
    rows.entries.append((edition, words.entry))
    rows.marks += [(mark, edition) for mark in words.marks]
    year = tallying.year_of(line.published_at)
    rows.numbers.update(tallying.keys(stands, words.language, line.kind, year))
    shared = {
        "edition_id": edition,
        "release_number": number,
        "language": words.language,
        "kind": line.kind,
        "published_at": line.published_at,
        "ended_at": None,
        "listed_at": line.published_at,
    }
    rows.placements.append((shared, stands))
