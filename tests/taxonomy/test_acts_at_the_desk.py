"""Acts on terms at the desk: asked for by form, looked at, done, undone; large ones in the background."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from osce_site.models import LedgerEntry
from taxonomy import undertakings
from taxonomy.acting import Act
from taxonomy.models import Relation, Term, Undertaking
from tests import create

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(create.officer("cem", chief=True))
    return client


@pytest.fixture
def fields() -> tuple[Term, Term]:
    arms, security = create.term("Arms control"), create.term("Security")
    create.release("Arms destroyed", about=[arms], published_at=create.instant(2009))
    return arms, security


def at(term: Term, word: str = "") -> str:
    return f"/desk/taxonomy/term/{term.pk}/acts/{word + '/' if word else ''}"


def said(**more: Any) -> dict[str, Any]:
    return {"on": "2020-05-01", "reason": "So it was decided."} | more


def test_a_merger_is_looked_at_done_and_undone(chief: Client, fields: tuple[Term, Term]) -> None:
    arms, security = fields
    form = chief.get(at(arms, "merge"), {"into": security.pk}).content.decode()
    assert f'<option value="{security.pk}" selected>Security</option>' in form
    looked = chief.post(at(arms, "merge"), said(target=security.pk)).content.decode()
    assert "Arms destroyed" in looked
    assert "/fields-of-work/arms-control/ → /fields-of-work/security/" in looked
    assert not Relation.objects.exists()
    done = chief.post(at(arms, "merge"), said(target=security.pk, confirmed="yes"), follow=True).content.decode()
    assert Relation.objects.get().kind == "merged_into"
    entry = LedgerEntry.objects.get(act="merged")
    assert f"/desk/taxonomy/term/undo/{entry.number}/" in done
    answer = chief.get("/fields-of-work/arms-control/")
    assert (answer.status_code, answer["Location"]) == (301, "/fields-of-work/security/")
    assert chief.get(f"/desk/taxonomy/term/undo/{entry.number}/").status_code == 200
    back = chief.post(f"/desk/taxonomy/term/undo/{entry.number}/", {"reason": "A slip."}, follow=True)
    assert f"Undone: entry {entry.number + 1}" in back.content.decode()
    assert not Relation.objects.exists()
    assert chief.get("/fields-of-work/arms-control/").status_code == 200


def test_what_makes_no_sense_is_said_in_the_form(chief: Client, fields: tuple[Term, Term]) -> None:
    arms, security = fields
    ahead = chief.post(at(arms, "merge"), said(target=security.pk, on="2100-01-01")).content.decode()
    assert "entered on its day or later" in ahead
    empty = chief.post(at(arms, "split"), said()).content.decode()
    assert "Name at least two parts" in empty
    assert "It is not closed." in chief.post(at(arms, "reopen"), said()).content.decode()
    assert chief.get(at(arms, "vanish")).status_code == 404
    assert chief.post(at(arms, "merge"), said(on="31 April", target="x")).status_code == 200


def test_a_term_is_renamed_in_six_languages_at_once(chief: Client, fields: tuple[Term, Term]) -> None:
    arms, _security = fields
    names = {"preferred_en": "Disarmament", "preferred_fr": "Désarmement", "slug": "disarmament"}
    looked = chief.post(at(arms, "rename"), said(**names)).content.decode()
    assert "Translations missing <strong>4</strong>" in looked
    chief.post(at(arms, "rename"), said(**names, confirmed="yes"))
    arms = Term.objects.get(pk=arms.pk)
    called = [arms.label(language, day) for language, day in (("en", date(2020, 4, 30)), ("en", date(2020, 5, 1)))]
    assert called == ["Arms control", "Disarmament"]
    assert (arms.label("fr"), arms.slug) == ("Désarmement", "disarmament")
    assert chief.get("/fr/fields-of-work/arms-control/")["Location"] == "/fr/fields-of-work/disarmament/"


def test_a_term_is_split_into_new_ones_and_moved(chief: Client, fields: tuple[Term, Term]) -> None:
    arms, security = fields
    parts = said(new="Light arms | Armes légères\nHeavy arms", confirmed="yes")
    assert chief.post(at(arms, "split"), parts).status_code == 302
    light = Term.objects.get(slug="light-arms")
    assert (light.label("fr"), light.label("en")) == ("Armes légères", "Light arms")
    form = chief.get(at(light, "move"), {"where": "before", "beside": security.pk}).content.decode()
    assert f'<option value="{security.pk}" selected>' in form
    chief.post(at(light, "move"), said(where="under", beside=security.pk, on="2021-01-01", confirmed="yes"))
    assert Term.objects.get(pk=light.pk).parent == security


def test_who_does_not_look_after_the_taxonomy_acts_on_nothing(client: Client, fields: tuple[Term, Term]) -> None:
    arms, security = fields
    writer = create.officer()
    create.assign(writer, "writer")
    client.force_login(writer)
    looked = client.get(at(arms)).content.decode()
    assert "/acts/merge/" not in looked
    for path in (at(arms, "merge"), "/desk/taxonomy/term/undo/1/", "/desk/taxonomy/term/undertakings/1/"):
        assert client.get(path).status_code == 403
    assert client.post(at(arms, "merge"), said(target=security.pk, confirmed="yes")).status_code == 403
    assert not Relation.objects.exists()


def the_worker_works() -> None:
    """What ``db_worker`` does with what waits; the command itself would close this test's connection."""
    for waiting in DBTaskResult.objects.filter(status="READY"):
        undertakings.carry_out.func(*waiting.args_kwargs["args"])
        waiting.delete()


