"""What is kept of answers: the same bytes, never one from before a change, and nothing that is somebody's own."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import brotli
import pytest
import zstandard
from django.db import OperationalError, close_old_connections, connection
from django.test import Client

from osce_site import answers, freshness
from press.correcting import correct, withdraw
from press.models import Edition
from press.publishing import publish
from press.writing import write
from taxonomy import tree
from tests import create
from tests.movable_clock import the_time_is

pytestmark = [pytest.mark.django_db, pytest.mark.keeps_answers]
NOON = create.instant(2026, 3, 2)


def test_an_answer_is_made_once_and_given_again(django_assert_num_queries: Any) -> None:
    create.release("Said once")
    made: Any = Client().get("/press-releases/")
    with django_assert_num_queries(1):  # the pulse
        given: Any = Client().get("/press-releases/")
    assert (given.content, dict(given.headers)) == (made.content, dict(made.headers))
    assert given["Cache-Control"] == "public, max-age=0, s-maxage=1"
    assert given["Content-Language"] == "en"
    assert "default-src 'none'" in given["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("accepted", "coding", "read"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("zstd;q=0.4, gzip", "zstd", lambda data: zstandard.ZstdDecompressor().decompress(data)),
        ("gzip;q=0.5, br;q=0", "gzip", gzip.decompress),
        ("*", "br", brotli.decompress),
        ("identity", "", bytes),
        ("br;q=", "br", brotli.decompress),
        ("br;q=x", "", bytes),
    ],
)
def test_a_page_goes_out_in_the_form_that_a_client_takes(
    accepted: str, coding: str, read: Callable[[bytes], bytes]
) -> None:
    plain: Any = Client().get("/press-releases/")
    for _ in range(2):
        sent: Any = Client(headers={"accept-encoding": accepted}).get("/press-releases/")
        assert sent.get("Content-Encoding", "") == coding
        assert read(sent.content) == plain.content
        assert sent["Content-Length"] == str(len(sent.content))
        assert sent["Vary"] == "Accept-Encoding"


def test_who_has_an_answer_is_told_that_it_holds() -> None:
    create.release("Said once")
    first: Any = Client().get("/press-releases/")
    for _ in range(2):
        again: Any = Client(headers={"if-none-match": first["ETag"]}).get("/press-releases/")
        assert (again.status_code, again.content) == (304, b"")
    create.release("Said next")
    assert Client(headers={"if-none-match": first["ETag"]}).get("/press-releases/").status_code == 200


def test_who_asks_for_the_head_alone_gets_that_of_the_page() -> None:
    for _ in range(2):
        head: Any = Client().head("/press-releases/")
        page: Any = Client().get("/press-releases/")
        assert (head.content, head["ETag"], head["Content-Length"]) == (b"", page["ETag"], str(len(page.content)))


def test_every_change_is_in_the_next_answer() -> None:
    reader, officer, editor = Client(), create.officer(), create.officer("bo")
    borders = create.term("Borders")

    def said(path: str = "/press-releases/") -> str:
        return reader.get(path).content.decode()

    assert "Bridge" not in said()
    release = create.release("Bridge opens", about=[borders])
    assert "Bridge opens" in said()
    page = Edition.objects.get().get_absolute_url()
    assert "a bridge" not in said(page)
    write(release, "en", by=officer, headline="Bridge opens", body="<p>It is a bridge.</p>")
    assert "a bridge" not in said(page)
    correct(release, "en", by=editor, correction="correction", note="A word was missing.")
    assert "a bridge" in said(page)
    create.label(borders, "Frontiers", since=None, language="fr")
    assert "Frontiers" in said("/fr/fields-of-work/borders/")
    tree.insert(borders.vocabulary, slug="rivers", kind="field", under=borders)
    assert "/fields-of-work/rivers/" in said("/fields-of-work/borders/")
    withdraw(release, by=editor, kind="withdrawn", reason="It is closed.")
    assert "Bridge" not in said()
    assert reader.get(page).status_code == 410


def test_an_embargo_lifts_at_its_instant_in_what_is_kept() -> None:
    at = NOON + timedelta(hours=1)
    with the_time_is(NOON):
        release = create.draft("Sealed until one")
        publish(release, by=create.officer("bo"), at=at)
        for _ in range(2):
            assert b"Sealed" not in Client().get("/press-releases/").content
    with the_time_is(at - timedelta(microseconds=1)):
        assert b"Sealed" not in Client().get("/press-releases/").content
    for late in (timedelta(), timedelta(microseconds=1), timedelta(hours=2)):
        with the_time_is(at + late):
            assert b"Sealed until one" in Client().get("/press-releases/").content


def test_a_name_that_begins_tomorrow_is_read_tomorrow() -> None:
    with the_time_is(NOON):
        mission = create.term("Centre in Almaty", "field-operations", kind="operation")
        mission.labels.update(until=NOON.date())
        create.label(mission, "Office in Astana", since=NOON.date() + timedelta(days=1))
    path = "/field-operations/centre-in-almaty/"
    for day, name in enumerate(["Centre in Almaty", "Office in Astana"]):
        with the_time_is(NOON + timedelta(days=day)):
            heading = re.search(r"<h1>\s*(.*?)\s*</h1>", Client().get(path).content.decode(), re.DOTALL)
            assert heading is not None
            assert heading[1] == name


def test_what_two_states_meet_in_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first who sees an instant come answers from one side of it; who comes next, from the other."""
    at = NOON + timedelta(hours=1)
    with the_time_is(NOON):
        publish(create.draft("Sealed until one"), by=create.officer("bo"), at=at)
    with the_time_is(at):
        assert freshness.take().state == ""
        assert freshness.take().state != ""


