"""The tree at the desk by keyboard, by mouse and on a phone, under the strict content-security policy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from osce_site.models import User
from taxonomy.models import Relation, Term
from tests import create
from tests.browser.at_the_desk import sign_in_by_form
from tests.browser.test_journeys import _nothing_is_said_in_the_console

__all__ = ["_nothing_is_said_in_the_console"]

pytestmark = pytest.mark.django_db(transaction=True)

Shot = Callable[[str], Path]


def small_taxonomy() -> dict[str, Term]:
    arms = create.term("Arms control")
    border = create.term("Border management")
    small = create.term("Small arms", under=arms)
    create.label(small, "Armes légères et de petit calibre", "fr")
    mission = create.term("Mission to Georgia", "field-operations", kind="operation")
    return {"arms": arms, "border": border, "small": small, "mission": mission}


def open_tree(page: Page, live_server: Any) -> None:
    sign_in_by_form(page, live_server, "chief")
    page.goto(f"{live_server.url}/desk/taxonomy/term/")
    expect(page.get_by_role("tree")).to_be_visible()


def focused(page: Page) -> str:
    """The name of the line of the tree that has the focus."""
    return str(page.evaluate("document.activeElement.querySelector('.tree-name').textContent"))


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_term_is_found_by_part_of_its_french_name_and_moved_by_keyboard_alone(page: Page, live_server: Any) -> None:
    terms = small_taxonomy()
    open_tree(page, live_server)
    page.focus("#tree-words")
    page.keyboard.type("legeres")
    expect(page.locator(".content").get_by_role("status").first).to_contain_text("1 term is called so.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".tree-item:focus .tree-name")).to_have_text("Small arms")
    page.keyboard.press("m")
    expect(page.locator(".tree-status")).to_have_text("Small arms is marked for moving.")
    page.keyboard.press("ArrowUp")
    assert focused(page).startswith("Arms control")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    assert focused(page) == "Border management"
    page.keyboard.press("u")
    page.wait_for_url(f"**/desk/taxonomy/term/{terms['small'].pk}/acts/move/*")
    assert asked(page) == {"where": ["under"], "beside": [str(terms["border"].pk)]}
    expect(page.locator("input[name=where][value=under]")).to_be_checked()
    assert Term.objects.get(pk=terms["small"].pk).parent == terms["arms"]


def test_the_arrows_lead_through_the_tree_and_enter_opens_a_term(page: Page, live_server: Any) -> None:
    terms = small_taxonomy()
    open_tree(page, live_server)
    page.keyboard.press("Tab")
    page.locator(".tree-item").first.focus()
    assert focused(page) == "Field operations"
    page.keyboard.press("End")
    assert focused(page).startswith("Fields of work")
    page.keyboard.press("ArrowRight")
    branch = page.locator("[data-key='fields-of-work']")
    expect(branch).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowRight")
    assert focused(page) == "Arms control"
    page.keyboard.press("ArrowRight")
    small = page.locator(f"[data-key='{terms['small'].pk}']")
    expect(small).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert focused(page) == "Small arms"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(small).to_be_hidden()
    page.keyboard.press("Home")
    assert focused(page) == "Field operations"
    page.keyboard.press("End")
    assert focused(page) == "Border management"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/taxonomy/term/{terms['border'].pk}/change/")
    page.go_back()
    expect(page.locator(f"[data-key='{terms['border'].pk}']")).to_be_visible()


@pytest.mark.parametrize(("part", "where"), [(0.1, "before"), (0.5, "under"), (0.9, "after")])
def test_a_term_dragged_onto_another_leads_to_the_form_of_its_move(
    page: Page, live_server: Any, part: float, where: str
) -> None:
    terms = small_taxonomy()
    open_tree(page, live_server)
    page.locator("[data-key='fields-of-work'] .tree-toggle").click()
    moved = page.locator(f"[data-key='{terms['border'].pk}'] > .tree-row")
    onto = page.locator(f"[data-key='{terms['arms'].pk}'] > .tree-row")
    box = onto.bounding_box()
    assert box is not None
    moved.drag_to(onto, target_position={"x": 120, "y": box["height"] * part})
    page.wait_for_url(f"**/desk/taxonomy/term/{terms['border'].pk}/acts/move/*")
    assert asked(page) == {"where": [where], "beside": [str(terms["arms"].pk)]}
    assert list(Term.objects.get(pk=terms["arms"].pk).get_children()) == [terms["small"]]


def test_a_term_is_not_dragged_below_itself_nor_into_another_vocabulary(page: Page, live_server: Any) -> None:
    terms = small_taxonomy()
    open_tree(page, live_server)
    page.goto(f"{live_server.url}/desk/taxonomy/term/?open={terms['arms'].pk}")
    page.locator("[data-key='field-operations'] .tree-toggle").click()
    arms = page.locator(f"[data-key='{terms['arms'].pk}']")
    for other in ("small", "mission"):
        arms.locator("> .tree-row").drag_to(page.locator(f"[data-key='{terms[other].pk}'] > .tree-row"))
        assert "/acts/" not in page.url
    arms.focus()
    page.keyboard.press("m")
    page.locator(f"[data-key='{terms['mission'].pk}']").focus()
    page.keyboard.press("a")
    expect(page.locator(".tree-status")).to_have_text("A term stays in its vocabulary.")
    page.locator(f"[data-key='{terms['small'].pk}']").focus()
    page.keyboard.press("u")
    expect(page.locator(".tree-status")).to_have_text("A term cannot stand below itself.")
    assert "/acts/" not in page.url


def test_a_long_branch_goes_on_where_it_ended(page: Page, live_server: Any) -> None:
    for number in range(120):
        create.term(f"Field {number:03}")
    open_tree(page, live_server)
    page.locator(".tree-toggle").click()
    expect(page.locator(".tree-branch > .tree-item")).to_have_count(100)
    page.locator(".tree-rest a").click()
    expect(page.locator(".tree-branch > .tree-item")).to_have_count(120)
    expect(page.locator(".tree-rest")).to_have_count(0)
    last = page.locator(".tree-branch > .tree-item").last
    expect(last).to_have_attribute("aria-posinset", "120")
    expect(last).to_have_attribute("aria-setsize", "120")


def test_a_relation_is_chosen_from_what_fits_and_a_name_added(page: Page, live_server: Any) -> None:
    terms = small_taxonomy()
    create.term("Georgia", "countries", kind="state")
    open_tree(page, live_server)
    page.goto(f"{live_server.url}/desk/taxonomy/term/{terms['mission'].pk}/change/")
    french = page.locator("[data-language=fr]")
    french.locator(".names-add").click()
    expect(french.locator("[name=labels-7-text]")).to_be_focused()
    page.keyboard.type("Mission en Géorgie")
    page.locator("#relations-group .add-row a").click()
    page.select_option("[name=relations-0-kind]", "based_in")
    page.locator("#relations-0 .select2-selection").click()
    page.keyboard.type("georg")
    expect(page.locator(".select2-results__option")).to_have_text(["Georgia – Countries"])
    page.keyboard.press("Enter")
    page.click("[name=_continue]")
    expect(page.locator(".messagelist")).to_contain_text("changed successfully")
    saved = Relation.objects.get()
    assert (saved.kind, str(saved.object)) == ("based_in", "Georgia")
    assert terms["mission"].labels.get(language="fr").text == "Mission en Géorgie"


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_the_desk_of_the_taxonomy_fits_its_window(
    page: Page, live_server: Any, screenshot: Shot, scheme: Any, width: int
) -> None:
    terms = small_taxonomy()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    open_tree(page, live_server)
    for name, path in {
        "tree": f"?open={terms['small'].pk}",
        "term": f"{terms['small'].pk}/change/",
    }.items():
        page.goto(f"{live_server.url}/desk/taxonomy/term/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        screenshot(f"desk-{name}")


def test_who_looks_without_scripts_opens_branches_by_links(browser: Any, live_server: Any) -> None:
    terms = small_taxonomy()
    User.objects.create_superuser("zoe", password="as long as it takes")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/taxonomy/term/")
    page.fill("#id_username", "zoe")
    page.fill("#id_password", "as long as it takes")
    page.click("[type=submit]")
    page.click("[data-key='fields-of-work'] .tree-toggle")
    page.click(f"[data-key='{terms['arms'].pk}'] .tree-toggle")
    expect(page.locator(f"[data-key='{terms['small'].pk}']")).to_be_visible()
    page.fill("#tree-words", "legeres")
    page.click(".tree-find [type=submit]")
    expect(page.locator("#result_list")).to_contain_text("Small arms")
    context.close()
