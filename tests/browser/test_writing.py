"""Writing in a real browser: saving by itself, filing and checks while one types, two officers in one text."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from press.models import Release, Revision, Text
from press.writing import write
from tests import create
from tests.browser.at_the_desk import desk_path, officer, opened, saved, until

pytestmark = pytest.mark.django_db(transaction=True)


def type_in_body(page: Page, words: str) -> None:
    page.locator(".tiptap.ProseMirror").click()
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
    page = opened(browser, live_server, ana, desk_path(release, "text/en/"), said, color_scheme=scheme)
    page.fill("#id_headline", "Mission opens in spring")
    page.fill("#id_place", "vienna")
    page.fill("#id_lead", "It opens , at last.")
    type_in_body(page, "It opened with forty officers, who know of arms control.")
    saved(page)
    expect(page.locator("#id_place")).to_have_value("VIENNA")
    expect(page.locator(".writing-dateline")).to_contain_text("VIENNA, ")
    expect(page.locator(".finding", has_text="comma")).to_be_visible()
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
    page.fill("#id_headline", "La mission ouvre au printemps")
    type_in_body(page, "Elle a ouvert avec quarante agents.")
    saved(page)
    page.screenshot(path=tmp_path / f"translating-{scheme}.png", full_page=True)
    french = Text.objects.get(release=release, language="fr")
    assert french.body == "<p>Elle a ouvert avec quarante agents.</p>"
    assert french.renders is not None
    page.click("[role=tab] >> text=Preview")
    frame = page.frame_locator("iframe[name=preview]")
    expect(frame.locator("h1")).to_have_text("La mission ouvre au printemps")
    page.screenshot(path=tmp_path / f"preview-{scheme}.png", full_page=True)
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_two_officers_collide_and_nothing_is_lost(
    browser: Browser, live_server: Any, said: list[str], tmp_path: Path, scheme: Any
) -> None:
    ana, bo = officer("ana", "writer", "Ana Writer"), officer("bo", "writer", "Bo Writer")
    release = create.draft(body="<p>First paragraph.</p><p>Second paragraph.</p>", headline="As it was")
    path = desk_path(release, "text/en/")
    hers, his = (opened(browser, live_server, one, path, said, color_scheme=scheme) for one in (ana, bo))
    expect(his.locator(".writing-here")).to_contain_text("Ana Writer")

    his.fill("#id_headline", "As Bo says")
    his.locator(".tiptap.ProseMirror p").nth(1).click()
    his.keyboard.press("End")
    his.keyboard.type(" Bo adds this.")
    # She does not hear of it yet: her page was asleep.
    hers.route(re.compile("/presence"), lambda route: route.abort())
    saved(his)
    said.clear()
    hers.fill("#id_headline", "As Ana says")
    hers.locator(".tiptap.ProseMirror p").nth(0).click()
    hers.keyboard.press("End")
    hers.keyboard.type(" Ana adds that.")
    saved(hers)
    expect(hers.locator(".writing-conflicts")).to_contain_text("As Ana says")
    expect(hers.locator(".writing-conflicts")).to_contain_text("As Bo says")
    expect(hers.locator("#id_headline")).to_have_value("As Bo says")
    expect(hers.locator(".tiptap.ProseMirror")).to_contain_text("Bo adds this.")
    expect(hers.locator(".tiptap.ProseMirror")).to_contain_text("Ana adds that.")
    hers.screenshot(path=tmp_path / f"collision-{scheme}.png", full_page=True)
    hers.click(".writing-both div:has-text('As Ana says') >> text=Use this")
    expect(hers.locator(".writing-conflicts")).to_be_hidden()
    expect(hers.locator("#id_headline")).to_have_value("As Ana says")
    until(hers, lambda: Text.objects.get(release=release).headline == "As Ana says")
    text = Text.objects.get(release=release)
    assert text.body == "<p>First paragraph. Ana adds that.</p><p>Second paragraph. Bo adds this.</p>"
    kept = Revision.objects.filter(text=text).values_list("headline", flat=True)
    assert {"As it was", "As Bo says", "As Ana says"} <= set(kept)
    # His page follows by itself.
    expect(his.locator("#id_headline")).to_have_value("As Ana says")
    said[:] = [line for line in said if "/presence" not in line]
    hers.context.close()
    his.context.close()


def test_what_was_typed_outlives_a_site_that_does_not_answer(
    browser: Browser, live_server: Any, said: list[str]
) -> None:
    ana = officer("ana", "writer", "Ana Writer")
    release = create.draft()
    page = opened(browser, live_server, ana, desk_path(release, "text/en/"), said)
    page.wait_for_selector(".tiptap.ProseMirror")
    page.context.set_offline(True)
    type_in_body(page, " And this was typed on a train.")
    expect(page.locator(".writing-saved")).to_contain_text("kept in this browser")
    again = page.context.new_page()
    page.close()
    again.wait_for_timeout(500)
    again.context.set_offline(False)
    again.goto(f"{live_server.url}{desk_path(release, 'text/en/')}")
    expect(again.locator(".tiptap.ProseMirror")).to_contain_text("typed on a train")
    until(again, lambda: "typed on a train" in Text.objects.get(release=release).body)
    said.clear()  # the refused requests were meant
    again.context.close()


def test_closing_the_page_saves_what_was_typed_a_moment_before(
    browser: Browser, live_server: Any, said: list[str]
) -> None:
    ana = officer("ana", "writer", "Ana Writer")
    release = create.draft()
    page = opened(browser, live_server, ana, desk_path(release, "text/en/"), said)
    page.wait_for_selector(".tiptap.ProseMirror")
    type_in_body(page, " The lid closes now.")
    page.goto(f"{live_server.url}/")
    until(page, lambda: "The lid closes now." in Text.objects.get(release=release).body)
    page.context.close()


def test_a_link_to_our_own_page_is_found_by_typing(browser: Browser, live_server: Any, said: list[str]) -> None:
    ana = officer("ana", "writer", "Ana Writer")
    arms = create.term("Arms control")
    release = create.draft(body="<p>Forty officers.</p>")
    page = opened(browser, live_server, ana, desk_path(release, "text/en/"), said)
    type_in_body(page, " More: ")
    page.fill("#own-page", "arms")
    page.locator(".choosing-list [role=option]").first.click()
    until(page, lambda: f'<a href="term:{arms.uuid}">Arms control</a>' in Text.objects.get(release=release).body)
    page.context.close()


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head>
<body><!--StartFragment--><h1 style="color:red">Heading</h1><p class=MsoNormal style='font-family:Calibri'>
<b style="mso-bidi-font-weight:normal">Bold</b> and <span style="color:#1F497D">blue</span><o:p></o:p></p>
<p class="MsoListParagraphCxSpFirst" style="mso-list:l0 level1 lfo1"><![if !supportLists]><span
style="font-family:Symbol"><span style="mso-list:Ignore">·<span style="font:7pt">&nbsp; </span></span></span><![endif]>First
point</p><p class="MsoListParagraphCxSpLast" style="mso-list:l0 level1 lfo1"><span
style="mso-list:Ignore">·<span>&nbsp; </span></span>Second point</p>
<img src="file:///c:/x.png"><script>alert(1)</script><!--EndFragment--></body></html>"""
DOCS = """<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"
style="line-height:1.38"><span style="font-weight:400">Plain, </span><span style="font-weight:700">bold</span><span
style="font-style:italic"> and slanted</span></p><ul><li dir="ltr"><p role="presentation"><span>A point</span></p></li>
</ul></b>"""
MAIL = """<div dir="ltr">Dear all,<div><br></div><div>as agreed, <a href="https://example.org/x" target="_blank"
style="color:blue">the report</a>.</div><div class="gmail_signature">Ana, Press Office</div></div>"""


