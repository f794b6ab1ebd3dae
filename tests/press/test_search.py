"""What a search finds, in which order, and how it is shown."""

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osce_site import freshness
from press import finding, listing, results, search, spans
from press.listing import Wanted
from press.publishing import publish
from tests import create

pytestmark = pytest.mark.django_db


def found(words: str, language: str = "en", *, newest: bool = False) -> list[str]:
    """The headlines, in order."""
    wanted = Wanted(language, words=words)
    hits = results.find(wanted, create.instant(2100), newest=newest).hits
    headlines = dict(listing.everything(wanted, create.instant(2100)).values_list("edition_id", "edition__headline"))
    return [headlines[hit.edition_id] for hit in hits]


def said(headline: str, language: str = "en", day: int = 1, **more: Any) -> None:
    create.release(
        headline,
        languages=[language],
        original_language=language,
        published_at=create.instant(2020, 1, day),
        **{"lead": "–", "body": "<p>–</p>"} | more,
    )


@pytest.mark.parametrize(
    ("language", "headline", "asked"),
    [
        ("en", "Missions observed the elections", "mission observing election"),
        ("fr", "L’Ukraine et l'élection présidentielle", "ukraine elections presidentielles"),
        ("fr", "La liberté des médias", "media"),
        ("de", "Die Beobachter der Wahlen in den Ländern", "Beobachtern Wahl Land"),
        ("de", "Die große Brücke", "GROSSEN BRÜCKEN"),
        ("it", "L’osservazione dell’elezione", "osservazioni elezioni"),
        ("ru", "Наблюдатели на выборах в Сербии", "наблюдателей выборы Сербия"),
        ("ru", "Всё о свободе прессы", "свобода все"),
        ("es", "Observadores de las elecciones", "observador elección"),
        ("en", "A Co-operation of equals", "cooperation"),
        ("en", "A Co-operation of equals", "co-operation"),
    ],
)
def test_words_are_found_in_other_cases_and_numbers_by_the_rules_of_their_language(
    language: str, headline: str, asked: str
) -> None:
    said(headline, language)
    assert found(asked, language) == [headline]
    assert found(f"{asked} elephant", language) == []


@pytest.mark.parametrize("asked", ['"border police"', "„border police“", "«border police»", '"border police'])
def test_words_in_quotes_are_found_side_by_side_only(asked: str) -> None:
    said("Training of border police")
    said("Police at the border")
    assert found(asked) == ["Training of border police"]


@pytest.mark.parametrize("more", [0, 3, 40])
def test_what_one_search_asked_for_is_not_looked_for_by_the_next(more: int) -> None:
    """However many words: those of a few are put together once for all who ask for as many."""
    words = " ".join(f"word{place}" for place in range(more))
    said("Missions observed the elections", body=f"<p>{words}.</p>")
    said("The court ruled on mines", body=f"<p>{words}.</p>")
    assert found(f"observed elections {words}") == ["Missions observed the elections"]
    assert found(f"mines court {words}") == ["The court ruled on mines"]
    assert found(f"mines mines {words}") == ["The court ruled on mines"]
    assert found(f"mines elections {words}") == []


def test_the_headline_goes_before_the_lead_and_the_lead_before_the_body_and_then_the_newest() -> None:
    said("Of the body", day=5, body="<p>Water for all.</p>")
    said("Of the lead", day=4, lead="Water for all.")
    said("Water, long ago", day=1)
    said("Water, of late", day=2)
    assert found("water") == ["Water, of late", "Water, long ago", "Of the lead", "Of the body"]
    assert found("water", newest=True) == ["Of the body", "Of the lead", "Water, of late", "Water, long ago"]


