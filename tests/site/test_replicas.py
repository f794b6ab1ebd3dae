"""Readers are answered from a replica, never with less than the primary would say, whatever becomes of it."""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import Error, connections
from django.test import RequestFactory
from django.urls import reverse

from osce_site import freshness, replicas
from osce_site.models import Address
from press.correcting import withdraw
from press.models import Edition
from press.publishing import publish
from press.writing import write
from tests import create
from tests.postgres_replica import Replica
from tests.site.replicas import (
    PRIMARY,
    REPLICA,
    another_that_is_dead,
    asked,
    by_the_primary,
    read_at,
    read_from,
    statements,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.beside_each_other]
NEWSROOM = "/press-releases/"


@pytest.fixture
def level(replica: Replica) -> Iterator[Replica]:
    """A replica that has all there is: a release that is public."""
    create.release("There from the start", languages=["en", "fr"], about=[create.term("Arms")])
    replica.catches_up()
    with read_from(replica):
        yield replica


def _path(edition: Edition | None) -> str:
    assert edition
    return edition.path


def _at(number: int, happens: Callable[[], None]) -> Callable[[], None]:
    """Before the statement of that number."""
    left = iter([*[lambda: None] * (number - 1), happens])
    return lambda: next(left, lambda: None)()


def test_what_is_made_for_readers_is_read_from_the_replica(level: Replica) -> None:
    pages = [NEWSROOM, "/", "/fr/", "/fields-of-work/arms/", "/search/?q=start", "/feeds/press-releases.atom"]
    pages += ["/sitemap.xml", "/no/such/page/", _path(Edition.objects.first()), "/verify/?address=/x/"]
    assert {page: read_at(page) for page in pages} == {page: {REPLICA} for page in pages}
    with statements() as sent:
        asked(NEWSROOM, "head")
    assert {*sent} == {REPLICA}


def test_the_desk_links_for_guests_and_what_is_sent_are_the_primarys(level: Replica) -> None:
    with statements() as sent:
        asked("/preview/some-word/")
        asked("/verify/", "post")
        asked(reverse("account_login"))
        asked(NEWSROOM, headers={"cookie": "sessionid=somebody"})
    assert {*sent} == {PRIMARY}


def test_a_change_is_in_the_next_answer_while_the_replica_stands_still(level: Replica) -> None:
    level.pauses()
    release = create.release("Said meanwhile")
    assert b"Said meanwhile" in asked(NEWSROOM)[1]
    assert read_at(NEWSROOM) == {REPLICA, PRIMARY}  # where it looks whether it stands as it should
    withdraw(release, by=create.officer("bo"), kind="withdrawn", reason="It was wrong.")
    assert asked(_path(Edition.objects.get(release=release)))[0] == 410
    level.resumes()
    level.catches_up()
    assert read_at(NEWSROOM) == {REPLICA}
    assert asked(NEWSROOM) == by_the_primary(NEWSROOM)


@pytest.mark.parametrize("paused", ["before it is planned", "when it is planned"])
def test_an_embargo_lifts_on_the_second_while_the_replica_stands_still(level: Replica, paused: str) -> None:
    if paused == "before it is planned":
        level.pauses()
    release = create.draft("Sealed")
    at = freshness.now() + timedelta(seconds=2)
    publish(release, by=create.officer("bo"), at=at)
    if paused == "when it is planned":
        level.catches_up()
        level.pauses()
        assert read_at(NEWSROOM) == {REPLICA}
    page = _path(Edition.objects.get(release=release))
    while freshness.now() < at:
        status = asked(page)[0]
        assert status == 404 or freshness.now() >= at
    assert asked(page)[0] == 200
    assert b"Sealed" in asked(NEWSROOM)[1]


def test_an_answer_is_of_one_moment(level: Replica) -> None:
    """What is filed while it is made, as of a day before, is in the next one."""
    before = asked(NEWSROOM)

    def comes_out() -> None:
        create.release("Came between", published_at=freshness.now() - timedelta(days=1))
        connections.close_all()

    def meanwhile() -> None:
        level.tells_what_is_read()
        officer = Thread(target=comes_out)
        officer.start()
        officer.join()
        level.catches_up()

    with statements(_at(2, meanwhile)) as sent:
        assert asked(NEWSROOM) == before
    assert {*sent} == {REPLICA}
    assert by_the_primary(NEWSROOM) != before
    assert b"Came between" in asked(NEWSROOM)[1]


def test_one_that_is_ahead_of_the_pulse_is_not_read(level: Replica) -> None:
    pulse = freshness.take()
    create.release("Came between")
    level.catches_up()
    with statements() as sent:
        replicas.made(RequestFactory().get("/"), pulse, lambda: [*Edition.objects.all()])
    assert sent == [REPLICA, PRIMARY]
    assert replicas._standings[REPLICA].behind_since is None


