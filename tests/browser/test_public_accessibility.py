"""Each kind of page readers meet, as a browser shows it: axe, in both themes, on a desk and on a phone; what it loads.

Each is loaded once in each language; theme and width are changed on the page as it stands.
"""

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from tests.browser import public_world
from tests.browser.at_the_desk import hear
from tests.browser.public_pages import KINDS, Kind
from tests.browser.public_world import LANGUAGES, World
from tests.browser.test_desk_accessibility import ALL, COLOURED, FIND, too_wide

pytestmark = pytest.mark.django_db(transaction=True)

DESK: Any = {"width": 1280, "height": 900}
PHONE: Any = {"width": 360, "height": 780}
THEMES = {"en": ("light", "dark"), "ru": ("dark", "light")}
"""In which theme a page is looked at first on the desk, and in which first on a phone."""
NARROWEST: Any = {"width": 320, "height": 640}
"""What 400 % make of a window of 1,280 pixels, too."""

OUTLINE = """() => {
    const count = words => document.querySelectorAll(words).length;
    const level = heading => Number(heading.localName[1]);
    const levels = [...document.querySelectorAll("h1, h2, h3, h4")].map(level);
    return {
        h1: count("h1"), main: count("main"), header: count("body > header"),
        skipped: levels.filter((level, place) => level - (levels[place - 1] ?? 0) > 1).length,
        moving: document.getAnimations().length,
    };
}"""
"""How often a landmark or a first heading is there, how often a level is left out, how much moves."""

SHORTENED = """() => {
    for (const list of document.querySelectorAll("ul, ol, dl, tbody")) {
        [...list.children].slice(6).forEach(one => one.remove());
    }
}"""
"""Of what is listed the first six are looked at: what comes behind is made by the same templates."""


@pytest.fixture
def world(transactional_db: None) -> World:
    return public_world.build()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_and_nothing_is_asked_of_others(
    browser: Browser, live_server: Any, world: World, language: str
) -> None:
    context = browser.new_context(reduced_motion="reduce", viewport=DESK)
    page = context.new_page()
    found: list[str] = []
    told: list[str] = []
    asked: list[str] = []
    hear(page, told)
    page.on("request", lambda request: asked.append(request.url))
    for name, kind in KINDS.items():
        opened(page, live_server, kind.address(world, language), kind, THEMES[language][0])
        found += [f"{name}: {said}" for said in told if f"status of {kind.status}" not in said]
        found += looked_at(page, name, THEMES[language])
        told.clear()
    context.close()
    assert found == [], "\n".join(found)
    assert {url for url in asked if not url.startswith(f"{live_server.url}/")} == set()


def opened(page: Page, live_server: Any, path: str, kind: Kind, theme: Any) -> None:
    page.set_viewport_size(NARROWEST)
    page.emulate_media(color_scheme=theme)
    with kind.failing():
        page.goto(f"{live_server.url}{path}")
    if kind.sent:
        page.fill("#verify-text", kind.sent)
        page.click(".verify [type=submit]")
        expect(page.locator("#verdict")).to_be_visible()


def looked_at(page: Page, name: str, themes: tuple[Any, Any]) -> list[str]:
    """What is wrong with a page that stands in the narrowest window: on the desk and on a phone, in both themes.

    At each width everything is asked in one theme, and what depends on colours in the other.
    """
    first, second = themes
    found = too_wide(page, name)
    page.set_viewport_size(DESK)
    found += too_wide(page, name)
    outline = page.evaluate(OUTLINE)
    if outline != {"h1": 1, "main": 1, "header": 1, "skipped": 0, "moving": 0}:
        found.append(f"{name}: {outline}")
    page.evaluate(SHORTENED)
    page.evaluate(AXE_SCRIPT)
    found += [f"{name}, {first}: {told}" for told in page.evaluate(FIND, ALL)]
    page.emulate_media(color_scheme=second)
    found += [f"{name}, {second}: {told}" for told in page.evaluate(FIND, COLOURED)]
    page.set_viewport_size(PHONE)
    found += [f"{name}, {second}, 360: {told}" for told in page.evaluate(FIND, ALL)]
    page.emulate_media(color_scheme=first)
    return found + [f"{name}, {first}, 360: {told}" for told in page.evaluate(FIND, COLOURED)]
