"""The tree at the desk: branches that open one by one, terms found as one types, and who may see what."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from taxonomy import finding
from taxonomy.models import Menu, MenuEntry, Term
from tests import create

pytestmark = pytest.mark.django_db

TREE = "/desk/taxonomy/term/"
FRAGMENTS = ["branch/?of=fields-of-work", "find/?q=arms", "offer/?term=arms"]


@pytest.fixture
def chief() -> Client:
    client = Client()
    client.force_login(create.officer("cem", chief=True))
    return client


def in_role(name: str) -> Client:
    officer, client = create.officer(name), Client()
    create.assign(officer, name)
    client.force_login(officer)
    return client


def names(client: Client, address: str) -> list[str]:
    """The terms and vocabularies a page or a fragment shows, in their order."""
    page = client.get(f"{TREE}{address}").content.decode()
    return re.findall(r'id="name-[^>]*>([^<]*)<', page)


def found(client: Client, words: str) -> list[str]:
    page = client.get(f"{TREE}find/", {"q": words}).content.decode()
    return re.findall(r"<a\s[^>]*>([^<]*)</a>", page)


def test_the_tree_begins_with_the_vocabularies_all_closed(chief: Client) -> None:
    create.term("Small arms", under=create.term("Arms control"))
    create.term("Finland", "countries", kind="state")
    assert names(chief, "") == ["Countries", "Fields of work"]
    assert "2 terms" in chief.get(TREE).content.decode()


def test_a_branch_is_fetched_when_it_is_opened(chief: Client) -> None:
    arms = create.term("Arms control")
    create.term("Small arms", under=arms)
    create.term("Border management")
    assert names(chief, "branch/?of=fields-of-work") == ["Arms control", "Border management"]
    assert names(chief, f"branch/?of={arms.pk}") == ["Small arms"]
    assert chief.get(f"{TREE}branch/?of=nothing").status_code == 404
    assert chief.get(f"{TREE}branch/?of=999999").status_code == 404


def test_without_scripts_a_branch_is_a_link_and_the_way_to_it_is_open(chief: Client) -> None:
    arms = create.term("Arms control")
    small = create.term("Small arms", under=arms)
    create.term("Ammunition", under=small)
    create.term("Gender", under=create.term("Human dimension"))
    shown = ["Fields of work", "Arms control", "Small arms", "Ammunition", "Human dimension"]
    assert names(chief, f"?open={small.pk}") == shown
    assert f'href="?open={small.pk}"' in chief.get(f"{TREE}?open={arms.pk}").content.decode()
    assert chief.get(f"{TREE}?open=999999").status_code == 404


def test_a_long_branch_comes_in_parts(chief: Client) -> None:
    for number in range(230):
        create.term(f"Field {number:03}")
    last = Term.objects.get(slug="field-229")
    assert names(chief, "branch/?of=fields-of-work") == [f"Field {number:03}" for number in range(100)]
    assert "130 more…" in chief.get(f"{TREE}branch/?of=fields-of-work").content.decode()
    part = f"branch/?of=fields-of-work&from=200&show={last.pk}"
    assert names(chief, part) == [f"Field {number:03}" for number in range(200, 230)]
    assert "200 earlier…" in chief.get(f"{TREE}{part}").content.decode()
    assert names(chief, f"?open={last.pk}")[1] == "Field 200"
    assert names(chief, "?open=fields-of-work&from=100")[1:] == [f"Field {number:03}" for number in range(100, 200)]


def test_a_branch_costs_the_same_queries_however_long_it_is(
    chief: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    create.term("Arms control")
    chief.get(f"{TREE}branch/?of=fields-of-work")
    with django_assert_num_queries(3):  # the session, who it is, the pulse
        chief.get(f"{TREE}branch/?of=fields-of-work")
    for number in range(5):
        create.term(f"Field {number}")
    chief.get(f"{TREE}branch/?of=fields-of-work")
    with django_assert_num_queries(3):
        chief.get(f"{TREE}branch/?of=fields-of-work")


def test_what_is_closed_or_merged_says_so(chief: Client) -> None:
    old = create.term("Mission old", "field-operations", kind="operation", closed_on=date(2011, 3, 31))
    gone = create.term("Mission gone", "field-operations", kind="operation")
    create.relation(gone, "merged_into", old, since=date(2000, 1, 1))
    page = chief.get(f"{TREE}branch/?of=field-operations").content.decode()
    assert "closed 31 March 2011" in page
    assert "merged into Mission old" in page
    assert page.count("tree-row-past") == 2


@pytest.mark.parametrize(
    "words",
    ["controle", "Contrôle des armes", "arm con", "DISARMAMENT", "arms-control", "Waffen", "контроль", "AC"],
)
def test_a_term_is_found_by_any_name_it_has_or_had(chief: Client, words: str) -> None:
    arms = create.term("Arms control", code="AC")
    create.label(arms, "Contrôle des armes", "fr")
    create.label(arms, "Waffenkontrolle", "de")
    create.label(arms, "Контроль над вооружениями", "ru")
    create.label(arms, "Disarmament", kind="alternative", until=date(1999, 12, 31))
    create.term("Gender equality")
    assert found(chief, words) == ["Arms control"]


def test_letters_that_unicode_does_not_take_apart_and_hyphens_do_not_matter() -> None:
    assert finding.fold("Łódź, Cœur, Straße, Co-operation, d’État") == "lodz, coeur, strasse, cooperation, d etat"


def test_the_nearest_is_found_first_and_what_is_at_work_before_what_was_closed(chief: Client) -> None:
    create.term("Countering terrorism")
    create.term("Terrorism old", closed_on=date(2000, 1, 1))
    create.term("Terrorism")
    create.term("Terrorism finance")
    create.term("Counterterrorism")
    assert found(chief, "terrorism") == [
        "Terrorism",
        "Terrorism finance",
        "Terrorism old",
        "Countering terrorism",
        "Counterterrorism",
    ]


def test_what_is_found_says_where_it_stands_and_by_which_name(chief: Client) -> None:
    arms = create.term("Small arms", under=create.term("Arms control"))
    create.label(arms, "Armes légères", "fr")
    page = chief.get(f"{TREE}find/?q=legeres").content.decode()
    assert "“Armes légères”" in page
    assert "Fields of work › Arms control" in page
    assert f'data-way="fields-of-work {arms.parent_id} {arms.pk}"' in page
    assert "1 term is called so." in page


def test_of_many_the_nearest_thirty_are_shown(chief: Client) -> None:
    for number in range(35):
        create.term(f"Field {number:02}")
    assert found(chief, "field") == [f"Field {number:02}" for number in range(30)]
    assert "35 terms are called so; the nearest 30:" in chief.get(f"{TREE}find/?q=field").content.decode()
    assert found(chief, "") == []


def test_without_scripts_the_search_shows_the_list_of_what_it_finds(chief: Client) -> None:
    create.label(create.term("Arms control"), "Contrôle des armes", "fr")
    create.term("Gender equality")
    page = chief.get(f"{TREE}?q=controle").content.decode()
    assert "Arms control" in page
    assert "Gender equality" not in page


def test_the_tree_speaks_the_language_of_the_officer(chief: Client) -> None:
    create.label(create.term("Arms control"), "Contrôle des armes", "fr")
    officer = create.officer("cem")
    officer.language = "fr"
    officer.save()
    answer = chief.get(f"{TREE}?open=fields-of-work")
    assert answer["Content-Language"] == "fr"
    assert "Contrôle des armes" in answer.content.decode()
    assert names(chief, "branch/?of=fields-of-work") == ["Contrôle des armes"]


def test_readers_pages_keep_the_language_of_their_address(chief: Client) -> None:
    create.officer("cem")
    officer = create.officer("cem")
    officer.language = "fr"
    officer.save()
    assert chief.get("/")["Content-Language"] == "en"


def test_who_may_only_look_sees_nothing_to_move_with() -> None:
    arms = create.term("Arms control")
    writer = in_role("writer")
    for address in ("?open=fields-of-work", "branch/?of=fields-of-work"):
        page = writer.get(f"{TREE}{address}").content.decode()
        assert "Arms control" in page
        assert 'draggable="true"' not in page
        assert "tree-move" not in page
    page = writer.get(f"{TREE}{arms.pk}/change/").content.decode()
    assert "Arms control" in page
    assert 'name="labels-0-text"' not in page
    chief = Client()
    chief.force_login(create.officer("cem", chief=True))
    page = chief.get(f"{TREE}branch/?of=fields-of-work").content.decode()
    assert f'href="/desk/taxonomy/term/{arms.pk}/acts/move/"' in page


def test_who_has_nothing_to_do_with_terms_is_refused_every_part() -> None:
    create.term("Arms control")
    stranger = Client()
    stranger.force_login(create.officer("dan"))
    for address in ["", "?open=fields-of-work", *FRAGMENTS]:
        assert stranger.get(f"{TREE}{address}").status_code == 403, address
        assert Client().get(f"{TREE}{address}").status_code == 302, address


def test_the_move_form_begins_with_the_place_a_term_was_dropped_at(chief: Client) -> None:
    arms, border = create.term("Arms control"), create.term("Border management")
    page = chief.get(f"{TREE}{border.pk}/acts/move/?where=before&beside={arms.pk}").content.decode()
    assert re.search(r'value="before"[^>]*checked', page)
    assert re.search(rf'value="{arms.pk}"[^>]*selected', page)


def test_names_are_grouped_by_language_and_a_missing_one_is_marked(chief: Client) -> None:
    arms = create.term("Arms control")
    create.label(arms, "Désarmement", "fr", until=date(1999, 12, 31))
    page = chief.get(f"{TREE}{arms.pk}/change/").content.decode()
    groups = re.findall(r'data-language="(\w\w)"(.*?)(?=data-language=|<template)', page, re.S)
    assert [language for language, _group in groups] == ["en", "fr", "de", "it", "ru", "es"]
    missing = [language for language, group in groups if "no name today" in group]
    assert missing == ["fr", "de", "it", "ru", "es"]
    french = dict(groups)["fr"]
    assert "1 former name" in french
    assert re.search(r'type="date"[^>]*value="1999-12-31"|value="1999-12-31"[^>]*type="date"', french)


def test_an_empty_row_in_each_language_is_no_name(chief: Client) -> None:
    arms = create.term("Arms control")
    label = arms.labels.get()
    said: dict[str, Any] = {
        "kind": "field",
        "slug": "arms-control",
        "opened_precision": "day",
        "closed_precision": "day",
    }
    for name, total, kept in (("labels", 8, 1), ("profiles", 0, 0), ("relations", 0, 0), ("broader_spells", 0, 0)):
        said |= {f"{name}-TOTAL_FORMS": total, f"{name}-INITIAL_FORMS": kept}
    said |= {"labels-0-id": label.pk, "labels-0-term": arms.pk, "labels-0-language": "en"}
    said |= {"labels-0-kind": "preferred", "labels-0-text": "Arms control"}
    for number, language in enumerate(["en", "fr", "de", "it", "ru", "es", "fr"], start=1):
        said |= {f"labels-{number}-language": language, f"labels-{number}-kind": "preferred"}
    said["labels-2-text"] = "Contrôle des armes"
    assert chief.post(f"{TREE}{arms.pk}/change/", said).status_code == 302
    assert list(arms.labels.values_list("language", "text")) == [("en", "Arms control"), ("fr", "Contrôle des armes")]


def test_the_menu_of_a_day_marks_what_differs_from_today(chief: Client) -> None:
    main = Menu.objects.create(key="main")
    spells: dict[str, dict[str, Any]] = {
        "always": {},
        "former": {"until": date(2020, 12, 31)},
        "coming": {"since": date(2021, 1, 1)},
    }
    for key, spell in spells.items():
        MenuEntry.objects.create(menu=main, key=key, path=f"/{key}/", **spell)
    create.vocabulary()  # so that the change is announced
    page = chief.get(f"/desk/taxonomy/menu/{main.pk}/preview/?on=2019-06-01").content.decode()
    assert '<ins lang="en">/former/</ins>' in page
    assert '<del lang="en">/coming/</del>' in page
    assert "no longer today" in page
    assert "not yet there" in page
    today = chief.get(f"/desk/taxonomy/menu/{main.pk}/preview/").content.decode()
    assert "<ins" not in today
    assert "<del" not in today


def test_the_menu_editor_leads_to_its_preview_and_indents_its_entries(chief: Client) -> None:
    main = Menu.objects.create(key="main")
    top = MenuEntry.objects.create(menu=main, key="top", path="/top/", position=2)
    MenuEntry.objects.create(menu=main, key="first", path="/first/", position=1)
    MenuEntry.objects.create(menu=main, key="low", path="/low/", parent=top)
    create.vocabulary()
    page = chief.get(f"/desk/taxonomy/menu/{main.pk}/change/").content.decode()
    assert f'action="/desk/taxonomy/menu/{main.pk}/preview/"' in page
    shown = re.findall(r'menu-depth-(\d)">([^<]*)<', page)
    assert shown == [("0", "/first/"), ("0", "/top/"), ("1", "/low/")]
