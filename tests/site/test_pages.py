"""The pages of the site: what they cost, which addresses there are, and what is said to bad ones."""

from collections.abc import Callable
from datetime import date
from typing import Any

import feedparser
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osce_site import freshness, past
from osce_site.models.address import remember
from osce_site.templatetags.site_tags import is_at
from press.correcting import withdraw
from press.publishing import publish
from taxonomy.models import Menu, MenuEntry
from tests import create

pytestmark = pytest.mark.django_db

Budget = Callable[[int], Any]

PAGES = {
    "/": 4,
    "/press-releases/": 3,
    "/fields-of-work/arms-control/": 4,
    "/fields-of-work/": 1,
    "/search/?q=officers": 4,
    "/feeds/press-releases.atom": 2,
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_costs_the_same_for_one_release_and_for_three(
    path: str, client: Client, django_assert_num_queries: Budget
) -> None:
    arms = create.term("Arms control")
    menu = Menu.objects.create(key="main")
    for number in range(1, 4):
        create.release(f"Release {number}", about=[arms])
        create.term(f"Small arms {number}", under=arms)
        MenuEntry.objects.create(menu=menu, key=f"entry-{number}", term=arms, grow=1)
        client.get(path)  # reads the taxonomy of this version
        if number in (1, 3):
            with django_assert_num_queries(PAGES[path]):
                assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/press-releases/?utm_source=x", "/press-releases/"),
        ("/press-releases/?year=2020&kind=news", "/press-releases/?kind=news&year=2020"),
        ("/press-releases/?kind=news&kind=statement", "/press-releases/?kind=news"),
        ("/press-releases/?kind=&q=+", "/press-releases/"),
        ("/press-releases/?q=%20border++police%00", "/press-releases/?q=border+police"),
        ("/?page=2", "/"),
        ("/fields-of-work?x=1", "/fields-of-work/?x=1"),
    ],
)
def test_there_is_one_address_for_each_page(asked: str, canonical: str, client: Client) -> None:
    create.term("Arms control")
    answer = client.get(asked)
    assert (answer.status_code, answer.headers.get("Location")) == (301, canonical)


@pytest.mark.parametrize(
    "path",
    [
        "/press-releases/?year=0000",
        "/press-releases/?year=20x0",
        "/press-releases/?kind=gossip",
        "/press-releases/?about=nothing",
        "/press-releases/?about=../../etc/passwd",
        "/press-releases/?source=%F0%9F%98%80",
        "/press-releases/?after=12",
        "/press-releases/?after=-1",
        "/press-releases/?after=99999999999999999999",
        "/press-releases/12345678/",
        "/press-releases/99999999999999999999999/x/",
        "/pt/",
        "/xx/press-releases/",
        "/fields-of-work/nothing/",
        "/feeds/nothing/nothing.atom",
        "/files/none/full.jpg",
        "/files/..%2F..%2Fetc/passwd",
        "/%00/",
        "/files/%00/full.jpg",
        "/" + "x" * 3000 + "/",
    ],
)
def test_what_names_nothing_is_not_found(path: str, client: Client) -> None:
    assert client.get(path).status_code == 404


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.text(max_size=60),
    path=st.sampled_from(["/", "/press-releases/", "/search/", "/feeds/press-releases.atom"]),
)
def test_no_query_string_breaks_a_page(query: str, path: str, client: Client) -> None:
    answer = client.get(path, QUERY_STRING=query.encode("utf-8", "replace").decode("latin-1"))
    assert answer.status_code in (200, 301, 404)


@pytest.mark.parametrize(
    "words", ["'\"();:*&|!<>", "😀😀", "NOT AND OR NEAR", "x" * 9000, "* - +", "%' OR 1=1 --", "שלום"]
)
def test_any_search_gets_an_answer(words: str, client: Client) -> None:
    create.release()
    assert client.get("/search/", {"q": words}, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("language", "headline", "asked"),
    [
        ("en", "Mission trains officers", "training officer"),
        ("fr", "La Mission forme des policiers", "policier"),
        ("de", "Mission schult Beamte", "Beamten"),
        ("ru", "Миссия обучает полицейских", "полицейские"),
    ],
)
def test_a_search_finds_words_by_their_stem_in_the_languages_own_rules(
    language: str, headline: str, asked: str, client: Client
) -> None:
    release = create.release(headline, languages=[language], original_language=language)
    prefix = "" if language == "en" else f"/{language}"
    assert str(release.pk) in client.get(f"{prefix}/search/", {"q": asked}).content.decode()
    assert str(release.pk) not in client.get(f"{prefix}/search/", {"q": "elephant"}).content.decode()


def test_a_list_is_paged_by_key_without_gap_or_repetition(client: Client) -> None:
    numbers = [create.release(f"Release {day}", published_at=create.instant(2020, 1, day)).pk for day in range(1, 28)]
    first = client.get("/press-releases/")
    seen = [number for number in numbers if str(number) in first.content.decode()]
    assert seen == numbers[7:]
    assert "27" in first.content.decode()
    second = client.get(f"/press-releases/?after={numbers[7]}").content.decode()
    assert [number for number in numbers if f"/{number}/" in second] == numbers[:7]


def test_a_wrong_slug_and_a_missing_language_lead_to_the_release(client: Client) -> None:
    release = create.release("Mission opens")
    right = f"/press-releases/{release.pk}/mission-opens/"
    for path in (f"/press-releases/{release.pk}/", f"/press-releases/{release.pk}/wrong/"):
        assert (client.get(path).status_code, client.get(path)["Location"]) == (301, right)
    elsewhere = client.get(f"/fr{right}")
    assert (elsewhere.status_code, elsewhere["Location"]) == (302, right)


