"""axe finds nothing on any page of the desk and of its guests: light and dark, in a wide window and in one of 320."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from osce_site.models import User
from tests.browser import desk_pages, desk_world

ALL: dict[str, Any] = {
    "rules": {
        "color-contrast": {"enabled": False},  # the next asks for more of the same
        "color-contrast-enhanced": {"enabled": True},
        "target-size": {"enabled": True},
    }
}
"""axe's own and, beside them, text of 7:1 and targets of 24 pixels."""
LAID_OUT: dict[str, Any] = {
    "runOnly": {"type": "rule", "values": ["color-contrast-enhanced", "target-size", "scrollable-region-focusable"]}
}
"""What depends on the width of the window."""
COLOURED: dict[str, Any] = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced", "link-in-text-block"]}}
"""What depends on the theme."""
FIND = """async options => {
    const common = { resultTypes: ["violations"], iframes: false, preload: false };  // a preview is a page of the site
    const found = await axe.run(document, { ...common, ...options });
    return found.violations.flatMap(rule => rule.nodes.map(node =>
        `${rule.id}: ${node.html.slice(0, 160)} (${node.failureSummary.replace(/\\s+/g, " ").slice(0, 240)})`));
}"""
NARROW: Any = {"width": 320, "height": 800}
WIDE: Any = {"width": 1280, "height": 900}


def test_every_address_of_the_desk_is_looked_at_or_told_why_not() -> None:
    assert desk_pages.names() - desk_pages.told() == set()


def test_nothing_is_told_of_addresses_that_are_gone() -> None:
    assert desk_pages.told() - desk_pages.names() == set()


IN_RUSSIAN = ("the accounts", "the guests' pages")
"""The parts that others than the desk's own people meet, or before they could choose a language: looked at in it, too."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("part", "language"), [(part, "en") for part in desk_pages.parts()] + [(part, "ru") for part in IN_RUSSIAN]
)
def test_axe_finds_nothing(browser: Browser, live_server: Any, settings: Any, part: str, language: str) -> None:
    settings.SECOND_FACTOR = "offered"
    world = desk_world.build()
    User.objects.update(language=language)
    found: list[str] = []
    for comer, pages in desk_pages.parts()[part].items():
        page = opened(browser, live_server, desk_world.COMERS[comer](world), language)
        for name, way in pages.items():
            if path := way(world):
                found += looked_at(page, live_server.url, path, name)
        page.context.close()
    assert found == [], "\n".join(found)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_axe_finds_nothing_on_what_is_told_to_who_tries_too_often(
    browser: Browser, live_server: Any, language: str
) -> None:
    page = opened(browser, live_server, Client(), language)
    found: list[str] = []
    for name, (address, said, times) in desk_pages.TOO_OFTEN.items():
        for _time in range(times - 1):
            assert Client().post(reverse(address), said).status_code != 429, name
        page.goto(f"{live_server.url}{reverse(address)}")
        with page.expect_navigation() as answered:
            page.locator("#content form").first.evaluate(SEND, said)
        assert answered.value.status == 429, name
        assert page.locator("html").get_attribute("lang") == language
        found += found_on(page, name)
    page.context.close()
    assert found == [], "\n".join(found)


SEND = """(form, said) => {
    for (const [name, value] of Object.entries(said)) form.elements[name].value = value;
    form.noValidate = true;
    form.submit();
}"""


def ask_for_a_bulk_act(page: Page) -> None:
    for box in page.locator(".action-checkbox input").all()[:2]:
        box.check()
    page.get_by_role("combobox", name="Action").select_option(label="Publish or schedule")
    page.get_by_role("button", name="Go").click()
    expect(page.locator(".bulk-selected")).to_be_visible()


def find_as_one_types(page: Page) -> None:
    page.get_by_role("combobox", name="Find anything").press_sequentially("pol")
    expect(page.locator(".desk-found [role=option]").first).to_be_visible()


def sign_in_badly(page: Page) -> None:
    page.get_by_label("Name or e-mail address").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("do not go together")).to_be_visible()


def leave_empty(page: Page) -> None:
    """Sends a form with nothing in it, past the browser's own asking."""
    page.locator("main form:has(.submit-row)").evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    expect(page.locator(".errorlist, .errornote").first).to_be_visible()


