"""What a named person without an account is shown: one frozen version, for a while, and nothing else."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from osce_site import telling
from osce_site.models import LedgerEntry
from press import answering, reviewing, showing, usage
from press.correcting import correct
from press.models import Contact, Delivery, Document, Edition, Opening, Release, ReleaseDocument, Showing
from press.publishing import publish
from press.writing import write
from tests import create
from tests.movable_clock import the_time_is

pytestmark = pytest.mark.django_db

NOW = create.instant(2021, 5, 1)
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _it_is_noon() -> Any:
    with the_time_is(NOW):
        yield


def shown(release: Release, kind: str = "preview", name: str = "Ambassador Aalto", **more: Any) -> tuple[Showing, str]:
    more.setdefault("expires_at", NOW + WEEK)
    return showing.show_to(release, kind=kind, name=name, by=create.officer("bo"), **more)


def approved(**more: Any) -> Release:
    draft = create.draft(embargo_until=NOW + timedelta(hours=6), **more)
    reviewing.approve(draft, by=create.officer("bo"))
    return draft


def desk(role: str = "editor") -> Client:
    officer = create.officer(f"{role}-officer")
    create.assign(officer, role)
    client = Client()
    client.force_login(officer)
    return client


def paper(release: Release, title: str = "The report") -> Document:
    made = Document(title=title, size=9, language="en")
    made.file.save("report.pdf", ContentFile(b"%PDF-1.7\n"))
    ReleaseDocument.objects.create(release=release, document=made)
    return made


def file_from(client: Client, path: str) -> Any:
    """The answer, its file read and closed."""
    answer = client.get(path)
    if answer.streaming:
        b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return answer


# What is shown


def test_a_guest_sees_the_page_as_it_will_be() -> None:
    mission = create.term("Mission", "field-operations", kind="operation")
    Contact.objects.create(source=mission, name="Press desk", email="press@example.org")
    draft = create.draft("Police trained", languages=["en", "fr"], source=[mission], about=[create.term("Borders")])
    photo, document = create.photo(draft, alt="A bridge at dawn"), paper(draft)
    _made, word = shown(draft)
    page = Client().get(f"/preview/{word}/en/").content.decode()
    for said in ["Police trained", "Forty officers took part.", "VIENNA, 1 May 2021", "Mission", "Borders"]:
        assert said in page
    for said in ["A bridge at dawn", "The report", "press@example.org", "Ambassador Aalto", "noindex"]:
        assert said in page
    assert f"/preview/{word}/files/{photo.token}/" in page
    assert f"/preview/{word}/files/{document.token}/" in page
    assert f'"/files/{photo.token}' not in page
    assert f'href="/preview/{word}/fr/"' in page
    assert 'rel="canonical"' not in page


def test_what_is_saved_later_is_not_shown_to_a_guest() -> None:
    draft = create.draft("Police trained", about=[create.term("Borders")])
    create.photo(draft, alt="A bridge at dawn")
    _made, word = shown(draft)
    before = Client().get(f"/preview/{word}/en/").content
    write(draft, "en", by=create.officer(), headline="Police not trained", body="<p>None came.</p>")
    draft.taggings.all().delete()
    photo = draft.release_photos.get().photo
    photo.texts.update(alt="Another bridge")
    draft.release_photos.all().delete()
    Release.objects.filter(pk=draft.pk).update(kind="statement", dateline_on="2021-06-01")
    assert Client().get(f"/preview/{word}/en/").content == before


def test_the_door_leads_to_the_language_the_guest_reads() -> None:
    _made, word = shown(create.draft(languages=["en", "fr", "de"]), languages=["fr", "de"])
    door = f"/preview/{word}/"
    assert Client().get(door, headers={"accept-language": "de"})["Location"] == f"/preview/{word}/de/"
    assert Client().get(door, headers={"accept-language": "es"})["Location"] == f"/preview/{word}/fr/"
    assert Client().get(f"/preview/{word}/en/").status_code == 404


def test_only_the_files_of_the_version_shown_are_given_out() -> None:
    draft, other = create.draft(), create.draft("Something else")
    photo, foreign = create.photo(draft), create.photo(other)
    document, foreign_document = paper(draft), paper(other, "Another report")
    _made, word = shown(draft)
    guest = Client()
    assert file_from(guest, f"/preview/{word}/files/{photo.token}/full.jpg").status_code == 200
    assert file_from(guest, f"/preview/{word}/files/{document.token}/{document.file_name}").status_code == 200
    assert file_from(guest, f"/preview/{word}/files/{photo.token}/other.jpg").status_code == 404
    assert file_from(guest, f"/preview/{word}/files/{foreign.token}/full.jpg").status_code == 404
    assert file_from(guest, f"/preview/{word}/files/{foreign_document.token}/report.pdf").status_code == 404
    assert file_from(guest, f"/files/{photo.token}/full.jpg").status_code == 404
    later = create.photo(draft)
    assert file_from(guest, f"/preview/{word}/files/{later.token}/full.jpg").status_code == 404


def test_nothing_of_it_is_kept_indexed_or_told_to_others() -> None:
    draft = create.draft()
    photo = create.photo(draft)
    _made, word = shown(draft)
    for path in ["", "en/", f"files/{photo.token}/full.jpg"]:
        answer = file_from(Client(), f"/preview/{word}/{path}")
        assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "no-store, private"
        assert "ETag" not in answer
        assert not answer.cookies


def test_a_word_cannot_be_guessed_and_is_kept_nowhere() -> None:
    made, word = shown(create.draft())
    assert len(word) == 32
    kept = str([*Showing.objects.values(), *LedgerEntry.objects.values(), *Opening.objects.values()])
    assert word not in kept
    assert made.digest in kept


# Until when


def every_answer(word: str) -> list[tuple[int, dict[str, str], bytes]]:
    """All a guest's addresses below a word, by every method."""
    paths = ["", "en/", "fr/", "approval/", "remarks/", "files/token/full.jpg", "nothing", "nothing/at/all/"]
    said = []
    for path in paths:
        for method in ("get", "head", "post", "put", "options"):
            answer = getattr(Client(enforce_csrf_checks=True), method)(f"/preview/{word}/{path}")
            said.append((answer.status_code, dict(answer.headers), answer.content))
    return said


