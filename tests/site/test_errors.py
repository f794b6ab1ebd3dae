"""What is said where there is no page: 404 with ways on, 410, and what stands ready for faults."""

from datetime import timedelta
from typing import Any, NoReturn

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from osce_site import freshness
from osce_site.languages import OFFICIAL
from tests import create

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


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/fields-of-work/arms-controll/", "/fields-of-work/arms-control/"),
        ("/arms-control/", "/fields-of-work/arms-control/"),
        ("/what-we-do/arms-control", "/fields-of-work/arms-control/"),
        ("/field-of-work/", "/fields-of-work/"),
        ("/news/mission-trains-border-polise/", None),
        ("/press-releases/999/mission-trains-bord/", None),
        ("/mission-trains-border-police.html", None),
    ],
)
def test_what_is_not_there_names_what_is_near(asked: str, meant: str | None, client: Client) -> None:
    create.term("Arms control")
    create.term("Elections")
    release, other = create.release("Mission trains border police"), create.release("Conference on water ends")
    answer = client.get(asked)
    page = answer.content.decode()
    assert answer.status_code == 404
    near = page.partition('class="nearest"')[2].partition("</ul>")[0]
    assert [part.partition('"')[0] for part in near.split('href="')[1:]] == [
        meant or f"/press-releases/{release.pk}/mission-trains-border-police/"
    ]
    assert str(other.pk) not in page


@pytest.mark.parametrize("asked", ["/wp-login.php", "/.env", "/%F0%9F%98%80/", "/" + "x" * 3000, "/press-releases/12/"])
def test_what_is_like_nothing_names_nothing(asked: str, client: Client) -> None:
    create.release("Mission trains border police", about=[create.term("Arms control")])
    assert 'class="nearest"' not in client.get(asked).content.decode()


def test_what_is_not_public_is_not_near(client: Client) -> None:
    ahead = create.release("Mission trains border police", published_at=freshness.now() + timedelta(days=1))
    for path in ("/mission-trains-border-police/", f"/news/{ahead.pk}/mission-trains-border-police/"):
        assert 'class="nearest"' not in client.get(path).content.decode()


def test_to_look_for_what_is_near_costs_the_same_with_much_and_with_little(
    client: Client, django_assert_num_queries: Any
) -> None:
    for number in range(1, 4):
        create.release(f"Mission trains border police {number}")
        client.get("/news/mission-trains-border-police/")  # reads the taxonomy of this version
        if number in (1, 3):
            with django_assert_num_queries(4):
                client.get("/news/mission-trains-border-police/")