@pytest.fixture
def _small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undertakings, "LARGE", 0)


@pytest.mark.usefixtures("_small_is_large")
def test_a_large_act_is_carried_out_in_the_background(
    chief: Client, fields: tuple[Term, Term], django_capture_on_commit_callbacks: Any
) -> None:
    arms, security = fields
    with django_capture_on_commit_callbacks(execute=True):
        asked = chief.post(at(arms, "merge"), said(target=security.pk, confirmed="yes"))
    assert asked["Location"] in chief.get(at(arms)).content.decode()
    assert "It waits for its turn." in chief.get(asked["Location"]).content.decode()
    assert not Relation.objects.exists()
    the_worker_works()
    assert Relation.objects.get().kind == "merged_into"
    watched = Undertaking.objects.get()
    assert watched.entry == LedgerEntry.objects.get(act="merged")
    assert f"Done: entry {watched.entry.number}" in chief.get(asked["Location"]).content.decode()
    undertakings.carry_out.func(watched.pk)  # asked for twice
    assert LedgerEntry.objects.filter(act="merged").count() == 1


@pytest.mark.usefixtures("_small_is_large")
def test_what_can_no_longer_be_done_is_told_where_it_is_watched(
    chief: Client, fields: tuple[Term, Term], django_capture_on_commit_callbacks: Any
) -> None:
    arms, security = fields
    with django_capture_on_commit_callbacks(execute=True):
        asked = chief.post(at(arms, "merge"), said(target=security.pk, confirmed="yes"))
    create.relation(arms, "merged_into", security, date(2019, 1, 1))
    the_worker_works()
    told = chief.get(asked["Location"]).content.decode()
    assert "merged into “Security” already" in told
    assert not LedgerEntry.objects.filter(act="merged").exists()


@pytest.mark.usefixtures("_small_is_large")
def test_an_act_whose_worker_died_is_told_as_interrupted_and_begun_again(
    chief: Client, fields: tuple[Term, Term], monkeypatch: pytest.MonkeyPatch
) -> None:
    arms, security = fields
    chief.post(at(arms, "merge"), said(target=security.pk, confirmed="yes"))
    watched = Undertaking.objects.get()
    Undertaking.objects.update(begun_at=create.instant(2021))
    page = f"/desk/taxonomy/term/undertakings/{watched.pk}/"
    assert "Nothing was changed." in chief.get(page).content.decode()
    assert chief.post(page).status_code == 302
    the_worker_works()
    assert Undertaking.objects.get().entry


def test_an_act_said_in_words_is_heard_as_the_same_act(fields: tuple[Term, Term]) -> None:
    from press.models import Release
    from press.refiling import Refile, refile
    from taxonomy.succession import Close, Merge, Move, NewTerm, Rename, Reopen, Split

    arms, security = fields
    common: dict[str, Any] = {"term": arms, "on": date(2020, 5, 1), "reason": "Why."}
    acts: list[Act] = [
        Rename(names={"en": "Disarmament"}, slug="dis", **common),
        Close(successor=security, **common),
        Reopen(**common),
        Merge(target=security, **common),
        Split(parts=[security], new=[NewTerm("a", {"en": "A"})], goes_on=True, **common),
        Move(before=security, **common),
    ]
    for act in acts:
        assert undertakings.hear(act.name, undertakings.say(act)) == act
    filing = refile(Release.objects.all(), reason="Why.", remove=arms, add=security)
    heard = undertakings.hear(filing.name, undertakings.say(filing))
    assert isinstance(heard, Refile)
    assert list(heard.releases) == list(filing.releases)
    assert (heard.remove, heard.add, heard.role) == (arms, security, "field")
