"""Anything at the desk by typing."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from osce_site.models import User
from press.desk import finder
from press.models import Contact
from press.writing import write
from tests import create

pytestmark = pytest.mark.django_db


def client(officer: User) -> Client:
    made = Client()
    made.force_login(officer)
    return made


def with_role(name: str, role: str, source: Any = None) -> User:
    officer = create.officer(name)
    create.assign(officer, role, source)
    return officer


def answer(officer: User, typed: str, **more: str) -> str:
    page = client(officer).get("/desk/find/", {"q": typed, **more})
    assert page.status_code == 200
    return page.content.decode()


def test_a_release_is_found_by_its_headline_in_any_language_and_by_its_number() -> None:
    bo = with_role("bo", "editor")
    release = create.draft("Mission trains police", languages=["en"])
    write(release, "ru", by=bo, headline="Миссия обучает полицию")
    way = f'href="/desk/press/release/{release.pk}/change/"'
    assert way in answer(bo, "trains mission")
    assert way in answer(bo, "миссия")
    assert way in answer(bo, str(release.pk))
    assert way not in answer(bo, "fishery")


def test_a_term_is_found_by_a_former_name_and_a_page_by_its_title() -> None:
    chief = create.officer("chief", chief=True)
    term = create.term("Programme Office in Astana", "field-operations", kind="field-operation")
    create.label(term, "Centre in Almaty", kind="alternative")
    assert f"/desk/taxonomy/term/{term.pk}/change/" in answer(chief, "almaty")
    assert 'href="/desk/press/release/add/"' in answer(chief, "add release")


def test_people_photos_documents_and_contacts_are_found() -> None:
    chief = create.officer("chief", chief=True)
    create.officer("pauline")
    create.photo(create.draft(), alt="A bridge in spring")
    source = create.term("Secretariat", "structures", kind="structure")
    Contact.objects.create(name="Press line", source=source, email="press@example.org")
    assert "pauline" in answer(chief, "paulin")
    assert "/desk/press/photo/" in answer(chief, "spring")
    assert "/desk/press/contact/" in answer(chief, "press line")


def test_nothing_is_found_that_one_may_not_see() -> None:
    here = create.term("Mission to Skopje", "field-operations", kind="field-operation")
    there = create.term("Mission to Serbia", "field-operations", kind="field-operation")
    cem = with_role("cem", "writer", here)
    secret = create.draft("A secret about Serbia", source=[there])
    create.officer("secretive")
    for typed in ("secret", "a", str(secret.pk)):
        shown = answer(cem, typed)
        assert "A secret about" not in shown
        assert "secretive" not in shown
    assert client(create.officer("nobody")).get("/desk/find/", {"q": "secret"}).status_code == 200
    assert "A secret about" not in answer(create.officer("nobody"), "secret")


def test_who_is_not_signed_in_is_led_to_the_door_whatever_there_is() -> None:
    before = Client().get("/desk/find/", {"q": "secret", "part": "hits"})
    create.draft("secret")
    after = Client().get("/desk/find/", {"q": "secret", "part": "hits"})
    assert before.status_code == after.status_code == 302
    assert before["Location"] == after["Location"]


@pytest.mark.parametrize(
    "typed",
    ["x" * 10_000, "a\x00b", "🕊️", "%_%", '" OR 1=1 --', "*:*", "q " * 500, "\u202e", "'", "\\", "1" * 30, " ", ""],
)
def test_whatever_is_typed_gets_an_answer(typed: str) -> None:
    chief = create.officer("chief", chief=True)
    create.draft("Mission trains police")
    assert "Mission trains police" not in answer(chief, typed)
    answer(chief, typed, part="hits")


def test_what_is_typed_is_looked_for_without_signs_of_control() -> None:
    assert finder.clean("a\x00b\u202e  c\n") == "a b c"
    assert len(finder.clean("x" * 10_000)) == finder.LONGEST


def test_the_hits_alone_are_options_of_a_list_with_names_of_their_own() -> None:
    bo = with_role("bo", "editor")
    create.draft("Mission trains police")
    part = answer(bo, "police", part="hits")
    assert part.count('role="option"') == 1
    assert "<html" not in part


def test_finding_costs_as_many_queries_with_three_hits_as_with_two() -> None:
    bo = with_role("bo", "editor")
    signed_in = client(bo)
    costs = []
    for number in (1, 2, 3):
        create.draft(f"Police {number}")
        with CaptureQueriesContext(connection) as asked:
            signed_in.get("/desk/find/", {"q": "police"})
        costs.append(len(asked))
    assert costs[1] == costs[2]  # the first asks for the taxonomy and the rights besides
