"""Releases are filed anew by the hundred, in one act that can be taken back; what went out stays as it went out."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client

from osce_site import freshness
from osce_site.models import LedgerEntry
from press.models import Contact, Edition, Placement, Refiled, Refiling, Release, Tagging
from press.publishing import publish
from press.refiling import refile
from taxonomy import succession
from taxonomy.models import Term
from tests import create

pytestmark = pytest.mark.django_db


@pytest.fixture
def fields() -> dict[str, Term]:
    return {name.lower(): create.term(name) for name in ("Arms", "Borders", "Media")}


def done(**said: Any) -> LedgerEntry:
    act = refile(Release.objects.all(), reason="The conference decided so.", **said)
    return succession.carry_out(act, by=create.officer("bo"))


def filing(release: Release) -> list[list[Any]]:
    return release.editions.get().filing


def placed(term: Term) -> set[int]:
    now = freshness.now()
    return set(Placement.objects.of(term.pk).published(now).values_list("release_number", flat=True))


def state() -> list[Any]:
    return [
        list(Tagging.objects.order_by("release", "position").values_list("release", "term", "role", "position")),
        list(Edition.objects.order_by("pk").values_list("pk", "filed_under", "found_under")),
        sorted(Placement.objects.values_list("edition", "term", "role", "nearness", "leads"), key=str),
    ]


def test_a_term_takes_the_place_of_another_on_every_release(fields: dict[str, Term]) -> None:
    arms, borders, media = fields.values()
    both = create.release("Both", about=[media, arms])
    one = create.release("One", about=[borders])
    draft = create.draft("Draft", about=[arms, borders])
    done(remove=arms, add=borders)
    assert filing(both) == [["field", media.pk], ["field", borders.pk]]
    assert both.editions.get().filed_under == [["field", media.pk], ["field", arms.pk]]
    assert [tagging.term for tagging in draft.taggings.all()] == [borders]
    assert (placed(arms), placed(borders), placed(media)) == (set(), {both.pk, one.pk}, {both.pk})
    assert set(Refiled.objects.values_list("release", flat=True)) == {both.pk, draft.pk}


def test_a_term_is_put_on_and_taken_off(fields: dict[str, Term]) -> None:
    arms, borders, media = fields.values()
    release = create.release("One", about=[arms])
    other = create.release("Two", about=[arms, media])
    done(add=media)
    assert filing(release) == [["field", arms.pk], ["field", media.pk]]
    assert not Refiled.objects.filter(release=other).exists()
    done(remove=arms)
    assert filing(release) == filing(other) == [["field", media.pk]]
    assert placed(arms) == placed(borders) == set()


@pytest.mark.parametrize("said", [("arms", "borders"), ("arms", None), (None, "borders"), ("arms", "media")])
def test_it_is_taken_back_whole(fields: dict[str, Term], said: tuple[str | None, str | None]) -> None:
    arms, media = fields["arms"], fields["media"]
    create.release("Both", about=[media, arms])
    create.release("Scheduled", about=[arms], published_at=create.instant(2100))
    create.draft("Draft", about=[arms])
    before = state()
    remove, add = (fields[name] if name else None for name in said)
    entry = done(remove=remove, add=add)
    assert state() != before
    succession.undo(entry, by=create.officer(), reason="A slip.")
    assert state() == before
    assert Refiling.objects.filter(undoes__isnull=False).count() == 1
    with pytest.raises(ValidationError, match="undone already"):
        succession.undo(entry, by=create.officer(), reason="Again.")


def test_what_was_filed_otherwise_since_is_not_taken_back(fields: dict[str, Term]) -> None:
    arms, borders, media = fields.values()
    release = create.release("One", about=[arms])
    first = done(remove=arms, add=borders)
    second = done(remove=borders, add=media)
    with pytest.raises(ValidationError) as refused:
        succession.undo(first, by=create.officer(), reason="A slip.")
    assert f"Release {release.pk} was filed otherwise since." in refused.value.messages[0]
    assert filing(release) == [["field", media.pk]]
    succession.undo(second, by=create.officer(), reason="A slip.")
    succession.undo(first, by=create.officer(), reason="A slip.")
    assert filing(release) == [["field", arms.pk]]


def test_what_makes_no_sense_is_refused_with_a_sentence(fields: dict[str, Term]) -> None:
    arms, borders, media = fields.values()
    state_term = create.term("Albania", "countries", kind="state")
    create.release("One", about=[arms])
    with pytest.raises(ValidationError, match="take off or to put on"):
        done()
    with pytest.raises(ValidationError, match="the same term"):
        done(remove=arms, add=arms)
    with pytest.raises(ValidationError, match="files nothing as field"):
        done(remove=arms, add=state_term)
    with pytest.raises(ValidationError, match="None of these releases"):
        done(remove=media, add=borders)
    assert not Refiling.objects.exists()


def test_a_correction_after_it_goes_out_under_the_new_term(fields: dict[str, Term]) -> None:
    from press.correcting import correct
    from press.publishing import CannotPublish
    from press.writing import write

    arms, borders, _media = fields.values()
    release = create.release("One", about=[arms])
    done(remove=arms, add=borders)
    with pytest.raises(CannotPublish, match="what readers have already"):
        correct(release, "en", by=create.officer("bo"), correction="typo", note="Nothing.")
    write(release, "en", by=create.officer(), headline="One, corrected")
    edition = correct(release, "en", by=create.officer("bo"), correction="typo", note="The headline.")
    assert edition.filed_under == [["field", borders.pk]]
    assert [old.filing for old in release.editions.filter(number=1)] == [[["field", borders.pk]]]


def test_a_merger_takes_the_drafts_along_and_leaves_what_went_out(fields: dict[str, Term]) -> None:
    arms, borders, _media = fields.values()
    draft = create.draft("Draft", about=[arms, borders])
    public = create.release("Public", about=[arms], published_at=create.instant(2009))
    merge = succession.Merge(term=arms, target=borders, on=freshness.now().date(), reason="One field.")
    entry = succession.carry_out(merge, by=create.officer())
    assert [tagging.term for tagging in draft.taggings.all()] == [borders]
    assert (filing(public), placed(borders)) == ([["field", arms.pk]], {public.pk})
    publish(draft, by=create.officer("bo"))
    with pytest.raises(ValidationError):
        succession.undo(entry, by=create.officer(), reason="Too late.")


def test_who_answers_for_a_merged_source_answers_for_what_it_has_become() -> None:
    baku, tirana = (create.term(name, "field-operations", kind="operation") for name in ("Baku", "Tirana"))
    said = {"name": "Press desk", "duty": "Answers", "email": "desk@example.org"}
    Contact.objects.create(source=baku, until=date(2001, 1, 1), **said)
    Contact.objects.create(source=baku, since=date(2002, 1, 1), **said)
    Contact.objects.create(source=baku, since=date(2030, 1, 1), **said)
    before = list(Contact.objects.order_by("pk").values())
    merge = succession.Merge(term=baku, target=tirana, on=date(2010, 1, 1), reason="One office.")
    entry = succession.carry_out(merge, by=create.officer())
    spells = Contact.objects.order_by("source", "since").values_list("source", "since", "until")
    assert set(spells) == {
        (baku.pk, None, date(2001, 1, 1)),
        (baku.pk, date(2002, 1, 1), date(2009, 12, 31)),
        (tirana.pk, date(2010, 1, 1), None),
        (tirana.pk, date(2030, 1, 1), None),
    }
    succession.undo(entry, by=create.officer(), reason="A slip.")
    assert list(Contact.objects.order_by("pk").values()) == before


def test_the_record_is_frozen_and_the_words_are(fields: dict[str, Term]) -> None:
    create.release("One", about=[fields["arms"]])
    done(remove=fields["arms"], add=fields["media"])
    for rows, values in (
        (Refiling.objects.all(), {"reason": "Other."}),
        (Refiled.objects.all(), {"after": []}),
        (Edition.objects.all(), {"filed_under": []}),
        (Edition.objects.all(), {"headline": "Other"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**values)


def test_the_page_shows_the_new_term_and_its_lists_the_release(client: Client, fields: dict[str, Term]) -> None:
    release = create.release("One", about=[fields["arms"]])
    done(remove=fields["arms"], add=fields["media"])
    page = client.get(release.editions.get().get_absolute_url()).content.decode()
    assert "/fields-of-work/media/" in page
    assert 'href="/fields-of-work/arms/">Arms' not in page.partition("</header>")[2].partition("<footer")[0]
    assert "One" in client.get("/fields-of-work/media/").content.decode()


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(create.officer("cem", chief=True))
    return client


def test_a_selection_of_the_list_is_looked_at_and_filed_anew(chief: Client, fields: dict[str, Term]) -> None:
    arms, media = fields["arms"], fields["media"]
    chosen, other = create.release("Chosen", about=[arms]), create.release("Other", about=[arms])
    said = {"action": "file_anew", "_selected_action": [chosen.pk], "index": 0, "select_across": 0}
    form = chief.post("/desk/press/release/", said)
    assert "Take off" in form.content.decode()
    said |= {"remove": arms.pk, "add": media.pk, "role": "", "reason": "So it was decided."}
    looked = chief.post("/desk/press/release/", said).content.decode()
    assert f'name="_selected_action" value="{chosen.pk}"' in looked
    assert ("Chosen" in looked, "Other" in looked) == (True, False)
    assert filing(chosen) == [["field", arms.pk]]
    assert chief.post("/desk/press/release/", said | {"confirmed": "yes"}).status_code == 302
    assert (filing(chosen), filing(other)) == ([["field", media.pk]], [["field", arms.pk]])
    entry = LedgerEntry.objects.get(act="refiled")
    assert (entry.by, entry.details["releases"]) == (create.officer("cem"), 1)
    assert chief.post(f"/desk/taxonomy/term/undo/{entry.number}/", {"reason": "A slip."}).status_code == 302
    assert filing(chosen) == [["field", arms.pk]]


def test_all_that_a_filter_finds_is_filed_anew(chief: Client, fields: dict[str, Term]) -> None:
    arms, borders, media = fields.values()
    found = [create.release(f"Number {number}", about=[arms]) for number in range(3)]
    other = create.release("Other", about=[borders])
    said = {"action": "file_anew", "_selected_action": [found[0].pk], "select_across": 1, "index": 0}
    said |= {"add": media.pk, "reason": "So it was decided.", "confirmed": "yes"}
    chief.post(f"/desk/press/release/?filed={arms.pk}", said)
    assert [filing(release) for release in found] == [[["field", arms.pk], ["field", media.pk]]] * 3
    assert filing(other) == [["field", borders.pk]]
    for odd in ("no-source", "no-field", "x", "9" * 30):
        assert chief.get(f"/desk/press/release/?filed={odd}").status_code in (200, 302)


def test_who_does_not_publish_files_nothing_anew(client: Client, fields: dict[str, Term]) -> None:
    release, writer = create.release("One", about=[fields["arms"]]), create.officer()
    create.assign(writer, "writer")
    client.force_login(writer)
    said = {"action": "file_anew", "_selected_action": [release.pk], "index": 0, "reason": "Why.", "confirmed": "yes"}
    client.post("/desk/press/release/", said | {"remove": fields["arms"].pk})
    assert filing(release) == [["field", fields["arms"].pk]]


def test_readers_find_in_the_history_how_a_release_was_filed_anew(client: Client, fields: dict[str, Term]) -> None:
    release = create.release("One", about=[fields["arms"]])
    done(remove=fields["arms"], add=fields["media"])
    page = client.get(release.editions.get().get_absolute_url() + "history/").content.decode()
    told = page.partition("Filed anew")[2].partition("</section>")[0]
    assert "The conference decided so." in told
    assert told.index("No longer under") < told.index("Arms") < told.index("Now under") < told.index("Media")
