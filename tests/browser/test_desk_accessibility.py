"""axe finds nothing on any page of the desk: in light and dark, in a wide window and in one of 320 pixels."""

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.browser import desk_pages

RULES = {
    "resultTypes": ["violations"],
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
}
"""axe's own and, beside them, text of 7:1 and targets of 24 pixels."""
CONTRAST = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "color-contrast-enhanced"]},
}
NARROW = {"width": 320, "height": 800}
WIDE = {"width": 1280, "height": 900}
PICTURES = {"admin:index", "admin:press_release_changelist", "admin:press_release_change", "desk:find"}


def test_every_address_of_the_desk_is_looked_at_or_told_why_not() -> None:
    told = {*desk_pages.VISITS, *desk_pages.ELSEWHERE, *desk_pages.of_models()}
    assert desk_pages.names() - told == set()


def test_nothing_is_told_of_addresses_that_are_gone() -> None:
    assert {*desk_pages.VISITS, *desk_pages.ELSEWHERE} - desk_pages.names() == set()


@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_on_any_page_of_the_desk(
    browser: Browser, live_server: Any, tmp_path: Path, settings: Any
) -> None:
    settings.SECOND_FACTOR = "offered"
    world = desk_pages.build()
    page = signed_in(browser, live_server, world)
    found: list[str] = []
    for name, way in sorted((desk_pages.VISITS | desk_pages.of_models()).items()):
        if path := way(world):
            found += looked_at(page, f"{live_server.url}{path}", name, tmp_path)
    page.context.close()
    assert found == []


def signed_in(browser: Browser, live_server: Any, world: desk_pages.World) -> Page:
    """axe is evaluated in the page, which the policy of the desk refuses: it is passed by for that."""
    client = Client()
    client.force_login(world.chief, backend=settings.AUTHENTICATION_BACKENDS[1])
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", viewport=WIDE)  # type: ignore[arg-type]
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    return context.new_page()


def looked_at(page: Page, address: str, name: str, folder: Path) -> list[str]:
    """What is wrong with one page: by axe in both themes and widths; wider than its window."""
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
    answer = page.goto(address)
    if answer is None or answer.status in (403, 404, 405):
        return []  # what nobody may do at the desk, the chief neither
    if answer.status >= 400:
        return [f"{name}: {answer.status}"]
    found = violations(page, f"{name} light", RULES)
    found += too_wide(page, f"{name} 1280")
    picture(page, folder, f"{name}-1280-light")
    page.emulate_media(color_scheme="dark")
    found += violations(page, f"{name} dark", CONTRAST)
    picture(page, folder, f"{name}-1280-dark")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    found += violations(page, f"{name} dark 320", RULES)
    found += too_wide(page, f"{name} 320")
    page.emulate_media(color_scheme="light")
    found += violations(page, f"{name} light 320", CONTRAST)
    picture(page, folder, f"{name}-320-light")
    return found


def violations(page: Page, where: str, options: dict[str, Any]) -> list[str]:
    results = Axe().run(page, options=options).response["violations"]
    return [
        f"{where}: {rule['id']}: {node['html'][:160]} ({' '.join(node['failureSummary'].split())[:200]})"
        for rule in results
        for node in rule["nodes"]
    ]


def too_wide(page: Page, where: str) -> list[str]:
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{where}: {over} pixels wider than its window"] if over > 0 else []


def picture(page: Page, folder: Path, name: str) -> None:
    folder = Path(os.environ.get("DESK_PICTURES", folder))
    if name.rsplit("-", 2)[0] in PICTURES or "DESK_PICTURES" in os.environ:
        page.screenshot(path=folder / f"{name.replace(':', '-')}.png", full_page=True)
