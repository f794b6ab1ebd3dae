"""Takes an archive in, batch by batch: each is one transaction with one entry in the ledger.

Begun again after it broke off, it goes on with what is not there yet: a release is known by its source.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from osce_site import freshness, locks
from osce_site.models import Area, ledger
from press import placing
from press.archive import preparing, storing
from press.archive.lines import Line
from press.archive.preparing import Batch, Refusal
from press.archive.rows import Filing, Rows, Surroundings, add
from press.models import Contact, Edition, Release, Revision, Text
from press.models.release import draw_number
from taxonomy import snapshot
from taxonomy.snapshot import Snapshot

ACT = "archive taken in"
MOST_TOLD = 1000
"""Refused lines that are kept to be told; of more only the number is known."""


@dataclass
class Outcome:
    """Of all batches so far. ``read``: lines."""

    read: int = 0
    taken: int = 0
    editions: int = 0
    known: int = 0
    refused: int = 0
    reasons: list[Refusal] = field(default_factory=list)

    def add(self, batch: Batch, rows: Rows) -> None:
        self.read += len(batch.lines) + len(batch.refused) + batch.known
        self.taken += len(rows.tables[Release])
        self.editions += len(rows.tables[Edition])
        self.known += batch.known
        self.refused += len(batch.refused)
        self.reasons += batch.refused[: MOST_TOLD - len(self.reasons)]


def take_in(
    raw: Iterable[bytes],
    *,
    by: Any,
    processes: int = 0,
    dry_run: bool = False,
    progress: Callable[[Outcome], None] = lambda outcome: None,
) -> Outcome:
    """Takes in the lines of an archive (``press.archive.lines``); ``progress`` is told after each batch.

    A line that cannot be taken in is told and left out. ``by=None``: an operator. ``dry_run``: all is looked at,
    nothing stored.
    """
    outcome = Outcome()
    for batch in preparing.batches(raw, processes):
        rows = _check(batch) if dry_run else _take(batch, by)
        outcome.add(batch, rows)
        progress(outcome)
    return outcome


def _check(batch: Batch) -> Rows:
    _filed(batch, snapshot.current())
    return Rows()


@transaction.atomic
def _take(batch: Batch, by: Any) -> Rows:
    locks.take("archive")
    locks.take(placing.LOCK, shared=True)
    freshness.renew()
    taxonomy, now = snapshot.current(), freshness.now()
    known = preparing.there([line.digest for line in batch.lines])
    batch.known += len(known)
    batch.lines = [line for line in batch.lines if line.digest not in known]
    rows, filed = Rows(), _filed(batch, taxonomy)
    if not filed:
        return rows
    texts = sum(len(line.words) for line, _filing in filed)
    keys = {model: storing.keys(model, texts) for model in (Text, Revision, Edition)}
    around = Surroundings(taxonomy, list(Contact.objects.all()), now, by.pk if by else None, keys)
    for number, (line, filing) in zip(_numbers([line for line, _filing in filed]), filed, strict=True):
        add(rows, line, number, filing, around)
    storing.store(rows)
    told = [row["id"] for row in rows.tables[Edition]]
    ledger.record(
        ACT,
        Area(key="press"),
        by=by,
        at=now,
        lines=[batch.first, batch.last],
        releases=[row["id"] for row in rows.tables[Release]],
        editions=[min(told), max(told)],
    )
    freshness.changed("press", at=now)
    return rows


def _filed(batch: Batch, taxonomy: Snapshot) -> list[tuple[Line, Filing]]:
    """The lines of a batch that can be filed, each with pairs of role and key of a term; the others are refused."""
    now, taken, found = freshness.now(), _taken_numbers(batch.lines), []
    roles = {
        role: {known.slug for known in taxonomy.filing_as(role)} for role in ("source", "field", "country", "meeting")
    }
    for line in batch.lines:
        reasons = [
            f"names the {role} {name}, which is no term that is filed as such"
            for role, name in line.terms
            if tuple(name.split("/")) not in taxonomy.by_slug or name.split("/")[0] not in roles[role]
        ]
        if line.published_at > now:
            reasons.append("is published in the future: that is scheduled at the desk")
        if line.release_number in taken:
            reasons.append(f"has the number {line.release_number}, which another release has")
        elif line.release_number:
            taken.add(line.release_number)
        if reasons:
            batch.refused.append(Refusal(line.number, reasons[0]))
        else:
            found.append((line, [[role, _term(name, taxonomy)] for role, name in line.terms]))
    kept = {line.digest for line, _filing in found}
    batch.lines = [line for line in batch.lines if line.digest in kept]
    batch.refused.sort(key=lambda refusal: refusal.number)
    return found


def _term(name: str, taxonomy: Snapshot) -> int:
    vocabulary, slug = name.split("/")
    return taxonomy.by_slug[vocabulary, slug]


def _taken_numbers(found: list[Line]) -> set[int]:
    asked = [line.release_number for line in found if line.release_number]
    return {*Release.objects.filter(pk__in=asked).values_list("pk", flat=True)} if asked else set()


def _numbers(found: list[Line]) -> list[int]:
    """Those that the lines name; the others draw by lot what no release has."""
    named = {line.release_number for line in found if line.release_number}
    drawn: set[int] = set()
    wanted = sum(line.release_number is None for line in found)
    while len(drawn) < wanted:
        some = {draw_number() for _ in range(wanted - len(drawn))} - named
        drawn |= some - {*Release.objects.filter(pk__in=some).values_list("pk", flat=True)}
    lot = iter(drawn)
    return [line.release_number or next(lot) for line in found]
