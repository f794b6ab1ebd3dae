"""The site and the desk in a real browser, under the strict content-security policy."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import ConsoleMessage, Page, expect

from press.models import Release
from tests import create

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_is_said_in_the_console(page: Page) -> Iterator[None]:
    """A refused style or script, or an error of ours, is told there."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append(f"{message.text} ({message.location.get('url')})")

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield
    assert said == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("light", 1440), ("dark", 768)])
def test_every_kind_of_page_fits_its_window_in_both_themes(
    page: Page, live_server: Any, scheme: Any, width: int
) -> None:
    call_command("import_terms", verbosity=0)
    call_command("demo", verbosity=0)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    release = Release.objects.get(texts__headline="OSCE Centre in Almaty trains judges in environmental law")
    shown = {
        "home": "/",
        "newsroom": "/press-releases/",
        "release": f"/press-releases/{release.pk}/",
        "vocabulary": "/countries/",
        "term": "/field-operations/programme-office-in-astana/",
        "search": "/search/?q=water",
        "russian": "/ru/",
    }
    for name, path in shown.items():
        page.goto(f"{live_server.url}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.locator("h1").count() == 1, name


def test_the_menu_opens_by_keyboard(page: Page, live_server: Any) -> None:
    call_command("import_terms", verbosity=0)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/")
    countries = page.locator("summary", has_text="Countries")
    countries.focus()
    page.keyboard.press("Enter")
    expect(page.locator("nav >> text=Mongolia")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("nav >> text=Mongolia")).to_be_hidden()


def test_a_reader_without_scripts_finds_a_release_by_filter(browser: Any, live_server: Any) -> None:
    create.release("Border police trained", about=[create.term("Border management")])
    create.release("Something else")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/press-releases/")
    page.get_by_role("link", name="Border management 1").click()
    expect(page.locator("main")).to_contain_text("Border police trained")
    expect(page.locator("main")).not_to_contain_text("Something else")
    assert "about=border-management" in page.url
    page.locator(".chip").click()
    expect(page.locator("main")).to_contain_text("Something else")
    context.close()
