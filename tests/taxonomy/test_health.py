"""What is to be mended in the taxonomy is told at the desk, with the way to where it is mended."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from osce_site import roles
from taxonomy import changes, health
from taxonomy.acting import carry_out
from taxonomy.models import Menu, MenuEntry
from taxonomy.succession import Close, Merge
from tests import create

pytestmark = pytest.mark.django_db
PAGE = "/desk/taxonomy/term/health/"


def told() -> dict[str, list[str]]:
    return {one.key: [line.text for line in one.lines] for one in health.sections() if one.count}


def test_names_that_are_missing_are_told_by_language() -> None:
    arms, border = create.term("Arms control"), create.term("Border management")
    create.label(arms, "Désarmement", "fr")
    for language in ("de", "it", "ru", "es"):
        create.label(arms, f"Arms {language}", language)
        create.label(border, f"Border {language}", language)
    found = {key: lines for key, lines in told().items() if key.startswith("names-")}
    assert found == {"names-fr": ["Border management (Fields of work)"]}


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Combating trafficking", "Combatting trafficking", True),
        ("Media freedom", "Freedom media", True),
        ("Centre in Astana", "Centre in Ashgabat", False),
        ("Mission to Moldova", "Mission to Georgia", False),
    ],
)
def test_terms_that_look_alike_are_candidates_to_merge(one: str, other: str, alike: bool) -> None:
    first, second = create.term(one), create.term(other)
    found = [line for section in health.sections() if section.key == "alike" for line in section.lines]
    assert [line.text.partition(" (")[0] for line in found] == ([f"{one} – {other}"] if alike else [])
    if alike:
        assert found[0].ways[2][1] == f"/desk/taxonomy/term/{second.pk}/acts/merge/?into={first.pk}"


def test_a_name_that_another_once_had_is_told_and_what_is_known_to_follow_is_not() -> None:
    old, new = create.term("Office in Baku"), create.term("Presence")
    create.label(new, "OFFICE in Baku", kind="alternative")
    assert told()["alike"] == ["Office in Baku – Presence (both are or were called “Office in Baku”)"]
    create.relation(old, "succeeded_by", new)
    assert "alike" not in told()


def test_what_ended_is_neither_alike_nor_without_a_name() -> None:
    arms, double = create.term("Arms control"), create.term("Arms controls")
    act = Merge(term=double, target=arms, on=date(2020, 1, 1), reason="One.")
    carry_out(act, by=create.officer())
    assert told()["names-fr"] == ["Arms control (Fields of work)"]
    assert "alike" not in told()


def test_menu_entries_that_lead_to_the_past_are_told() -> None:
    arms = create.term("Arms control")
    menu = Menu.objects.create(key="main")
    carry_out(Close(term=arms, on=date(2020, 1, 1), reason="It ended."), by=create.officer())
    MenuEntry.objects.create(menu=menu, key="arms", term=arms)
    changes.announce()
    assert told()["menus"] == ["main: Arms control"]


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(create.officer("cem", chief=True))
    return client


def test_the_page_costs_the_same_with_one_and_with_three_of_everything(
    chief: Client, django_assert_num_queries: Any
) -> None:
    def one_more(number: int) -> None:
        arms = create.term(f"Arms control {number}")
        create.term(f"Unused {number}", "countries", kind="state")
        create.release(f"No source {number}", about=[arms])
        create.release(f"No field {number}")

    one_more(1)
    chief.get(PAGE)
    with django_assert_num_queries(8):
        chief.get(PAGE)
    one_more(2)
    one_more(3)
    chief.get(PAGE)
    with django_assert_num_queries(8):
        answer = chief.get(PAGE)
    assert answer.status_code == 200
    assert "No field 3" in answer.content.decode()


def test_a_long_section_is_shown_in_part_and_whole_if_asked(chief: Client) -> None:
    for number in range(25):
        create.term(f"{chr(97 + number) * 5}")
    short, whole = chief.get(PAGE).content.decode(), chief.get(f"{PAGE}?more=names-fr").content.decode()
    assert short.count("yyyyy") < whole.count("yyyyy")
    assert "?more=names-fr#health-names-fr" in short
    assert "?more=names-fr#health-names-fr" not in whole


def test_who_sees_no_terms_sees_no_health(client: Client) -> None:
    roles.make_roles()
    stranger = create.officer("dan")
    client.force_login(stranger)
    assert client.get(PAGE).status_code == 403
    stranger.groups.add(Group.objects.get(name="writer"))
    assert client.get(PAGE).status_code == 200


def test_the_desk_s_first_page_leads_to_it(chief: Client, client: Client) -> None:
    assert f'href="{PAGE}"' in chief.get("/desk/").content.decode()
    client.force_login(create.officer("dan"))
    assert PAGE not in client.get("/desk/").content.decode()
