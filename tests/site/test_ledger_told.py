"""The ledger in sentences, by the titles of things."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from osce_site import freshness, telling
from osce_site.models import LedgerEntry, User
from osce_site.models.ledger import record
from press.models import ReleaseSet
from press.publishing import call_off
from taxonomy import acting
from taxonomy.succession import Close
from tests import create

pytestmark = pytest.mark.django_db

LEDGER = "/desk/osce_site/ledgerentry/"


def chief() -> User:
    return create.officer("chief", chief=True)


def signed_in() -> Client:
    client = Client()
    client.force_login(chief())
    return client


def told(reader: Any) -> list[str]:
    return [one.sentence for one in telling.tell(LedgerEntry.objects.order_by("number").select_related("by"), reader)]


def test_an_entry_is_a_sentence_with_a_way_to_the_thing() -> None:
    release = create.release("Mission trains police")
    call = telling.tell(LedgerEntry.objects.filter(act="published"), chief())
    way = f'<a href="/desk/press/release/{release.pk}/change/">Mission trains police</a>'
    assert [one.sentence for one in call] == [f"bo published {way}"]


def test_an_act_on_a_set_is_told_by_the_name_of_the_set() -> None:
    release_set = ReleaseSet.objects.create(name="The council's day")
    record("scheduled together", release_set, by=chief(), at=freshness.now())
    way = f'<a href="/desk/press/releaseset/{release_set.pk}/change/">The council&#x27;s day</a>'
    assert told(User.objects.get(username="chief")) == [f"chief scheduled together: {way}"]


def test_a_title_is_text_and_never_markup() -> None:
    create.release("<script>alert(1)</script> & {who}")
    sentence = told(chief())[-1]
    assert "<script>" not in sentence
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {who}" in sentence


def test_an_act_on_a_term_and_its_undoing_are_told_by_its_name() -> None:
    term = create.term("Mission to Skopje")
    entry = acting.carry_out(Close(term=term, on=freshness.now().date(), reason="Its mandate ended."), by=chief())
    acting.undo(entry, by=chief(), reason="It did not.")
    first, second = told(chief())[-2:]
    assert first.startswith("chief closed <a ")
    assert ">Mission to Skopje</a>" in first
    assert "chief took back: " in second
    assert "Mission to Skopje" in second


def test_what_is_gone_or_not_to_be_seen_is_not_named() -> None:
    there = create.term("Mission to Serbia", "field-operations", kind="field-operation")
    create.release("A secret", source=[there])
    sentence = told(create.officer("nobody"))[-1]
    assert "A secret" not in sentence
    assert telling.tell(LedgerEntry.objects.filter(act="published"), create.officer("nobody"))[0].thing is None


def test_an_act_that_nobody_wrote_a_sentence_for_is_told_all_the_same() -> None:
    release = create.draft("Mission")
    record("turned-about", release, by=None, at=freshness.now())
    assert told(chief())[-1].startswith("A command: turned about <a ")


def test_every_act_on_releases_and_terms_has_a_sentence() -> None:
    create.release("Mission")
    to_come = create.release("To come", published_at=freshness.now() + timedelta(days=1))
    call_off(to_come, by=chief(), reason="Not yet.")
    acts = set(LedgerEntry.objects.values_list("act", flat=True)) | set(acting.ACTS)
    assert {act for act in acts if act not in telling.sentences} == set()


def test_the_ledgers_list_tells_sentences_and_is_narrowed_by_act_and_person() -> None:
    create.release("Mission trains police")
    client = signed_in()
    page = client.get(LEDGER).content.decode()
    assert "bo published <a " in page
    assert "press.release:" not in page
    by_act = client.get(f"{LEDGER}?act=published")
    assert {entry.act for entry in by_act.context["cl"].result_list} == {"published"}
    bo = User.objects.get(username="bo")
    by_bo = client.get(f"{LEDGER}?by={bo.pk}")
    assert {entry.by for entry in by_bo.context["cl"].result_list} == {bo}
    assert list(client.get(f"{LEDGER}?by=command").context["cl"].result_list) == []


def test_the_ledgers_list_costs_as_many_queries_with_three_entries_as_with_one() -> None:
    client = signed_in()
    costs = []
    for number in (1, 2, 3):
        create.release(f"Release {number}")
        with CaptureQueriesContext(connection) as asked:
            client.get(LEDGER)
        costs.append(len(asked))
    assert costs[1] == costs[2]
