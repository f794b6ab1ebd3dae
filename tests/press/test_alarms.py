"""What cannot wait is seen, and told once to whom it concerns."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from osce_site.models import User
from press import alarms, delivering, reviewing, watching
from press.models import Delivery, Release
from press.publishing import call_off, publish
from press.writing import write
from tests import create
from tests.movable_clock import the_time_is

pytestmark = pytest.mark.django_db

NOON = create.instant(2026, 3, 1)
HOUR = timedelta(hours=1)


def person(name: str, role: str = "", **more: Any) -> User:
    made = create.officer(name)
    User.objects.filter(pk=made.pk).update(email=f"{name}@example.org", **more)
    if role:
        create.assign(made, role)
    made.refresh_from_db()
    return made


def kinds(at: Any) -> list[tuple[int, str]]:
    return [(alarm.release.pk, alarm.kind) for alarm in alarms.standing(at)]


def test_what_was_planned_and_has_not_gone_out_is_overdue() -> None:
    late, done = create.draft(planned_for=NOON), create.draft(planned_for=NOON)
    with the_time_is(NOON - HOUR):
        publish(done, by=create.officer("bo"), at=NOON)
    assert kinds(NOON + HOUR) == [(late.pk, "overdue")]
    publish(late, by=create.officer("bo"))
    assert kinds(NOON + HOUR) == []


def test_what_is_planned_within_a_day_and_not_approved_is_told_in_time() -> None:
    release = create.draft(planned_for=NOON)
    assert kinds(NOON - timedelta(hours=25)) == []
    assert kinds(NOON - 2 * HOUR) == [(release.pk, "blocked")]
    assert "Nobody has approved it yet in: English." in alarms.standing(NOON - HOUR)[0].message
    reviewing.approve(release, by=create.officer("bo"))
    assert kinds(NOON - HOUR) == []
    write(release, "en", by=create.officer("ana"), body="")
    assert kinds(NOON - HOUR) == [(release.pk, "blocked")]


def test_what_is_scheduled_before_the_end_of_its_embargo_is_told() -> None:
    release = create.draft()
    with the_time_is(NOON - 2 * HOUR):
        publish(release, by=create.officer("bo"), at=NOON)
        assert kinds(NOON - HOUR) == []
        Release.objects.filter(pk=release.pk).update(embargo_until=NOON + HOUR)
        assert kinds(NOON - HOUR) == [(release.pk, "blocked")]
        assert "It is under embargo until" in alarms.standing(NOON - HOUR)[0].message
        call_off(release, by=create.officer("bo"), reason="Embargo.")
    assert kinds(NOON - HOUR) == []


def test_what_nobody_has_reviewed_for_a_day_is_told_until_somebody_does() -> None:
    chief, release = create.officer("cem", chief=True), create.draft()
    with the_time_is(NOON):
        write(release, "en", by=chief, headline="In a hurry")
        publish(release, by=chief, forced="At once.")
    assert kinds(NOON + 23 * HOUR) == []
    assert kinds(NOON + 24 * HOUR) == [(release.pk, "unreviewed")]
    reviewing.review_afterwards(release, by=create.officer("bo"))
    assert kinds(NOON + 24 * HOUR) == []


def test_only_the_releases_asked_for_are_looked_at() -> None:
    one, _other = create.draft(planned_for=NOON), create.draft(planned_for=NOON)
    some = Release.objects.filter(pk=one.pk)
    assert [alarm.release.pk for alarm in alarms.standing(NOON, some)] == [one.pk]


def test_an_alarm_is_told_once_to_each_whom_it_concerns_in_his_language() -> None:
    mission, other = create.term("Mission", "field-operations"), create.term("Other", "field-operations")
    ana, bo = person("ana", "writer"), person("bo", language="fr", time_zone="Asia/Bishkek")
    create.assign(bo, "editor", mission)
    create.assign(person("eva"), "editor", other)
    gone = person("gone", "editor", is_active=False)
    begun_by = person("dora", "writer")
    release = create.draft(planned_for=NOON, source=[mission], begun_by=begun_by)
    with the_time_is(NOON + HOUR):
        assert alarms.tell(NOON + HOUR) == 3
        assert alarms.tell(NOON + HOUR) == 0
    told = {delivery.address: delivery for delivery in Delivery.objects.all()}
    assert set(told) == {"ana@example.org", "bo@example.org", "dora@example.org"}
    assert f"/desk/press/release/{release.pk}/change/" in told["ana@example.org"].words
    assert "18:00" in told["bo@example.org"].words
    assert ana.email != gone.email
    with the_time_is(NOON + 2 * HOUR):
        Release.objects.update(planned_for=NOON + HOUR)  # planned anew, and late again: another alarm
        assert alarms.tell(NOON + 2 * HOUR) == 3


def test_who_wrote_once_and_may_no_longer_read_it_is_not_told() -> None:
    mission = create.term("Mission", "field-operations")
    dora = person("dora", "writer")
    release = create.draft(planned_for=NOON, source=[mission])
    write(release, "en", by=dora, headline="As Dora has it")
    assert dora in alarms.responsible(release)
    dora.assignments.all().delete()
    assert dora not in alarms.responsible(release)


def test_an_operator_tells_by_command_where_no_worker_runs(capsys: Any) -> None:
    person("ana", "writer")
    create.draft(planned_for=NOON)
    call_command("tell_alarms")
    shown = capsys.readouterr().out
    assert "overdue" in shown
    assert "Mails written: 1" in shown


def test_one_watch_is_enough() -> None:
    watching.start()
    watching.start()
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.update(status="RUNNING")
    watching.watch.func()
    watching.watch.func()
    assert DBTaskResult.objects.filter(status="READY").count() == 1


def test_a_mail_is_written_to_whom_a_review_is_asked_of() -> None:
    bo, release = person("bo", "editor"), create.draft()
    reviewing.ask(release, by=person("ana"), of=bo, note="By noon, please.")
    delivery = Delivery.objects.get()
    assert delivery.address == "bo@example.org"
    assert "By noon, please." in delivery.words
    delivering.send.func(delivery.pk)
    assert [message.to for message in mail.outbox] == [["bo@example.org"]]
