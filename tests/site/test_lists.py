"""The lists of releases: what narrows them, how they are counted, and what a crawler finds in them."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

import pytest
from django.db import connection
from django.test import Client
from django.utils.html import escape
from lxml import html

from osce_site import freshness
from press import counting, facets, finding, list_page, listing, search
from press.correcting import withdraw
from press.listing import Wanted
from tests import create

pytestmark = pytest.mark.django_db

Offered = dict[str, list[tuple[str, int | None]]]


def offered(page: Any) -> Offered:
    return {
        facet.name: [(choice.text, choice.count) for choice in facet.every or facet.choices]
        for facet in page.context["facets"]
    }


def newsroom() -> None:
    """Four releases of two years, two kinds, a mission and two fields."""
    mission = create.term("Mission to Skopje", "field-operations", kind="operation")
    arms, small = create.term("Arms control"), create.term("Education")
    create.term("Gender")
    create.release("One", about=[arms], source=[mission], published_at=create.instant(2019, 12))
    create.release("Two", about=[arms, small], kind="news", published_at=create.instant(2020, 1))
    create.release("Three", about=[small], languages=["en", "fr"], published_at=create.instant(2020, 2))
    create.release("Four", published_at=create.instant(2020, 2, 2))


def test_each_choice_leads_to_as_many_releases_as_it_says_and_none_is_empty(client: Client) -> None:
    newsroom()
    asked = ["/press-releases/"]
    seen = set()
    while asked:
        path = asked.pop()
        page = client.get(path)
        for facet in page.context["facets"]:
            for choice in facet.every or facet.choices:
                assert f'href="{escape(choice.path)}"' in page.content.decode()
                if choice.path not in seen and not choice.language:
                    seen.add(choice.path)
                    asked.append(choice.path)
                narrowed = client.get(choice.path)
                assert (narrowed.status_code, narrowed.context["total"]) == (200, choice.count), choice
    assert len(seen) > 20


def test_a_filter_counts_within_the_other_conditions(client: Client) -> None:
    newsroom()
    everything = offered(client.get("/press-releases/"))
    assert everything["year"] == [("2020", 3), ("2019", 1)]
    assert everything["about"] == [("Arms control", 2), ("Education", 2)]
    assert everything["source"] == [("Mission to Skopje", 1)]
    assert everything["language"] == [("Français", 1)]
    narrowed = offered(client.get("/press-releases/?about=arms-control&year=2020"))
    assert narrowed["year"] == [("2020", 1), ("2019", 1)]
    assert narrowed["about"] == [("Arms control", 1), ("Education", 2)]
    assert "source" not in narrowed
    assert "language" not in narrowed


def test_a_condition_is_taken_away_by_its_chip(client: Client) -> None:
    newsroom()
    page = client.get("/press-releases/?about=education&kind=news&year=2020&q=two")
    assert page.context["total"] == 1
    removed = {chip.text: client.get(chip.remove_path).context["total"] for chip in page.context["chips"]}
    assert removed == {"Education": 1, "News": 1, "2020": 1, "two": 1}
    alone = client.get("/press-releases/?kind=news").context["chips"]
    assert [chip.remove_path for chip in alone] == ["/press-releases/"]


def pages_hold(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(list_page, "page", partial(finding.page, size=size))


def test_a_long_filter_shows_the_most_frequent_and_all_behind_a_disclosure(client: Client) -> None:
    states = [create.term(f"State {letter}", "countries", kind="state") for letter in "ABCDEFGHIJ"]
    for state in states:
        create.release(f"In {state.slug}", country=[state])
    create.release("Again", country=[states[-1]])
    facet = next(one for one in client.get("/press-releases/").context["facets"] if one.name == "country")
    assert [choice.text for choice in facet.choices][:2] == ["State J", "State A"]
    assert len(facet.choices) == facets.OFFERED
    assert [choice.text for choice in facet.every] == [f"State {letter}" for letter in "ABCDEFGHIJ"]


def test_above_the_bound_counts_are_said_to_be_at_least_and_older_years_stay(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Callable[[int], Any]
) -> None:
    """Only where a list is counted by looking at its releases: those of words, of several terms, and as of a day."""
    newsroom()
    create.release("Two long ago", published_at=create.instant(2001))
    for number in range(3):
        create.release(f"Two more {number}", published_at=create.instant(2020, 3, number + 1))
    monkeypatch.setattr(counting, "MOST_HITS", 3)
    pages_hold(monkeypatch, 4)
    client.get("/press-releases/?q=two")
    with django_assert_num_queries(3):
        page = client.get("/press-releases/?q=two")
    said = " ".join(page.content.decode().split())
    assert "at least 5 releases" in said  # four are seen, and that there is a next page
    assert "at least</span> 3<span" in said
    assert offered(page)["year"] == [("2020", 3), ("2001", None)]
    everything = client.get("/press-releases/")
    assert (everything.context["total"], everything.context["more"]) == (8, False)
    assert offered(everything)["year"] == [("2020", 6), ("2019", 1), ("2001", 1)]


def test_lists_of_several_terms_are_counted_up_to_a_bound(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rarest term's releases are looked at, whichever is named first."""
    rare, wide, state = create.term("Rare"), create.term("Wide"), create.term("State", "countries", kind="state")
    for number in range(4):
        create.release(f"Wide {number}", about=[wide], country=[state], languages=["en", "fr"])
    create.release("Both", about=[rare, wide], country=[state], published_at=create.instant(2001))
    monkeypatch.setattr(counting, "MOST", 2)
    monkeypatch.setattr(counting, "SOME", 2)
    monkeypatch.setattr(counting, "MOST_ELSEWHERE", 2)
    few = client.get("/press-releases/?about=rare&country=state").context
    assert (few["total"], few["more"]) == (1, False)
    whole = client.get("/press-releases/?about=wide&country=state").context
    assert (whole["total"], whole["more"]) == (5, False)  # as the page shows
    for size, total in {1: 2, 2: 3, 4: 5}.items():
        pages_hold(monkeypatch, size)
        many = client.get("/press-releases/?about=wide&country=state")
        assert (many.context["total"], many.context["more"]) == (total, True)
    last = client.get(many.context["next_path"])
    assert (len(last.context["months"][-1].releases), last.context["total"], last.context["more"]) == (1, 2, True)
    assert offered(many)["language"] == [("Français", 2)]
    # Older years are there whether or not one is chosen, as far as one of their newest of the rarest term is in the list.
    for query in ("", "&year=2001", f"&year={freshness.now().year}"):
        years = offered(client.get(f"/press-releases/?about=wide&country=state{query}"))["year"]
        assert years == [(f"{freshness.now().year}", 2), ("2001", None)]
    monkeypatch.setattr(counting, "MOST_A_YEAR", 1)
    create.release("Wide, elsewhere", about=[wide], published_at=create.instant(2001, 2))
    create.release("State, of another field", country=[state], published_at=create.instant(2001, 2))
    assert [year for year, _count in offered(client.get("/press-releases/?about=wide&country=state"))["year"]] == [
        f"{freshness.now().year}"
    ]
    choices = {choice.text: choice for facet in many.context["facets"] for choice in facet.choices}
    # One term alone is counted in the table: those without the country, and those without the field.
    assert (choices["Wide"].count, choices["Wide"].more, choices["Rare"].count) == (5, False, 1)
    assert choices["Français"].more