@pytest.mark.parametrize("end", ["expired", "revoked"])
def test_what_ended_answers_as_what_never_was(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = create.draft(languages=["en", "fr"])
    word = "an-unguessable-word"
    monkeypatch.setattr(showing, "draw_word", lambda: word)
    before = every_answer(word)
    made, told = shown(draft)
    assert told == word
    assert every_answer(word) != before
    if end == "revoked":
        showing.revoke(made, by=create.officer("bo"))
    with the_time_is(NOW if end == "revoked" else made.expires_at):
        assert every_answer(word) == before
    assert {status for status, _headers, _body in before} == {301, 404}  # 301: to the slash that was forgotten


def test_a_link_ends_on_the_second() -> None:
    made, word = shown(create.draft())
    with the_time_is(made.expires_at - timedelta(microseconds=1)):
        assert Client().get(f"/preview/{word}/en/").status_code == 200
    with the_time_is(made.expires_at):
        assert Client().get(f"/preview/{word}/en/").status_code == 404


@pytest.mark.parametrize("expires_at", [NOW, NOW - WEEK, NOW + timedelta(days=61)])
def test_a_link_ends_in_the_time_to_come_and_soon(expires_at: datetime) -> None:
    with pytest.raises(showing.CannotShow, match="within 60 days"):
        shown(create.draft(), expires_at=expires_at)
    assert Showing.objects.count() == 0


def test_a_link_is_taken_back_once() -> None:
    made, _word = shown(create.draft())
    showing.revoke(made, by=create.officer("bo"), reason="Sent to the wrong address.")
    with pytest.raises(showing.CannotShow, match="ended already"):
        showing.revoke(made, by=create.officer("bo"))
    assert LedgerEntry.objects.filter(act="showing revoked").get().reason == "Sent to the wrong address."


def test_what_is_shown_cannot_be_exchanged() -> None:
    made, _word = shown(create.draft())
    exchanged: list[dict[str, Any]] = [{"name": "Somebody else"}, {"shown": {}}, {"expires_at": NOW + WEEK + WEEK}]
    for changes in exchanged:
        with pytest.raises(DatabaseError), transaction.atomic():
            Showing.objects.filter(pk=made.pk).update(**changes)


def test_what_has_no_words_is_not_shown() -> None:
    with pytest.raises(showing.CannotShow, match="no text to show"):
        shown(Release.objects.create())
    with pytest.raises(showing.CannotShow, match="no text in: ru"):
        shown(create.draft(), languages=["en", "ru"])
    with pytest.raises(showing.CannotShow, match="who it is for"):
        shown(create.draft(), name=" ")


# Who opened what when


def test_each_opening_is_noted_and_nothing_else() -> None:
    draft = create.draft(languages=["en", "fr"])
    photo, document = create.photo(draft, alt="A bridge"), paper(draft)
    made, word = shown(draft)
    guest = Client()
    guest.get(f"/preview/{word}/")
    guest.get(f"/preview/{word}/en/")
    guest.head(f"/preview/{word}/en/")
    guest.get(f"/preview/{word}/es/")
    with the_time_is(NOW + timedelta(minutes=5)):
        guest.get(f"/preview/{word}/fr/")
        file_from(guest, f"/preview/{word}/files/{photo.token}/480.jpg")
        file_from(guest, f"/preview/{word}/files/{photo.token}/full.jpg")
        file_from(guest, f"/preview/{word}/files/{document.token}/{document.file_name}")
        guest.get(f"/preview/{word}/en/")
    noted = [(opening.at, opening.what) for opening in made.openings.all()]
    later = NOW + timedelta(minutes=5)
    assert noted == [
        (NOW, "English"),
        (later, "Français"),
        (later, "full.jpg (A bridge)"),
        (later, f"{document.file_name} (The report)"),
        (later, "English"),
    ]


# What he says to it


def test_a_guest_remarks_on_a_passage_and_approves_exactly_what_he_was_shown() -> None:
    draft = create.draft(languages=["en", "fr"], body="<p>Forty officers <strong>took</strong> part.</p>")
    made, word = shown(draft)
    write(draft, "en", by=create.officer(), headline="Another headline")
    guest = Client(enforce_csrf_checks=True)
    said = {"language": "en", "quote": "VIENNA, 1 May 2021 – Forty officers took\n part", "words": "There were fifty."}
    answer = guest.post(f"/preview/{word}/remarks/", said)
    assert (answer.status_code, answer["Location"]) == (303, f"/preview/{word}/en/#answers")
    guest.post(f"/preview/{word}/approval/", {"language": "fr", "words": "With thanks."})
    guest.post(f"/preview/{word}/approval/", {"language": "fr", "words": "Once more."})
    remark, approval = made.remarks.get(), made.reviews.get()
    assert (remark.field, remark.quote, remark.words) == ("body", "Forty officers took part", "There were fifty.")
    assert remark.revision
    assert remark.revision.headline == "Mission trains border police"
    assert (approval.kind, approval.versions, approval.reason) == ("approved", {"en": 1, "fr": 1}, "With thanks.")
    assert reviewing.approved_by(draft, ["fr"]) == made
    assert reviewing.approved_by(draft, ["en"]) is None
    told = list(LedgerEntry.objects.order_by("number").values_list("act", "by__username", "details__guest"))
    assert told[-3:] == [("shown", "bo", None), ("remarked", None, made.name), ("approved", None, made.name)]
    page = guest.get(f"/preview/{word}/en/").content.decode()
    assert "There were fifty." in page
    assert "You approved this version" in page
    assert "I approve this version" not in page


def test_who_made_the_link_and_who_asked_for_the_review_are_told_what_a_guest_said(
    django_capture_on_commit_callbacks: Any,
) -> None:
    for name, language in (("bo", "fr"), ("dora", "en"), ("eve", "en")):
        person = create.officer(name)
        person.email, person.language = f"{name}@example.org", language
        person.save()
    draft = create.draft("Police trained")
    reviewing.ask(draft, by=create.officer("eve"))
    reviewing.ask(draft, by=create.officer("dora"))
    made, word = shown(draft, organisation="Delegation")
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(f"/preview/{word}/remarks/", {"language": "en", "quote": "Forty", "words": "There were fifty."})
        Client().post(f"/preview/{word}/approval/", {"words": "With thanks."})
        Client().post(f"/preview/{word}/approval/", {"words": "Once more."})
    told = {letter.key: letter for letter in Delivery.objects.filter(key__startswith="guest ")}
    bo, dora = create.officer("bo"), create.officer("dora")
    remark, approval = made.remarks.get(), made.reviews.get()
    assert set(told) == {
        f"guest {kind} {said.pk} {person.pk}"
        for kind, said in (("remark", remark), ("review", approval))
        for person in (bo, dora)
    }
    remarked, approved_it = told[f"guest remark {remark.pk} {dora.pk}"], told[f"guest review {approval.pk} {dora.pk}"]
    assert remarked.subject == "Ambassador Aalto made a remark: Police trained"
    assert "Ambassador Aalto, Delegation\n\nEnglish\n\n“Forty”\n\nThere were fifty." in remarked.words
    assert approved_it.subject == "Ambassador Aalto approved it: Police trained"
    assert "With thanks." in approved_it.words
    for letter in told.values():
        assert f"/desk/press/release/{draft.pk}/review/" in letter.words
        assert word not in letter.words


def test_who_asked_and_made_the_link_too_is_told_once() -> None:
    bo = create.officer("bo")
    bo.email = "bo@example.org"
    bo.save()
    draft = create.draft()
    reviewing.ask(draft, by=bo)
    _made, word = shown(draft)
    Client().post(f"/preview/{word}/approval/")
    assert Delivery.objects.filter(key__startswith="guest ").count() == 1


def test_a_release_is_never_without_a_name() -> None:
    unnamed = create.draft("")
    assert str(unnamed) == "Without a headline"
    empty = Release.objects.create()
    assert str(empty) == str(empty.pk)
    _made, word = shown(unnamed)
    assert Client().post(f"/preview/{word}/approval/").status_code == 303


def test_a_passage_that_stands_nowhere_is_refused_and_the_words_are_kept() -> None:
    made, word = shown(create.draft())
    answer = Client().post(f"/preview/{word}/remarks/", {"language": "en", "quote": "Sixty", "words": "Not so."})
    assert answer.status_code == 422
    assert "do not stand so in the text" in answer.content.decode()
    assert "Not so.</textarea>" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store, private"
    assert made.remarks.count() == 0
    empty = Client().post(f"/preview/{word}/remarks/", {"language": "en", "words": " "})
    assert empty.status_code == 422
    foreign = Client().post(f"/preview/{word}/remarks/", {"language": "ru", "words": "A remark."})
    assert foreign.status_code == 422


def test_one_link_does_not_fill_the_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "MOST", 2)
    made, word = shown(create.draft())
    said = {"language": "en", "words": "A remark."}
    given = [Client().post(f"/preview/{word}/remarks/", said).status_code for _time in range(3)]
    assert given == [303, 303, 422]
    assert made.remarks.count() == 2


