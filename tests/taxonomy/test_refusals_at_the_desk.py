"""What the database would refuse, or what makes no sense, is refused at the desk with a sentence."""

from typing import Any

import pytest
from django.test import Client

from osce_site import locks
from taxonomy.models import Term, Vocabulary
from tests import create
from tests.taxonomy.test_desk import name, rows, term_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(create.officer("cem", chief=True))
    return client


@pytest.mark.parametrize("word", ["desk", "search", "press-releases", "fr", "id", "files", "feeds"])
def test_a_vocabulary_does_not_take_the_word_of_another_page(chief: Client, word: str) -> None:
    vocabulary = create.vocabulary()
    said: dict[str, Any] = {"slug": word, "position": 0, "role": "field"} | rows("names")
    answer = chief.post(f"/desk/taxonomy/vocabulary/{vocabulary.pk}/change/", said)
    assert f"Other pages of the site stand under “{word}”." in answer.content.decode()
    assert Vocabulary.objects.get().slug == "fields-of-work"


def test_a_term_does_not_take_the_word_of_another(chief: Client) -> None:
    arms, border = create.term("Arms control"), create.term("Border")
    answer = chief.post(f"/desk/taxonomy/term/{arms.pk}/change/", term_form(arms, slug="border"))
    assert "“border” is the word of another term." in answer.content.decode()
    assert {term.slug for term in Term.objects.all()} == {"arms-control", border.slug}


def test_days_in_the_wrong_order_are_told_in_a_sentence(chief: Client) -> None:
    arms = create.term("Arms control")
    at = f"/desk/taxonomy/term/{arms.pk}/change/"
    answer = chief.post(at, term_form(arms, opened_on="2020-01-02", closed_on="2020-01-01"))
    assert "It closes before it opens." in answer.content.decode()
    label = rows("labels", name(arms, "Disarmament", "alternative", since="2020-01-02", until="2020-01-01"))
    answer = chief.post(at, term_form(arms) | label)
    assert "The last day lies before the first." in answer.content.decode()


@pytest.mark.parametrize("word", ["rename", "close", "merge", "split", "move"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31"])
def test_a_day_beyond_our_time_is_refused_by_every_act(chief: Client, word: str, day: str) -> None:
    arms, border = create.term("Arms control"), create.term("Border")
    said = {"on": day, "reason": "Why.", "preferred_en": "Disarmament", "target": border.pk, "new": "A\nB"}
    said |= {"where": "after", "beside": border.pk}
    answer = chief.post(f"/desk/taxonomy/term/{arms.pk}/acts/{word}/", said)
    assert answer.status_code == 200
    assert "The day lies too far from our time." in answer.content.decode()


@pytest.mark.parametrize("word", ["merge", "close"])
def test_what_bears_a_later_name_does_not_end_before_it(chief: Client, word: str) -> None:
    arms, border = create.term("Arms control"), create.term("Border")
    renamed = {"on": "2026-01-01", "reason": "Why.", "preferred_en": "Disarmament", "confirmed": "yes"}
    chief.post(f"/desk/taxonomy/term/{arms.pk}/acts/rename/", renamed)
    said = {"on": "2025-03-01", "reason": "Why.", "target": border.pk}
    answer = chief.post(f"/desk/taxonomy/term/{arms.pk}/acts/{word}/", said).content.decode()
    assert "It bears a name that only begins later: “Disarmament”, 2026-01-01." in answer


def test_who_saves_while_a_long_act_is_at_work_is_told_so(chief: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    arms = create.term("Arms control")

    def busy(name: str, **_how: bool) -> None:
        raise locks.Busy("Somebody else is changing this at the moment.")

    monkeypatch.setattr(locks, "take", busy)
    answer = chief.post(f"/desk/taxonomy/term/{arms.pk}/change/", term_form(arms, code="AC"), follow=True)
    assert "Somebody else is changing this at the moment." in answer.content.decode()
    assert Term.objects.get(pk=arms.pk).code == ""
