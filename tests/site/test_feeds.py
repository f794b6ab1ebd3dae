"""Feeds: each list in three forms, valid, with ids that stay, and asked for again only where something changed."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from django.test import Client
from lxml import etree, html

from osce_site.languages import OFFICIAL, local
from press.correcting import correct
from press.writing import write
from taxonomy.succession import Rename, carry_out
from tests import create

pytestmark = pytest.mark.django_db

LISTS = ("/feeds/press-releases", "/feeds/fields-of-work/arms-control", "/fr/feeds/press-releases")
HEADLINE = 'Arms & <men>, "quoted"'


@pytest.fixture
def released() -> Any:
    mission = create.term("Mission to Skopje", "field-operations", kind="operation")
    arms = create.term("Arms control")
    return create.release(
        HEADLINE,
        about=[arms],
        source=[mission],
        lead="A <b> & c.",
        published_at=create.instant(2020),
        languages=["en", "fr"],
    )


@pytest.fixture(scope="module")
def atom_grammar() -> etree.RelaxNG:
    """The grammar of RFC 4287, which lies beside the project; required where all must be proved."""
    path = Path(__file__).parent.parent.parent.parent / "shared" / "data" / "schemas" / "atom" / "atom-rfc4287.rng"
    if path.exists():
        return etree.RelaxNG(etree.parse(path))
    message = "the grammar of Atom does not lie in ../shared/data/schemas"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.mark.parametrize("path", LISTS)
def test_every_feed_is_read_without_a_warning(path: str, client: Client, released: Any) -> None:
    for form in ("atom", "rss"):
        parsed = feedparser.parse(client.get(f"{path}.{form}").content)
        assert not parsed.bozo, parsed.bozo_exception
        (entry,) = parsed.entries
        assert entry.title.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == HEADLINE
        assert entry.summary == "A &lt;b&gt; &amp; c."
        assert entry.id.startswith("urn:uuid:")
        assert f"/press-releases/{released.pk}/" in entry.link
        assert entry.author == "Mission to Skopje"


def test_in_every_language_a_feed_is_read_without_a_warning_full_narrowed_and_empty(
    client: Client, released: Any, atom_grammar: etree.RelaxNG
) -> None:
    create.label(released.taggings.get(role="field").term, "Контроль & «оружие» <№ 1>", "ru")
    create.term("Nothing filed")
    narrowed = "press-releases.{}?about=arms-control&q=arms"
    lists = ("press-releases.{}", narrowed, "fields-of-work/arms-control.{}", "fields-of-work/nothing-filed.{}")
    for language in OFFICIAL:
        for path in (local(f"/feeds/{one}", language) for one in lists):
            for form in ("atom", "rss"):
                answer = client.get(path.format(form))
                parsed = feedparser.parse(answer.content, response_headers={"content-type": answer["Content-Type"]})
                assert not parsed.bozo, (path, form, parsed.bozo_exception)
                assert parsed.feed.language == language
            atom_grammar.assertValid(etree.fromstring(client.get(path.format("atom")).content))
            told = client.get(path.format("json")).json()
            assert (told["language"], len(told["items"])) == (language, len(parsed.entries))


@pytest.mark.parametrize("path", [*LISTS, "/de/feeds/press-releases"])
def test_atom_keeps_to_its_grammar_empty_or_not(
    path: str, client: Client, released: Any, atom_grammar: etree.RelaxNG
) -> None:
    atom_grammar.assertValid(etree.fromstring(client.get(f"{path}.atom").content))


@pytest.mark.parametrize("path", LISTS)
def test_json_feed_has_the_fields_of_its_version(path: str, client: Client, released: Any) -> None:
    answer = client.get(f"{path}.json")
    assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
    told = answer.json()
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert all(
        isinstance(told[name], str) for name in ("title", "home_page_url", "feed_url", "description", "language")
    )
    assert told["feed_url"] == f"http://testserver{path}.json"
    (item,) = told["items"]
    assert (item["title"], item["content_text"]) == (HEADLINE, "A <b> & c.")
    assert (item["authors"], item["tags"]) == ([{"name": "Mission to Skopje"}], ["Arms control"])
    for name in ("date_published", "date_modified"):
        assert datetime.fromisoformat(item[name]).tzinfo


def test_the_three_forms_know_a_release_by_one_id_which_outlives_addresses(client: Client, released: Any) -> None:
    def ids() -> set[str]:
        found = {client.get("/feeds/press-releases.json").json()["items"][0]["id"]}
        for form in ("atom", "rss"):
            found.add(feedparser.parse(client.get(f"/feeds/press-releases.{form}").content).entries[0].id)
        return found

    before = ids()
    assert len(before) == 1
    write(released, "en", by=create.officer(), headline="A new headline")
    correct(released, "en", by=create.officer("bo"), correction="typo", note="A slip.")
    assert ids() == before
    (entry,) = client.get("/feeds/press-releases.json").json()["items"]
    assert entry["title"] == "A new headline"
    assert entry["date_modified"] > entry["date_published"]


def test_a_filtered_feed_keeps_its_id_when_a_term_gets_another_word(client: Client, released: Any) -> None:
    def feed_id(word: str) -> str:
        answer = client.get(f"/feeds/press-releases.atom?about={word}")
        assert answer["X-Robots-Tag"] == "noindex"
        return feedparser.parse(answer.content).feed.id

    before = feed_id("arms-control")
    assert before != feedparser.parse(client.get("/feeds/press-releases.atom").content).feed.id
    term = released.taggings.get(role="field").term
    carry_out(Rename(term=term, names={}, slug="weapons", on=date(2020, 5, 1), reason="Plainer."), by=create.officer())
    assert feed_id("weapons") == before


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_a_feed_is_given_again_only_where_something_changed(form: str, client: Client, released: Any) -> None:
    path = f"/feeds/press-releases.{form}"
    first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    create.release("Another", published_at=create.instant(2020, 2))
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_list_names_its_own_feeds_in_its_head(client: Client, released: Any) -> None:
    for path, feed in {
        "/press-releases/": "/feeds/press-releases.{}",
        "/press-releases/?about=arms-control": "/feeds/press-releases.{}?about=arms-control",
        "/fields-of-work/arms-control/": "/feeds/fields-of-work/arms-control.{}",
        "/fr/press-releases/": "/fr/feeds/press-releases.{}",
    }.items():
        head = html.fromstring(client.get(path).content).xpath(
            "//head/link[@rel='alternate'][contains(@href, '/feeds/')]"
        )
        assert [link.get("href") for link in head] == [feed.format(form) for form in ("atom", "rss", "json")]
        for link in head:
            answer = client.get(link.get("href"))
            assert answer["Content-Type"].startswith(link.get("type"))


def test_the_overview_links_a_feed_of_every_term_in_three_forms(client: Client, released: Any) -> None:
    links = html.fromstring(client.get("/feeds/").content).xpath("//main//a/@href")
    feeds = [link for link in links if link.rpartition(".")[2] in ("atom", "rss", "json")]
    assert {"/feeds/fields-of-work/arms-control.rss", "/feeds/field-operations/mission-to-skopje.json"} < set(feeds)
    assert len(feeds) == 9
    assert {client.get(link).status_code for link in feeds} == {200}
