"""A visit each, in a real browser: a journalist, a researcher, a citizen on a telephone, somebody with a doubt."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import feedparser
import pytest
from PIL import Image, IptcImagePlugin
from playwright.sync_api import Browser, Page, expect

from osce_site import freshness
from press.publishing import publish
from taxonomy.models import Menu, MenuEntry, Profile
from tests import create
from tests.browser.test_journeys import _nothing_is_said_in_the_console as _silent  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db(transaction=True)

CREDIT, ARTIST = (2, 110), 0x013B
"""Where IPTC-IIM and EXIF say whose a photo is."""


@pytest.fixture(autouse=True)
def _contacts(db: None) -> None:
    """The foot of every page leads there."""
    create.term("Contacts", "pages", kind="page")


def main(page: Page) -> Any:
    return page.locator("main")


def read_feed(address: str) -> Any:
    """As a feed reader does, which is no browser."""
    with urlopen(address) as answer:
        return feedparser.parse(answer.read(), response_headers={"content-type": answer.headers["Content-Type"]})


def test_a_journalist_finds_the_news_of_a_mission_downloads_a_photo_and_subscribes(
    page: Page, live_server: Any, tmp_path: Path
) -> None:
    mission = create.term("Mission to Skopje", "field-operations", kind="operation")
    today = freshness.now()
    for headline, days in {"Archive opened": 40, "Course begins": 5}.items():
        create.release(headline, source=[mission], published_at=today - timedelta(days=days))
    create.release("Said by others", source=[create.term("Mission to Serbia", "field-operations", kind="operation")])
    illustrated = create.draft("Border police train at night", source=[mission])
    create.photo(illustrated, "Officers on a bridge")
    publish(illustrated, by=create.officer("bo"), at=today - timedelta(days=2))

    page.goto(live_server.url)
    main(page).get_by_role("link", name="Mission to Skopje", exact=True).first.click()
    expect(page).to_have_url(f"{live_server.url}/field-operations/mission-to-skopje/")
    cards = main(page).locator(".release-card")
    told = [
        (card.locator("time").get_attribute("datetime"), card.get_by_role("heading").inner_text())
        for card in cards.all()
    ]
    week = [headline for day, headline in told if date.fromisoformat(day or "") > today.date() - timedelta(days=7)]
    assert week == ["Border police train at night", "Course begins"]
    assert len(told) == 3

    main(page).get_by_role("link", name=week[0]).click()
    figure = main(page).locator("figure")
    expect(figure).to_contain_text("Photo: OSCE/Ana")
    expect(figure).to_contain_text("Free with the credit.")
    with page.expect_download() as downloading:
        figure.get_by_role("link", name="Full size").click()
    assert downloading.value.suggested_filename == "officers-on-a-bridge.jpg"
    saved = tmp_path / "photo.jpg"
    downloading.value.save_as(saved)
    with Image.open(saved) as photo:
        assert (photo.format, photo.size) == ("JPEG", (1200, 800))
        assert (IptcImagePlugin.getiptcinfo(photo) or {})[CREDIT] == b"OSCE/Ana"
        assert photo.getexif()[ARTIST] == "OSCE/Ana"
    assert b"<photoshop:Credit>OSCE/Ana</photoshop:Credit>" in saved.read_bytes()

    page.go_back()
    feed = main(page).get_by_role("link", name="Atom", exact=True)
    announced = page.locator("head link[type='application/atom+xml']").get_attribute("href")
    assert feed.get_attribute("href") == announced
    subscribed = read_feed(f"{live_server.url}{announced}")
    assert not subscribed.bozo, subscribed.get("bozo_exception")
    assert [entry.title for entry in subscribed.entries] == [headline for _day, headline in told]
    assert page.goto(subscribed.entries[0].link)
    expect(page.get_by_role("heading", level=1)).to_have_text(week[0])


def test_a_researcher_follows_a_state_over_ten_years_and_reads_names_as_they_were(page: Page, live_server: Any) -> None:
    state = create.term("Kazakhstan", "countries", kind="state")
    office = create.term("Programme Office in Astana", "field-operations", kind="operation")
    office.labels.update(since="2015-01-01")
    create.label(office, "Centre in Astana", until="2014-12-31")
    for year in range(2005, 2015):
        for month in (3, 6, 9):
            create.release(
                f"Judges trained in the month {month} of {year}",
                country=[state],
                source=[office],
                published_at=create.instant(year, month),
            )
    create.release("Elsewhere", country=[create.term("Malta", "countries", kind="state")])

    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live_server.url}/press-releases/")
    filters = page.get_by_role("navigation", name="Narrow the list")
    filters.get_by_role("link", name=re.compile("^Kazakhstan")).click()
    expect(page).to_have_url(f"{live_server.url}/press-releases/?country=kazakhstan")
    expect(page.locator(".page-head__count")).to_contain_text("30")
    years = page.get_by_role("navigation", name="Narrow the list").locator("a[href*='year=']")
    assert len({one.get_attribute("href") for one in years.all()}) == 10

    headlines = page.locator(".release-card h3")
    seen = headlines.all_inner_texts()
    page.get_by_role("link", name="Older releases").click()
    expect(page.get_by_role("link", name="Back to the newest")).to_be_visible()
    seen += headlines.all_inner_texts()
    assert seen == [f"Judges trained in the month {m} of {year}" for year in range(2014, 2004, -1) for m in (9, 6, 3)]

    filters.get_by_text("Show all 10").click()
    filters.get_by_role("link", name=re.compile("^2009")).last.click()
    expect(page.locator(".chip")).to_have_count(2)
    assert headlines.all_inner_texts() == [f"Judges trained in the month {month} of 2009" for month in (9, 6, 3)]
    page.get_by_role("link", name="Judges trained in the month 6 of 2009").click()
    expect(page.locator(".byline")).to_contain_text("1 June 2009")
    source = page.locator(".byline")
    expect(source).to_contain_text("Centre in Astana")
    expect(source).to_contain_text("now Programme Office in Astana")
    source.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Programme Office in Astana")


@pytest.fixture
def telephone(browser: Browser) -> Iterator[Page]:
    """A small screen that is touched, without scripts."""
    context = browser.new_context(
        java_script_enabled=False, is_mobile=True, has_touch=True, viewport={"width": 360, "height": 740}
    )
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def test_a_citizen_on_a_telephone_without_scripts_reads_about_elections_in_russian(
    telephone: Page, live_server: Any
) -> None:
    elections = create.term("Elections")
    create.label(elections, "Выборы", "ru")
    Profile.objects.create(term=elections, language="ru", summary="Как наблюдают за голосованием.")
    MenuEntry.objects.create(menu=Menu.objects.create(key="main"), key="elections", term=elections)
    headline = "Наблюдатели приехали на выборы"
    create.release(
        headline,
        languages=["ru"],
        original_language="ru",
        about=[elections],
        lead="Они посетят все области.",
        body="<p>Сорок наблюдателей начали работу.</p>",
        published_at=create.instant(2026, 3, 5),
    )
    create.release("Observers arrive", about=[elections])

    page = telephone
    page.goto(live_server.url)
    page.get_by_role("navigation", name="Languages").get_by_role("link", name="Русский").tap()
    expect(page).to_have_url(f"{live_server.url}/ru/")
    page.get_by_role("button", name="Меню").tap()
    menu = page.get_by_role("navigation", name="Главное меню")
    menu.get_by_role("link", name="Выборы").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Выборы")
    expect(main(page)).to_contain_text("Как наблюдают за голосованием.")
    expect(main(page)).not_to_contain_text("Observers arrive")
    main(page).get_by_role("link", name=headline).tap()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(page.get_by_role("heading", level=1)).to_have_text(headline)
    expect(page.locator(".byline time")).to_have_text("5 марта 2026 г.")
    expect(page.locator(".prose")).to_contain_text("Сорок наблюдателей начали работу.")
    # A page that is wider than its window would be shown smaller, and be as wide as it is.
    shown = page.locator("html").bounding_box()
    assert shown
    assert shown["width"] == 360
    for part in page.locator("main *:visible").all():
        box = part.bounding_box()
        assert box
        assert box["x"] + box["width"] <= 360.5 or "visually-hidden" in (part.get_attribute("class") or "")


OURS = (
    "Forty officers from four countries took part in a training course on the river this week. The course was held by "
    "the Mission together with the border police of the countries, and ended with an exercise at night."
)
FORGED = OURS.replace("Forty officers", "Ninety officers").replace("a training course", "an armed exercise")


def test_somebody_with_a_doubt_sees_what_was_forged_in_a_text(page: Page, live_server: Any) -> None:
    made = create.release("Officers train on the river", body=f"<p>{OURS}</p>", published_at=create.instant(2026, 3))
    page.goto(live_server.url)
    page.get_by_role("contentinfo").get_by_role("link", name="Check a text").click()
    field = page.get_by_label("A text, or an address of this site")
    for text, verdict in {FORGED: "This resembles a text of ours, but was altered", OURS: "Yes, this is"}.items():
        field.fill(text)
        page.get_by_role("button", name="Check").click()
        expect(page.locator("#verdict-head")).to_contain_text(verdict)
        assert "officers" not in page.url
        if text == FORGED:
            difference = page.locator(".verdict .difference")
            assert [one.strip() for one in difference.locator("del").all_inner_texts()] == [
                "Forty",
                "a training course",
            ]
            assert [one.strip() for one in difference.locator("ins").all_inner_texts()] == [
                "Ninety",
                "an armed exercise",
            ]
        else:
            expect(page.locator(".verdict .difference")).to_have_count(0)
    page.get_by_role("link", name="Officers train on the river").click()
    expect(page).to_have_url(re.compile(f"/press-releases/{made.pk}/"))
    expect(page.locator(".prose")).to_contain_text("Forty officers")