def test_what_is_no_longer_than_may_be_looked_at_is_counted_exactly(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the table tells; of what is longer only some are looked at."""
    wide, state = create.term("Wide"), create.term("State", "countries", kind="state")
    for number in range(4):
        create.release(
            f"Wide {number}", about=[wide], country=[state], published_at=create.instant(2020, 3, number + 1)
        )
    monkeypatch.setattr(counting, "SOME", 2)
    pages_hold(monkeypatch, 1)
    told = {}
    for most in (4, 3):
        monkeypatch.setattr(counting, "MOST", most)
        page = client.get("/press-releases/?about=wide&country=state")
        of_a_year = client.get("/press-releases/?about=wide&year=2020")
        told[most] = page.context["total"], page.context["more"], offered(of_a_year)["country"]
    assert told == {4: (4, False, [("State", 4)]), 3: (2, True, [("State", 2)])}


def test_words_in_a_term_are_counted_among_its_newest_where_many_editions_hold_them(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL; SQLite goes by its list of words."""
    wide, state = create.term("Wide"), create.term("State", "countries", kind="state")
    for number in range(6):
        headline = f"Fire {number}" if number == 5 else f"Water {number}"
        published = create.instant(2019 + number // 4, 3, number + 1)
        create.release(headline, about=[wide], country=[state], published_at=published)
    pages_hold(monkeypatch, 2)
    told = {}
    for few, newest, often in ((5, 2, 2), (4, 7, 2), (4, 2, 2), (5, 2, 1)):
        monkeypatch.setattr(search, "FEW", few)
        monkeypatch.setattr(finding, "NEWEST", newest)
        monkeypatch.setattr(finding, "OFTEN", often)
        page = client.get("/press-releases/?about=wide&q=water")
        told[few, newest, often] = (
            page.context["total"],
            page.context["more"],
            offered(page)["year"],
            offered(page)["country"],
        )
    every = (5, False, [("2020", 1), ("2019", 4)], [("State", 5)])
    some = (3, True, [("2020", 1), ("2019", None)], [("State", 1)])  # two are seen, and that there is a next page
    bound = every if connection.vendor == "sqlite" else some
    assert told == {(5, 2, 2): every, (4, 7, 2): every, (4, 2, 2): bound, (5, 2, 1): bound}


@pytest.mark.parametrize(("few", "often"), [(0, 9), (3, 9), (100, 9), (100, 1)])
@pytest.mark.parametrize("newest", [1, 2, 3, 5, 100])
def test_a_list_of_several_conditions_has_all_its_pages_wherever_its_releases_lie(
    newest: int, few: int, often: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many of the first term are looked at first, and whether few releases hold the words or many, or are taken to."""
    monkeypatch.setattr(finding, "NEWEST", newest)
    monkeypatch.setattr(finding, "ASKED", newest + 2)
    monkeypatch.setattr(finding, "OFTEN", often)
    monkeypatch.setattr(search, "FEW", few)
    field, state = create.term("Field"), create.term("State", "countries", kind="state")
    for number in range(12):
        create.release(
            f"Release {number}" + " on water" * (number % 4 > 0),
            about=[field] if number % 2 else [],
            country=[state] if number % 3 else [],
            kind="news" if number % 5 else "statement",
            # Several came out at once: then the number decides.
            published_at=create.instant(2019 + number // 6, 3, 1 + number // 4),
        )
    both, at = (("field", field.pk), ("country", state.pk)), freshness.now()
    lists = [Wanted("en", filed=both), Wanted("en", filed=both[::-1]), Wanted("en", term_id=field.pk, filed=both[1:])]
    lists += [
        replace(one, words="water") for one in [*lists, Wanted("en", filed=both[:1]), Wanted("en", filed=both[1:])]
    ]
    for wanted in [*lists, *(replace(one, kind="news") for one in lists), *(replace(one, year=2019) for one in lists)]:
        every = listing.everything(wanted, at).newest_first().values_list("release_number", flat=True)
        for size in (1, 5):
            read: list[int] = []
            after: int | None = None
            while after or not read:
                page = finding.page(replace(wanted, after=after), at, size=size)
                read += [row.release_number for row in page.placements]
                assert all(row.edition.release_id == row.release_number for row in page.placements)
                assert len(page.placements) == size or not page.after
                after = page.after
            assert read == [*every] != []


def test_a_list_costs_the_same_whatever_it_is_narrowed_by(
    client: Client, django_assert_num_queries: Callable[[int], Any]
) -> None:
    newsroom()
    asked = {"kind=news&year=2020&q=two": 3, "about=education": 3, "source=mission-to-skopje&about=arms-control": 4}
    for query, queries in asked.items():
        client.get(f"/press-releases/?{query}")
        with django_assert_num_queries(queries):
            assert client.get(f"/press-releases/?{query}").status_code == 200


def test_a_withdrawn_release_is_counted_nowhere(client: Client) -> None:
    released = create.release("Only one", about=[create.term("Arms control")])
    assert client.get("/press-releases/").context["facets"]
    withdraw(released, by=create.officer("bo"), kind="withdrawn", reason="Wrong.")
    page = client.get("/press-releases/")
    assert (page.context["total"], page.context["facets"]) == (0, [])


def test_releases_stand_under_their_month_where_the_organisation_sits(client: Client) -> None:
    arms = create.term("Arms control")
    for when in (create.instant(2020, 1, 31, 12), create.instant(2020, 1, 31, 23, 30), create.instant(2020, 3)):
        create.release(f"Of {when:%d %B %H}", about=[arms], published_at=when)
    for path, levels in {"/press-releases/": ("h2", "h3"), "/fields-of-work/arms-control/": ("h3", "h4")}.items():
        tree = html.fromstring(client.get(path).content)
        months = tree.xpath(f"//section[@class='month']/{levels[0]}")
        assert [month.text.strip() for month in months] == ["March 2020", "February 2020", "January 2020"]
        assert len(tree.xpath(f"//section[@class='month']//article//{levels[1]}/a")) == 3


def test_narrowed_lists_are_kept_out_of_indexes(client: Client) -> None:
    newsroom()
    for path, closed in {"/press-releases/": False, "/press-releases/?year=2020": True}.items():
        assert ('name="robots" content="noindex, nofollow"' in client.get(path).content.decode()) is closed


LIKE_FRENCH = ("/de/", "/it/", "/ru/", "/es/")
"""Languages whose pages are not walked: they are those of French over again."""


def crawl(client: Client) -> set[str]:
    """Every address that a crawler finds which keeps to robots.txt and to what a page asks of it."""
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())
    found, waiting = {"/"}, ["/"]
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        assert answer.status_code in (200, 301, 302), path
        links = [answer["Location"]] if answer.status_code > 200 else _links(answer)
        for link in links:
            target = urljoin(f"http://testserver{path}", link).partition("#")[0]
            here = target.removeprefix("http://testserver")
            if here.startswith(LIKE_FRENCH):
                continue
            if target != here and here not in found and rules.can_fetch("*", target):
                found.add(here)
                waiting.append(here)
    return found


def _links(answer: Any) -> list[str]:
    if not answer["Content-Type"].startswith("text/html"):
        return []
    tree = html.fromstring(answer.content)
    if tree.xpath("//meta[@name='robots'][contains(@content, 'nofollow')]"):
        return []
    links = tree.xpath("//a[@href] | //link[@href][@rel='alternate' or @rel='canonical' or @rel='next']")
    return [link.get("href") for link in links if "nofollow" not in (link.get("rel") or "")]


def test_what_a_crawler_finds_grows_with_terms_plus_releases(client: Client) -> None:
    fields, states, counted = [], [], []
    create.term("Contacts", "pages", kind="page")  # the foot of every page leads there
    for size in (1, 2):
        fields += [create.term(f"Field {size} {number}") for number in range(2)]
        states += [create.term(f"State {size} {number}", "countries", kind="state") for number in range(2)]
        for number in range(24):
            filed = {"about": [fields[-1 - number % 2]], "country": [states[-1 - number // 2 % 2]]}
            kind = ("news", "statement", "press-release")[number % 3]
            year = 2000 + 10 * size + number % 7
            create.release(f"Release {size} {number}", kind=kind, published_at=create.instant(year), **filed)
        counted.append(crawl(client))
    first, second = counted
    assert first < second
    per_site = [len(first), len(second) - len(first)]
    # The second half adds what the first had of its own, without the pages that every site has; never more.
    assert per_site[1] <= per_site[0]
    narrowed = [path for path in second if re.search(r"[?&](?!after=)\w+=", path)]
    assert narrowed == []