def test_a_former_address_leads_to_the_present_one_in_one_step(client: Client) -> None:
    arms, release = create.term("Arms control"), create.release("Mission opens")
    remember("/secretariat/4711", "release", release.pk)
    remember("/arms", "term", arms.pk)
    assert client.get("/secretariat/4711")["Location"] == f"/press-releases/{release.pk}/mission-opens/"
    assert client.get("/fr/arms")["Location"] == "/fr/fields-of-work/arms-control/"
    assert client.get("/node/1").status_code == 404


def test_names_stand_as_they_were_with_what_they_are_now(client: Client) -> None:
    office = create.term("Programme Office in Astana", "field-operations", kind="operation")
    office.labels.update(since="2015-01-01")
    create.label(office, "Centre in Almaty", until="2014-12-31")
    release = create.release("Judges trained", source=[office], published_at=create.instant(2006))
    page = " ".join(client.get(f"/press-releases/{release.pk}/judges-trained/").content.decode().split())
    assert "Centre in Almaty" in page
    assert "now Programme Office in Astana" in page


def test_the_successor_lists_what_its_predecessor_said_marked(client: Client) -> None:
    old = create.term("Office in Baku", "field-operations", kind="operation")
    new = create.term("Co-ordinator in Baku", "field-operations", kind="operation")
    create.release("Said by the office", source=[old], published_at=create.instant(2010))
    create.relation(old, "succeeded_by", new)
    page = client.get("/field-operations/co-ordinator-in-baku/").content.decode()
    assert "Said by the office" in page
    assert "predecessor" in page


@pytest.mark.parametrize("headline", ["x" * 300, '👩🏽‍🚀 <b>&amp;</b> "quotes"', "שלום עולם", "Ё" * 200])
def test_odd_headlines_are_shown_as_they_are(headline: str, client: Client) -> None:
    release = create.release(headline)
    answer = client.get(f"/press-releases/{release.pk}/", follow=True)
    assert answer.status_code == 200
    assert "<b>&amp;</b>" not in answer.content.decode()


def test_every_feed_is_read_without_a_warning_and_its_ids_are_stable(client: Client) -> None:
    create.release("Mission opens", about=[create.term("Arms control")])
    for path in ("/feeds/press-releases.atom", "/feeds/fields-of-work/arms-control.atom"):
        parsed = feedparser.parse(client.get(path).content)
        assert not parsed.bozo
        assert [entry.title for entry in parsed.entries] == ["Mission opens"]
        assert parsed.entries[0].id.startswith("urn:uuid:")


def test_a_photo_is_served_only_while_a_public_edition_shows_it(client: Client) -> None:
    release = create.draft()
    token = create.photo(release).token
    assert client.get(f"/files/{token}/full.jpg").status_code == 404
    publish(release, by=create.officer("bo"))
    for name in ("full", "480", "960"):
        served = client.get(f"/files/{token}/{name}.jpg")
        assert b"".join(served.streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined]
    assert client.get(f"/files/{token}/77.jpg").status_code == 404
    withdraw(release, by=create.officer("bo"), kind="withdrawn", reason="Outdated.")
    assert client.get(f"/files/{token}/full.jpg").status_code == 404


def test_the_example_newsroom_loads_once_and_every_page_of_its_sitemap_opens(client: Client) -> None:
    call_command("import_terms", verbosity=0)
    call_command("demo", verbosity=0)
    call_command("demo", verbosity=0)
    parts = named("/sitemap.xml", client)
    for few, paths in {
        12: named(parts[0], client),
        1: [path for part in parts if "/sitemap-releases-" in part for path in named(part, client)],
    }.items():
        assert len(paths) == len(set(paths)) > 60
        assert [path for path in paths[::few] if client.get(path).status_code != 200] == []


def named(path: str, client: Client) -> list[str]:
    """The addresses in a file of the sitemap."""
    entries = client.get(path).content.decode().split("<loc>")[1:]
    return [entry.partition("</loc>")[0].removeprefix("http://testserver") for entry in entries]


def test_the_navigation_of_a_past_day_marks_the_place_one_is_at() -> None:
    with past.looking_back(date(2010, 5, 1), freshness.now()):
        assert is_at("/at/2010-05-01/countries/malta/", "/at/2010-05-01/countries/")
        assert not is_at("/at/2010-05-01/countries/", "/at/2010-05-01/")


@pytest.mark.parametrize(
    ("path", "place", "marked"),
    [
        ("/countries/malta/", "/countries/", True),
        ("/fr/countries/", "/fr/countries/", True),
        ("/pages/countries/", "/countries/", False),
        ("/countries-apart/", "/countries/", False),
        ("/fr/countries/", "/fr/", False),
        ("/", "/", True),
    ],
)
def test_the_navigation_marks_the_place_one_is_at(path: str, place: str, marked: bool) -> None:
    assert is_at(path, place) is marked


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("it", "1 settembre 2026", "settembre 2026"),
        ("fr", "1 septembre 2026", "septembre 2026"),
        ("es", "1 septiembre 2026", "septiembre de 2026"),
    ],
)
def test_a_month_is_written_small_where_the_language_does(language: str, day: str, month: str, client: Client) -> None:
    create.release("Corso", languages=[language], original_language=language, published_at=create.instant(2026, 9, 1))
    page = client.get(f"/{language}/press-releases/").content.decode()
    assert f">{month}<" in page
    assert f"1 {month}" in page.replace("1 de ", "1 ")
    with translation.override(language):
        assert date_format(create.instant(2026, 9, 1), "j E Y") == day  # as the desk writes it
