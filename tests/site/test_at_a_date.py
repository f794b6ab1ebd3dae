"""The site as anybody could read it at the end of a day."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from press.correcting import correct, withdraw
from press.publishing import publish
from press.writing import write
from taxonomy import changes, succession
from taxonomy.acting import carry_out
from taxonomy.models import Menu, MenuEntry
from tests import create
from tests.movable_clock import the_time_is

pytestmark = pytest.mark.django_db

BO = "bo"


@pytest.fixture(autouse=True)
def _long_ago() -> Iterator[None]:
    """What a test makes it makes on the first day; what is read is read two years later."""
    with the_time_is(create.instant(2020)):
        yield


def read(client: Client, path: str) -> Any:
    with the_time_is(create.instant(2022, 6, 1)):
        return client.get(path)


def page(client: Client, path: str, status: int = 200) -> str:
    response = read(client, path)
    assert response.status_code == status, (path, response.status_code)
    return response.content.decode()


def test_a_release_reads_as_it_did_before_it_was_corrected(client: Client) -> None:
    made = create.release("Forty officers", published_at=create.instant(2020))
    write(made, "en", by=create.officer(), headline="Fifty officers", body="<p>Fifty took part.</p>")
    with the_time_is(create.instant(2020, 5, 1)):
        correct(made, "en", by=create.officer(BO), correction="correction", note="There were fifty.")
    before, after = (f"/at/2020-{month}-01/press-releases/{made.pk}/{slug}/" for month, slug in
                     (("04", "forty-officers"), ("06", "fifty-officers")))  # fmt: skip
    then = page(client, before)
    assert "Forty officers" in then
    assert "Fifty" not in then
    assert "There were fifty." in page(client, after)
    assert "Fifty" not in page(client, f"{before}history/")
    # The day counts until its end where the organisation sits.
    assert "There were fifty." in page(client, f"/at/2020-05-01/press-releases/{made.pk}/fifty-officers/")
    assert "Forty officers" in page(client, f"/at/2020-04-30/press-releases/{made.pk}/forty-officers/")


def test_every_link_stays_in_the_day_and_the_canonical_page_is_of_today(client: Client) -> None:
    arms = create.term("Arms control")
    create.release("One", languages=["en", "fr"], about=[arms], published_at=create.instant(2020))
    response = read(client, "/at/2020-06-01/fields-of-work/arms-control/")
    shown = response.content.decode()
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<link rel="canonical" href="http://testserver/fields-of-work/arms-control/">' in shown
    assert "hreflang=" not in shown.partition("</head>")[0]
    assert 'href="/at/2020-06-01/press-releases/' in shown
    assert 'href="/fr/at/2020-06-01/fields-of-work/arms-control/"' in shown
    assert 'href="/fields-of-work' not in shown.partition("<body>")[2].replace("<aside", "", 1).replace(
        'href="http://testserver', ""
    )
    assert "1 June 2020" in shown
    french = page(client, "/fr/at/2020-06-01/fields-of-work/arms-control/")
    assert 'href="/fr/at/2020-06-01/press-releases/' in french
    assert '<html lang="fr"' in french


@pytest.mark.parametrize(
    ("path", "status", "target"),
    [
        ("/at/2020-06-01/", 200, ""),
        ("/at/2020-06-01", 302, "/at/2020-06-01/"),
        ("/fr/at/2020-06-01/press-releases/?kind=news", 200, ""),
        ("/at/2021-06-01/press-releases/?kind=news", 302, "/press-releases/?kind=news"),
        ("/fr/at/2021-06-01/", 302, "/fr/"),
        ("/at/2021-06-02/", 404, ""),
        ("/at/2019-12-31/", 404, ""),
        ("/at/2020-02-30/", 404, ""),
        ("/at/2020-06-01/at/2020-06-01/", 404, ""),
        ("/at/2020-06-01/search/", 404, ""),
        ("/at/2020-06-01/desk/", 404, ""),
        ("/at/2020-06-01/feeds/press-releases.atom", 404, ""),
        ("/at/2020-06-01/press-releases/?nothing=1", 301, "/at/2020-06-01/press-releases/"),
        ("/at/2020-06-01/press-releases", 301, "/at/2020-06-01/press-releases/"),
        ("/at/", 200, ""),
        ("/at/?day=2020-06-01", 302, "/at/2020-06-01/"),
        ("/fr/at/?day=2020-06-01", 302, "/fr/at/2020-06-01/"),
        ("/at/?day=2022-06-01", 200, ""),
        ("/at/?day=yesterday", 404, ""),
    ],
)
def test_days_that_were_can_be_read_and_no_other(path: str, status: int, target: str, client: Client) -> None:
    create.release(published_at=create.instant(2020))
    with the_time_is(create.instant(2021, 6, 1)):
        response = client.get(path)
    assert (response.status_code, response.headers.get("Location", "")) == (status, target)


def test_nothing_is_done_on_a_day_that_was(client: Client) -> None:
    create.release(published_at=create.instant(2020))
    assert client.post("/at/2020-06-01/press-releases/").status_code == 405


def test_what_was_withdrawn_since_is_said_and_not_read_again(client: Client) -> None:
    made = create.release("Secret talks", published_at=create.instant(2020), body="<p>Words taken back.</p>")
    create.release("Other", published_at=create.instant(2020))
    with the_time_is(create.instant(2021)):
        withdraw(made, by=create.officer(BO), kind="in-error", reason="It was a mistake.")
    told = page(client, f"/at/2020-06-01/press-releases/{made.pk}/secret-talks/", 410)
    assert "It was a mistake." in told
    assert "taken back." not in told
    assert page(client, f"/at/2020-06-01/press-releases/{made.pk}/secret-talks/history/", 410)
    for path in ("", "press-releases/"):
        assert "Secret" not in page(client, f"/at/2020-06-01/{path}")


def test_a_release_that_came_later_is_not_there_yet_though_it_is_withdrawn_by_now(client: Client) -> None:
    create.release(published_at=create.instant(2020))
    with the_time_is(create.instant(2020, 6, 1)):
        made = create.release("Later", published_at=create.instant(2020, 6, 1))
    with the_time_is(create.instant(2021)):
        withdraw(made, by=create.officer(BO), kind="in-error", reason="It was a mistake.")
    page(client, f"/at/2020-03-01/press-releases/{made.pk}/later/", 404)


def test_names_menus_and_lists_are_those_of_the_day(client: Client) -> None:
    old, new = create.term("Security"), create.term("Economy")
    below = create.term("Borders", under=old)
    create.release("Border release", about=[below], published_at=create.instant(2020))
    menu = Menu.objects.create(key="main")
    MenuEntry.objects.create(menu=menu, term=new, since=date(2021, 1, 1))
    changes.announce()
    assert "/economy/" not in page(client, "/at/2020-12-31/").partition("<main")[0]
    assert "/economy/" in page(client, "/at/2021-01-01/").partition("<main")[0]
    with the_time_is(create.instant(2022)):
        act = succession.Move(term=below, under=new, reason="It belongs there.", on=date(2021, 3, 1))
        carry_out(act, by=create.officer(BO, chief=True))
    for path, has in {
        "/at/2021-02-28/fields-of-work/security/": True,
        "/at/2021-03-01/fields-of-work/security/": False,
        "/at/2021-02-28/fields-of-work/economy/": False,
        "/at/2021-03-01/fields-of-work/economy/": True,
        "/at/2021-02-28/press-releases/?about=security": True,
        "/at/2021-02-28/press-releases/?about=economy": False,
    }.items():
        main = page(client, path).partition("<main")[2].partition("</main>")[0]
        assert ("Border release" in main) is has, path
        if path.endswith("/"):
            assert ("/fields-of-work/borders/" in main) is has, path


def test_a_page_of_a_day_costs_the_same_for_one_release_and_for_three(
    client: Client, django_assert_num_queries: Callable[[int], Any]
) -> None:
    arms = create.term("Arms control")
    for number in range(3):
        made = create.draft(f"Release {number}", about=[arms])
        publish(made, by=create.officer(BO), at=create.instant(2020))
        read(client, "/at/2020-06-01/")
        if number != 1:
            with django_assert_num_queries(6):
                read(client, "/at/2020-06-01/fields-of-work/arms-control/")