def test_what_a_guest_did_is_told_by_his_name() -> None:
    _made, word = shown(create.draft("Police trained"))
    Client().post(f"/preview/{word}/approval/")
    (entry,) = LedgerEntry.objects.filter(act="approved")
    (told,) = telling.tell([entry], create.officer("cem", chief=True))
    assert "Ambassador Aalto approved" in told.sentence


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}],
)
def test_another_site_cannot_approve_in_a_guests_browser(headers: dict[str, str]) -> None:
    made, word = shown(create.draft())
    assert Client().post(f"/preview/{word}/approval/", headers=headers).status_code == 403
    assert made.reviews.count() == 0
    own = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
    assert Client().post(f"/preview/{word}/approval/", headers=own).status_code == 303
    assert made.reviews.count() == 1


def test_a_journalist_is_asked_for_nothing() -> None:
    made, word = shown(approved(), "embargoed")
    assert "<form method" not in Client().get(f"/preview/{word}/en/").content.decode()
    assert Client().post(f"/preview/{word}/approval/").status_code == 404
    assert Client().post(f"/preview/{word}/remarks/", {"words": "A remark."}).status_code == 404
    assert (made.reviews.count(), made.remarks.count()) == (0, 0)


# Embargoed access


def test_a_journalist_reads_until_when_and_is_led_to_the_public_page() -> None:
    draft = create.draft("Police trained")
    publish(draft, by=create.officer("bo"), at=NOW + timedelta(hours=6))
    _made, word = shown(draft, "embargoed", "Jo Reporter")
    page = Client().get(f"/preview/{word}/en/").content.decode()
    assert "Under embargo: do not publish before" in page
    assert "20:00 CEST (18:00 UTC)" in " ".join(page.split())
    with the_time_is(NOW + timedelta(hours=6)):
        answer = Client().get(f"/preview/{word}/en/")
        assert (answer.status_code, answer["Location"]) == (302, draft.editions.get().get_absolute_url())


