"""Mails: a row written with what it tells of, sent after that was committed, and never twice."""

import logging
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from osce_site import freshness
from press.models import Delivery

log = logging.getLogger("press.delivering")

WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""How long after the first, second, … failure it is tried again; after the last it is given up, and shown as such."""


def deliver(key: str, to: Any, subject: str, words: str) -> Delivery | None:
    """Tells a person something by mail, once for each ``key``. In the caller's transaction, sent when that is done.

    ``None`` where it was told already, or the person has no address or no longer works here.
    """
    if not to.email or not to.is_active:
        return None
    made, new = Delivery.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "address": to.email,
            "subject": " ".join(subject.split())[:300],
            "words": words,
            "made_at": freshness.now(),
        },
    )
    if not new:
        return None
    transaction.on_commit(partial(send.enqueue, made.pk))
    return made


@task()
def send(pk: int) -> None:
    """Sends what was not sent. What nobody knows the end of, as the worker died meanwhile, is not sent again."""
    delivery = _taken(pk)
    if delivery is None:
        return
    try:
        send_mail(delivery.subject, delivery.words, settings.DEFAULT_FROM_EMAIL, [delivery.address])
    except (SMTPException, OSError) as problem:
        log.warning("delivery %s to be sent again: %s", pk, problem)
        _failed(delivery, str(problem) or type(problem).__name__)
    else:
        Delivery.objects.filter(pk=pk).update(sent_at=freshness.now())


def _taken(pk: int) -> Delivery | None:
    """The delivery, taken by this worker alone: its try is written down before it leaves."""
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=pk)
        at_work = delivery.tries and not delivery.problem
        if delivery.sent_at or at_work or delivery.tries > len(WAITS):
            return None
        delivery.tries += 1
        delivery.problem = ""
        delivery.save(update_fields=["tries", "problem"])
    return delivery


def _failed(delivery: Delivery, problem: str) -> None:
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(problem=problem[:300])
        if delivery.tries <= len(WAITS):
            again = timezone.now() + WAITS[delivery.tries - 1]
            transaction.on_commit(partial(send.using(run_after=again).enqueue, delivery.pk))


def told_to(person: Any, subject: str, words: str, path: str) -> tuple[str, str]:
    """Subject and words of a mail to a person, with the address of what it tells of."""
    with translation.override(person.language):
        farewell = _("You get this mail as you work at the desk of %s.") % settings.ORGANISATION
    return subject, f"{words}\n\n{settings.SITE_URL}{path}\n\n-- \n{farewell}\n"


def state_of(delivery: Delivery, at: datetime) -> str:
    """Where a delivery stands, in words."""
    if delivery.sent_at:
        return _("Sent")
    if not delivery.tries:
        return _("To be sent")
    if not delivery.problem:
        return _("Being sent") if delivery.made_at > at - timedelta(hours=3) else _("Not known whether it was sent")
    return _("Given up") if delivery.tries > len(WAITS) else _("To be tried again")
