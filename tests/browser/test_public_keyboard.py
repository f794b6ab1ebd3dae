"""A reader without a mouse: what has the focus is seen, whole and outlined; nothing holds it; nothing moves."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from press.models import Contact, Release
from press.publishing import publish
from taxonomy.models import Menu, MenuEntry, MenuEntryLabel
from tests import create

pytestmark = pytest.mark.django_db(transaction=True)

FOCUSED = """() => {
    const one = document.activeElement;
    if (one === document.body || !document.hasFocus()) return null;
    const box = one.getClientRects()[0], style = getComputedStyle(one);
    const at = document.elementFromPoint(box.left + Math.min(box.width / 2, 40), box.top + Math.min(box.height / 2, 20));
    const faults = [];
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) faults.push("has no outline");
    const line = one.localName === "textarea" ? 40 : box.height;  // where one writes
    const seen = box.top >= 0 && box.left >= 0 && box.top + line <= innerHeight && box.right <= innerWidth;
    if (!seen) faults.push("is outside");
    if (!at || !(one.contains(at) || at.contains(one) && at.localName === "label")) faults.push("is covered");
    const which = one.dataset.walked;
    one.dataset.walked = "yes";
    return { name: `${one.localName} ${one.textContent.trim().slice(0, 50)} (${Math.round(box.top)} to ${Math.round(box.bottom)})`, faults, again: Boolean(which) };
}"""
"""What has the focus, and what is wrong with how it shows; ``null``: the page was left."""
REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(
    one => one.checkVisibility({ visibilityProperty: true }) && one.tabIndex >= 0).length"""
WINDOWS: list[Any] = [{"width": 1280, "height": 800}, {"width": 360, "height": 640}]


@pytest.fixture
def release(transactional_db: None) -> Release:
    arms, mission = create.term("Arms control"), create.term("Mission", "field-operations", kind="operation")
    Contact.objects.create(name="Press desk", email="press@example.org", source=mission)
    made = create.draft("Mission trains border police", about=[arms], source=[mission], languages=["en", "fr"])
    create.photo(made)
    create.document(made)
    publish(made, by=None)
    for number in range(8):
        create.release(f"Course begins {number}", about=[arms], source=[mission])
    return made


@pytest.mark.parametrize("window", WINDOWS, ids=["desk", "phone"])
def test_what_has_the_focus_is_outlined_and_never_hidden(
    page: Page, live_server: Any, release: Release, window: Any
) -> None:
    page.set_viewport_size(window)
    page.emulate_media(reduced_motion="reduce")  # else the page is still on its way to what has the focus
    found = []
    for path in (release.editions.get(language="en").path, "/press-releases/", "/search/?q=police", "/verify/"):
        page.goto(f"{live_server.url}{path}")
        many = page.evaluate(REACHABLE)
        walked = list(tabbed(page, 2 * many))
        found += [f"{path}: {one['name']} {fault}" for one in walked for fault in one["faults"]]
        assert len(walked) >= many, path
    assert found == [], "\n".join(found)


def tabbed(page: Page, most: int) -> Iterator[dict[str, Any]]:
    """What gets the focus, key after key, until the page is left or begins again."""
    for _key in range(most):
        page.keyboard.press("Tab")
        one = page.evaluate(FOCUSED)
        if one is None or one["again"]:
            return
        yield one