def open_tab(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("tab", name=name).click()


OPENED: list[tuple[str, str, desk_pages.Way, Callable[[Page], None]]] = [
    ("the keys", "chief", desk_pages.at("admin:index"), lambda page: page.keyboard.press("?")),
    ("the finder", "chief", desk_pages.at("admin:index"), find_as_one_types),
    ("a bulk act", "chief", desk_pages.at("admin:press_release_changelist"), ask_for_a_bulk_act),
    ("the form of a contact, refused", "chief", desk_pages.at("admin:press_contact_add"), leave_empty),
    ("a withdrawal, refused", "chief", desk_pages.of_release("withdrawal", release="public"), leave_empty),
    ("the sign-in, refused", "nobody", desk_pages.at("account_login"), sign_in_badly),
    *(
        (f"the writing page, {name}", "chief", desk_pages.of_release("text", "en"), open_tab(name))
        for name in ("Filing", "Photos and documents", "Remarks", "Preview")
    ),
]
"""What stands on a page only after something was done: its name, who looks, where, what is done."""


@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_on_what_opens(browser: Browser, live_server: Any, settings: Any) -> None:
    settings.SECOND_FACTOR = "offered"
    world = desk_world.build()
    pages = {comer: opened(browser, live_server, desk_world.COMERS[comer](world)) for comer in ("chief", "nobody")}
    found: list[str] = []
    for name, comer, way, do in OPENED:
        page = pages[comer]
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        page.goto(f"{live_server.url}{way(world)}")
        do(page)
        found += found_on(page, name)
    for page in pages.values():
        page.context.close()
    assert found == [], "\n".join(found)


def opened(browser: Browser, live_server: Any, client: Any, language: str = "en") -> Page:
    """A page with the cookies of a client. axe is evaluated in it, which the policy of the desk would refuse."""
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", viewport=WIDE, locale=language)
    context.add_cookies(
        [{"name": name, "value": one.value, "url": live_server.url} for name, one in client.cookies.items()]
    )
    return context.new_page()


def looked_at(page: Page, site: str, path: str, name: str) -> list[str]:
    """What is wrong with one page, loaded once."""
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    answer = page.goto(f"{site}{path}")
    assert answer
    if answer.status == 403 and name.endswith(("_add", "_delete")):
        return []  # what nobody may do at the desk, the chief neither
    if answer.status != 200 or page.url != f"{site}{path}":
        return [f"{name}: {answer.status} {page.url}"]
    return found_on(page, name)


def found_on(page: Page, name: str) -> list[str]:
    """What is wrong with what stands on a page in a wide light window: in both themes and widths; too wide for one."""
    page.evaluate(AXE_SCRIPT)
    found = [f"{name}, light: {told}" for told in page.evaluate(FIND, ALL)] + too_wide(page, name)
    kept(page, name, "1280-light")
    page.emulate_media(color_scheme="dark")
    found += [f"{name}, dark: {told}" for told in page.evaluate(FIND, COLOURED)]
    kept(page, name, "1280-dark")
    page.set_viewport_size(NARROW)
    found += [f"{name}, dark, 320: {told}" for told in page.evaluate(FIND, LAID_OUT)] + too_wide(page, name)
    kept(page, name, "320-dark")
    page.emulate_media(color_scheme="light")
    found += [f"{name}, light, 320: {told}" for told in page.evaluate(FIND, COLOURED)]
    kept(page, name, "320-light")
    return found


def too_wide(page: Page, name: str) -> list[str]:
    width, over = page.evaluate(
        "(root => [root.clientWidth, root.scrollWidth - root.clientWidth])(document.documentElement)"
    )
    return [f"{name}: {over} pixels wider than a window of {width}"] if over > 0 else []


def kept(page: Page, name: str, look: str) -> None:
    """A picture, where somebody wants to see them: ``DESK_PICTURES`` names the folder."""
    if folder := os.environ.get("DESK_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name.replace(':', '-').replace(', ', '-')}-{look}.png", full_page=True)
