"""Words that did not arrive are kept in the browser for who wrote them, until he signs out, and some days at most."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from press.models import Text
from tests import create
from tests.browser.at_the_desk import desk_path, officer, opened, sign_in, until

pytestmark = pytest.mark.django_db(transaction=True)

KEPT = "Object.keys(localStorage).filter(key => key.startsWith('writing:')).sort()"
AGED = """days => { for (const key of Object.keys(localStorage).filter(key => key.startsWith('writing:'))) {
    const kept = JSON.parse(localStorage.getItem(key));
    localStorage.setItem(key, JSON.stringify({ ...kept, at: kept.at - days * 86400000 }));
} }"""
SECRET = "Under embargo until Friday."


def closed_while_offline(browser: Browser, live_server: Any, said: list[str]) -> tuple[BrowserContext, Any, Any]:
    """Ana has typed on a train and closed the page; her browser, she, and the release."""
    ana = officer("ana", "writer", "Ana Writer")
    release = create.draft()
    page = opened(browser, live_server, ana, desk_path(release, "text/en/"), said)
    page.locator(".tiptap.ProseMirror").click()
    page.context.set_offline(True)
    page.keyboard.type(SECRET)
    expect(page.locator(".writing-saved")).to_contain_text("kept in this browser")
    context = page.context
    context.new_page()
    page.close()
    assert SECRET not in Text.objects.get(release=release).body
    context.set_offline(False)
    said.clear()  # the refused requests were meant
    return context, ana, release


def at(context: BrowserContext, live_server: Any, path: str) -> Page:
    page = context.pages[0]
    page.goto(f"{live_server.url}{path}")
    return page


def test_they_stay_for_who_wrote_them_and_are_gone_when_another_has_signed_in(
    browser: Browser, live_server: Any, said: list[str]
) -> None:
    context, ana, release = closed_while_offline(browser, live_server, said)
    key = f"writing:{release.pk}:en:{ana.pk}"
    assert at(context, live_server, "/desk/").evaluate(KEPT) == [key]
    context.clear_cookies()  # her session has ended
    assert at(context, live_server, "/desk/login/").evaluate(KEPT) == [key]
    sign_in(context, live_server, officer("bo", "writer", "Bo Writer"))
    page = at(context, live_server, "/desk/")
    assert page.evaluate(KEPT) == []
    assert SECRET not in page.evaluate("JSON.stringify(localStorage)")
    context.close()


def test_signing_out_asks_and_then_removes_them(browser: Browser, live_server: Any, said: list[str]) -> None:
    context, _ana, _release = closed_while_offline(browser, live_server, said)
    page = at(context, live_server, "/desk/")
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.message)
        dialog.dismiss() if len(asked) == 1 else dialog.accept()

    page.on("dialog", answer)
    page.get_by_role("button", name="Log out").click()
    until(page, lambda: len(asked) == 1)
    assert len(page.evaluate(KEPT)) == 1
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("button", name="Log out")).to_have_count(0)
    assert "not saved yet" in asked[0]
    assert page.evaluate(KEPT) == []
    context.close()


def test_signing_out_of_the_writing_page_saves_first_and_asks_nothing(
    browser: Browser, live_server: Any, said: list[str]
) -> None:
    release = create.draft()
    page = opened(browser, live_server, officer("ana", "writer", "Ana"), desk_path(release, "text/en/"), said)
    page.locator(".tiptap.ProseMirror").click()
    page.keyboard.type(SECRET)
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("button", name="Log out")).to_have_count(0)
    assert SECRET in Text.objects.get(release=release).body
    assert page.evaluate(KEPT) == []
    page.context.close()


@pytest.mark.parametrize(("days", "there"), [(6, 1), (8, 0)])
def test_they_are_gone_after_a_week_whoever_comes(
    browser: Browser, live_server: Any, said: list[str], days: int, there: int
) -> None:
    context, _ana, _release = closed_while_offline(browser, live_server, said)
    at(context, live_server, "/desk/").evaluate(AGED, days)
    context.clear_cookies()
    assert len(at(context, live_server, "/desk/login/").evaluate(KEPT)) == there
    context.close()
