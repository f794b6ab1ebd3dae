"""Four eyes: what one has written another sees before it goes out, or a chief says why not, and that is seen."""

import re
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from osce_site import freshness
from osce_site.models import LedgerEntry
from press import remarking, reviewing
from press.correcting import correct
from press.models import Review
from press.publishing import call_off, publish, stops
from press.refusals import CannotPublish, CannotReview, ChangedMeanwhile, NotReviewed
from press.standing import State, standing
from press.writing import write
from tests import create

pytestmark = pytest.mark.django_db


def state(release: Any) -> State:
    return standing(release, freshness.now()).state


def kinds(release: Any) -> list[str]:
    return list(release.reviews.order_by("pk").values_list("kind", flat=True))


def test_who_wrote_it_last_does_not_publish_it_alone() -> None:
    release = create.draft()
    with pytest.raises(NotReviewed, match="nobody else has approved it"):
        publish(release, by=create.officer("ana"))
    assert (release.editions.count(), kinds(release)) == (0, [])
    assert stops(release, None, by=create.officer("bo")) == []
    assert "nobody else" in stops(release, None, by=create.officer("ana"))[0]


def test_who_publishes_what_another_wrote_has_thereby_approved_it() -> None:
    release = create.release(languages=["en", "fr"])
    review = release.reviews.get()
    assert (review.kind, review.versions, str(review.by)) == ("approved", {"en": 1, "fr": 1}, "bo")


def test_a_writer_publishes_what_a_colleague_approved_and_not_what_he_changed_since() -> None:
    release, ana = create.draft(), create.officer("ana")
    reviewing.approve(release, by=create.officer("bo"))
    assert state(release) == State.APPROVED
    write(release, "en", by=ana, headline="Changed since")
    assert standing(release, freshness.now()).changed_since
    with pytest.raises(NotReviewed):
        publish(release, by=ana)
    reviewing.approve(release, by=create.officer("bo"))
    publish(release, by=ana)
    assert state(release) == State.PUBLIC


def test_nobody_approves_his_own_words_and_of_several_texts_approves_the_others() -> None:
    release, bo = create.draft(languages=["en"]), create.officer("bo")
    with pytest.raises(CannotReview, match="saved it last yourself"):
        reviewing.approve(release, by=create.officer("ana"))
    write(release, "fr", by=bo, headline="Titre", body="<p>Mots.</p>")
    assert reviewing.approve(release, by=bo).versions == {"en": 1}
    assert reviewing.approved_by(release, ["en"]) == bo
    assert reviewing.approved_by(release) is None
    with pytest.raises(NotReviewed, match="Français"):
        publish(release, by=bo)


def test_what_was_sent_back_is_approved_no_longer() -> None:
    release, bo = create.draft(), create.officer("bo")
    reviewing.ask(release, by=create.officer("ana"))
    assert state(release) == State.IN_REVIEW
    reviewing.approve(release, by=bo)
    with pytest.raises(CannotReview, match="what is to be changed"):
        reviewing.send_back(release, by=bo, reason=" ")
    reviewing.send_back(release, by=bo, reason="The number is wrong.")
    assert state(release) == State.DRAFT
    with pytest.raises(NotReviewed):
        publish(release, by=create.officer("ana"))
    acts = LedgerEntry.objects.order_by("number").values_list("act", "reason")
    assert list(acts) == [("review asked", ""), ("approved", ""), ("sent back", "The number is wrong.")]


def test_only_who_may_approve_is_asked() -> None:
    release = create.draft()
    with pytest.raises(CannotReview, match="may not approve"):
        reviewing.ask(release, by=create.officer("ana"), of=create.officer("dora"))
    bo = create.officer("bo")
    create.assign(bo, "editor")
    assert reviewing.ask(release, by=create.officer("ana"), of=bo).asked_of == bo


def test_a_chief_publishes_without_review_and_that_is_seen_until_another_reviews_it() -> None:
    release, chief = create.draft(), create.officer("cem", chief=True)
    write(release, "en", by=chief, headline="In a hurry")
    editor = create.officer("ed")
    create.assign(editor, "editor")
    publish(release, by=chief, forced="The ambassador speaks in five minutes.")
    assert standing(release, freshness.now()).unreviewed
    assert [(entry.act, entry.reason) for entry in LedgerEntry.objects.order_by("number")] == [
        ("published without review", "The ambassador speaks in five minutes."),
        ("published", "The ambassador speaks in five minutes."),
    ]
    with pytest.raises(CannotReview, match="without review yourself"):
        reviewing.review_afterwards(release, by=chief)
    reviewing.review_afterwards(release, by=editor)
    assert not standing(release, freshness.now()).unreviewed
    with pytest.raises(CannotReview, match="Nothing here"):
        reviewing.review_afterwards(release, by=editor)


def test_nobody_but_a_chief_publishes_without_review() -> None:
    release, ana = create.draft(), create.officer("ana")
    create.assign(ana, "editor")
    with pytest.raises(NotReviewed, match="Only a chief"):
        publish(release, by=ana, forced="In a hurry.")
    assert kinds(release) == []


