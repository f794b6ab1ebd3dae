"""The desk by keyboard alone: the finder, the ways, the list, the dialog of the keys."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from press.models import Text
from tests import create
from tests.browser.at_the_desk import sign_in_by_form, until
from tests.browser.test_journeys import _nothing_is_said_in_the_console

__all__ = ["_nothing_is_said_in_the_console"]

pytestmark = pytest.mark.django_db(transaction=True)

Shot = Callable[[str], Path]


def test_anything_is_found_by_typing_and_opened_with_enter(page: Page, live_server: Any, screenshot: Shot) -> None:
    release = create.draft("Police trained in Skopje")
    create.draft("Police trained in Tirana")
    sign_in_by_form(page, live_server, "editor")
    page.goto(f"{live_server.url}/desk/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Find anything")
    expect(box).to_be_focused()
    page.keyboard.type("police skop")
    expect(page.get_by_role("option")).to_have_count(1)
    expect(box).to_have_attribute("aria-expanded", "true")
    screenshot("desk-finder")
    page.keyboard.press("ArrowDown")
    option = page.get_by_role("option", name="Police trained in Skopje")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/press/release/{release.pk}/change/")


def test_escape_closes_what_was_found_and_enter_without_a_choice_leads_to_the_page(
    page: Page, live_server: Any
) -> None:
    create.draft("Police trained in Skopje")
    sign_in_by_form(page, live_server, "editor")
    page.goto(f"{live_server.url}/desk/")
    page.keyboard.press("Control+k")
    page.keyboard.type("police")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/find/?q=police")
    expect(page.get_by_role("link", name="Police trained in Skopje")).to_be_visible()


def test_without_javascript_the_finder_is_a_form(page: Page, live_server: Any, browser: Any) -> None:
    create.draft("Police trained in Skopje")
    sign_in_by_form(page, live_server, "editor")
    context = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    plain = context.new_page()
    plain.goto(f"{live_server.url}/desk/")
    plain.fill("[name=q]", "police")
    plain.press("[name=q]", "Enter")
    expect(plain.get_by_role("link", name="Police trained in Skopje")).to_be_visible()
    context.close()


def test_two_keys_lead_through_the_desk_and_none_while_one_types(page: Page, live_server: Any) -> None:
    create.draft("Police trained in Skopje")
    sign_in_by_form(page, live_server, "editor")
    page.goto(f"{live_server.url}/desk/")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/desk/press/release/")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Police trained in Skopje")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("input.action-select")).to_be_checked()
    page.locator("#searchbar").focus()
    page.keyboard.type("g h n ?")
    expect(page.locator("#searchbar")).to_have_value("g h n ?")
    assert page.url.endswith("/desk/press/release/")
    page.locator("#searchbar").blur()
    page.keyboard.press("n")
    page.wait_for_url("**/desk/press/release/add/")


def test_the_question_mark_tells_the_keys_and_escape_closes_them(
    page: Page, live_server: Any, screenshot: Shot
) -> None:
    sign_in_by_form(page, live_server, "editor")
    page.goto(f"{live_server.url}/desk/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    screenshot("desk-keys")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_keys_that_act_alone_do_nothing_on_the_page_made_for_writing(page: Page, live_server: Any) -> None:
    release = create.draft("Police trained in Skopje")
    sign_in_by_form(page, live_server, "editor")
    page.goto(f"{live_server.url}/desk/press/release/{release.pk}/text/en/")
    page.wait_for_selector(".tiptap.ProseMirror")
    for focused in ("body", "main", ".writing-page [role=tab]"):
        page.locator(focused).first.focus()
        page.keyboard.press("n")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Find anything")).to_be_focused()
    assert page.url.endswith("/text/en/")


def test_keys_that_act_alone_are_turned_off(page: Page, live_server: Any) -> None:
    sign_in_by_form(page, live_server, "editor")
    page.goto(f"{live_server.url}/desk/")
    page.keyboard.press("?")
    page.get_by_label("Keys act without Ctrl").uncheck()
    page.keyboard.press("Escape")
    for path in ("/desk/", "/desk/press/release/"):
        page.goto(f"{live_server.url}{path}")
        page.keyboard.press("?")
        page.keyboard.press("/")
        expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
        expect(page.get_by_role("combobox", name="Find anything")).not_to_be_focused()
        page.keyboard.press("Control+k")
        expect(page.get_by_role("combobox", name="Find anything")).to_be_focused()
    page.get_by_role("link", name="Keys").click()
    page.get_by_label("Keys act without Ctrl").check()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url("**/desk/")


def test_the_lines_of_the_first_page_and_of_the_board_are_gone_through_by_keys(page: Page, live_server: Any) -> None:
    create.draft("Police trained in Skopje")
    create.draft("Police trained in Tirana")
    sign_in_by_form(page, live_server, "editor")
    for path in ("/desk/", "/desk/press/release/languages/"):
        page.goto(f"{live_server.url}{path}")
        focused = []
        for key in ("j", "j", "k"):
            page.keyboard.press(key)
            focused.append(page.evaluate("document.activeElement.textContent.trim()"))
        first, second, again = focused
        assert {first, second} == {"Police trained in Skopje", "Police trained in Tirana"}
        assert again == first


def test_a_release_is_found_written_filed_and_handed_over_without_a_mouse(page: Page, live_server: Any) -> None:
    create.term("Arms control")
    release = create.draft("Police trained in Skopje", body="<p>Forty officers took part.</p>")
    sign_in_by_form(page, live_server, "editor")
    page.goto(f"{live_server.url}/desk/")
    page.keyboard.press("/")
    page.keyboard.type("police skop")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/press/release/{release.pk}/change/")
    reach(page, f"/desk/press/release/{release.pk}/text/en/")
    page.keyboard.press("Enter")
    page.wait_for_url("**/text/en/")
    page.wait_for_selector(".tiptap.ProseMirror")
    reach(page, ".tiptap.ProseMirror")
    page.keyboard.press("Control+End")
    page.keyboard.type(" They train others.")
    until(page, lambda: "They train others." in Text.objects.get(release=release).body)
    reach(page, "[role=tab][aria-selected=true]")
    filing = page.get_by_role("tab", name="Filing")
    for _tab in page.get_by_role("tab").all():
        if filing.evaluate("(tab) => tab !== document.activeElement"):
            page.keyboard.press("ArrowRight")
    expect(filing).to_be_focused()
    reach(page, "#add-term")
    page.keyboard.type("arms")
    expect(page.locator(".choosing-list [role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".writing-filed")).to_contain_text("Arms control")
    for place in ("change", "review"):
        reach(page, f"/desk/press/release/{release.pk}/{place}/")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{place}/")
    reach(page, "form[action$='/request/'] button")
    page.keyboard.press("Enter")
    expect(page.locator(".act-subject .state")).to_have_text("In review")


def reach(page: Page, wanted: str) -> None:
    """Goes on by the tabulator key until what is wanted has the focus: a selector, or the address of a link."""
    selector = f"a[href='{wanted}']" if wanted.startswith("/") else wanted
    for _step in range(150):
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached by the tabulator key")
