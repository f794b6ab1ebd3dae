"""A mail is sent once; one that does not leave is tried again, then given up and shown."""

from smtplib import SMTPServerDisconnected
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult

from osce_site import freshness
from osce_site.models import User
from press import delivering
from press.models import Delivery
from tests import create

pytestmark = pytest.mark.django_db

REFUSES = patch("press.delivering.send_mail", side_effect=SMTPServerDisconnected("it hung up"))


def bo(**more: Any) -> User:
    made = create.officer("bo")
    for name, value in ({"email": "bo@example.org"} | more).items():
        setattr(made, name, value)
    made.save()
    return made


def told(key: str = "one", **more: Any) -> Delivery:
    made = delivering.deliver(key, bo(**more), "Overdue", "It is late.")
    assert made is not None
    return made


def test_what_is_told_is_written_once_and_sent_once() -> None:
    delivery = told()
    assert delivering.deliver("one", bo(), "Overdue", "Again.") is None
    for _again in range(3):
        delivering.send.func(delivery.pk)
    assert [(message.subject, message.body) for message in mail.outbox] == [("Overdue", "It is late.")]
    delivery.refresh_from_db()
    assert delivering.state_of(delivery, freshness.now()) == "Sent"


def test_it_is_sent_after_what_it_tells_of_was_committed(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        told()
        assert DBTaskResult.objects.count() == 0
    assert DBTaskResult.objects.count() == 1


def test_what_was_rolled_back_is_told_nobody() -> None:
    with transaction.atomic():
        told()
        transaction.set_rollback(True)
    assert (Delivery.objects.count(), DBTaskResult.objects.count()) == (0, 0)


@pytest.mark.parametrize("more", [{"email": ""}, {"is_active": False}])
def test_who_has_no_address_or_is_gone_is_sent_nothing(more: dict[str, Any]) -> None:
    assert delivering.deliver("one", bo(**more), "Overdue", "It is late.") is None
    assert Delivery.objects.count() == 0


def test_what_does_not_leave_is_tried_again_later_and_then_given_up(django_capture_on_commit_callbacks: Any) -> None:
    delivery = told()
    with REFUSES as refused:
        for _try in range(10):
            with django_capture_on_commit_callbacks(execute=True):
                delivering.send.func(delivery.pk)
    delivery.refresh_from_db()
    assert (refused.call_count, delivery.tries, delivery.problem) == (5, 5, "it hung up")
    waits = [result.run_after - result.enqueued_at for result in DBTaskResult.objects.order_by("run_after")]
    assert len(waits) == 4
    assert delivering.state_of(delivery, freshness.now()) == "Given up"


def test_what_left_at_the_second_try_is_sent() -> None:
    delivery = told()
    with REFUSES:
        delivering.send.func(delivery.pk)
    delivering.send.func(delivery.pk)
    delivery.refresh_from_db()
    assert (len(mail.outbox), delivery.tries, delivery.problem) == (1, 2, "")


def test_what_a_worker_died_over_is_not_sent_a_second_time() -> None:
    delivery = told()
    Delivery.objects.filter(pk=delivery.pk).update(tries=1)  # taken, and then nothing was heard of it
    delivering.send.func(delivery.pk)
    delivery.refresh_from_db()
    assert (mail.outbox, delivering.state_of(delivery, freshness.now())) == ([], "Being sent")


def test_a_subject_holds_no_second_line() -> None:
    made = delivering.deliver("one", bo(), "Overdue: a headline\nBcc: all@example.org", "It is late.")
    assert made is not None
    delivering.send.func(made.pk)
    assert mail.outbox[0].subject == "Overdue: a headline Bcc: all@example.org"


def test_the_desk_shows_what_did_not_leave() -> None:
    delivery = told()
    Delivery.objects.filter(pk=delivery.pk).update(tries=5, problem="it hung up")
    client = Client()
    client.force_login(create.officer("cem", chief=True))
    page = client.get("/desk/press/delivery/?sent=problem").content.decode()
    assert "it hung up" in page
    assert client.post(f"/desk/press/delivery/{delivery.pk}/change/", {"problem": ""}).status_code == 403
