"""The taxonomy at the desk: the tree as a list, and moving by form."""

import pytest
from django.test import Client

from taxonomy.models import Term
from tests import create

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Client:
    client = Client()
    client.force_login(create.officer("cem", chief=True))
    return client


def test_a_term_is_moved_by_form_and_the_place_it_had_is_remembered(chief: Client) -> None:
    arms, border = create.term("Arms control"), create.term("Border management")
    assert chief.get(f"/desk/taxonomy/term/{border.pk}/place/").status_code == 200
    said = {"where": "under", "beside": arms.pk, "since": "2020-05-01"}
    assert chief.post(f"/desk/taxonomy/term/{border.pk}/place/", said).status_code == 302
    assert Term.objects.get(pk=border.pk).parent == arms
    places = border.broader_spells.order_by("id").values_list("broader", "since", "until")
    assert [(broader, str(since), str(until)) for broader, since, until in places] == [
        (None, "None", "2020-04-30"),
        (arms.pk, "2020-05-01", "None"),
    ]


def test_a_term_cannot_be_moved_below_itself(chief: Client) -> None:
    arms = create.term("Arms control")
    small = create.term("Small arms", under=arms)
    answer = chief.post(f"/desk/taxonomy/term/{arms.pk}/place/", {"where": "under", "beside": small.pk})
    assert answer.status_code == 200
    assert "cannot stand below itself" in answer.content.decode()
    assert Term.objects.get(pk=arms.pk).parent is None


def test_a_new_term_is_inserted_through_the_door(chief: Client) -> None:
    vocabulary, arms = create.vocabulary(), create.term("Arms control")
    forms = {
        f"{name}-{part}": 0
        for name in ("labels", "profiles", "relations", "broader_spells")
        for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    label = {
        "labels-TOTAL_FORMS": 1,
        "labels-0-language": "en",
        "labels-0-kind": "preferred",
        "labels-0-text": "Small arms",
    }
    said = {"vocabulary": vocabulary.pk, "parent": arms.pk, "kind": "field", "slug": "small-arms"}
    precise = {"opened_precision": "day", "closed_precision": "day"}
    assert chief.post("/desk/taxonomy/term/add/", forms | label | said | precise).status_code == 302
    made = Term.objects.get(slug="small-arms")
    assert (made.parent, made.is_child_node(), str(made)) == (arms, True, "Small arms")
    assert chief.get(f"/desk/taxonomy/term/{made.pk}/change/").status_code == 200
    assert "Small arms" in chief.get("/desk/taxonomy/term/").content.decode()