@pytest.mark.parametrize("sheet", ["site-menu", "filters"])
def test_a_sheet_that_the_keyboard_leaves_closes_behind_it(
    sheet: str, page: Page, live_server: Any, release: Release
) -> None:
    page.set_viewport_size(WINDOWS[1])
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{live_server.url}/press-releases/")
    opener, shown = page.locator(f"[popovertarget={sheet}]").first, page.locator(f"#{sheet}")
    opener.press("Enter")
    expect(shown.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(opener).to_be_focused()
    expect(shown).to_be_hidden()
    page.keyboard.press("Enter")
    walked = list(tabbed(page, 200))
    assert [one for one in walked if one["faults"]] == []
    expect(shown).to_be_hidden()
    opener.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(shown).to_be_hidden()


@pytest.mark.parametrize("sheet", ["site-menu", "filters"])
def test_a_click_beside_a_sheet_closes_it_and_follows_no_link(
    sheet: str, page: Page, live_server: Any, release: Release
) -> None:
    page.set_viewport_size({"width": 800, "height": 800})
    page.goto(f"{live_server.url}/press-releases/")
    link, shown = page.locator(".newsroom__list a").first, page.locator(f"#{sheet}")
    box = link.bounding_box()
    assert box
    assert box["x"] + 5 < 800 - 26 * 16, "it lies beside the sheet"
    for _time in range(2):
        page.locator(f"[popovertarget={sheet}]").first.click()
        expect(shown).to_be_visible()
        page.mouse.click(box["x"] + 5, box["y"] + 5)
        expect(shown).to_be_hidden()
    assert page.url.endswith("/press-releases/")
    link.click()  # as it does where no sheet is open
    page.wait_for_url(lambda address: not address.endswith("/press-releases/"))


def test_a_sheet_closes_where_the_window_grows_wide(page: Page, live_server: Any, release: Release) -> None:
    page.set_viewport_size({"width": 800, "height": 1000})
    page.goto(f"{live_server.url}/press-releases/")
    for sheet in ("site-menu", "filters"):
        page.locator(f"[popovertarget={sheet}]").first.click()
        page.set_viewport_size({"width": 1200, "height": 800})
        page.wait_for_function("(sheet) => !document.getElementById(sheet).matches(':popover-open')", arg=sheet)
        page.set_viewport_size({"width": 800, "height": 1000})
        expect(page.locator(f"#{sheet}")).to_be_hidden()


@pytest.fixture
def menu(release: Release) -> None:
    """Two branches."""
    made = Menu.objects.create(key="main")
    for place, word in enumerate(("Our work", "Our places")):
        entry = MenuEntry.objects.create(menu=made, key=f"branch-{place}", position=place)
        MenuEntryLabel.objects.create(entry=entry, language="en", text=word)
        for number in range(30):
            term = create.term(f"{word} {number}")
            MenuEntry.objects.create(menu=made, parent=entry, key=f"{place}-{number}", term=term)
    create.term("Border management")  # the taxonomy is read anew, and its menu


def test_a_branch_of_the_menu_that_the_keyboard_leaves_closes_behind_it(
    page: Page, live_server: Any, menu: None
) -> None:
    page.goto(f"{live_server.url}/press-releases/")
    branch = page.locator(".menu__branch").first
    branch.locator("summary").press("Enter")
    panel = branch.locator(".menu-panel")
    expect(panel).to_be_visible()
    while page.evaluate("document.activeElement.closest('.menu__branch')?.open"):
        page.keyboard.press("Tab")
    expect(panel).to_be_hidden()
    assert page.evaluate("document.activeElement !== document.body")


def test_a_branch_that_opens_in_a_sheet_stays_in_sight(page: Page, live_server: Any, menu: None) -> None:
    page.set_viewport_size(WINDOWS[1])
    page.goto(f"{live_server.url}/press-releases/")
    page.locator("[popovertarget=site-menu]").first.press("Enter")
    first, second = page.locator(".menu__branch > summary").all()
    first.press("Enter")
    expect(page.get_by_role("link", name="Our work 29")).to_be_attached()
    second.press("Enter")
    expect(page.get_by_role("link", name="Our work 29")).to_be_hidden()
    expect(second).to_be_in_viewport(ratio=1)


def test_the_first_key_leads_past_the_navigation(page: Page, live_server: Any, release: Release) -> None:
    page.goto(f"{live_server.url}/press-releases/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_nothing_moves_for_who_wants_no_motion(page: Page, live_server: Any, release: Release) -> None:
    moving = """() => [...document.querySelectorAll("*")].filter(one => {
        const style = getComputedStyle(one);
        return parseFloat(style.transitionDuration) || style.animationName !== "none" || style.scrollBehavior !== "auto";
    }).length"""
    page.goto(f"{live_server.url}/press-releases/")
    assert page.evaluate(moving) > 0
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(moving) == 0


def test_in_forced_colours_focus_and_fields_are_seen(
    page: Page, live_server: Any, release: Release, screenshot: Any
) -> None:
    """Backgrounds and shadows are gone there: what is told by them alone is not told."""
    page.emulate_media(forced_colors="active", color_scheme="dark", reduced_motion="reduce")
    page.goto(f"{live_server.url}{release.editions.get(language='en').path}")
    screenshot("forced-colours")
    edges = page.evaluate(
        "() => [...document.querySelectorAll('.button, input')].filter(one => one.checkVisibility())"
        ".map(one => parseFloat(getComputedStyle(one).borderTopWidth))"
    )
    assert edges
    assert min(edges) >= 1
    assert [one["faults"] for one in tabbed(page, 4)] == [[], [], [], []]
