"""A large act on the taxonomy: readers and publishers go on meanwhile, and killed in the middle it never was."""

import os
import subprocess
import sys
import threading
from datetime import date

import pytest
from django.db import connection, connections
from django.test import Client

from osce_site.models import LedgerEntry
from press import placing
from press.models import Placement, Release
from press.publishing import publish
from taxonomy import succession, verifying
from taxonomy.models import Relation, Term
from taxonomy.succession import Merge
from tests import create

pytestmark = pytest.mark.django_db(transaction=True)


def merger(arms: Term, security: Term) -> Merge:
    return Merge(term=arms, target=security, on=date(2020, 5, 1), reason="One field.")


@pytest.fixture
def fields(monkeypatch: pytest.MonkeyPatch) -> tuple[Term, Term]:
    """Twelve releases; placed three at a time, so that there is a middle."""
    monkeypatch.setattr(placing, "AT_ONCE", 3)
    create.officer("bo")
    arms, security = create.term("Arms"), create.term("Security")
    for year in range(2000, 2012):
        create.release(f"Arms {year}", about=[arms], published_at=create.instant(year))
    return arms, security


def test_readers_and_publishers_go_on_while_a_large_act_is_at_work(fields: tuple[Term, Term], client: Client) -> None:
    arms, security = fields
    drafts = [create.draft("Published meanwhile", about=[arms]), create.draft("The same", about=[security])]
    others: list[threading.Thread] = []

    def publish_one(release: Release) -> None:
        publish(release, by=create.officer("bo"))
        connections.close_all()

    def read_and_publish(done: int, total: int) -> None:
        if others:
            return
        others.extend(threading.Thread(target=publish_one, args=[draft]) for draft in drafts)
        for other in others:
            other.start()
        if connection.vendor == "postgresql":  # on SQLite there is one writer: they wait for the end
            for other in others:
                other.join(timeout=30)
                assert not other.is_alive()

    succession.carry_out(merger(arms, security), by=create.officer(), progress=read_and_publish)
    for other in others:
        other.join()
    assert list(verifying.findings()) == []
    assert Placement.objects.filter(term=security, leads=True).count() == 14


KILLED = """
import django, sys, time
from datetime import date
django.setup()
from press import placing
from taxonomy.models import Term
from taxonomy import succession
placing.AT_ONCE = 3
def slowly(done, total):
    print(done, flush=True)
    time.sleep(60)
arms, security = Term.objects.get(slug="arms"), Term.objects.get(slug="security")
act = succession.Merge(term=arms, target=security, on=date(2020, 5, 1), reason="One field.")
succession.carry_out(act, by=None, progress=slowly)
"""


def address_of_the_database() -> str:
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{said['NAME']}"
    return f"postgres://{said['USER']}:{said['PASSWORD']}@{said['HOST']}:{said['PORT']}/{said['NAME']}"


def test_an_act_killed_in_the_middle_never_was_and_can_be_begun_again(
    fields: tuple[Term, Term], client: Client
) -> None:
    arms, security = fields
    before = sorted(Placement.objects.values_list("edition", "term", "role", "nearness"), key=str)
    surroundings = {"DJANGO_SETTINGS_MODULE": "osce_site.settings", "DATABASE_URL": address_of_the_database()}
    worker = subprocess.Popen(
        [sys.executable, "-c", KILLED], env=os.environ | surroundings, stdout=subprocess.PIPE, text=True
    )
    try:
        assert worker.stdout
        assert worker.stdout.readline() == "3\n"
        page = client.get("/fields-of-work/arms/")
        assert (page.status_code, b"Arms 2011" in page.content) == (200, True)
    finally:
        worker.kill()
        worker.communicate()
    assert sorted(Placement.objects.values_list("edition", "term", "role", "nearness"), key=str) == before
    assert not Relation.objects.exists()
    assert not LedgerEntry.objects.filter(act="merged").exists()
    told: list[tuple[int, int]] = []
    succession.carry_out(merger(arms, security), by=create.officer(), progress=lambda *so_far: told.append(so_far))
    assert told == [(3, 12), (6, 12), (9, 12), (12, 12)]
    assert client.get("/fields-of-work/arms/").status_code == 301