@pytest.mark.parametrize(
    ("html", "body"),
    [
        (
            WORD,
            "<h2>Heading</h2><p><strong>Bold</strong> and blue</p>"
            "<ul><li><p>First point</p></li><li><p>Second point</p></li></ul>",
        ),
        (
            DOCS,
            "<p>Plain, <strong>bold</strong><em> and slanted</em></p><ul><li><p>A point</p></li></ul>",
        ),
        (MAIL, '<p>Dear all,</p><p>as agreed, <a href="https://example.org/x">the report</a>.</p>'),
    ],
    ids=["a word processor", "an office in the browser", "a mail"],
)
def test_what_is_pasted_arrives_clean(
    browser: Browser, live_server: Any, said: list[str], html: str, body: str
) -> None:
    ana = officer("ana", "writer", "Ana Writer")
    release = create.draft(body="")
    page = opened(browser, live_server, ana, desk_path(release, "text/en/"), said)
    page.locator(".tiptap.ProseMirror").click()
    page.evaluate(
        """html => { const data = new DataTransfer(); data.setData("text/html", html);
        document.querySelector(".tiptap.ProseMirror").dispatchEvent(
          new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })) }""",
        html,
    )
    saved(page)
    assert Text.objects.get(release=release).body == body
    page.context.close()


def test_a_colleagues_save_stands_in_a_page_that_waits(browser: Browser, live_server: Any, said: list[str]) -> None:
    ana = officer("ana", "writer", "Ana Writer")
    release = create.draft()
    page = opened(browser, live_server, ana, desk_path(release, "text/en/"), said)
    page.wait_for_selector(".tiptap.ProseMirror")
    write(release, "en", by=create.officer("bo"), headline="Bo was faster")
    expect(page.locator("#id_headline")).to_have_value("Bo was faster")
    page.context.close()