def test_what_was_asked_is_marked_in_headline_and_passage_and_all_else_is_escaped(client: Client) -> None:
    filler = "nothing of note " * 40
    said("Water & <b>wells</b>", lead="Of a village.", body=f"<p>{filler} the waters &lt;script&gt; rose {filler}</p>")
    page = client.get("/search/?q=water+rise+rose").content.decode()
    assert "<script>" not in page.replace('<script type="module"', "")
    page = client.get("/search/?q=water").content.decode()
    assert "<mark>Water</mark> &amp; &lt;b&gt;wells&lt;/b&gt;" in page
    page = client.get("/search/?q=waters+rose").content.decode()
    assert re.search(r"… [\w ]* the <mark>waters</mark> &lt;script&gt; <mark>rose</mark> [\w ]* …", page)


def test_the_passage_shows_the_lead_where_it_holds_as_much(client: Client) -> None:
    said("Wells", lead="Clean water came.", body="<p>Water was clean.</p>")
    assert "Clean <mark>water</mark> came." in client.get("/search/?q=water").content.decode()


def test_filters_tell_how_many_they_leave_and_offer_nothing_empty(client: Client) -> None:
    arms, small = create.term("Arms control"), create.term("Education")
    create.term("Gender")
    said("Water one", about=[arms], kind="news")
    said("Water two", about=[arms, small])
    said("Wells", about=[small])
    page = client.get("/search/?q=water")
    offered = {
        facet.label: [(choice.text, choice.count) for choice in facet.choices] for facet in page.context["facets"]
    }
    assert offered["Field of work"] == [("Arms control", 2), ("Education", 1)]
    assert sorted(offered["Kind"]) == [("News", 1), ("Press release", 1)]
    assert offered["Year"] == [("2020", 2)]
    for facet in page.context["facets"]:
        for choice in facet.choices:
            narrowed = client.get(choice.path)
            assert (narrowed.status_code, narrowed.context["total"]) == (200, choice.count)
            assert len(narrowed.context["chips"]) == 1
            assert client.get(narrowed.context["chips"][0].remove_path).context["total"] == 2


def test_other_languages_are_counted_each_by_its_own_stems_and_linked(client: Client) -> None:
    said("Police reform")
    said("Réforme des polices", "fr")
    said("La police", "fr")
    page = client.get("/search/?q=police")
    assert [(one["language"], one["count"], one["path"]) for one in page.context["elsewhere"]] == [
        ("fr", 2, "/fr/search/?q=police")
    ]


def test_results_go_on_page_by_page(client: Client) -> None:
    for day in range(1, 26):
        said(f"Water {day}", day=day)
    first = client.get("/search/?q=water")
    second = client.get(first.context["next_path"])
    shown = [card.path for page in (first, second) for card in page.context["releases"]]
    assert (len(shown), len(set(shown)), second.context["next_path"]) == (25, 25, "")
    assert client.get("/search/?q=water&page=3").context["releases"] == []