def test_what_another_has_seen_is_not_forced() -> None:
    release = create.draft()
    publish(release, by=create.officer("cem", chief=True), forced="In a hurry.")
    assert kinds(release) == ["approved"]


def test_a_correction_is_seen_by_two_as_well() -> None:
    release = create.release()
    write(release, "en", by=create.officer("bo"), headline="Better")
    said: dict[str, Any] = {"correction": "typo", "note": "A slip."}
    with pytest.raises(NotReviewed):
        correct(release, "en", by=create.officer("bo"), **said)
    correct(release, "en", by=create.officer("cem"), **said)
    assert state(release) == State.CORRECTED
    assert kinds(release) == ["approved", "approved"]


def test_an_operator_and_a_site_without_the_rule_need_no_second_pair(settings: Any) -> None:
    publish(create.draft(), by=None)
    settings.FOUR_EYES = False
    publish(create.draft(), by=create.officer("ana"))
    assert Review.objects.count() == 0


def test_what_was_saved_while_somebody_looked_is_neither_approved_nor_published() -> None:
    release, bo = create.draft(), create.officer("bo")
    seen = reviewing.shown(release)
    write(release, "en", by=create.officer("ana"), headline="Saved meanwhile")
    with pytest.raises(ChangedMeanwhile, match="while you looked"):
        reviewing.approve(release, by=bo, seen=seen)
    with pytest.raises(CannotPublish, match="while you looked"):
        publish(release, by=bo, seen=seen)
    publish(release, by=bo, seen=reviewing.shown(release))


def test_what_is_called_off_is_approved_as_before_and_was_never_public_unreviewed() -> None:
    release, chief = create.draft(), create.officer("cem", chief=True)
    write(release, "en", by=chief, headline="Early")
    publish(release, by=chief, at=create.instant(2099), forced="In a hurry.")
    assert (state(release), standing(release, freshness.now()).unreviewed) == (State.SCHEDULED, True)
    call_off(release, by=chief, reason="Too early.")
    assert (state(release), standing(release, freshness.now()).unreviewed) == (State.DRAFT, False)


def test_a_decision_is_never_changed() -> None:
    reviewing.approve(create.draft(), by=create.officer("bo"))
    with pytest.raises(DatabaseError, match="is never changed"), transaction.atomic():
        Review.objects.update(reason="Forged")


# Remarks


def test_a_remark_stands_at_its_passage_until_that_is_changed() -> None:
    release = create.draft(body="<p>Forty officers took part. Forty officers left.</p>")
    said: dict[str, Any] = {"field": "body", "quote": "Forty officers", "start": 26}
    remark = remarking.remark(release, "en", by=create.officer("bo"), words="Thirty.", **said)
    text = release.texts.get()
    assert remarking.passage(remark, text).start == 26
    text = write(release, "en", by=create.officer(), body="<p>Today:</p><p>Forty officers left.</p>")
    assert (remarking.passage(remark, text).before, remarking.passage(remark, text).after) == ("Today: ", " left.")
    text = write(release, "en", by=create.officer(), body="<p>Thirty officers left.</p>")
    assert remarking.was_changed(remark, text)


def test_a_remark_is_resolved_once_and_its_words_stay() -> None:
    release, bo = create.draft(), create.officer("bo")
    remark = remarking.remark(release, "en", by=bo, words="Ask the mission.")
    remarking.resolve(remark, by=create.officer("ana"))
    resolved = remarking.resolve(remark, by=bo)
    assert (str(resolved.resolved_by), LedgerEntry.objects.filter(act="remark resolved").count()) == ("ana", 1)
    with pytest.raises(DatabaseError, match="is never changed"), transaction.atomic():
        type(remark).objects.update(words="Forged")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"words": " "}, "is empty"),
        ({"words": "So?", "field": "body", "quote": "not there"}, "does not stand"),
        ({"words": "So?", "quote": "Forty"}, "headline, the lead or the body"),
        ({"words": "So?", "language": "fr"}, "no text in this language"),
    ],
)
def test_a_remark_speaks_of_something_that_is_there(said: dict[str, Any], reason: str) -> None:
    with pytest.raises(CannotReview, match=reason):
        remarking.remark(create.draft(), **{"language": "en", "by": create.officer("bo"), **said})


# At the desk


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def with_role(name: str, role: str) -> Any:
    person = create.officer(name)
    create.assign(person, role)
    return person


