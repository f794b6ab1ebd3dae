"""What is said where there is no page: 404 with ways on, 410, and what stands ready for faults."""

from typing import Any, NoReturn

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from osce_site import freshness
from osce_site.languages import OFFICIAL

pytestmark = pytest.mark.django_db


def failing(monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> Client:
    def fail(*args: Any) -> NoReturn:
        raise error

    monkeypatch.setattr(freshness, "take", fail)
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
@pytest.mark.parametrize("path", ["/", "/ru/search/?q=water", "/desk/", "/feeds/press-releases.atom"])
def test_where_the_database_is_away_it_is_said_when_to_come_back(
    path: str, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = failing(monkeypatch, error).get(path)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "60", "no-store")
    assert "Traceback" not in answer.content.decode()


def test_a_fault_is_no_absence(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = failing(monkeypatch, KeyError).get("/")
    assert (answer.status_code, answer.headers.get("Retry-After")) == (500, None)


@pytest.mark.parametrize("error", [OperationalError, KeyError])
def test_what_stands_ready_asks_no_database_and_speaks_six_languages(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    client = failing(monkeypatch, error)
    with django_assert_num_queries(0):
        page = client.get("/").content.decode()
    assert [code for code in OFFICIAL if f'lang="{code}"' not in page] == []
