"""From draft to public in a real browser: review, publication in two languages, the clock, a correction."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from osce_site import freshness
from press.models import Edition
from press.writing import write
from tests import create
from tests.browser.at_the_desk import desk_path, officer, opened, saved

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("any_factor")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_reviewer_sends_it_back_and_it_goes_out_in_two_languages(
    browser: Browser, live_server: Any, said: list[str], tmp_path: Path, scheme: Any
) -> None:
    ana, bo = officer("ana", "writer", "Ana Writer"), officer("bo", "editor", "Bo Editor")
    release = create.draft(
        "Mission opens in spring", languages=["en", "fr"], body="<p>Who took part: forty officer</p>", begun_by=ana
    )
    hers = opened(browser, live_server, ana, desk_path(release, "review/"), said, color_scheme=scheme)
    hers.click("button >> text=Ask")
    expect(hers.locator(".act-subject .state")).to_have_text("In review")

    his = opened(browser, live_server, bo, "/desk/", said, color_scheme=scheme)
    expect(his.locator("main")).to_contain_text("Mission opens in spring")
    his.goto(f"{live_server.url}{desk_path(release, 'review/')}")
    his.locator("section[aria-labelledby=text-en] summary").click()
    his.select_option("#field-en", "body")
    his.fill("#quote-en", "forty officer")
    his.fill("#words-en", "Officers, surely.")
    his.locator("section[aria-labelledby=text-en] button >> text=Remark").click()
    his.fill("#return_reason", "One passage to mend.")
    his.screenshot(path=tmp_path / f"review-{scheme}.png", full_page=True)
    his.click("button >> text=Send back")
    expect(his.locator(".act-subject .state")).to_have_text("Draft")

    hers.goto(f"{live_server.url}/desk/")
    expect(hers.locator("main")).to_contain_text("One passage to mend.")
    hers.goto(f"{live_server.url}{desk_path(release, 'text/en/')}")
    hers.click("[role=tab] >> text=Remarks")
    expect(hers.locator(".writing-remark-list")).to_contain_text("Officers, surely.")
    hers.locator(".tiptap.ProseMirror p").first.click()
    hers.keyboard.press("Control+End")
    hers.keyboard.type("s")
    saved(hers)
    hers.click("[role=tab] >> text=Remarks")
    hers.click(".writing-remark-list >> text=Resolve")
    expect(hers.locator(".remark-resolved")).to_be_visible()
    hers.goto(f"{live_server.url}{desk_path(release, 'review/')}")
    hers.click("button >> text=Ask")

    his.goto(f"{live_server.url}{desk_path(release, 'review/')}")
    his.locator("form[action$='/approval/'] button").click()
    expect(his.locator(".act-subject .state")).to_have_text("Approved")
    his.goto(f"{live_server.url}{desk_path(release, 'publication/')}")
    his.screenshot(path=tmp_path / f"publication-{scheme}.png", full_page=True)
    his.locator("form.act .submit-row button").click()
    expect(his.locator(".state").first).to_have_text("Public")

    visitor = opened(browser, live_server, None, "/", said)
    visitor.click("text=Mission opens in spring")
    expect(visitor.locator("main")).to_contain_text("Who took part: forty officers")
    visitor.locator("main").get_by_role("link", name="Français").click()
    expect(visitor.locator("html")).to_have_attribute("lang", "fr")
    assert visitor.context.cookies() == []
    for page in (hers, his, visitor):
        page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_scheduled_release_appears_on_the_second(
    browser: Browser, live_server: Any, said: list[str], tmp_path: Path, scheme: Any
) -> None:
    bo = officer("bo", "editor", "Bo Editor")
    release = create.draft("Embargo lifts at six")
    page = opened(browser, live_server, bo, desk_path(release, "publication/"), said, color_scheme=scheme)
    # The box of a browser counts minutes; who needs a second may write it.
    page.eval_on_selector("#id_at", "box => { box.step = 1 }")
    at = (freshness.now() + timedelta(seconds=12)).replace(microsecond=0)
    page.fill("#id_at", at.astimezone(ZoneInfo(bo.time_zone)).strftime("%Y-%m-%dT%H:%M:%S"))
    page.locator("form.act .submit-row button").click()
    expect(page.locator(".state").first).to_have_text("Scheduled")
    page.screenshot(path=tmp_path / f"scheduled-{scheme}.png", full_page=True)
    edition = Edition.objects.get(release=release)
    assert edition.published_at == at
    address = f"{live_server.url}{edition.path}"
    early, answered = [], None
    while answered is None:
        asked_at = datetime.now(UTC)
        answer = page.request.get(address, headers={"Cookie": ""})
        if answer.status == 200:
            answered = datetime.now(UTC)
        else:
            early.append((asked_at, answer.status))
            time.sleep(0.1)
    assert {status for _at, status in early} == {404}
    assert early[-1][0] < at <= answered
    page.goto(f"{live_server.url}/")
    expect(page.locator("main")).to_contain_text("Embargo lifts at six")
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_public_release_is_corrected_and_a_visitor_reads_the_difference(
    browser: Browser, live_server: Any, said: list[str], tmp_path: Path, scheme: Any
) -> None:
    officer("ana", "writer", "Ana Writer")
    bo = officer("bo", "editor", "Bo Editor")
    release = create.release("Mission trains border police", body="<p>Forty officers took part.</p>")
    write(release, "en", by=create.officer("ana"), body="<p>Fifty officers took part.</p>")
    page = opened(browser, live_server, bo, desk_path(release, "correction/en/"), said, color_scheme=scheme)
    page.fill("[name=note]", "The number of officers was wrong.")
    page.screenshot(path=tmp_path / f"correction-{scheme}.png", full_page=True)
    page.locator("form.act .submit-row button").click()
    expect(page.locator(".state").first).to_have_text("Corrected")
    visitor = opened(browser, live_server, None, Edition.objects.latest("pk").path, said, color_scheme=scheme)
    expect(visitor.locator("main")).to_contain_text("The number of officers was wrong.")
    visitor.locator("main a[href$='/history/']").first.click()
    expect(visitor.locator("del", has_text="Forty")).to_be_visible()
    expect(visitor.locator("ins", has_text="Fifty")).to_be_visible()
    visitor.screenshot(path=tmp_path / f"history-{scheme}.png", full_page=True)
    for one in (page, visitor):
        one.context.close()


def test_a_sign_that_turns_the_direction_of_writing_turns_its_headline_alone(
    browser: Browser, live_server: Any, said: list[str]
) -> None:
    release = create.draft("\u202eMission opens")
    his = opened(browser, live_server, officer("bo", "editor", "Bo Editor"), desk_path(release, "publication/"), said)
    # Whether the first letter stands right of the second.
    backwards = """(link) => {
        const text = link.firstChild, range = document.createRange();
        const left = (place) => {
            range.setStart(text, place);
            range.setEnd(text, place + 1);
            return range.getBoundingClientRect().left;
        };
        return left(0) > left(1);
    }"""
    assert his.get_by_role("link", name="Preview").evaluate(backwards) is False
    turned = his.locator(".breadcrumbs a", has_text="Mission opens")
    assert turned.evaluate(backwards.replace("left(0) > left(1)", "left(1) > left(2)")), "the headline itself is"