def test_a_reviewer_remarks_sends_back_and_approves_at_the_desk() -> None:
    release = create.draft()
    ana, bo = with_role("ana", "writer"), with_role("bo", "editor")
    writer, editor, at = client_of(ana), client_of(bo), f"/desk/press/release/{release.pk}"
    assert writer.post(f"{at}/review/request/", {"of": bo.pk, "note": "By noon."}).status_code == 302
    assert b"Forty officers took part." in editor.get(f"{at}/review/").content
    remark = {"field": "body", "quote": "Forty officers", "words": "Were they forty?"}
    editor.post(f"{at}/remarks/en/", remark)
    editor.post(f"{at}/review/return/", {"reason": "Count again."})
    page = writer.get(f"{at}/review/").content.decode()
    assert "<mark>Forty officers</mark>" in page
    assert "Count again." in page
    made = release.remarks.get()
    assert writer.post(f"{at}/remark/{made.pk}/resolution/").status_code == 302
    assert writer.post(f"{at}/review/approval/", {}).status_code == 403
    seen = {"seen": '{"en": 1}'}
    editor.post(f"{at}/review/approval/", seen)
    assert state(release) == State.APPROVED
    assert kinds(release) == ["asked", "sent-back", "approved"]


def test_the_page_on_which_one_writes_is_given_the_remarks_and_gives_some() -> None:
    release, editor = create.draft(), client_of(with_role("bo", "editor"))
    at = f"/api/releases/{release.pk}/remarks"
    said = {"language": "en", "field": "body", "quote": "took part", "start": 15, "words": "In what?"}
    made = editor.post(at, said, content_type="application/json").json()
    assert (made["start"], made["was_changed"], made["by"], made["guest"]) == (15, False, "bo", False)
    write(release, "en", by=create.officer("ana"), body="<p>Forty officers came.</p>")
    told = editor.get(at).json()
    assert [(one["start"], one["was_changed"], one["words"]) for one in told] == [(-1, True, "In what?")]
    resolved = editor.post(f"{at}/{made['id']}/resolution", content_type="application/json").json()
    assert resolved["resolved_by"] == "bo"
    assert editor.post(at, said, content_type="application/json").status_code == 422
    assert client_of(create.officer("nobody")).get(at).status_code == 404


def test_a_chief_forces_a_publication_at_the_desk_and_the_release_shows_it() -> None:
    release, chief = create.draft(), with_role("cem", "chief")
    write(release, "en", by=chief, headline="In a hurry")
    desk, at = client_of(chief), f"/desk/press/release/{release.pk}"
    assert b"nobody else has approved it" in desk.post(f"{at}/publication/", {"languages": ["en"]}).content
    assert release.editions.count() == 0
    assert desk.post(f"{at}/publication/", {"languages": ["en"], "forced": "At once."}).status_code == 302
    shown = desk.get(f"{at}/change/").content.decode()
    assert "Published without review by" in shown
    assert "At once." in shown
    client_of(with_role("bo", "editor")).post(f"{at}/review/afterwards/", {})
    assert "Published without review by" not in desk.get(f"{at}/change/").content.decode()


def test_what_the_checks_say_is_seen_before_a_publication() -> None:
    release, editor = create.draft(languages=("en", "fr")), client_of(with_role("bo", "editor"))
    write(release, "en", by=None, body="<p>The OSCE and its member States met, and they met &lt;Forty&gt;.</p>")
    shown = editor.get(f"/desk/press/release/{release.pk}/publication/")
    said = {row["language"]: [finding.code for finding in row["findings"]] for row in shown.context["texts"]}
    assert "participating-states" in said["en"]
    assert "participating-states" not in said["fr"]
    page = shown.content.decode()
    assert re.search(r'lang="en"\s*>member States</q>', page)
    assert f'href="/desk/press/release/{release.pk}/text/en/"' in page
    # What stops it is told as what stops it, once.
    write(release, "en", by=None, headline="")
    shown = editor.get(f"/desk/press/release/{release.pk}/publication/")
    assert not any(finding.blocking for row in shown.context["texts"] for finding in row["findings"])
    assert shown.content.decode().count("There is no headline.") == 1


def test_an_editor_is_not_offered_to_publish_without_review() -> None:
    release, editor = create.draft(), client_of(with_role("bo", "editor"))
    assert b'name="forced"' not in editor.get(f"/desk/press/release/{release.pk}/publication/").content


def test_what_readers_will_find_is_shown_before_a_withdrawal() -> None:
    release, other = create.release(), create.draft()
    editor, at = client_of(with_role("bo", "editor")), f"/desk/press/release/{release.pk}/withdrawal/"
    said = {"kind": "replaced", "reason": "The numbers were wrong.", "replaced_by": other.pk}
    looked = editor.post(at, said | {"look": "yes"}).content.decode()
    assert "What readers will find in its place" in looked
    assert "is not public then" in looked
    assert state(release) == State.PUBLIC
    assert editor.post(at, said).status_code == 302
    assert state(release) == State.WITHDRAWN


def test_a_correction_shows_what_readers_will_see_as_changed() -> None:
    release = create.release()
    write(release, "en", by=create.officer("ana"), body="<p>Thirty officers took part.</p>")
    page = client_of(with_role("bo", "editor")).get(f"/desk/press/release/{release.pk}/correction/en/").content.decode()
    assert "<del\n    >Forty</del>" in page or ">Forty</del>" in page
    assert ">Thirty</ins>" in page
