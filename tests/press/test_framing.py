"""An approval covers all that readers would be given: filing, day, photos, documents and contacts with the words."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test import Client

from osce_site import freshness
from press import attaching, filing, framing, release_sets, reviewing, showing
from press.models import BulkAct, Contact, Document, Frame, Photo, Release, ReleaseSet, SetMember
from press.publishing import publish, stops
from press.refiling import refile
from press.refusals import CannotPublish, CannotReview, ChangedMeanwhile, NotReviewed
from press.standing import State, annotated, standing
from press.writing import write
from taxonomy import succession
from taxonomy.models import Term
from tests import create

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Term:
    return create.term("Mission", "field-operations", kind="field-operation")


@pytest.fixture
def approved(mission: Term) -> Release:
    """Written by Ana, approved by Bo; with a photo, a document and a contact."""
    release = create.draft(source=[mission], about=[create.term("Arms")])
    create.photo(release)
    create.document(release)
    Contact.objects.create(source=mission, name="Press desk", email="press@example.org")
    reviewing.approve(release, by=create.officer("bo"))
    assert state(release) == State.APPROVED
    return release


def state(release: Release) -> State:
    """As it stands now, told the same by the database."""
    fresh, now = Release.objects.get(pk=release.pk), freshness.now()
    stands, row = standing(fresh, now), annotated(Release.objects.filter(pk=release.pk), now).get()
    assert (row.stands, row.stands_changed_since) == (str(stands.state), stands.changed_since)  # type: ignore[attr-defined]
    return stands.state


def desk(name: str = "dora") -> Client:
    client = Client()
    client.force_login(create.officer(name, chief=True))
    return client


def _files(release: Release) -> None:
    borders = Term.objects.filter(slug="borders").first() or create.term("Borders")
    filing.file_under(release, borders.pk, by=create.officer("dora", chief=True))


def _takes_a_term_off(release: Release) -> None:
    term = release.taggings.get(role="field").term_id
    filing.take_off(release, term, "field", by=create.officer("dora", chief=True))


def _puts_a_document_on(release: Release) -> None:
    attaching.put_on(release, create.document(create.draft("Other"), "Agenda"), by=create.officer("dora"))


def _takes_the_photo_off(release: Release) -> None:
    key = release.release_photos.get().photo_id
    assert desk().delete(f"/api/releases/{release.pk}/photos/{key}").status_code == 200


def _describes_the_photo_anew(release: Release) -> None:
    _changes_the_photo(alt="A dam", focal_x=50)


def _moves_the_focal_point(release: Release) -> None:
    _changes_the_photo(alt=Photo.objects.get().texts.get().alt, focal_x=20)


def _changes_the_photo(*, alt: str, focal_x: int) -> None:
    photo = Photo.objects.get()
    said = {"credit": "OSCE/Ana", "copyright": "OSCE", "usage_terms": "Free with the credit."}
    rows = {"texts-TOTAL_FORMS": 1, "texts-INITIAL_FORMS": 1, "texts-0-id": photo.texts.get().pk}
    more = {"focal_x": focal_x, "focal_y": 50, "texts-0-photo": photo.pk, "texts-0-language": "en", "texts-0-alt": alt}
    assert desk().post(f"/desk/press/photo/{photo.pk}/change/", said | rows | more).status_code == 302


def _renames_the_document(release: Release) -> None:
    at = f"/desk/press/document/{Document.objects.get().pk}/change/"
    assert desk().post(at, {"title": "Programme, revised", "language": "en"}).status_code == 302


def _changes_the_contact(release: Release) -> None:
    contact = Contact.objects.get()
    said = {"source": contact.source_id, "name": "Night desk", "email": "press@example.org"}
    assert desk().post(f"/desk/press/contact/{contact.pk}/change/", said).status_code == 302


def _deletes_the_contact(release: Release) -> None:
    at = f"/desk/press/contact/{Contact.objects.get().pk}/delete/"
    assert desk().post(at, {"post": "yes"}).status_code == 302


def form(**said: Any) -> dict[str, Any]:
    rows = ("taggings", "release_photos", "release_documents")
    empty = {f"{row}-{total}_FORMS": "0" for row in rows for total in ("TOTAL", "INITIAL")}
    return {"kind": "press-release", "original_language": "en", **empty, **said}


def _dates(release: Release) -> None:
    said = form(dateline_on="2020-05-01")
    assert desk().post(f"/desk/press/release/{release.pk}/change/", said).status_code == 302


def _files_many_anew(release: Release) -> None:
    act = refile(Release.objects.all(), reason="Decided so.", add=create.term("Borders"))
    succession.carry_out(act, by=create.officer("dora"))


def _merges(release: Release) -> None:
    field = release.taggings.get(role="field").term
    merge = succession.Merge(term=field, target=create.term("Security"), on=freshness.now().date(), reason="One field.")
    succession.carry_out(merge, by=create.officer("dora"))


CHANGES: list[Callable[[Release], None]] = [
    _files,
    _takes_a_term_off,
    _puts_a_document_on,
    _takes_the_photo_off,
    _describes_the_photo_anew,
    _moves_the_focal_point,
    _renames_the_document,
    _changes_the_contact,
    _deletes_the_contact,
    _dates,
    _files_many_anew,
    _merges,
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_changed_around_the_words_takes_an_approval_back(
    approved: Release, change: Callable[[Release], None], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        change(approved)
    assert state(approved) == State.DRAFT
    assert standing(Release.objects.get(pk=approved.pk), freshness.now()).changed_since
    assert reviewing.approved_by(approved) is None
    told = desk("cem").get(f"/desk/press/release/{approved.pk}/review/").content.decode()
    assert "Changed since:" in told
    reviewing.approve(approved, by=create.officer("cem"))
    assert state(approved) == State.APPROVED


def test_what_is_put_back_by_an_undo_is_no_longer_what_was_approved_meanwhile(
    approved: Release, django_capture_on_commit_callbacks: Any
) -> None:
    field = approved.taggings.get(role="field").term
    merge = succession.Merge(term=field, target=create.term("Security"), on=freshness.now().date(), reason="One field.")
    entry = succession.carry_out(merge, by=create.officer("dora"))
    reviewing.approve(approved, by=create.officer("bo"))
    with django_capture_on_commit_callbacks(execute=True):
        succession.undo(entry, by=create.officer("dora"), reason="A slip.")
    assert state(approved) == State.DRAFT


def test_what_is_saved_as_it_was_stays_approved(approved: Release) -> None:
    contact, photo = Contact.objects.get(), Photo.objects.get()
    said = {"source": contact.source_id, "name": contact.name, "email": contact.email}
    desk().post(f"/desk/press/contact/{contact.pk}/change/", said)
    desk().post(f"/desk/press/release/{approved.pk}/change/", form())
    attaching.put_on(approved, photo, by=create.officer("dora"))
    attaching.put_in_order(approved, [photo.pk], by=create.officer("dora"))
    assert state(approved) == State.APPROVED


def test_the_reviewer_reads_what_was_changed_since(approved: Release) -> None:
    _changes_the_contact(approved)
    _files(approved)
    page = desk("cem").get(f"/desk/press/release/{approved.pk}/review/").content.decode()
    assert "<del>Press desk, press@example.org</del>" in page
    assert "<ins>Night desk, press@example.org</ins>" in page
    assert "Borders</ins>" in page
    assert "Changed since: Photos" not in page


def test_another_order_is_told_as_one() -> None:
    release, cem = create.draft(), create.officer("cem")
    photos = [create.photo(release, alt) for alt in ("One", "Two")]
    reviewing.approve(release, by=cem)
    before = framing.said(release)
    attaching.put_in_order(release, [photos[1].pk, photos[0].pk], by=create.officer())
    after = framing.said(release)
    assert [one["photo"] for one in after["photos"]] == [photos[1].pk, photos[0].pk]
    assert state(release) == State.DRAFT
    assert [(change.gone, change.new) for change in framing.changes(before, after)] == [([], [])]


# Four eyes


def test_who_changed_what_goes_out_around_the_words_does_not_publish_it_alone(approved: Release) -> None:
    dora = create.officer("dora", chief=True)
    _files(approved)
    assert "nobody else has approved that yet" in stops(approved, None, by=dora)[0]
    with pytest.raises(NotReviewed, match="filing, day, photos"):
        publish(approved, by=dora)
    assert stops(approved, None, by=create.officer("bo")) == []
    publish(approved, by=dora, forced="At once.")
    forced = approved.reviews.get(kind="forced")
    assert (forced.versions, forced.frame) == ({}, Release.objects.get(pk=approved.pk).frame)


def test_who_publishes_what_another_changed_around_the_words_has_seen_it(approved: Release) -> None:
    _files(approved)
    publish(approved, by=create.officer("bo"))
    newest = approved.reviews.first()
    assert newest is not None
    assert (newest.kind, newest.versions, newest.frame) == ("approved", {}, 1)


def test_two_who_each_did_a_part_approve_the_part_of_the_other() -> None:
    release, ana, bo = create.draft(), create.officer("ana"), create.officer("bo")
    attaching.put_on(release, create.document(create.draft("Other")), by=bo)
    given = reviewing.approve(release, by=bo)
    assert (given.versions, given.frame) == ({"en": 1}, None)
    assert state(release) == State.DRAFT
    given = reviewing.approve(release, by=ana)
    assert (given.versions, given.frame) == ({}, 1)
    assert state(release) == State.APPROVED
    with pytest.raises(CannotReview, match="saved it last yourself"):
        reviewing.approve(release, by=ana)
    publish(release, by=bo)


def test_a_guest_approves_what_he_was_shown_and_nothing_put_on_later(approved: Release) -> None:
    write(approved, "en", by=create.officer("ana"), headline="Anew")
    ends = freshness.now() + showing.LONGEST
    made, _word = showing.show_to(approved, kind="preview", name="Dee", by=create.officer("bo"), expires_at=ends)
    _files(approved)
    reviewing.approve(approved, showing=made)
    assert state(approved) == State.DRAFT
    page = desk("cem").get(f"/desk/press/release/{approved.pk}/showings/").content.decode()
    assert "another by now" in page


def test_what_is_changed_while_somebody_looks_is_neither_approved_nor_published(approved: Release) -> None:
    seen = reviewing.shown(approved)
    _puts_a_document_on(approved)
    for decide in (reviewing.approve, publish):
        with pytest.raises(ChangedMeanwhile, match="filing, day, photos, documents or contacts"):
            decide(approved, by=create.officer("bo"), seen=seen)
    publish(approved, by=create.officer("bo"), seen=reviewing.shown(approved))


def test_what_nobody_noted_is_noticed_by_the_next_decision(approved: Release) -> None:
    seen = reviewing.shown(approved)
    approved.taggings.filter(role="field").delete()
    with pytest.raises(ChangedMeanwhile):
        publish(approved, by=create.officer("bo"), seen=seen)


def test_what_was_approved_before_it_was_numbered_stays_so_until_it_is_changed(approved: Release) -> None:
    """As the migration leaves it: number 0 on both sides, and nothing kept of it."""
    old = create.draft("Of before")
    old.reviews.create(kind="approved", versions={"en": 1}, frame=0, at=freshness.now(), by=create.officer("bo"))
    assert state(old) == State.APPROVED
    assert not Frame.objects.filter(release=old).exists()
    _puts_a_document_on(old)
    assert state(old) == State.DRAFT


def test_what_was_kept_of_it_is_never_changed(approved: Release) -> None:
    for spoil in (lambda: Frame.objects.update(said={}), lambda: Frame.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()
    with pytest.raises(DatabaseError), transaction.atomic():
        approved.reviews.update(frame=7)


def test_the_form_of_a_release_does_not_bring_an_older_number_back(approved: Release) -> None:
    stale = Release.objects.get(pk=approved.pk)
    _files(approved)
    _dates(stale)
    assert Release.objects.get(pk=approved.pk).frame == 2


@pytest.mark.beside_each_other
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [_files, _takes_a_term_off, _puts_a_document_on])
def test_filing_and_attaching_wait_for_a_publication(approved: Release, act: Callable[[Release], None]) -> None:
    """Else two languages of it could be given different filing."""
    create.officer("dora", chief=True)

    def one() -> str:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
            act(approved)
        except OperationalError as waited:
            return str(waited)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            reviewing.hold(approved)
            assert "lock timeout" in threads.submit(one).result()
        assert threads.submit(one).result() == "done"


# Sets and acts on many


def _set_of(*releases: Release) -> ReleaseSet:
    made = ReleaseSet.objects.create(name="The summit")
    for release in releases:
        SetMember.objects.create(release_set=made, release=release)
    return made


def test_a_set_of_which_one_was_changed_meanwhile_does_not_go_out(approved: Release) -> None:
    cem, together = create.officer("cem", chief=True), _set_of(approved, create.draft("Second"))
    seen = release_sets.shown(together)
    _files(approved)
    with pytest.raises(CannotPublish) as refused:
        release_sets.publish_together(together, by=cem, seen=seen)
    assert refused.value.messages == [f"{approved}: It was changed while you looked at it. Look again."]
    release_sets.publish_together(together, by=cem, seen=release_sets.shown(together))
    assert state(approved) == State.PUBLIC


def test_a_set_into_which_another_release_was_put_meanwhile_does_not_go_out(approved: Release) -> None:
    cem, together = create.officer("cem", chief=True), _set_of(approved)
    seen = release_sets.shown(together)
    SetMember.objects.create(release_set=together, release=create.draft("Second"))
    with pytest.raises(CannotPublish, match="What is in the set was changed"):
        release_sets.publish_together(together, by=cem, seen=seen)


def test_the_page_of_a_set_carries_what_it_showed(approved: Release) -> None:
    together, client = _set_of(approved), desk("cem")
    at = f"/desk/press/releaseset/{together.pk}/publication/"
    seen = client.get(at).context["form"]["seen"].value()
    write(approved, "en", by=create.officer("ana"), headline="Saved meanwhile")
    page = client.post(at, {"at": "", "seen": seen}).content.decode()
    assert "It was changed while you looked at it. Look again." in page
    assert state(approved) == State.DRAFT


@pytest.mark.parametrize("kind", ["publish", "approve"])
def test_of_many_the_one_that_was_changed_meanwhile_is_refused_and_the_others_go_on(kind: str) -> None:
    good, changed, late = create.draft("Good"), create.draft("Changed"), create.draft("Late")
    cem, at = desk("cem"), "/desk/press/release/"
    chosen = {"action": f"bulk_{kind}", "_selected_action": [good.pk, changed.pk]}
    seen = cem.post(at, chosen).context["form"]["seen"].value()
    _puts_a_document_on(changed)
    more = chosen | {"_selected_action": [good.pk, changed.pk, late.pk]}
    answer = cem.post(at, more | {"asked": "yes", "seen": seen})
    act = BulkAct.objects.get(pk=answer["Location"].rstrip("/").rpartition("/")[2])
    refusals = {outcome.release: outcome.refusal for outcome in act.outcomes.all()}
    assert refusals[good] == ""
    assert "It was changed while you looked at it: filing, day, photos" in refusals[changed]
    assert refusals[late] == "It was not in the selection that you looked at. Look again."
