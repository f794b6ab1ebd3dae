"""What is to be mended in the taxonomy is told at the desk, with the way to where it is mended."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from taxonomy import changes, health
from taxonomy.acting import carry_out
from taxonomy.models import Menu, MenuEntry, Profile, Term
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


def test_a_name_that_has_ended_is_missing() -> None:
    arms = create.term("Arms control")
    create.label(arms, "Désarmement", "fr", until=date(2019, 12, 31))
    assert told()["names-fr"] == ["Arms control (Fields of work)"]
    create.label(arms, "Maîtrise des armements", "fr", since=date(2020, 1, 1))
    assert "names-fr" not in told()


def test_terms_without_a_summary_in_the_original_language_are_told() -> None:
    arms, border, closed = create.term("Arms"), create.term("Border"), create.term("Coal")
    Profile.objects.create(term=arms, language="en", body="Without a summary.")
    Profile.objects.create(term=border, language="fr", summary="La frontière.")
    carry_out(Close(term=closed, on=date(2020, 1, 1), reason="It ended."), by=create.officer())
    assert told()["summaries"] == ["Arms (Fields of work)", "Border (Fields of work)"]
    Profile.objects.filter(term=arms).update(summary="On arms.")
    Profile.objects.create(term=border, language="en", summary="On borders.")
    assert "summaries" not in told()


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
        assert [way.path for way in (*found[0].things, *found[0].acts)] == [
            f"/desk/taxonomy/term/{first.pk}/change/",
            f"/desk/taxonomy/term/{second.pk}/change/",
            f"/desk/taxonomy/term/{second.pk}/acts/merge/?into={first.pk}",
        ]


def test_two_terms_of_one_name_are_told_apart_by_their_addresses() -> None:
    create.term("Elections")
    create.term("Votes").labels.update(text="Elections")
    changes.announce()
    assert told()["alike"] == ["Elections – Elections (/fields-of-work/elections/, /fields-of-work/votes/)"]


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
    create.term("Border")
    entries = {
        "arms": {"term": arms},
        "border": {"term": Term.objects.get(slug="border")},
        "ended": {"term": arms, "until": date(2020, 1, 1)},
        "to-come": {"term": arms, "since": date(2100, 1, 1)},
        "search": {"path": "/search/"},
    }
    for key, more in entries.items():
        MenuEntry.objects.create(menu=menu, key=key, **more)
    changes.announce()
    (section,) = (one for one in health.sections() if one.key == "menus")
    assert [line.text for line in section.lines] == ["Arms control (main)"]
    (way,) = section.lines[0].things
    assert way.path == f"/desk/taxonomy/menuentry/{MenuEntry.objects.get(key='arms').pk}/change/"


def test_a_section_tells_the_first_and_counts_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "MOST", 2)
    for name in ("Arms", "Borders", "Coal"):
        create.term(name)
    (section,) = (one for one in health.sections() if one.key == "names-fr")
    assert ([line.text for line in section.lines], section.count, section.rest) == (
        ["Arms (Fields of work)", "Borders (Fields of work)"],
        3,
        1,
    )


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(create.officer("cem", chief=True))
    return client


def test_the_page_costs_the_same_with_one_and_with_three_of_everything(
    chief: Client, django_assert_num_queries: Any
) -> None:
    def one_more(number: int) -> None:
        arms = create.term(f"Arms control {number}")
        create.term(f"{chr(number + 97) * 5} management")
        create.term(f"{chr(number + 97) * 5} managements")
        create.term(f"Unused {number}", "countries", kind="state")
        create.release(f"No source {number}", about=[arms])
        create.release(f"No field {number}")
        double = create.term(f"Double {number}")
        carry_out(Merge(term=double, target=arms, on=date(2020, 1, 1), reason="One."), by=create.officer())
        create.release(f"Too late {number}", about=[double])

    one_more(1)
    chief.get(PAGE)
    with django_assert_num_queries(14):
        chief.get(PAGE)
    one_more(2)
    one_more(3)
    chief.get(PAGE)
    with django_assert_num_queries(14):
        answer = chief.get(PAGE)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert all(said in page for said in ("No field 3", "Too late 3", "ddddd managements"))


def test_a_long_section_is_shown_in_part_and_whole_if_asked(chief: Client) -> None:
    terms = [create.term(f"{chr(97 + number % 26) * 5} {number}") for number in range(55)]
    last = f'<a href="/desk/taxonomy/term/{terms[54].pk}/change/">'
    short, whole = chief.get(PAGE).content.decode(), chief.get(f"{PAGE}?more=names-fr").content.decode()
    assert (short.count(last), whole.count(last)) == (0, 1)
    assert "and 5 more" in " ".join(short.split())
    assert "?more=names-fr#health-names-fr" in short
    assert "?more=names-fr#health-names-fr" not in whole


def test_what_is_well_is_said_in_one_line(chief: Client) -> None:
    page = chief.get(PAGE).content.decode()
    assert "Nothing to mend" in page
    assert "Without a name in Français · " in page
    assert '<section class="health" aria-labelledby="health-names-fr">' not in page


def test_the_way_to_a_merger_is_shown_to_who_may_merge(client: Client) -> None:
    create.term("Border management")
    second = create.term("Border managment")
    merge = f"/desk/taxonomy/term/{second.pk}/acts/merge/"
    for name, shown in (("writer", False), ("chief", True)):
        person = create.officer(name)
        create.assign(person, name)
        client.force_login(person)
        page = client.get(PAGE).content.decode()
        assert ("Border managment" in page, merge in page) == (True, shown)


def test_who_sees_no_terms_sees_no_health(client: Client) -> None:
    stranger = create.officer("dan")
    client.force_login(stranger)
    assert client.get(PAGE).status_code == 403
    create.assign(stranger, "writer")
    assert client.get(PAGE).status_code == 200


def test_the_desk_s_first_page_leads_to_it(chief: Client, client: Client) -> None:
    assert f'href="{PAGE}"' in chief.get("/desk/").content.decode()
    client.force_login(create.officer("dan"))
    assert PAGE not in client.get("/desk/").content.decode()
