"""The desk's first page: what waits for whom, what goes out, what is late."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from osce_site import freshness
from osce_site.models import User
from press import reviewing
from press.desk import first_page
from press.models import Release, Remark
from press.publishing import publish
from press.writing import now_renders, write
from tests import create

pytestmark = pytest.mark.django_db


def person(name: str, role: str, source: Any = None, **more: Any) -> User:
    officer = create.officer(name)
    create.assign(officer, role, source)
    for field, value in more.items():
        setattr(officer, field, value)
    officer.save()
    return officer


def seen_by(officer: User) -> first_page.Page:
    return first_page.of(User.objects.get(pk=officer.pk))


def page_of(officer: User) -> str:
    client = Client()
    client.force_login(officer)
    answer = client.get("/desk/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_review_asked_of_a_role_waits_for_every_editor_but_who_asked() -> None:
    ana, bo, cem = person("ana", "writer"), person("bo", "editor"), person("cem", "writer")
    release = create.draft("Elections observed")
    reviewing.ask(release, by=ana)
    assert [review.release for review in seen_by(bo).reviews] == [release]
    assert seen_by(ana).reviews == []
    assert seen_by(cem).reviews == []
    assert "Elections observed" in page_of(bo)


def test_a_review_asked_of_one_person_waits_for_that_person_alone() -> None:
    ana, bo, other = person("ana", "writer"), person("bo", "editor"), person("dora", "editor")
    reviewing.ask(create.draft(), by=ana, of=bo)
    assert len(seen_by(bo).reviews) == 1
    assert seen_by(other).reviews == []


def test_a_review_that_was_answered_waits_no_longer() -> None:
    ana, bo = person("ana", "writer"), person("bo", "editor")
    release = create.draft()
    reviewing.ask(release, by=ana)
    reviewing.approve(release, by=bo)
    assert seen_by(bo).reviews == []


def test_what_was_sent_back_waits_for_who_wrote_it_and_says_why() -> None:
    ana, bo, cem = person("ana", "writer"), person("bo", "editor"), person("cem", "writer")
    release = create.draft()
    reviewing.ask(release, by=ana)
    reviewing.send_back(release, by=bo, reason="The number is wrong.")
    assert [review.reason for review in seen_by(ana).sent_back] == ["The number is wrong."]
    assert seen_by(cem).sent_back == []
    assert "The number is wrong." in page_of(ana)


def test_the_remarks_on_ones_texts_wait_once_for_each_release() -> None:
    ana, bo = person("ana", "writer"), person("bo", "editor")
    release = create.draft()
    for words in ("Which bridge?", "Which day?"):
        Remark.objects.create(release=release, language="en", words=words, at=freshness.now(), by=bo)
    (remark,) = seen_by(ana).remarks
    assert (remark.words, remark.others) == ("Which bridge?", 1)  # type: ignore[attr-defined]
    assert seen_by(bo).remarks == []
    Remark.objects.update(resolved_at=freshness.now())
    assert seen_by(ana).remarks == []


def test_a_translation_is_out_of_date_when_its_original_was_saved_since() -> None:
    ana = person("ana", "writer")
    elise = person("elise", "translator", language="fr")
    release = create.draft(languages=["en", "fr", "de"])
    assert seen_by(elise).mine_out_of_date == []
    write(release, "en", by=ana, body="<p>Fifty officers took part.</p>")
    page = seen_by(elise)
    assert [text.language for text in page.mine_out_of_date] == ["fr"]
    assert [text.language for text in page.out_of_date] == ["de"]
    now_renders(release, "fr", by=elise, number=2)
    assert seen_by(elise).mine_out_of_date == []


def test_what_goes_out_within_a_day_stands_on_the_line_with_both_clocks() -> None:
    bo = person("bo", "editor", time_zone="Asia/Tashkent")
    now = freshness.now()
    soon, late = now + timedelta(hours=3), now + timedelta(hours=30)
    create.release("Soon", published_at=soon)
    create.release("Late", published_at=late)
    planned = create.draft("Only planned", planned_for=now + timedelta(hours=5))
    line = seen_by(bo).ahead
    assert [mark.headline for instant in line.instants for mark in instant.marks] == ["Soon", "Only planned"]
    assert [instant.is_scheduled for instant in line.instants] == [True, False]
    assert line.later is not None
    assert line.later.headline == "Late"
    assert all(0 < instant.x < line.width for instant in line.instants)
    shown = page_of(bo)
    assert soon.strftime("%H:%M UTC") in shown
    assert (soon + timedelta(hours=5)).strftime(">%H:%M<") in shown
    assert str(planned.pk) in shown


def test_the_languages_of_a_release_that_open_together_are_one_mark() -> None:
    bo = person("bo", "editor")
    create.release("Together", languages=["en", "fr"], published_at=freshness.now() + timedelta(hours=1))
    (instant,) = seen_by(bo).ahead.instants
    assert [mark.languages for mark in instant.marks] == [["en", "fr"]]


def test_what_is_overdue_stands_in_red() -> None:
    bo = person("bo", "editor")
    late = create.draft("Late", planned_for=freshness.now() - timedelta(minutes=5))
    assert [(alarm.kind, alarm.release) for alarm in seen_by(bo).alarms] == [("overdue", late)]
    assert "Needs somebody now" in page_of(bo)


def test_what_was_published_without_review_stays_in_red_until_somebody_reviews_it() -> None:
    chief, bo = person("chief", "chief"), person("bo", "editor")
    release = create.draft()
    write(release, "en", by=chief, headline="Forced")
    publish(release, by=chief, forced="The Council meets.")
    assert seen_by(bo).unreviewed == [release]
    reviewing.review_afterwards(release, by=bo)
    assert seen_by(bo).unreviewed == []


def test_ones_own_drafts_come_first() -> None:
    bo = person("bo", "writer")
    other = create.draft("Of Ana")
    own = create.draft("My own", begun_by=bo)
    assert seen_by(bo).drafts == [own, other]
    create.release("Public already")
    assert seen_by(bo).drafts == [own, other]


def test_nobody_sees_what_he_may_not_read() -> None:
    here = create.term("Mission to Skopje", "field-operations", kind="field-operation")
    there = create.term("Mission to Serbia", "field-operations", kind="field-operation")
    cem = person("cem", "editor", here)
    secret = create.draft("A secret", source=[there], planned_for=freshness.now() + timedelta(hours=2))
    reviewing.ask(secret, by=create.officer())
    scheduled = create.draft("Another secret", source=[there])
    publish(scheduled, by=None, at=freshness.now() + timedelta(hours=4))
    shown = page_of(cem)
    assert "ecret" not in shown
    page = seen_by(cem)
    assert (page.reviews, page.drafts, page.ahead.instants, page.lately) == ([], [], [], [])


def test_the_ledgers_last_entries_are_sentences_with_titles() -> None:
    bo = person("bo", "editor")
    release = create.release("Mission trains police")
    shown = page_of(bo)
    assert f'bo published <a href="/desk/press/release/{release.pk}/change/">Mission trains police</a>' in shown


def one_of_each(number: int) -> None:
    now = freshness.now()
    ana, bo = create.officer("ana"), create.officer("bo")
    asked = create.draft(f"Asked {number}")
    reviewing.ask(asked, by=ana)
    back = create.draft(f"Back {number}")
    reviewing.ask(back, by=bo)
    reviewing.send_back(back, by=create.officer("dora"), reason="Again.")
    Remark.objects.create(release=back, language="en", words="Why?", at=now, by=ana)
    stale = create.draft(f"Stale {number}", languages=["en", "fr", "de"])
    write(stale, "en", by=ana, body=f"<p>Changed {number}.</p>")
    create.draft(f"Late {number}", planned_for=now - timedelta(hours=number))
    create.draft(f"Planned {number}", planned_for=now + timedelta(hours=number, minutes=30))
    create.release(f"Soon {number}", published_at=now + timedelta(hours=number))
    create.release(f"Later {number}", published_at=now + timedelta(days=number + 2))


def costs_of(bo: User) -> list[int]:
    """The queries of the first page with one, two and three things of each kind."""
    counted = []
    for number in (1, 2, 3):
        one_of_each(number)
        reader = User.objects.get(pk=bo.pk)
        with CaptureQueriesContext(connection) as asked:
            first_page.of(reader)
        counted.append(len(asked))
    return counted


def test_the_first_page_costs_as_many_queries_with_three_of_each_as_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_page, "raised_at", lambda at, releases: [])
    person("dora", "editor")
    one, two, three = costs_of(person("bo", "editor", language="fr"))
    assert one == two == three
    assert one <= 30


def test_what_is_due_within_a_day_is_checked_with_two_queries_each() -> None:
    """One of each round is: what is planned. What is scheduled is frozen already."""
    person("dora", "editor")
    one, two, three = costs_of(person("bo", "editor", language="fr"))
    assert (two - one, three - two) == (2, 2)


def test_the_first_page_speaks_the_language_of_who_is_signed_in() -> None:
    bo = person("bo", "editor", language="fr")
    shown = page_of(bo)
    assert '<html lang="fr"' in shown
    assert "Recent actions" not in shown


def test_who_has_no_role_sees_an_empty_page() -> None:
    Release.objects.all()
    create.draft("A secret")
    shown = page_of(create.officer("nobody"))
    assert "A secret" not in shown
