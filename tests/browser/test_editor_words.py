"""The rich-text editor speaks the language of the officer: its menu, its windows."""

from typing import Any

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Browser, Page, expect

from press.admin.editor_words import WORDS
from press.models import Text
from tests import create
from tests.browser.at_the_desk import desk_path, officer, opened, until

pytestmark = pytest.mark.django_db(transaction=True)

SAID = """() => {
    const around = document.querySelector(".prose-menubar").parentElement;
    const texts = ".prose-menubar__option > *, dialog h3, dialog label, dialog button, dialog option";
    return [
        ...[...around.querySelectorAll("[title]")].map(one => one.title),
        ...[...around.querySelectorAll(".prose-menubar [aria-label]")].map(one => one.getAttribute("aria-label")),
        ...[...around.querySelectorAll(texts)].map(one => one.textContent),
    ].filter(Boolean);
}"""


def in_a_table(browser: Browser, live_server: Any, said: list[str], language: str) -> tuple[Page, Any]:
    ana = officer("ana", "writer", "Ana Writer")
    ana.language = language
    ana.save()
    release = create.draft(body="<p>Numbers:</p>")
    page = opened(browser, live_server, ana, desk_path(release, "text/en/"), said)
    page.locator(".tiptap.ProseMirror p").click()
    return page, release


@pytest.mark.parametrize("language", ["en", "ru"])
def test_all_that_the_editor_says_is_known_and_in_the_language_of_the_officer(
    browser: Browser, live_server: Any, said: list[str], language: str
) -> None:
    page, release = in_a_table(browser, live_server, said, language)
    heard = set(page.evaluate(SAID))
    page.locator("[data-name=table]").click()
    expect(page.locator("dialog.prose-editor-dialog")).to_be_visible()
    heard |= set(page.evaluate(SAID))
    with override(language):
        known = {gettext(word) for word in WORDS}
        yes = gettext("Yes")
    page.locator("dialog select").select_option(label=yes)
    page.locator("dialog [type=submit]").click()
    until(page, lambda: "<th" in Text.objects.get(release=release).body)  # what was chosen is understood
    page.locator(".tiptap.ProseMirror th").first.click()
    heard |= set(page.evaluate(SAID))
    assert heard - known == set()
    assert len(heard) > 25
    assert language == "en" or heard.isdisjoint(WORDS)
    page.context.close()
