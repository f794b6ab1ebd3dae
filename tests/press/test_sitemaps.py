"""The sitemap: what it names, that it holds to its schemas, and what it costs."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from osce_site.languages import OFFICIAL, local
from press import sitemaps
from press.correcting import correct, withdraw
from press.publishing import publish
from press.writing import write
from tests import create
from tests.movable_clock import the_time_is

pytestmark = pytest.mark.django_db

SCHEMAS = Path(__file__).parents[3] / "shared" / "data" / "schemas" / "sitemap"


@pytest.fixture(scope="module")
def schemas() -> dict[str, etree.XMLSchema]:
    """By the root they are for; the wrapper joins what stands in a part: images, news, languages."""
    if not SCHEMAS.is_dir():
        message = "the schemas of sitemaps do not lie in ../shared/data/schemas"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    files = {"urlset": "wrapper.xsd", "sitemapindex": "siteindex.xsd"}
    return {root: etree.XMLSchema(etree.parse(SCHEMAS / file)) for root, file in files.items()}


def read(path: str) -> etree._Element:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    assert answer["X-Robots-Tag"].startswith("noindex")
    return etree.fromstring(answer.content)


def texts(root: etree._Element, name: str) -> list[str]:
    return root.xpath(f"//*[local-name()='{name}']/text()")


def parts() -> list[str]:
    """The addresses that the index names."""
    return [address.removeprefix("http://testserver") for address in texts(read("/sitemap.xml"), "loc")]


def test_the_index_and_every_part_hold_to_their_schemas(schemas: dict[str, etree.XMLSchema]) -> None:
    made = create.draft("Mission opens & <closes>", languages=("en", "fr"), about=[create.term("Arms control")])
    create.photo(made)
    publish(made, by=create.officer("bo"))
    create.release("Of one language", published_at=create.instant(2019, 3))
    schemas["sitemapindex"].assertValid(read("/sitemap.xml"))
    named = parts()
    assert len(named) == 4
    for part in named:
        schemas["urlset"].assertValid(read(part))


def test_a_release_is_named_with_its_languages_and_photos_and_while_it_is_new_as_news() -> None:
    release = create.draft("Mission opens & <closes>", languages=("en", "fr"))
    photo = create.photo(release)
    publish(release, by=create.officer("bo"))
    assert len(parts()) == 3
    for part in parts()[1:]:
        root = read(part)
        assert len(root) == 2
        files = [address for address in texts(root, "loc") if "/files/" in address]
        assert files == [f"http://testserver/files/{photo.token}/full.jpg"] * 2
        assert root.xpath("//*[local-name()='link']/@hreflang") == ["en", "fr", "x-default"] * 2
    assert texts(read("/sitemap-news.xml"), "title") == ["Mission opens & <closes>"] * 2


def test_what_is_old_is_no_news_though_it_be_corrected_today() -> None:
    old = create.release("Mission opens", published_at=create.instant(2020, 3))
    write(old, "en", by=create.officer(), headline="Mission closes")
    correct(old, "en", by=create.officer("bo"), correction="correction", note="It closes.")
    assert len(read("/sitemap-news.xml")) == 0
    assert "/sitemap-news.xml" not in parts()


@pytest.mark.keeps_answers
def test_what_was_news_yesterday_is_none_the_day_after_though_the_index_be_kept() -> None:
    night = create.instant(2026, 3, 2, 22)
    with the_time_is(night):
        create.release("Late news")
    for later, news in ((1, True), (24, True), (25, False)):  # published at 23:00 in Vienna
        with the_time_is(night + timedelta(hours=later)):
            assert ("/sitemap-news.xml" in parts()) == news, later


PARTS = {
    1_500: {"2020": ["corrected-in-may", "april", "march"], "2019": ["christmas"]},
    1: {
        "2020-05": ["corrected-in-may"],
        "2020-04": ["april"],
        "2020-03": ["march"],
        "2019": ["christmas"],
    },
    0.2: {
        "2020-05-01": ["corrected-in-may"],
        "2020-04-01": ["april"],
        "2020-03-21": ["march"],
        "2019-12": ["christmas"],
    },
}


@pytest.mark.parametrize("at_once", PARTS)
def test_releases_stand_where_their_last_edition_came_out_and_the_more_there_are_the_finer_they_are_cut(
    at_once: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "AT_ONCE", at_once)
    with the_time_is(create.instant(2020, 5, 9)):
        for headline, at in {
            "Christmas": create.instant(2019, 12, 24),
            "March": create.instant(2020, 3, 31, 12),
            "April": create.instant(2020, 3, 31, 22, 30),
            "Corrected": create.instant(2020, 3, 2),
        }.items():
            release = create.release(headline, published_at=at)
        write(release, "en", by=create.officer(), headline="Corrected in May")
        correct(release, "en", by=create.officer("bo"), correction="typo", note="A slip.")
    named = parts()[1:]
    assert named == [f"/sitemap-releases-{span}.xml" for span in PARTS[at_once]]
    assert [[path.rsplit("/", 2)[1] for path in texts(read(part), "loc")] for part in named] == [
        *PARTS[at_once].values()
    ]
    assert texts(read("/sitemap.xml"), "lastmod")[0].startswith("2020-05-09T")


def test_an_address_that_the_index_named_before_there_were_so_many_goes_on_answering() -> None:
    create.release("March", published_at=create.instant(2020, 3, 31, 12))
    for word in ("2020", "2020-03", "2020-03-21"):
        assert len(read(f"/sitemap-releases-{word}.xml")) == 1
        assert Client().get(f"/sitemap-releases-{word}.xml?p=2").status_code == 404


def test_a_span_without_anything_public_has_no_part() -> None:
    withdrawn = create.release("Withdrawn", published_at=create.instant(2020, 3))
    withdraw(withdrawn, by=create.officer("bo"), kind="withdrawn", reason="An error.")
    create.release("Ahead", published_at=create.instant(2090, 5))
    assert parts() == ["/sitemap-pages.xml"]
    spans = (
        "2020",
        "2020-03",
        "2020-03-01",
        "2090",
        "2090-05",
        "2020-13",
        "2020-03-02",
        "0000-01",
        "9999",
        "9999-12-21",
    )
    for word in (*(f"releases-{span}" for span in spans), "releases", "x"):
        assert Client().get(f"/sitemap-{word}.xml").status_code == 404, word


def test_every_language_of_every_page_is_named_with_the_others() -> None:
    create.term("Arms control")
    root = read("/sitemap-pages.xml")
    paths = ["/", "/press-releases/", "/verify/", "/feeds/", "/fields-of-work/", "/fields-of-work/arms-control/"]
    expected = [f"http://testserver{local(path, language)}" for path in paths for language in OFFICIAL]
    assert texts(root, "loc") == expected
    for entry in root:
        assert entry.xpath("*[local-name()='link']/@hreflang") == [*OFFICIAL, "x-default"]


def test_a_part_costs_the_same_however_many_releases_and_months_there_are(
    client: Client, django_assert_num_queries: Callable[[int], Any]
) -> None:
    create.term("Arms control")
    costs = {"/sitemap-releases-2020.xml": 4, "/sitemap-news.xml": 4}
    for number in (1, 2, 3):
        create.release(f"March {number}", published_at=create.instant(2020, 3, number), languages=("en", "fr"))
        create.release(f"Today {number}")
        client.get("/sitemap.xml")  # reads the taxonomy of this version
        for path, cost in costs.items():
            with django_assert_num_queries(cost):
                client.get(path)
        with django_assert_num_queries(4):
            client.get("/sitemap.xml")
    for year in (1990, 2020):
        create.release(f"April {year}", published_at=create.instant(year, 4))
    client.get("/sitemap.xml")  # reads what is read once a state of the site
    with django_assert_num_queries(4):
        assert client.get("/sitemap.xml").content.count(b"<sitemap>") == 5