def test_what_is_scheduled_is_shown_as_it_goes_out() -> None:
    draft = create.draft("Police trained")
    publish(draft, by=create.officer("bo"), at=NOW + timedelta(hours=6))
    write(draft, "en", by=create.officer(), headline="Already another headline")
    _made, word = shown(draft, "embargoed", "Jo Reporter")
    page = Client().get(f"/preview/{word}/en/").content.decode()
    assert "Police trained" in page
    assert "Already another headline" not in page


def test_journalists_are_given_only_what_is_approved_or_scheduled_and_has_an_hour() -> None:
    written = create.draft(embargo_until=NOW + timedelta(hours=6))
    with pytest.raises(showing.CannotShow, match=r"only what is approved or scheduled.*: en"):
        shown(written, "embargoed")
    reviewing.approve(written, by=create.officer("bo"))
    shown(written, "embargoed")
    write(written, "en", by=create.officer(), headline="Changed again")
    with pytest.raises(showing.CannotShow, match="only what is approved or scheduled"):
        shown(written, "embargoed")
    timeless = create.draft()
    reviewing.approve(timeless, by=create.officer("bo"))
    with pytest.raises(showing.CannotShow, match="no hour yet"):
        shown(timeless, "embargoed")
    with pytest.raises(showing.CannotShow, match="public already in: en"):
        shown(create.release(), "embargoed")


