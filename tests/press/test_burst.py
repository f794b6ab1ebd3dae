"""A burst: a hundred releases go out while many read. Nobody is refused, nothing is lost, nobody waits for a reader."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection

from osce_site import shapes
from osce_site.models import ledger
from press import tallying
from press.models import Edition, Placement, Release
from press.publishing import publish
from tests import create
from tests.servers import from_server, site_served

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.beside_each_other]

RELEASES, WRITERS, READERS, WORKERS = 100, 2, 64, 2
PATIENCE = 30
"""Seconds a reader waits for an answer: all of them stand in one row before two processes."""
LISTS = ["/press-releases/", "/fields-of-work/arms/", "/feeds/press-releases.atom"]
NEWEST = 3
"""So many of the last that were given out before a list was asked for are looked for in it: more may follow meanwhile."""
NAME = "the site of the burst"


class Readers:
    """So many at once, each asking for one page after the other, every time on a line of its own."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.addresses = ["/", "/fr/", "/fields-of-work/", *LISTS]
        self.published: list[str] = []
        """Headlines, each from when its act was done."""
        self.told: Counter[Any] = Counter()
        self.over = Event()

    @contextmanager
    def reading(self) -> Iterator[None]:
        thread = Thread(target=lambda: asyncio.run(self._all()))
        thread.start()
        try:
            yield
        finally:
            self.over.set()
            thread.join()

    async def _all(self) -> None:
        await asyncio.gather(*(self._one(random.Random(number)) for number in range(READERS)))

    async def _one(self, lot: random.Random) -> None:
        while not self.over.is_set():
            address = lot.choice(self.addresses)
            try:
                self.told[await asyncio.wait_for(self._ask(address), PATIENCE)] += 1
            except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError) as error:
                self.told[address, repr(error)] += 1

    async def _ask(self, address: str) -> int | tuple[str, str]:
        """The status of an answer that came whole and had all that was there, else what was wrong with it."""
        due = self.published[-NEWEST:] if address in LISTS else []
        reading, writing = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writing.write(f"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            head = (await reading.readuntil(b"\r\n\r\n")).decode("latin-1")
            body = await reading.read()
        finally:
            writing.close()
        length = head.lower().partition("content-length: ")[2].partition("\r\n")[0]
        if int(length) != len(body):
            return address, f"{len(body)} of {length} bytes"
        if missing := [headline for headline in due if headline.encode() not in body]:
            return address, f"without {missing}"
        status = int(head.split()[1])
        return status if status == 200 else (address, head.splitlines()[0])


class Locks:
    """What the connections of the site hold and whom they keep waiting, looked at again and again."""

    def __init__(self) -> None:
        self.held: Counter[str] = Counter()
        self.kept_waiting: set[str] = set()
        self.over = Event()

    @contextmanager
    def watched(self) -> Iterator[None]:
        thread = Thread(target=self._watch)
        thread.start()
        try:
            yield
        finally:
            self.over.set()
            thread.join()

    def _watch(self) -> None:
        try:
            while not self.over.wait(0.01):
                self._look()
        finally:
            connection.close()

    def _look(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT locktype, mode FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE application_name = %s",
                [NAME],
            )
            self.held.update(f"{kind} {mode}" for kind, mode in cursor.fetchall())
            cursor.execute(
                "SELECT waiting.query FROM pg_stat_activity AS waiting "
                "JOIN pg_stat_activity AS site ON site.pid = ANY(pg_blocking_pids(waiting.pid)) "
                "WHERE site.application_name = %s AND waiting.wait_event_type = 'Lock'",
                [NAME],
            )
            self.kept_waiting.update(query for (query,) in cursor.fetchall())


@pytest.fixture
def ports(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, int]]:
    """Of the processes that the readers stand before, and of another where nobody stands in a row."""
    with ExitStack() as stack:
        with monkeypatch.context() as patched:
            patched.setenv("PGAPPNAME", NAME)  # by which their connections are known
            served = stack.enter_context(site_served(WORKERS)), stack.enter_context(site_served(1))
        yield served


def test_what_goes_out_in_a_burst_is_there_at_once_for_all_who_read_meanwhile(ports: tuple[int, int]) -> None:
    arms = create.term("Arms")
    drafts = [create.draft(f"Burst {number:03}", about=[arms]) for number in range(RELEASES)]
    bo = create.officer("bo")
    readers, locks = Readers(ports[0]), Locks()

    def give_out(some: list[Release]) -> list[str]:
        """What the very next answer after each act lacks."""
        missing = []
        try:
            for draft in some:
                publish(draft, by=bo)
                edition = Edition.objects.get(release=draft)
                readers.published.append(edition.headline)
                readers.addresses.append(edition.path)
                address = LISTS[draft.pk % len(LISTS)]
                status, body = from_server(ports[1], address)
                if status != 200 or edition.headline.encode() not in body:
                    missing.append(f"{edition.headline} in {address}: {status}")
        finally:
            connection.close()
        return missing

    with locks.watched(), readers.reading(), ThreadPoolExecutor(WRITERS) as writers:
        missing = list(writers.map(give_out, [drafts[number::WRITERS] for number in range(WRITERS)]))

    assert missing == [[]] * WRITERS
    assert [*readers.told] == [200], readers.told
    assert readers.told[200] > READERS
    assert {*readers.published} == {f"Burst {number:03}" for number in range(RELEASES)}
    assert Edition.objects.count() == RELEASES
    assert Placement.objects.filter(term=arms, leads=True).count() == Placement.objects.of(None).count() == RELEASES
    assert tallying.there() == tallying.from_the_index()
    listed = tallying.Asked(arms.pk, "field", "en").statement("in all")
    assert shapes.rows(listed) == [("in all", "", "", RELEASES)]
    assert list(ledger.broken_seals()) == []
    # A reader looks at tables and keeps nobody from anything: no lock of a row, of a transaction or of ours.
    assert {*locks.held} <= {"relation AccessShareLock", "virtualxid ExclusiveLock"}, locks.held
    assert locks.held["relation AccessShareLock"], "no reader was ever seen reading"
    assert locks.kept_waiting == set()