def test_who_is_signed_in_is_neither_given_what_is_kept_nor_kept() -> None:
    officer = Client()
    officer.force_login(create.officer())
    assert "Cache-Control" not in officer.get("/press-releases/").headers
    assert not answers._kept
    Client().get("/press-releases/")
    assert len(answers._kept) == 1


@pytest.mark.parametrize("path", ["/no-such-page/", "/press-releases/?kind=none", "/desk/login/", "/verify/?x=1"])
def test_what_is_no_page_of_the_site_is_not_kept(path: str) -> None:
    Client().get(path)
    assert not answers._kept


def test_no_more_is_kept_than_was_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_kept", type(answers._kept)(200_000, getsizeof=lambda kept: kept.size))
    for year in range(1990, 2020):
        assert Client().get(f"/press-releases/?year={year}").status_code == 200
    assert 5 < len(answers._kept) < 25
    assert answers._kept.currsize <= 200_000


@pytest.mark.parametrize("broken", ["pulse", "page"])
def test_where_the_database_is_away_the_last_good_answer_is_given(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    create.release("Said before")
    reader = Client(raise_request_exception=False)
    good: Any = reader.get("/press-releases/")
    create.release("Said meanwhile")

    def away(*_args: Any, **_more: Any) -> Any:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr({"pulse": "osce_site.freshness.take", "page": "press.list_page.page"}[broken], away)
    stale: Any = reader.get("/press-releases/")
    assert (stale.status_code, stale.content) == (200, good.content)
    assert (stale["Cache-Control"], stale["Cache-Status"]) == ("no-store", "newsroom; hit; detail=stale")
    assert reader.get("/press-releases/?kind=news").status_code >= 500
    monkeypatch.undo()
    assert b"Said meanwhile" in reader.get("/press-releases/").content


def test_a_fault_of_the_site_is_not_hidden_behind_what_was_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Client(raise_request_exception=False)
    assert reader.get("/press-releases/").status_code == 200
    create.release("Said meanwhile")

    def fails(*_args: Any, **_more: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr("press.list_page.page", fails)
    assert reader.get("/press-releases/").status_code == 500


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["a reader", "an officer", "somebody who sends a form"])
def test_a_connection_that_broke_between_two_requests_costs_nobody_an_answer(who: str) -> None:
    client, officer = Client(raise_request_exception=False), create.officer()
    if who == "an officer":
        client.force_login(officer)
    for _ in range(2):  # as Django does between two requests; one that grew too old is closed, and then one stands anew
        close_old_connections()
        connection.ensure_connection()
    if connection.vendor == "postgresql":
        connection.connection.close()
    else:
        connection.close()
    sent = who == "somebody who sends a form"
    answer: Any = (
        client.post("/verify/", {"text": "One two three"})
        if sent
        else client.get("/desk/" if who == "an officer" else "/")
    )
    assert answer.status_code == 200