def test_a_preview_of_a_correction_is_of_the_text_at_the_desk() -> None:
    release = create.release("Mission trains forty")
    write(release, "en", by=create.officer(), headline="Mission trains fifty")
    _made, word = shown(release)
    assert "Mission trains fifty" in Client().get(f"/preview/{word}/en/").content.decode()
    with the_time_is(NOW + timedelta(minutes=1)):
        correct(release, "en", by=create.officer("bo"), correction="correction", note="There were fifty.")
        assert "There were fifty." in Client().get(f"/preview/{word}/en/").content.decode()


# At the desk


def test_an_editor_makes_a_link_that_is_told_once_and_mailed() -> None:
    draft = create.draft("Police trained", languages=["en", "fr"])
    editor = desk()
    path = f"/desk/press/release/{draft.pk}/showings/"
    assert editor.get(path).status_code == 200
    said = {
        "preview-name": "Ambassador Aalto",
        "preview-organisation": "Finland",
        "preview-email": "aalto@example.org",
        "preview-languages": ["en"],
        "preview-expires_at": "2021-05-08T12:00",
        "preview-mail_in": "fr",
    }
    page = editor.post(f"{path}preview/", said).content.decode()
    (letter,) = mail.outbox
    address = next(line for line in letter.body.splitlines() if line.startswith("http://testserver/preview/"))
    assert address in page
    assert letter.to == ["aalto@example.org"]
    assert "Police trained" not in f"{letter.subject} {letter.body}"
    assert "8 mai 2021, 12:00 CEST (10:00 UTC)" in letter.body
    assert Client().get(address, follow=True).status_code == 200
    listed = editor.get(path).content.decode()
    assert address not in listed
    for told in ["Ambassador Aalto", "Finland", "valid", "English", "Opened once"]:
        assert told in listed


