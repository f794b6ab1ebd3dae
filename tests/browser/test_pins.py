"""The head of the home page in a browser: a release is found by its headline; without scripts its number is given."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from press.models import Pin
from tests import create
from tests.browser.at_the_desk import officer, opened

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_release_is_found_by_its_headline_as_one_types(browser: Browser, live_server: Any, said: list[str]) -> None:
    create.release("Court hears a case")
    bridge = create.release("A bridge opens")
    page = opened(browser, live_server, officer("ed", "editor", "Ed Editor"), "/desk/home/", said)
    page.get_by_role("combobox", name="Find a release by its headline").press_sequentially("bridg")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Chosen: A bridge opens")).to_be_visible()
    expect(page.locator("#id_release")).to_have_value(str(bridge.pk))
    page.keyboard.press("Enter")  # the button has the focus
    expect(page.locator(".pin-name")).to_contain_text("A bridge opens")
    assert Pin.objects.get().release == bridge
    page.context.close()


def test_without_scripts_its_number_is_given(browser: Browser, live_server: Any, said: list[str]) -> None:
    bridge = create.release("A bridge opens")
    page = opened(
        browser, live_server, officer("ed", "editor", "Ed Editor"), "/desk/home/", said, java_script_enabled=False
    )
    expect(page.locator("#find-release")).to_be_hidden()
    page.fill("#id_release", str(bridge.pk))
    page.get_by_role("button", name="Put it at the top").click()
    expect(page.locator(".pin-name")).to_contain_text("A bridge opens")
    page.context.close()
