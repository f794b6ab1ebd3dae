"""What the handler gives again without asking any middleware: what the middlewares would have given, and nothing else."""

import gc
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.core.signals import request_started
from django.db import OperationalError, close_old_connections
from django.test import RequestFactory

from osce_site import answers
from tests import create

pytestmark = [pytest.mark.django_db, pytest.mark.keeps_answers]

Answer = tuple[str, dict[str, str], bytes]
PATH = "/press-releases/"


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Answer]]:
    handler = answers.Handler()
    # The test's own connection, in a transaction, is to stay: Django's test client sees to that, too.
    monkeypatch.setattr("osce_site.answers.close_old_connections", lambda: None)
    request_started.disconnect(close_old_connections)

    def asked(path: str = PATH, method: str = "GET", **headers: str) -> Answer:
        told: list[Any] = []
        surroundings = RequestFactory(headers=headers).generic(method, path).environ
        body = b"".join(handler(surroundings, lambda *begun: told.extend(begun)))
        return told[0], dict(told[1]), body

    yield asked
    request_started.connect(close_old_connections)


@pytest.fixture
def middlewares(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths for which any was asked."""
    asked: list[str] = []
    through = answers.Handler.get_response

    def get_response(self: answers.Handler, request: Any) -> Any:
        asked.append(request.path)
        return through(self, request)

    monkeypatch.setattr(answers.Handler, "get_response", get_response)
    return asked


@pytest.mark.parametrize("accepted", ["", "gzip", "zstd", "br, gzip"])
def test_what_went_out_goes_out_again(ask: Callable[..., Answer], middlewares: list[str], accepted: str) -> None:
    create.release("Said once")
    first = ask(accept_encoding=accepted)
    assert ask(accept_encoding=accepted) == first
    assert len(middlewares) == 1
    holds = ask(accept_encoding=accepted, if_none_match=first[1]["ETag"])
    assert (holds[0], holds[2]) == ("304 Not Modified", b"")
    assert ask(accept_encoding=accepted, if_none_match=first[1]["ETag"]) == holds
    assert len(middlewares) == 2
    assert {"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"} <= {*first[1]}


def test_a_change_is_in_the_next(ask: Callable[..., Answer], middlewares: list[str]) -> None:
    for _ in range(2):
        first = ask()
    create.release("Said next")
    assert b"Said next" in ask()[2]
    assert ask(if_none_match=first[1]["ETag"])[0] == "200 OK"
    assert len(middlewares) == 3


@pytest.mark.parametrize(
    "differing",
    [
        {"method": "HEAD"},
        {"method": "POST"},
        {"cookie": "sessionid=somebody"},
        {"if_none_match": '"another"'},
        {"if_modified_since": "Sat, 29 Oct 1994 19:43:31 GMT"},
        {"if_match": '"another"'},
        {"host": "elsewhere.example.net"},
        {"path": f"{PATH}?year=2026"},
        {"path": f"/fr{PATH}"},
    ],
)
def test_nothing_else_is_taken_for_it(
    ask: Callable[..., Answer], middlewares: list[str], differing: dict[str, str]
) -> None:
    given = ask()
    other = ask(**differing)
    assert len(middlewares) == 2
    # A server sends no body to who asks for the head; of the others here only copies that he no longer has are alike.
    assert other != given or {*differing} & {"method", "if_none_match", "if_modified_since"}
    assert ask() == given
    assert len(middlewares) == 2


@pytest.mark.parametrize("accepted", ["br", "gzip"])
def test_of_each_form_one_is_kept(ask: Callable[..., Answer], accepted: str) -> None:
    """Whatever else a client says of itself."""
    for number in range(20):
        ask(accept_encoding=f"{accepted}, x-{number}", if_none_match=f'"{number}"', user_agent=str(number))
    (kept,) = answers._kept.values()
    assert len(kept.sent) <= 1


def test_where_the_database_is_away_it_is_asked_once(
    ask: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        good = ask()
    tried: list[int] = []

    def away() -> Any:
        tried.append(1)
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr("osce_site.freshness.take", away)
        stale = ask()
    assert (stale[0], stale[1]["Cache-Control"], stale[2]) == ("200 OK", "no-store", good[2])
    assert len(tried) == 1
    assert ask() == good


FORMS = [(accepted, holds) for accepted in ("", "gzip", "zstd", "br") for holds in (False, True)]


def _ask_for_all_forms(ask: Callable[..., Answer], years: Iterable[int]) -> None:
    for year in years:
        for accepted, holds in FORMS:
            path = f"{PATH}?year={year}"
            etag = ask(path, accept_encoding=accepted)[1]["ETag"]
            if holds:
                ask(path, accept_encoding=accepted, if_none_match=etag)


def test_what_is_said_to_be_held_is_held(ask: Callable[..., Answer]) -> None:
    """Told by the allocator of Python, which knows nothing of how it is reckoned."""
    create.release("Said once")
    _ask_for_all_forms(ask, range(2000, 2005))  # what is made once for all pages
    answers.forget()
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        _ask_for_all_forms(ask, range(1990, 2020))
        gc.collect()
        with_them = tracemalloc.get_traced_memory()[0]
        told = answers._kept.currsize
        answers.forget()
        gc.collect()
        held = with_them - tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert told > 30 * 8 * 500
    assert held <= told <= 1.6 * held, (before, held, told)


def test_an_answer_that_grows_by_its_forms_makes_others_go(
    ask: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "_kept", type(answers._kept)(200_000, getsizeof=lambda kept: kept.size))
    _ask_for_all_forms(ask, range(1990, 2010))
    assert 2 < len(answers._kept) < 20
    assert answers._kept.currsize == sum(kept.size for kept in answers._kept.values()) <= 200_000