def test_several_journalists_get_a_link_each_or_none_does() -> None:
    draft = approved()
    editor = desk()
    path = f"/desk/press/release/{draft.pk}/showings/embargoed/"
    said = {"embargoed-languages": ["en"], "embargoed-expires_at": "2021-05-02T12:00", "embargoed-mail_in": "en"}
    wrong = {**said, "embargoed-journalists": "Jo Reporter, The Paper, jo@example.org\nonly@example.org\nKim, , kim@"}
    page = editor.post(path, wrong).content.decode()
    assert "Line 2: Write name, organisation, e-mail." in page
    assert "Line 3: Enter a valid email address." in page
    assert Showing.objects.count() == 0
    right = {
        **said,
        "embargoed-journalists": "Jo Reporter, The Paper, jo@example.org\n\nKim Writer; Agency\nLee\tDaily\tlee@example.org",
    }
    page = editor.post(path, right).content.decode()
    made = list(Showing.objects.order_by("pk").values_list("kind", "name", "organisation", "email"))
    assert made == [
        ("embargoed", "Jo Reporter", "The Paper", "jo@example.org"),
        ("embargoed", "Kim Writer", "Agency", ""),
        ("embargoed", "Lee", "Daily", "lee@example.org"),
    ]
    assert page.count("http://testserver/preview/") == 3
    assert [letter.to for letter in mail.outbox] == [["jo@example.org"], ["lee@example.org"]]


def test_what_stands_in_the_way_is_said_at_the_form() -> None:
    draft = create.draft()
    said = {
        "embargoed-languages": ["en"],
        "embargoed-expires_at": "2021-05-02T12:00",
        "embargoed-journalists": "Jo Reporter",
    }
    page = desk().post(f"/desk/press/release/{draft.pk}/showings/embargoed/", said).content.decode()
    assert "It has no hour yet" in page
    assert "Jo Reporter</textarea>" in page