def test_whatever_statement_it_fails_at_the_reader_is_answered(
    level: Replica, caplog: pytest.LogCaptureFixture
) -> None:
    page = _path(Edition.objects.first())
    for address in (page, NEWSROOM, "/fields-of-work/arms/"):
        true = by_the_primary(address)
        replicas._standings.clear()
        asked(address)  # what is read once for a state of the site
        with statements() as sent:
            asked(address)
        assert {*sent} == {REPLICA}
        for number in range(1, len(sent) + 1):
            replicas._standings.clear()
            asked(address)
            with statements(_at(number, level.ends_connections)) as sent:
                assert asked(address) == true
            # At the first a new connection tells that it is there again; else the primary goes on.
            assert (PRIMARY in sent) == (number > 1)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_one_that_dies_is_left_alone_and_read_again_when_it_is_back(
    level: Replica, caplog: pytest.LogCaptureFixture
) -> None:
    true = by_the_primary(NEWSROOM)
    with statements(_at(2, level.dies)):
        assert asked(NEWSROOM) == true
    for _ in range(20):
        assert asked(NEWSROOM) == true
    with statements() as sent:
        asked(NEWSROOM)
    assert {*sent} == {PRIMARY}
    create.release("Said meanwhile")
    assert b"Said meanwhile" in asked(NEWSROOM)[1]
    level.comes_back().catches_up()
    until = time.monotonic() + 2 * replicas.LONGEST_REST
    while read_at(NEWSROOM) != {REPLICA}:
        assert time.monotonic() < until
        time.sleep(0.1)
    told = [record.getMessage() for record in caplog.records if record.name == "osce_site.replicas"]
    assert [line.partition("127.0.0.1")[2].partition(" ")[2][:12] for line in told] == ["is left alon", "answers agai"]
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_of_two_the_one_that_lives_goes_on(level: Replica) -> None:
    with another_that_is_dead() as dead:
        tried = 0
        for _ in range(20):  # whichever is asked first
            replicas._standings.clear()
            assert read_at(NEWSROOM) == {REPLICA}
            tried += dead in replicas._standings and replicas._standings[dead].failures
        assert 0 < tried < 20


def test_one_that_was_started_anew_between_two_requests_is_read_at_once(level: Replica) -> None:
    asked(NEWSROOM)
    level.dies()
    level.comes_back().catches_up()
    assert read_at(NEWSROOM) == {REPLICA}


def test_one_that_is_silent_is_waited_for_once(level: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osce_site.replica.base.PATIENCE", 0.5)
    true = by_the_primary(NEWSROOM)
    for prepare in (lambda: asked(NEWSROOM), lambda: None):  # on a connection that is there, and on a new one
        prepare()
        replicas._standings.clear()
        with level.frozen():
            begun = time.monotonic()
            assert asked(NEWSROOM) == true
            waited = time.monotonic() - begun
            assert [asked(NEWSROOM) for _ in range(10)] == [true] * 10
            assert time.monotonic() - begun - waited < 5
        assert 0.5 <= waited < 10


def test_a_failure_is_waited_out_twice_as_long_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("osce_site.replicas.time.monotonic", lambda: now)
    monkeypatch.setattr(replicas.Standing, "__str__", lambda _: "one")
    standing, rests = replicas.Standing("one"), []
    for _ in range(8):
        standing.failed(None)
        begun = now
        while not standing.may_be_asked():
            now += 0.5
        assert not standing.may_be_asked(), "of those who ask at once one finds out"
        rests.append(now - begun)
    assert rests == [1, 2, 4, 8, 16, 30, 30, 30]
    standing.answered(behind=False)
    assert standing.may_be_asked()
    assert standing.may_be_asked()


def test_that_it_stays_behind_is_told_once(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    now = 0.0
    monkeypatch.setattr("osce_site.replicas.time.monotonic", lambda: now)
    monkeypatch.setattr(replicas.Standing, "__str__", lambda _: "one")
    standing = replicas.Standing("one")
    for second in range(30):
        now = float(second)
        assert standing.may_be_asked()
        standing.answered(behind=True)
        assert standing.may_be_asked() == (second < 10)
    now = 40.0
    standing.answered(behind=False)
    standing.answered(behind=True)
    assert [record.getMessage() for record in caplog.records] == [
        "The replica one has been behind for 10 s; others are read instead.",
        "The replica one has caught up, and is read again.",
    ]


def test_what_would_write_is_done_by_the_primary_and_told(level: Replica, caplog: pytest.LogCaptureFixture) -> None:
    request: Any = RequestFactory().get("/that/writes/")

    def make() -> int:
        request.came = getattr(request, "came", 0) + 1
        Address.objects.update_or_create(path="/written/", defaults={"kind": Address.Kind.GONE, "target_id": 1})
        return Address.objects.filter(path="/written/").count()

    assert replicas.made(request, freshness.take(), make) == 1
    assert request.came == 1, "nothing is left on a request of the try that does not count"
    (told,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert "/that/writes/" in told.getMessage()
    assert read_at(NEWSROOM) == {REPLICA}


def test_what_fails_past_every_wrapper_does_not_count_either(level: Replica) -> None:
    def make() -> str:
        line = connections["default"]
        if line.alias == PRIMARY:
            return "by the primary"
        try:
            with line.wrap_database_errors:
                line.connection.execute("SELECT nothing")
        except Error:
            return "without it"
        return ""

    assert replicas.made(RequestFactory().get("/"), freshness.take(), make) == "by the primary"


def test_a_correction_is_read_as_of_its_day_from_the_replica(level: Replica) -> None:
    """The site of a day is read within the same snapshot, also where it has to be made twice."""
    at = freshness.now() - timedelta(days=30)
    with freshness.as_of(at):
        release = create.release("As it was")
    write(release, "en", by=create.officer(), headline="As it is")
    level.catches_up()
    page = f"/at/{(at + timedelta(days=1)).date()}{_path(Edition.objects.filter(release=release).first())}"
    true = by_the_primary(page)
    assert true[0] == 200
    with statements(_at(4, level.ends_connections)) as sent:
        assert asked(page) == true
    assert {*sent} == {REPLICA, PRIMARY}
