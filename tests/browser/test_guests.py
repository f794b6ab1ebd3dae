"""An ambassador without an account reads a text before it is public, remarks on a passage and approves it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from osce_site import freshness
from press import showing
from press.models import Release
from press.publishing import publish
from tests import create
from tests.browser.at_the_desk import sign_in_by_form
from tests.browser.test_journeys import _nothing_is_said_in_the_console as _silent  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db(transaction=True)

THEMES = ["light", "dark"]


@contextmanager
def somebody_else(browser: Browser, theme: Any, width: int = 1280) -> Iterator[Page]:
    """A fresh browser: no session, no cookie."""
    context = browser.new_context(color_scheme=theme, viewport={"width": width, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    yield page
    assert context.cookies() == []
    assert said == []
    context.close()


def written() -> Release:
    draft = create.draft(
        "Mission trains forty border police",
        languages=["en", "fr"],
        body="<p>Forty officers took part in a week of training at the bridge.</p><p>They practised in the rain.</p>",
        source=[create.term("Mission", "field-operations", kind="operation")],
        about=[create.term("Border management")],
    )
    create.photo(draft, alt="Officers on a bridge")
    return draft


@pytest.mark.parametrize("theme", THEMES)
def test_an_ambassador_approves_by_a_link(
    page: Page, browser: Browser, live_server: Any, screenshot: Callable[[str], Path], theme: Any
) -> None:
    draft = written()
    page.emulate_media(color_scheme=theme)
    sign_in_by_form(page, live_server, "editor")
    page.goto(f"{live_server.url}/desk/press/release/{draft.pk}/change/")
    page.get_by_role("link", name="Show it to guests").click()
    preview = page.get_by_role("region", name="A preview")
    preview.get_by_label("Name").fill("Ambassador Aalto")
    preview.get_by_label("Organisation").fill("Permanent Mission of Finland")
    screenshot(f"desk-showings-new-{theme}")
    preview.get_by_role("button", name="Make the link").click()
    address = page.locator(".showing-address").inner_text().strip()
    screenshot(f"desk-showings-made-{theme}")

    with somebody_else(browser, theme) as guest:
        guest.goto(address)
        expect(guest.locator("h1")).to_have_text("Mission trains forty border police")
        expect(guest.get_by_role("region", name="Preview: this is not public")).to_contain_text("Ambassador Aalto")
        expect(guest.get_by_alt_text("Officers on a bridge")).to_have_js_property("complete", value=True)
        assert guest.get_by_alt_text("Officers on a bridge").evaluate("picture => picture.naturalWidth") > 0
        guest.get_by_text("Forty officers took part").click(click_count=3)
        passage = guest.get_by_label("The passage, copied from the text")
        expect(passage).to_have_value(re.compile("Forty officers took part in a week of training at the bridge."))
        guest.get_by_label("Your remark").fill("It was eight days.")
        guest.get_by_role("button", name="Send the remark").click()
        expect(guest.get_by_role("region", name="What you say to it")).to_contain_text("It was eight days.")
        guest.get_by_role("button", name="I approve this version").click()
        expect(guest.get_by_role("heading", name="You approved this version")).to_be_visible()
        guest.screenshot(path=screenshot(f"desk-showings-{theme}").with_name(f"guest-{theme}.png"), full_page=True)

    page.goto(f"{live_server.url}/desk/press/release/{draft.pk}/showings/")
    links = page.get_by_role("region", name="Links")
    for told in [
        "Ambassador Aalto",
        "It was eight days.",
        "Forty officers took part in a week",
        "Approved",
        "Opened 3 times",
    ]:
        expect(links).to_contain_text(told)
    links.locator("summary").click()
    screenshot(f"desk-showings-{theme}")
    links.get_by_label("Reason, for the ledger").fill("The text is to change.")
    links.get_by_role("button", name="Take it back").click()
    expect(page.locator(".messagelist")).to_contain_text("opens nothing any more")

    context = browser.new_context()
    gone = context.new_page()
    answer = gone.goto(address)
    assert answer
    assert answer.status == 404
    context.close()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [320, 1280])
def test_a_journalist_reads_on_any_screen_until_when_it_is_under_embargo(
    page: Page, browser: Browser, live_server: Any, screenshot: Callable[[str], Path], theme: Any, width: int
) -> None:
    draft, now = written(), freshness.now()
    publish(draft, by=create.officer("bo"), at=now + timedelta(hours=2))
    ends = now + timedelta(days=1)
    _made, word = showing.show_to(draft, kind="embargoed", name="Jo", by=create.officer("bo"), expires_at=ends)
    with somebody_else(browser, theme, width) as guest:
        guest.goto(f"{live_server.url}/preview/{word}/")
        expect(guest.get_by_role("region", name="Under embargo: do not publish before")).to_be_visible()
        assert guest.evaluate("document.documentElement.scrollWidth") <= width
        assert guest.get_by_role("button", name="I approve this version").count() == 0
        path = screenshot(f"page-{theme}-{width}").with_name(f"guest-embargoed-{theme}-{width}.png")
        guest.screenshot(path=path, full_page=True)
