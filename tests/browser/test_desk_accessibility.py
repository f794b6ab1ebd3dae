"""axe finds nothing on any page of the desk and of its guests: light and dark, in a wide window and in one of 320."""

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

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
COLOURED: dict[str, Any] = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}
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


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", list(desk_pages.parts()))
def test_axe_finds_nothing(browser: Browser, live_server: Any, settings: Any, part: str) -> None:
    settings.SECOND_FACTOR = "offered"
    world = desk_world.build()
    found: list[str] = []
    for comer, pages in desk_pages.parts()[part].items():
        page = opened(browser, live_server, desk_world.COMERS[comer](world))
        for name, way in pages.items():
            if path := way(world):
                found += looked_at(page, live_server.url, path, name)
        page.context.close()
    assert found == [], "\n".join(found)


def opened(browser: Browser, live_server: Any, client: Any) -> Page:
    """A page with the cookies of a client. axe is evaluated in it, which the policy of the desk would refuse."""
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", viewport=WIDE)
    context.add_cookies(
        [{"name": name, "value": one.value, "url": live_server.url} for name, one in client.cookies.items()]
    )
    return context.new_page()


def looked_at(page: Page, site: str, path: str, name: str) -> list[str]:
    """What is wrong with one page: by axe in both themes and widths; wider than its window. Loaded once."""
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    answer = page.goto(f"{site}{path}")
    assert answer
    if answer.status == 403 and name.endswith(("_add", "_delete")):
        return []  # what nobody may do at the desk, the chief neither
    if answer.status != 200 or page.url != f"{site}{path}":
        return [f"{name}: {answer.status} {page.url}"]
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
