"""Which relation fits between which terms: offered, and refused with a sentence where it does not fit."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from taxonomy import fitting
from taxonomy.models import Relation, Term
from tests import create
from tests.taxonomy.test_desk import relation, rows, term_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Client:
    client = Client()
    client.force_login(create.officer("cem", chief=True))
    return client


def entered(client: Client, term: Term, *said: dict[str, Any], **more: Any) -> Any:
    return client.post(f"/desk/taxonomy/term/{term.pk}/change/", term_form(term) | rows("relations", *said) | more)


def state(name: str, **more: Any) -> Term:
    return create.term(name, "countries", kind="state", **more)


def operation(name: str, **more: Any) -> Term:
    return create.term(name, "field-operations", kind="operation", **more)


def offered(client: Client, kind: str, of: Term, words: str = "", page: int = 1) -> list[str]:
    asked = {"kind": kind, "of": of.pk, "term": words, "page": page}
    answer = client.get("/desk/taxonomy/term/offer/", asked)
    return [found["text"] for found in answer.json()["results"]]


def test_every_relation_the_site_ships_with_fits() -> None:
    call_command("import_terms", verbosity=0)
    shipped = Relation.objects.select_related("subject", "object")
    assert shipped.count() > 250
    assert [fitting.why_not(one.kind, one.subject, one.object) for one in shipped] == [""] * shipped.count()


def test_every_kind_of_relation_says_where_it_fits() -> None:
    assert set(fitting.FITS) == set(Relation.Kind.values)


def test_a_form_offers_the_relations_that_fit_the_kind_of_its_term(chief: Client) -> None:
    finland = state("Finland")
    assert fitting.relations_from("state") == ["chairs", "partner_of", "succeeded_by", "split_into", "merged_into"]
    page = chief.get(f"/desk/taxonomy/term/{finland.pk}/change/").content.decode()
    assert '<option value="chairs"' in page
    assert '<option value="based_in"' not in page


def test_a_relation_that_no_longer_fits_is_still_shown_and_hinders_no_other_change(chief: Client) -> None:
    finland, arms = state("Finland"), create.term("Arms control")
    kept = create.relation(finland, "works_on", arms)
    page = chief.get(f"/desk/taxonomy/term/{finland.pk}/change/").content.decode()
    assert '<option value="works_on" selected' in page
    said = rows("relations", relation(finland, arms, "works_on") | {"id": kept.pk}, kept=1)
    answer = chief.post(f"/desk/taxonomy/term/{finland.pk}/change/", term_form(finland, code="FI") | said)
    assert answer.status_code == 302
    assert Term.objects.get(pk=finland.pk).code == "FI"


def test_what_is_offered_fits_the_relation_chosen_and_says_where_it_stands(chief: Client) -> None:
    mission = operation("Mission to Georgia")
    create.term("Georgia desk", "structures", kind="unit")
    state("Georgia")
    assert offered(chief, "based_in", mission, "georgia") == ["Georgia – Countries"]
    create.term("Policing", under=create.term("Security"))
    assert offered(chief, "works_on", mission, "polic") == ["Policing – Fields of work › Security"]


def test_a_successor_is_offered_from_the_same_vocabulary_and_never_the_term_itself(chief: Client) -> None:
    mission, office = operation("Mission to Moldova"), operation("Office in Moldova")
    create.term("Moldova desk", "structures", kind="unit")
    assert offered(chief, "succeeded_by", mission, "moldova") == ["Office in Moldova – Field operations"]
    assert offered(chief, "succeeded_by", office, "moldova") == ["Mission to Moldova – Field operations"]


def test_what_is_closed_is_offered_last_and_marked(chief: Client) -> None:
    mission = operation("Presence in Albania")
    old, new = operation("Mission one", closed_on=date(2001, 12, 31)), operation("Mission two")
    assert offered(chief, "succeeded_by", mission, "mission") == [
        "Mission two – Field operations",
        "Mission one (closed 31 December 2001) – Field operations",
    ]
    create.relation(old, "merged_into", new, since=date(2002, 1, 1))
    assert offered(chief, "succeeded_by", mission, "mission")[1] == (
        "Mission one (merged into Mission two) – Field operations"
    )


def test_a_long_offer_comes_in_pages(chief: Client) -> None:
    mission = operation("Presence in Albania")
    for number in range(25):
        state(f"State {number:02}")
    first = offered(chief, "based_in", mission)
    assert (len(first), first[0]) == (20, "State 00 – Countries")
    assert offered(chief, "based_in", mission, page=2)[-1] == "State 24 – Countries"
    assert len(offered(chief, "based_in", mission, page=2)) == 5


def test_what_does_not_fit_is_refused_with_a_sentence(chief: Client) -> None:
    finland, arms, mission = state("Finland"), create.term("Arms control"), operation("Mission to Georgia")
    refused = entered(chief, mission, relation(mission, arms, "based_in")).content.decode()
    assert "“based in” does not lead to “Arms control”, a term of the kind “field of work”." in refused
    refused = entered(chief, finland, relation(finland, arms, "works_on")).content.decode()
    assert "“works on” does not lead from a term of the kind “State”." in refused
    refused = entered(chief, mission, relation(mission, finland, "succeeded_by")).content.decode()
    assert "A term is followed by terms of its own vocabulary." in refused
    assert not Relation.objects.exists()


@pytest.mark.parametrize("kind", ["succeeded_by", "split_into", "merged_into"])
def test_terms_do_not_follow_each_other_in_a_circle(chief: Client, kind: str) -> None:
    one, two, three = operation("Mission one"), operation("Mission two"), operation("Mission three")
    create.relation(one, "merged_into", two, since=date(2001, 1, 1))
    create.relation(two, "succeeded_by", three, since=date(2002, 1, 1))
    refused = entered(chief, three, relation(three, one, kind)).content.decode()
    assert "This term follows “Mission one” itself: they would follow each other in a circle." in refused
    assert Relation.objects.count() == 2


def test_a_term_is_merged_into_one_other_at_a_time(chief: Client) -> None:
    one, two, three = operation("Mission one"), operation("Mission two"), operation("Mission three")
    until = relation(one, two, "merged_into") | {"until": "2005-12-31"}
    refused = entered(chief, one, until, relation(one, three, "merged_into") | {"since": "2005-12-31"})
    assert "“Mission two” and “Mission three” hold on the same day." in refused.content.decode()
    said = entered(chief, one, until, relation(one, three, "merged_into") | {"since": "2006-01-01"})
    assert said.status_code == 302
    assert Relation.objects.count() == 2


def test_a_kind_is_not_changed_under_the_relations_that_fit_the_former(chief: Client) -> None:
    mission = operation("Mission to Georgia")
    create.relation(mission, "based_in", state("Georgia"))
    refused = entered(chief, mission, kind="page").content.decode()
    assert "A relation would no longer fit: Mission to Georgia – based in – Georgia." in refused
    assert entered(chief, mission, kind="institution").status_code == 302


def test_the_relations_that_lead_to_a_term_are_shown_with_where_they_begin(chief: Client) -> None:
    georgia, mission = state("Georgia"), operation("Mission to Georgia")
    create.relation(mission, "based_in", georgia, since=date(1992, 12, 3))
    page = chief.get(f"/desk/taxonomy/term/{georgia.pk}/change/").content.decode()
    shown = page.partition("Relations that lead to this term")[2]
    assert f'<a href="/desk/taxonomy/term/{mission.pk}/change/">Mission to Georgia</a>' in shown
    assert "based in this term" in shown
    assert "Dec. 3, 1992" in shown or "3 December 1992" in shown


def test_when_something_is_filed_what_was_merged_is_not_offered_and_what_was_closed_comes_last(chief: Client) -> None:
    old, merged, new = (operation(f"Mission {name}") for name in ("old", "merged", "new"))
    Term.objects.filter(pk=old.pk).update(closed_on=date(2001, 12, 31))
    create.relation(merged, "merged_into", new, since=date(2002, 1, 1))
    asked = {"app_label": "press", "model_name": "tagging", "field_name": "term"}
    for words in ("mission", ""):
        answer = chief.get("/desk/autocomplete/", asked | {"term": words})
        assert [found["text"] for found in answer.json()["results"]] == ["Mission new", "Mission old"], words