def test_a_mail_that_cannot_be_sent_is_told_and_the_link_stands(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    draft = create.draft()
    said = {
        "preview-name": "Ambassador Aalto",
        "preview-email": "aalto@example.org",
        "preview-languages": ["en"],
        "preview-expires_at": "2021-05-08T12:00",
        "preview-mail_in": "en",
    }
    page = desk().post(f"/desk/press/release/{draft.pk}/showings/preview/", said).content.decode()
    assert "could not be sent" in page
    assert "http://testserver/preview/" in page


def test_a_link_is_taken_back_at_the_desk() -> None:
    made, word = shown(create.draft())
    editor = desk()
    path = reverse("admin:press_release_revocation", args=[made.release_id, made.pk])
    assert editor.get(path).status_code == 405
    answer = editor.post(path, {"reason": "Sent to the wrong address."}, follow=True)
    assert "taken back" in answer.content.decode()
    assert Client().get(f"/preview/{word}/en/").status_code == 404
    assert "ended already" in editor.post(path, follow=True).content.decode()


def test_the_link_of_another_release_is_not_taken_back_here() -> None:
    made, word = shown(create.draft())
    other = create.draft("Something else")
    path = reverse("admin:press_release_revocation", args=[other.pk, made.pk])
    assert desk().post(path).status_code == 404
    assert Client().get(f"/preview/{word}/en/").status_code == 200


@pytest.mark.parametrize("role", ["translator", "writer"])
def test_who_is_no_editor_shows_nothing_to_guests(role: str) -> None:
    draft = create.draft()
    client = desk(role)
    for path in ["showings/", "showings/preview/", "showings/embargoed/", "showings/1/revocation/"]:
        assert client.post(f"/desk/press/release/{draft.pk}/{path}").status_code == 403
    assert Showing.objects.count() == 0


def test_the_list_of_links_costs_the_same_with_one_and_with_three() -> None:
    draft = create.draft()
    editor = desk()

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            editor.get(f"/desk/press/release/{draft.pk}/showings/")
        return len(caught)

    Client().get(f"/preview/{shown(draft)[1]}/en/")
    asked()  # what is read once a process
    once = asked()
    for name in ("Jo", "Kim"):
        Client().get(f"/preview/{shown(draft, name=name)[1]}/en/")
    assert asked() == once


# The preview at the desk


def test_the_desk_previews_what_is_saved_with_all_that_belongs_to_it() -> None:
    mission = create.term("Mission", "field-operations", kind="operation")
    Contact.objects.create(source=mission, name="Press desk", email="press@example.org")
    draft = create.draft("Police trained", source=[mission])
    photo, document = create.photo(draft, alt="A bridge at dawn"), paper(draft)
    client = desk("translator")
    at = f"/desk/press/release/{draft.pk}/preview/"
    answer = client.get(f"{at}en/")
    page = answer.content.decode()
    for said in ["Police trained", "A bridge at dawn", "The report", "press@example.org"]:
        assert said in page
    assert file_from(client, f"{at}files/{photo.token}/full.jpg").status_code == 200
    assert file_from(client, f"{at}files/{document.token}/{document.file_name}").status_code == 200
    assert f"{at}files/{photo.token}/" in page
    foreign = create.photo(create.draft("Something else"))
    assert client.get(f"{at}files/{foreign.token}/full.jpg", follow=True).status_code == 404
    assert client.get(f"{at}fr/").status_code == 404


def test_the_desk_previews_words_that_are_not_saved_yet() -> None:
    draft = create.draft("Police trained")
    client = desk("translator")
    said = {"headline": "Police <b>were</b> trained", "place": "ROME", "body": "<p>New.<script>alert(1)</script></p>"}
    for language in ("en", "fr"):
        page = client.post(f"/desk/press/release/{draft.pk}/preview/{language}/", said).content.decode()
        assert "Police &lt;b&gt;were&lt;/b&gt; trained" in page
        assert "New." in page
        assert "alert(1)" not in page
    assert draft.texts.get().headline == "Police trained"


def test_only_the_preview_may_be_framed_and_only_by_the_desk() -> None:
    draft = create.draft()
    client = desk("translator")
    answer = client.get(f"/desk/press/release/{draft.pk}/preview/en/")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    _made, word = shown(draft)
    for other in (client.get("/desk/"), Client().get(f"/preview/{word}/en/")):
        assert other["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"]


def test_nobody_outside_sees_the_desks_preview() -> None:
    draft = create.draft()
    photo = create.photo(draft)
    for path in ["en/", f"files/{photo.token}/full.jpg"]:
        assert Client().get(f"/desk/press/release/{draft.pk}/preview/{path}").status_code == 302


def test_a_public_release_needs_no_text_of_ours_to_be_found(client: Client) -> None:
    """The page drawn for guests and the page of readers are one: the same words in the same order."""
    draft = create.draft("Police trained", about=[create.term("Borders")])
    create.photo(draft)
    _made, word = shown(draft)
    guest = client.get(f"/preview/{word}/en/").content.decode()
    publish(draft, by=create.officer("bo"))
    public = client.get(Edition.objects.get().get_absolute_url()).content.decode()
    article = public[public.index('<div class="prose">') : public.index("</div>", public.index('<div class="prose">'))]
    assert article in guest


def test_what_a_guest_is_shown_is_used() -> None:
    draft = create.draft()
    photo = create.photo(draft)
    made, _word = shown(draft)
    draft.release_photos.all().delete()
    assert usage.is_used(photo)
    showing.revoke(made, by=create.officer("bo"))
    assert not usage.is_used(photo)
