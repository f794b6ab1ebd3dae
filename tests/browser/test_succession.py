"""A field of work is merged into another at the desk, a reader looks at what was said in 2009, and it is undone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from press.models import Edition
from tests import create
from tests.browser.at_the_desk import sign_in_by_form
from tests.browser.test_journeys import _nothing_is_said_in_the_console as _silent  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_fields_with_300_releases_are_merged_looked_at_and_parted_again(
    page: Page, live_server: Any, screenshot: Callable[[str], Path]
) -> None:
    arms, security = create.term("Arms control"), create.term("Security")
    for number in range(300):
        about = [arms] if number % 2 else [security]
        create.release(f"Talks held, {number}", about=about, published_at=create.instant(2000 + number % 20))
    then = Edition.objects.filter(listed_at__year=2009, headline__endswith="9").first()
    assert then
    site, spoken = live_server.url, then.get_absolute_url()
    sign_in_by_form(page, live_server, "chief")

    page.goto(f"{site}/desk/taxonomy/term/{arms.pk}/change/")
    page.get_by_role("link", name="Acts", exact=True).click()
    page.get_by_role("link", name="Merge").click()
    page.locator(".select2-selection").click()
    page.keyboard.type("secu")
    page.get_by_role("option", name="Security").click()
    page.fill("#id_on", "2020-05-01")
    page.fill("#id_reason", "The Ministerial Council made them one field.")
    page.get_by_role("button", name="Look what it touches").click()
    touched = page.get_by_role("region", name="What it touches").or_(page.locator("section.touched"))
    expect(touched.first).to_contain_text("Releases 150")
    expect(touched.first).to_contain_text("/fields-of-work/arms-control/ → /fields-of-work/security/")
    screenshot("desk-merge")
    page.get_by_role("button", name="Merge").click()
    expect(page.locator(".messagelist")).to_contain_text("Done: entry")
    screenshot("desk-acts")

    page.goto(site + spoken)
    expect(page.locator("main")).to_contain_text("Arms control (now Security)")
    screenshot("release-of-2009")
    page.goto(f"{site}/fields-of-work/arms-control/")
    expect(page).to_have_url(f"{site}/fields-of-work/security/")
    expect(page.locator(".section-head__count")).to_contain_text("300")
    expect(page.locator("main")).to_contain_text("Said by a predecessor")

    page.goto(f"{site}/desk/taxonomy/term/{arms.pk}/acts/")
    page.get_by_role("link", name="Undo").click()
    page.fill("#id_reason", "It was decided otherwise.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".messagelist")).to_contain_text("Undone: entry")
    page.goto(f"{site}/fields-of-work/arms-control/")
    expect(page.locator(".section-head__count")).to_contain_text("150")
    page.goto(site + spoken)
    expect(page.locator("main")).not_to_contain_text("(now Security)")
