"""What the head of each page says to those who index it or show its address; and the switch of languages."""

import io
import json
from itertools import product
from typing import Any

import pytest
from django.test import Client
from lxml import html
from PIL import Image

from osce_site.languages import OFFICIAL, ORIGINAL, local
from press.correcting import correct, withdraw
from press.models import Release
from press.writing import write
from tests import create

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/press-releases/",
    "/press-releases/?about=arms-control",
    "/fields-of-work/",
    "/fields-of-work/arms-control/",
    "/feeds/",
    "/search/",
    "/verify/",
    "/at/",
]
"""Those that stand in every language."""


@pytest.fixture
def site() -> Release:
    """A release in two languages, corrected in the first."""
    made = create.release(
        'Mission opens & "trains"',
        languages=("en", "fr"),
        about=[create.term("Arms control")],
        published_at=create.instant(2020),
    )
    write(made, "en", by=create.officer(), headline="Mission trains")
    correct(made, "en", by=create.officer("bo"), correction="typo", note="A slip.")
    return made


def read(path: str, status: int = 200) -> Any:
    answer = Client().get(path)
    assert answer.status_code == status, path
    return html.fromstring(answer.content.decode())


def release_path(release: Release, language: str = "en") -> str:
    return local(release.editions.filter(language=language).latest("number").path, language)


def hreflang(page: Any) -> dict[str, str]:
    links = page.xpath("//head/link[@rel='alternate'][@hreflang]")
    return {link.get("hreflang"): link.get("href").removeprefix("http://testserver") for link in links}


def switch(page: Any) -> dict[str, str]:
    return {link.get("hreflang"): link.get("href") for link in page.xpath("//nav[@class='languages']//a")}


def open_graph(page: Any) -> dict[str, str]:
    return {meta.get("property"): meta.get("content") for meta in page.xpath("//head/meta[@property]")}


def told(page: Any) -> dict[str, Any]:
    """What machines are told, by kind."""
    found = page.xpath("//script[@type='application/ld+json']/text()")
    return {thing["@type"]: thing for one in found for thing in json.loads(one)["@graph"]}


def test_a_page_names_itself_and_the_same_page_in_every_language(site: Release) -> None:
    for path, language in product(PAGES, ("en", "fr")):
        page = read(local(path, language))
        assert page.xpath("//link[@rel='canonical']/@href") == [f"http://testserver{local(path, language)}"]
        every = {code: local(path, code) for code in OFFICIAL}
        assert switch(page) == every
        assert hreflang(page) == every | {"x-default": every[ORIGINAL]}
        assert page.xpath("//nav[@class='languages']//a[@aria-current]/@hreflang") == [language]


def test_a_release_and_its_history_name_the_languages_that_exist_and_no_other(site: Release) -> None:
    for further in ("", "history/"):
        languages = {code: f"{release_path(site, code)}{further}" for code in ("en", "fr")}
        for path in languages.values():
            page = read(path)
            assert switch(page) == languages
            assert hreflang(page) == languages | {"x-default": languages["en"]}


def test_a_release_without_the_original_language_has_no_address_for_all_others() -> None:
    made = create.release("Миссия", languages=["ru"], original_language="ru")
    assert hreflang(read(release_path(made, "ru"))) == {"ru": release_path(made, "ru")}


def test_the_switch_stays_on_what_was_asked(site: Release) -> None:
    for path, elsewhere in {
        "/press-releases/?kind=press-release&q=mission": "/fr/press-releases/?kind=press-release&q=mission",
        "/search/?q=mission&order=newest": "/fr/search/?q=mission&order=newest",
        "/search/?q=mission&page=2": "/fr/search/?q=mission",
        "/at/2020-05-01/fields-of-work/": "/fr/at/2020-05-01/fields-of-work/",
        "/at/2020-05-01/press-releases/?kind=news": "/fr/at/2020-05-01/press-releases/?kind=news",
        "/verify/?address=%2Fcountries%2F": "/fr/verify/?address=%2Fcountries%2F",
    }.items():
        assert switch(read(path))["fr"] == elsewhere
        read(elsewhere)


def test_the_switch_stays_on_a_page_that_is_not_there_and_on_one_that_was_withdrawn(site: Release) -> None:
    assert switch(read("/nothing/here/", 404))["ru"] == "/ru/nothing/here/"
    assert "Страниц" in read("/ru/nothing/here/", 404).xpath("//title/text()")[0]
    path = release_path(site)
    withdraw(site, by=create.officer("bo"), kind="withdrawn", reason="An error.")
    assert read(switch(read(path, 410))["de"], 410).get("lang") == "de"


def test_a_further_page_of_a_list_is_that_of_its_language_alone() -> None:
    numbers = [create.release(f"Release {day}", published_at=create.instant(2020, 1, day)).pk for day in range(1, 23)]
    path = f"/press-releases/?after={numbers[2]}"
    page = read(path)
    assert page.xpath("//link[@rel='canonical']/@href") == [f"http://testserver{path}"]
    assert (hreflang(page), switch(page)["fr"]) == ({}, "/fr/press-releases/")


def test_two_editions_compared_lead_to_the_history_in_the_other_language(site: Release) -> None:
    page = read(f"{release_path(site)}history/?from=1&to=2")
    assert (hreflang(page), switch(page)["fr"]) == ({}, f"{release_path(site, 'fr')}history/")


@pytest.mark.parametrize("path", ["/nothing/", "/press-releases/1/x/"])
def test_what_is_not_there_is_described_to_nobody(path: str) -> None:
    page = read(path, 404)
    assert (hreflang(page), open_graph(page), told(page), page.xpath("//link[@rel='canonical']")) == ({}, {}, {}, [])


