"""Takes an archive in, batch by batch: each is one transaction with one entry in the ledger.

Begun again after it broke off, it goes on with what is not there yet: a release is known by its source. Several
processes take in batches side by side, each all of a batch: making texts ready takes Python about as long as storing
them takes the database.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from osce_site import freshness, locks
from osce_site.models import Area, User, ledger
from press import placing, tallying
from press.archive import beside, preparing, storing
from press.archive.filing import file, numbers
from press.archive.preparing import Batch, Raw, Refusal
from press.archive.rows import Rows, Surroundings, add
from press.models import Contact, Edition, Release, Revision, Text
from taxonomy import snapshot

ACT = "archive taken in"
AT_ONCE = 200
"""Lines of a batch, at most."""
BYTES_AT_ONCE = 4 << 20
"""Of a batch, but for its last line: what is made of them takes some twelve times as much."""
MOST_TOLD = 1000
"""Refused lines that are kept to be told; of more only the number is known."""


@dataclass
class Outcome:
    """Of one batch, or of all so far. ``read``: lines."""

    read: int = 0
    taken: int = 0
    editions: int = 0
    known: int = 0
    refused: int = 0
    reasons: list[Refusal] = field(default_factory=list)

    def add(self, other: "Outcome") -> None:
        for name in ("read", "taken", "editions", "known", "refused"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.reasons += other.reasons[: MOST_TOLD - len(self.reasons)]


def take_in(
    raw: Iterable[bytes],
    *,
    by: User | None,
    processes: int = 0,
    dry_run: bool = False,
    progress: Callable[[Outcome], None] = lambda outcome: None,
) -> Outcome:
    """Takes in the lines of an archive (``press.archive.lines``); ``progress`` is told after each batch.

    A line that cannot be taken in is told and left out. ``by=None``: an operator. ``processes``: beside this one; 0
    where this one does it. ``dry_run``: all is looked at, nothing stored.
    """
    outcome = Outcome()
    for of_batch in _each(raw, partial(_take, by=by, dry_run=dry_run), processes):
        outcome.add(of_batch)
        progress(outcome)
    if outcome.taken:
        tallying.settle()
        storing.look_anew()
    return outcome


def _each(raw: Iterable[bytes], take: Callable[[list[Raw]], Outcome], processes: int) -> Iterator[Outcome]:
    """In the order of the file. A few batches are held at a time."""
    some = _batches(raw)
    if not processes:
        yield from map(take, some)
        return
    with beside.pool(processes) as pool:
        ahead: deque[Future[Outcome]] = deque(pool.submit(take, one) for one in islice(some, 2 * processes))
        while ahead:
            outcome = ahead.popleft().result()
            ahead.extend(pool.submit(take, one) for one in islice(some, 1))
            yield outcome


def _batches(raw: Iterable[bytes]) -> Iterator[list[Raw]]:
    some: list[Raw] = []
    size = 0
    for number, line in enumerate(raw, 1):
        if not line.strip():
            continue
        some.append((number, line))
        size += len(line)
        if len(some) == AT_ONCE or size >= BYTES_AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _take(some: list[Raw], by: User | None, dry_run: bool) -> Outcome:
    batch = preparing.prepare(some)
    if dry_run:
        file(batch, snapshot.current())
        rows = Rows()
    else:
        rows = _stored(batch, by)
    return Outcome(
        len(some),
        len(rows.tables[Release]),
        len(rows.tables[Edition]),
        batch.known,
        len(batch.refused),
        batch.refused[:MOST_TOLD],
    )


def _stored(batch: Batch, by: User | None) -> Rows:
    """Where another takes in the same at the same time, the second look finds what he has brought."""
    try:
        return _store(batch, by)
    except IntegrityError:
        return _store(batch, by)


@transaction.atomic
def _store(batch: Batch, by: User | None) -> Rows:
    locks.take(placing.LOCK, shared=True)
    freshness.renew()
    taxonomy, now = snapshot.current(), freshness.now()
    known = preparing.there([line.digest for line in batch.lines])
    batch.known += len(known)
    batch.lines = [line for line in batch.lines if line.digest not in known]
    rows, filed = Rows(), file(batch, taxonomy)
    if not filed:
        return rows
    texts = sum(len(line.words) for line, _filing in filed)
    keys: dict[type[Model], Iterator[int]] = {model: storing.keys(model, texts) for model in (Text, Revision, Edition)}
    around = Surroundings(taxonomy, list(Contact.objects.all()), now, by.pk if by else None, keys)
    for number, (line, filing) in zip(numbers([line for line, _filing in filed]), filed, strict=True):
        add(rows, line, number, filing, around)
    storing.store(rows)
    _settle(batch, rows, by)
    return rows


def _settle(batch: Batch, rows: Rows, by: User | None) -> None:
    """As at the end of every act. All that can fail or takes long is done before the lock that all acts wait for."""
    if connection.vendor == "postgresql":
        connection.check_constraints()
    told, now = [row["id"] for row in rows.tables[Edition]], freshness.now()
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
