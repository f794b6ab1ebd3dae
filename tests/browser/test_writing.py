"""Writing in a real browser: saving by itself, filing and checks while one types, two officers in one text."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from osce_site.models import User
from press.models import Release, Revision, Text
from press.writing import write
from tests import create
from tests.browser.at_the_desk import hear, saved, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

Shot = Callable[[str], Path]


@pytest.fixture(autouse=True)
def _any_factor(settings: Any) -> None:
    settings.SECOND_FACTOR = "offered"


@pytest.fixture
def said() -> Iterator[list[str]]:
    told: list[str] = []
    yield told
    assert told == []


def officer(name: str, role: str, full_name: str) -> User:
    person = create.officer(name)
    person.first_name, _space, person.last_name = full_name.partition(" ")
    person.save()
    create.assign(person, role)
    return person


def opened(browser: Browser, live_server: Any, person: User, path: str, said: list[str], **more: Any) -> Page:
    context: BrowserContext = browser.new_context(viewport={"width": 1440, "height": 1000}, **more)
    sign_in(context, live_server, person)
    page = context.new_page()
    hear(page, said)
    page.goto(f"{live_server.url}{path}")
    return page


def text_path(release: Release, language: str = "en") -> str:
    return f"/desk/press/release/{release.pk}/text/{language}/"


def type_in_body(page: Page, words: str) -> None:
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_release_is_written_filed_and_checked_in_two_languages(
    browser: Browser, live_server: Any, said: list[str], tmp_path: Path, scheme: Any
) -> None:
    create.term("Arms control")
    create.term("Mission to Example", "field-operations", kind="operation")
    ana = officer("ana", "writer", "Ana Writer")
    release = Release.objects.create(begun_by=ana)
    page = opened(browser, live_server, ana, text_path(release), said, color_scheme=scheme)
    page.fill("[name=headline]", "Mission opens in spring")
    page.fill("[name=place]", "vienna")
    page.fill("[name=lead]", "It opens , at last.")
    type_in_body(page, "It opened with forty officers, who know of arms control.")
    saved(page)
    expect(page.locator("[name=place]")).to_have_value("VIENNA")
    expect(page.locator(".writing-dateline")).to_contain_text("VIENNA, ")
    expect(page.locator(".finding", has_text="comma")).to_be_visible(timeout=15_000)
    page.click("[role=tab] >> text=Filing")
    page.click(".writing-suggested button")
    expect(page.locator(".writing-filed")).to_contain_text("Arms control")
    page.fill("#add-term", "mission")
    expect(page.locator(".choosing-list [role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".writing-filed")).to_contain_text("Mission to Example")
    page.screenshot(path=tmp_path / f"writing-{scheme}.png", full_page=True)
    text = release.texts.get(language="en")
    assert (text.headline, text.place) == ("Mission opens in spring", "VIENNA")
    assert text.body == "<p>It opened with forty officers, who know of arms control.</p>"
    assert sorted(row.role for row in release.taggings.all()) == ["field", "source"]

    page.click(".writing-languages >> text=Français")
    expect(page.locator(".writing-original")).to_contain_text("Mission opens in spring")
    page.fill("[name=headline]", "La mission ouvre au printemps")
    type_in_body(page, "Elle a ouvert avec quarante agents.")
    saved(page)
    page.screenshot(path=tmp_path / f"translating-{scheme}.png", full_page=True)
    french = Text.objects.get(release=release, language="fr")
    assert french.body == "<p>Elle a ouvert avec quarante agents.</p>"
    assert french.renders is not None
    page.click("[role=tab] >> text=Preview")
    frame = page.frame_locator("iframe[name=preview]")
    expect(frame.locator("h1")).to_have_text("La mission ouvre au printemps", timeout=15_000)
    page.screenshot(path=tmp_path / f"preview-{scheme}.png", full_page=True)
    page.context.close()


def test_two_officers_collide_and_nothing_is_lost(
    browser: Browser, live_server: Any, said: list[str], tmp_path: Path
) -> None:
    ana, bo = officer("ana", "writer", "Ana Writer"), officer("bo", "writer", "Bo Writer")
    release = create.draft(body="<p>First paragraph.</p><p>Second paragraph.</p>", headline="As it was")
    hers = opened(browser, live_server, ana, text_path(release), said)
    his = opened(browser, live_server, bo, text_path(release), said)
    expect(his.locator(".writing-here")).to_contain_text("Ana Writer", timeout=20_000)

    his.fill("[name=headline]", "As Bo says")
    his.locator(".ProseMirror p").nth(1).click()
    his.keyboard.press("End")
    his.keyboard.type(" Bo adds this.")
    # She does not hear of it yet: her page was asleep.
    hers.route(re.compile("/presence"), lambda route: route.abort())
    saved(his)
    said.clear()
    hers.fill("[name=headline]", "As Ana says")
    hers.locator(".ProseMirror p").nth(0).click()
    hers.keyboard.press("End")
    hers.keyboard.type(" Ana adds that.")
    saved(hers)
    expect(hers.locator(".writing-conflicts")).to_contain_text("As Ana says")
    expect(hers.locator(".writing-conflicts")).to_contain_text("As Bo says")
    expect(hers.locator("[name=headline]")).to_have_value("As Bo says")
    expect(hers.locator(".ProseMirror")).to_contain_text("Bo adds this.")
    expect(hers.locator(".ProseMirror")).to_contain_text("Ana adds that.")
    hers.screenshot(path=tmp_path / "collision.png", full_page=True)
    hers.click(".writing-both div:has-text('As Ana says') >> text=Use this")
    expect(hers.locator(".writing-conflicts")).to_be_hidden()
    expect(hers.locator("[name=headline]")).to_have_value("As Ana says")
    hers.wait_for_timeout(2500)
    saved(hers)
    text = Text.objects.get(release=release)
    assert text.headline == "As Ana says"
    assert text.body == "<p>First paragraph. Ana adds that.</p><p>Second paragraph. Bo adds this.</p>"
    kept = Revision.objects.filter(text=text).values_list("headline", flat=True)
    assert {"As it was", "As Bo says", "As Ana says"} <= set(kept)
    # His page follows by itself.
    expect(his.locator("[name=headline]")).to_have_value("As Ana says", timeout=25_000)
    said[:] = [line for line in said if "/presence" not in line]
    hers.context.close()
    his.context.close()


def test_what_was_typed_outlives_a_site_that_does_not_answer(
    browser: Browser, live_server: Any, said: list[str]
) -> None:
    ana = officer("ana", "writer", "Ana Writer")
    release = create.draft()
    page = opened(browser, live_server, ana, text_path(release), said)
    page.wait_for_selector(".ProseMirror")
    page.route(re.compile("/api/"), lambda route: route.abort())
    type_in_body(page, " And this was typed on a train.")
    expect(page.locator(".writing-saved")).to_contain_text("kept in this browser", timeout=15_000)
    page.unroute(re.compile("/api/"))
    page.context.new_page().goto("about:blank")
    page.close()
    again = page.context.new_page()
    again.goto(f"{live_server.url}{text_path(release)}")
    expect(again.locator(".ProseMirror")).to_contain_text("typed on a train", timeout=15_000)
    saved(again)
    assert "typed on a train" in Text.objects.get(release=release).body
    said.clear()  # the refused requests were meant
    again.context.close()


def test_closing_the_page_saves_what_was_typed_a_moment_before(
    browser: Browser, live_server: Any, said: list[str]
) -> None:
    ana = officer("ana", "writer", "Ana Writer")
    release = create.draft()
    page = opened(browser, live_server, ana, text_path(release), said)
    page.wait_for_selector(".ProseMirror")
    type_in_body(page, " The lid closes now.")
    page.goto(f"{live_server.url}/robots.txt")
    page.wait_for_timeout(1500)
    assert "The lid closes now." in Text.objects.get(release=release).body
    page.context.close()


def test_a_link_to_our_own_page_is_found_by_typing(browser: Browser, live_server: Any, said: list[str]) -> None:
    ana = officer("ana", "writer", "Ana Writer")
    arms = create.term("Arms control")
    release = create.draft(body="<p>Forty officers.</p>")
    page = opened(browser, live_server, ana, text_path(release), said)
    type_in_body(page, " More: ")
    page.fill("#own-page", "arms")
    page.locator(".choosing-list [role=option]").first.click()
    saved(page)
    page.wait_for_timeout(2500)
    assert f'<a href="term:{arms.uuid}">Arms control</a>' in Text.objects.get(release=release).body
    page.context.close()


def test_words_from_a_word_processor_arrive_clean(browser: Browser, live_server: Any, said: list[str]) -> None:
    ana = officer("ana", "writer", "Ana Writer")
    release = create.draft(body="")
    page = opened(browser, live_server, ana, text_path(release), said)
    page.locator(".ProseMirror").click()
    pasted = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head>
      <body><!--StartFragment--><h1 style="color:red">Heading</h1><p class="MsoNormal" style="font-family:Calibri">
      <b style="mso-bidi-font-weight:normal">Bold</b> and <span style="color:#1F497D">blue</span><o:p></o:p></p>
      <p class="MsoListParagraph">text</p><img src="file:///c:/x.png"><script>alert(1)</script><!--EndFragment--></body></html>"""
    page.evaluate(
        """html => { const data = new DataTransfer(); data.setData("text/html", html);
        document.querySelector(".ProseMirror").dispatchEvent(
          new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })) }""",
        pasted,
    )
    saved(page)
    body = Text.objects.get(release=release).body
    assert "<strong>Bold</strong> and blue" in body
    assert not re.search(r"style|class|span|img|script|o:p|Mso", body)
    page.context.close()


def test_a_colleagues_save_stands_in_a_page_that_waits(browser: Browser, live_server: Any, said: list[str]) -> None:
    ana = officer("ana", "writer", "Ana Writer")
    release = create.draft()
    page = opened(browser, live_server, ana, text_path(release), said)
    page.wait_for_selector(".ProseMirror")
    write(release, "en", by=create.officer("bo"), headline="Bo was faster")
    expect(page.locator("[name=headline]")).to_have_value("Bo was faster", timeout=25_000)
    page.context.close()