def test_what_was_withdrawn_is_described_to_nobody(site: Release) -> None:
    path = release_path(site)
    withdraw(site, by=create.officer("bo"), kind="withdrawn", reason="An error.")
    page = read(path, 410)
    assert (hreflang(page), open_graph(page), told(page)) == ({}, {}, {})


def test_a_page_that_is_shared_has_a_title_an_address_and_a_drawn_picture(site: Release) -> None:
    for path, language in product(PAGES, ("en", "ru")):
        page = read(local(path, language))
        shown = open_graph(page)
        assert page.xpath("//title/text()")[0].startswith(shown["og:title"])
        assert (shown["og:type"], shown["og:url"]) == ("website", f"http://testserver{local(path, language)}")
        picture = Client().get(shown["og:image"])
        assert picture["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert Image.open(io.BytesIO(picture.content)).size == (1200, 630)
        described = page.xpath("//meta[@name='description']/@content")
        assert described == ([shown["og:description"]] if "og:description" in shown else [])


def test_a_release_that_is_shared_is_shown_by_its_own_words_and_picture(site: Release) -> None:
    path = release_path(site, "fr")
    shown = open_graph(read(path))
    assert shown["og:title"] == shown["og:image:alt"] == 'Mission opens & "trains"'
    assert shown["og:description"] == "A week of training ended."
    assert (shown["og:type"], shown["og:image"]) == ("article", f"http://testserver{path}share.png")
    assert shown["article:published_time"].startswith("2020-01-01T")


def test_machines_are_told_the_way_to_a_page_as_readers_see_it(site: Release) -> None:
    release = release_path(site, "fr")
    for path in (*(local(path, "fr") for path in PAGES[1:]), release, f"{release}history/"):
        page = read(path)
        seen = [(one.text_content().strip(), one.get("href")) for one in page.xpath("//nav[@class='crumbs']//li/*")]
        items = told(page)["BreadcrumbList"]["itemListElement"]
        assert [item["position"] for item in items] == [*range(1, len(items) + 1)]
        assert [
            (item["name"], item.get("item", "").removeprefix("http://testserver") or None) for item in items
        ] == seen
        assert len(seen) > 1


def test_the_first_page_tells_machines_who_speaks_and_where_the_search_is(site: Release) -> None:
    said = told(read("/fr/"))
    assert set(said) == {"GovernmentOrganization", "WebSite"}
    assert said["WebSite"]["publisher"]["@id"] == said["GovernmentOrganization"]["@id"]
    asked = said["WebSite"]["potentialAction"]["target"]["urlTemplate"].replace("{search_term_string}", "mission")
    assert asked == "http://testserver/fr/search/?q=mission"
    read(asked)
    assert Client().get(said["GovernmentOrganization"]["logo"]["url"].removeprefix("http://testserver"))


@pytest.mark.parametrize("path", ["/press-releases/", "/fields-of-work/arms-control/"])
def test_machines_are_told_what_a_list_holds(path: str, site: Release) -> None:
    listed = told(read(path))["CollectionPage"]
    assert listed["url"] == f"http://testserver{path}"
    assert listed["mainEntity"]["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "url": f"http://testserver{release_path(site)}"}
    ]


def test_a_day_that_is_read_is_described_to_nobody(site: Release) -> None:
    page = read("/at/2020-05-01/fields-of-work/arms-control/")
    assert (hreflang(page), open_graph(page), told(page)) == ({}, {}, {})
    assert page.xpath("//link[@rel='canonical']/@href") == ["http://testserver/fields-of-work/arms-control/"]


FOR_INDEXES = ("/", "/press-releases/", "/fields-of-work/arms-control/", "/feeds/", "/verify/", "release", "history")
FOR_NONE = (
    "history?from=1&to=2",
    "text",
    "/press-releases/?kind=press-release",
    "/press-releases/?about=arms-control&year=2020",
    "/feeds/press-releases.atom?about=arms-control",
    "/search/",
    "/search/?q=mission",
    "/search/suggestions/?q=mission",
    "/verify/?address=%2Fcountries%2F",
    "/at/2020-05-01/",
    "/at/?day=1990-05-01",
    "/sitemap.xml",
)


def test_what_says_over_again_what_others_say_is_kept_out_of_indexes(site: Release) -> None:
    own = {"release": "", "history": "history/", "history?from=1&to=2": "history/?from=1&to=2", "text": "text.txt"}
    open_to = []
    for path in (*FOR_INDEXES, *FOR_NONE):
        answer = Client().get(f"{release_path(site)}{own[path]}" if path in own else path)
        assert answer.status_code == 200, path
        said = [answer.get("X-Robots-Tag", "")]
        if answer["Content-Type"].startswith("text/html"):
            said += html.fromstring(answer.content).xpath("//meta[@name='robots']/@content")
        open_to += [] if "noindex" in "".join(said) else [path]
    assert open_to == list(FOR_INDEXES)


def test_what_a_language_lacks_falls_back_in_one_order_and_says_in_which_language_it_is() -> None:
    arms = create.term("Arms control")
    create.label(arms, "Contrôle des armements", "fr")
    for language, expected in {"fr": ("fr", "Contrôle des armements"), "ru": ("en", "Arms control")}.items():
        page = read(local("/fields-of-work/arms-control/", language))
        (heading,) = page.xpath("//h1")
        shown = heading.xpath(".//*[@lang]") or [heading]
        assert (shown[0].get("lang") or page.get("lang"), heading.text_content().strip()) == expected