@pytest.mark.parametrize("most", [1, 3, 4, 6, 20])
def test_the_newest_hits_are_found_however_long_ago_they_came_out(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether they lie within one of the spans that are looked through one after another, or in several."""
    now = create.instant(2026, 6)
    for days in (1, 2, 91, 93, 94, 730, 732, 5000, 5001):
        create.release(f"Water {days} days ago", published_at=now - timedelta(days=days))
    create.release("Nothing of the like", published_at=now - timedelta(days=3))
    monkeypatch.setattr(results, "MOST", most)
    monkeypatch.setattr(spans, "HELD", (2, 4, 7))
    wanted = Wanted("en", words="water")
    every = list(listing.everything(wanted, now).newest_first().values_list("edition_id", flat=True))
    read = results.find(wanted, now, newest=True)
    assert ([hit.edition_id for hit in read.hits], read.more) == (every[:most], most < 9)
    assert len(every) == 9


def test_more_hits_than_are_counted_are_said_to_be_more(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "MOST", 2)
    for day in range(1, 5):
        said(f"Water {day}", day=day)
    page = client.get("/search/?q=water")
    assert (page.context["total"], page.context["more"]) == (2, True)
    assert "more than 2" in " ".join(page.content.decode().split())


@pytest.mark.parametrize("asked", ["Azerbaidjan", "azerbijan", "Aserbaidshan"])
def test_a_name_spelt_nearly_so_is_proposed(asked: str, client: Client) -> None:
    country = create.term("Azerbaijan", "countries", kind="state")
    create.label(country, "Aserbaidschan", "de")
    page = client.get("/search/", {"q": asked})
    name, language = ("Aserbaidschan", "de") if asked.startswith("As") else ("Azerbaijan", "en")
    assert page.context["meant"] == [((name, language), f"/search/?q={name}")]
    assert ('<span lang="de">' in page.content.decode()) is (language == "de")
    assert client.get(f"/search/?q={name}").context["meant"] == []
    # Where it is found after all, a name in the reader's own language is proposed alone.
    said(f"{asked} hosts a seminar")
    assert bool(client.get("/search/", {"q": asked}).context["meant"]) is (language == "en")


def test_a_name_of_another_language_is_proposed_where_it_is_nearer(client: Client) -> None:
    create.label(create.term("Ireland", "countries", kind="state"), "Irland", "de")
    told = {words: client.get("/search/", {"q": words}).context["meant"] for words in ("Iran", "Irlnd")}
    assert [*map(len, told.values())] == [0, 1]
    assert told["Irlnd"][0][0] == ("Ireland", "en")


def test_a_page_of_results_is_not_to_be_indexed(client: Client) -> None:
    said("Water")
    for path in ("/search/", "/search/?q=water", "/fr/search/?q=eau"):
        assert '<meta name="robots" content="noindex">' in client.get(path).content.decode()
    robots = client.get("/robots.txt").content.decode().splitlines()
    assert {"Disallow: /search/", "Disallow: /ru/search/"} <= set(robots)


@pytest.mark.parametrize("asked", ["'\"();:*&|!<>", "😀😀", "* - +", "«»", "- " * 5000])
def test_signs_alone_get_a_sentence(asked: str, client: Client) -> None:
    answer = client.get("/search/", {"q": asked}, follow=True)
    assert answer.status_code == 200
    assert "Signs alone" in answer.content.decode()


@pytest.mark.parametrize("asked", ["x" * 10_000, "NOT AND OR NEAR", "%' OR 1=1 --", "שלום", "ﷺ" * 200, "a b " * 2500])
def test_whatever_is_asked_gets_an_answer(asked: str, client: Client) -> None:
    said("Water")
    for path in ("/search/", "/de/search/", "/search/suggestions/", "/ru/search/suggestions/"):
        assert client.get(path, {"q": asked}, follow=True).status_code == 200


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.text(max_size=40), language=st.sampled_from(["", "/de", "/ru", "/fr"]))
def test_any_text_gets_an_answer(asked: str, language: str, client: Client) -> None:
    for path in ("search", "search/suggestions"):
        query = asked.encode("utf-8", "replace").decode()
        assert client.get(f"{language}/{path}/", {"q": query}, follow=True).status_code == 200


# Suggestions


def suggested(client: Client, words: str, language: str = "") -> list[tuple[str, str]]:
    said_so = client.get(f"{language}/search/suggestions/", {"q": words}, follow=True).json()["suggestions"]
    return [(one["text"], one["path"]) for one in said_so]


def test_suggestions_are_terms_and_then_releases_by_what_is_half_typed(client: Client) -> None:
    create.term("Security policy")
    release = create.release("Securities and banks")
    create.release("A road to security", languages=["fr"], original_language="fr")
    assert suggested(client, "securit") == [
        ("Security policy", "/fields-of-work/security-policy/"),
        ("Securities and banks", f"/press-releases/{release.pk}/securities-and-banks/"),
    ]
    assert suggested(client, "banks and sec")[0][0] == "Securities and banks"
    assert suggested(client, "s") == suggested(client, "") == suggested(client, "*:&|") == []


def test_a_release_is_suggested_in_the_readers_language(client: Client) -> None:
    said("Выборы в Сербии", "ru")
    assert [text for text, _path in suggested(client, "выбор", "/ru")] == ["Выборы в Сербии"]
    assert suggested(client, "выбор") == []


def test_what_is_not_public_is_neither_found_nor_suggested_nor_marked(client: Client) -> None:
    before = {path: client.get(path).content for path in OUTLETS}
    publish(create.draft("Secret water"), by=create.officer("bo"), at=create.instant(2090))
    create.draft("Secret draft")
    assert {path: client.get(path).content for path in OUTLETS} == before


OUTLETS = (
    "/search/?q=secret",
    "/search/?q=%22secret+water%22&order=newest",
    "/search/?q=water&kind=press-release",
    "/fr/search/?q=secret",
    "/search/suggestions/?q=secr",
    "/search/suggestions/?q=water",
)


@pytest.mark.parametrize("path", ["/search/?q=water", "/search/suggestions/?q=water"])
def test_a_search_costs_the_same_for_one_release_and_for_three(
    path: str, client: Client, django_assert_num_queries: Any
) -> None:
    budget = {"/search/?q=water": 4, "/search/suggestions/?q=water": 2}
    arms = create.term("Arms control")
    for day in range(1, 4):
        said(f"Water {day}", day=day, about=[arms])
        client.get(path)  # reads the taxonomy of this version
        if day in (1, 3):
            with django_assert_num_queries(budget[path]):
                assert client.get(path).status_code == 200


def test_an_edition_entered_again_is_found_once() -> None:
    said("Water")
    edition = listing.everything(Wanted("en"), create.instant(2100)).get().edition
    search.enter(edition)
    assert found("water") == ["Water"]


def test_hits_are_looked_for_in_spans_that_hold_so_many_however_many_there_are() -> None:
    sizes = (4_000, 40_000)
    now = listing.begin(2026) + timedelta(days=100)
    held = Counter({2026: 2_000, 2025: 4_000, 2024: 40_000, 2000: 9})
    # Half of 2025, and of 2024 all but the first 6,000.
    first, second = listing.begin(2025) + timedelta(days=365) / 2, listing.begin(2024) + timedelta(days=366) * 6 / 40
    assert spans._limits(held, now, sizes) == [first, second]
    assert spans._limits(Counter({2026: 8_000}), now, sizes) == [now - timedelta(days=50)]
    assert spans._limits(Counter({2026: 3_999}), now, sizes) == []


@pytest.mark.django_db
@pytest.mark.parametrize("often", [0, 1, 2])
def test_hits_of_all_spans_are_found_in_their_order(
    often: int, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether their words are taken to be in many editions or are found to be in few."""
    monkeypatch.setattr(finding, "OFTEN", often)
    monkeypatch.setattr(spans, "HELD", (1, 2, 4))
    monkeypatch.setattr(spans, "FEW", (1, 2))
    for year in (1990, 2001, 2019, 2020, 2021):
        create.release(f"Judges of {year}", languages=["en", "it"], published_at=create.instant(year, 3))
    for path in ("/search/?q=judges&order=newest", "/press-releases/?q=judges"):
        page = client.get(path).content.decode()
        headlines = re.findall(r"(?:Judges|</mark>) of (\d{4})", page)
        assert [*dict.fromkeys(headlines)] == ["2021", "2020", "2019", "2001", "1990"], path
        assert re.search(r'hreflang="it"[^>]*>.{0,80}?\b5\b', " ".join(page.split())), path
    assert client.get("/press-releases/?q=giudici").context["total"] == 0
    if connection.vendor == "sqlite":
        assert spans.latest_first("en", freshness.now()) == [(None, None)]
        return
    # Up to the end of the day, as nothing later can be read yet, or of the year.
    every = spans.latest_first("en", create.instant(2021, 5, 6), year=None)
    of_a_year = spans.latest_first("en", create.instant(2021, 5, 6), year=2020)
    assert (every[-1][0], every[0][1]) == (None, listing.begin(2021) + timedelta(days=31 + 28 + 31 + 30 + 6))
    assert (of_a_year[-1][0], of_a_year[0][1]) == (listing.begin(2020), listing.begin(2021))
