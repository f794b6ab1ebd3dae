"""Where there is a replica, every reader is answered as the primary alone would answer him, whatever is done."""

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings

from osce_site import replicas
from tests import create
from tests.movable_clock import the_time_is
from tests.postgres_replica import Replica
from tests.properties import outlets
from tests.properties.test_embargo import NOW, hidden
from tests.properties.test_embargo import site as site_of_every_sort
from tests.properties.test_exact_answers import ACTS, addresses, asked, site, truth
from tests.servers import from_server, site_served
from tests.site.replicas import read_from, statements

ANSWERED_BY_THE_PRIMARY = ("/preview/",)


@pytest.mark.django_db
def test_nothing_that_readers_are_given_writes() -> None:
    """Else it could not be given to them from a replica; that a link was opened is written down by design."""
    terms = site_of_every_sort()
    hidden(terms)
    written: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *more: Any) -> Any:
        if not sql.lstrip(" (").startswith(("SELECT", "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK")) or " FOR " in sql:
            written.append(sql)
        return execute(sql, *more)

    with the_time_is(NOW), connection.execute_wrapper(note):
        outlets.answers(Client(), _of_the_site(outlets.addresses()))
    assert written == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.beside_each_other
def test_every_outlet_says_what_the_primary_says(replica: Replica, caplog: pytest.LogCaptureFixture) -> None:
    terms = site_of_every_sort()
    hidden(terms)
    with the_time_is(NOW):
        paths = _of_the_site(outlets.addresses())
        true = outlets.answers(Client(), paths)
        replica.catches_up()
        with read_from(replica), statements() as sent:
            assert outlets.answers(Client(), paths) == true
    assert {*sent} == {"replica_1"}
    assert not [record for record in caplog.records if record.name == "osce_site.replicas"]


def _of_the_site(paths: list[str]) -> list[str]:
    return [path for path in paths if not path.startswith(ANSWERED_BY_THE_PRIMARY)]


def _by_the_primary(address: str) -> tuple[int, bytes]:
    with override_settings(REPLICAS=[]):
        return truth(address)


@pytest.mark.django_db(transaction=True)
@pytest.mark.beside_each_other
@pytest.mark.keeps_answers
@pytest.mark.parametrize("seed", [1, 2])
def test_every_answer_is_that_of_the_primary_whatever_becomes_of_the_replica(replica: Replica, seed: int) -> None:
    chance = random.Random(seed)
    site()
    happenings: list[Callable[[], Any]] = [
        replica.pauses, replica.resumes, replica.ends_connections, replica.catches_up, replica.dies, replica.comes_back,
    ]  # fmt: skip
    with read_from(replica):
        for _ in range(14):
            happens = chance.choice(happenings)
            if replica.is_running == (happens != replica.comes_back):
                if happens == replica.catches_up:
                    replica.resumes()
                happens()
            for act in chance.sample(ACTS, chance.randrange(3)):
                act(chance)
            replicas._standings.clear()  # it is asked again each time, however it fared
            paths = chance.sample(addresses(), 8)
            given = {address: asked(address) for address in [*paths, *paths]}
            assert given == {address: _by_the_primary(address) for address in paths}, happens.__name__


@pytest.mark.django_db(transaction=True)
@pytest.mark.beside_each_other
def test_a_crowd_sees_no_error_while_the_replica_dies_and_comes_back(replica: Replica) -> None:
    site()
    replica.catches_up()
    paths = addresses()
    threads = "--worker-class=gthread --threads=3"
    with site_served(2, DATABASE_REPLICA_URLS=replica.address(replica.database), GUNICORN_CMD_ARGS=threads) as port:
        with ThreadPoolExecutor(8) as crowd:
            for step in ("used", "dies", "comes back"):
                if step == "dies":
                    assert _sessions(replica)
                asking = [crowd.submit(from_server, port, path) for path in paths * 2]
                # Each time all of them are made anew, while it happens.
                create.release(f"While it {step}")
                if step == "dies":
                    replica.dies()
                if step == "comes back":
                    replica.comes_back()
                assert {one.result()[0] for one in asking} == {200}
                true = {path: truth(path) for path in paths}
                assert {path: from_server(port, path) for path in paths} == true, step
        replica.catches_up()
        until = time.monotonic() + 2 * replicas.LONGEST_REST
        while not _sessions(replica):
            assert time.monotonic() < until, "it is not read again"
            create.release(f"Said at {time.monotonic()}")
            replica.catches_up()
            from_server(port, "/")


def _sessions(replica: Replica) -> int:
    """How many connections the site has to it."""
    found: int = replica.asked(
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        " AND datname = %s",
        replica.database,
    )
    return found
