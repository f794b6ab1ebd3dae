"""The letter that brings a guest his link. It says nothing of the text: mail lies open in many hands."""

import logging
from datetime import UTC, datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from osce_site import freshness
from press.models import Showing
from press.previewing import goes_out

log = logging.getLogger("press.guest_mail")


def send(showing: Showing, address: str, language: str) -> bool:
    """Sends the link to the guest's e-mail address, in a language. Whether it left; it is not tried again."""
    with translation.override(language), timezone.override(settings.SITE_ZONE):
        subject, words = letter(showing, address)
    try:
        return bool(send_mail(subject, words, None, [showing.email]))
    except (SMTPException, OSError):
        log.warning("the mail to the guest of showing %s could not be sent", showing.pk, exc_info=True)
        return False


def letter(showing: Showing, address: str) -> tuple[str, str]:
    """Subject and words, in the language and zone that are active."""
    named = {"organisation": settings.ORGANISATION}
    if showing.kind == Showing.Kind.PREVIEW:
        subject = _("%(organisation)s: a text for you to look at before it is public") % named
        reason = _(
            "The press office of the %(organisation)s asks you to look at a text before it is public. "
            "You can remark on it and approve it there."
        )
        terms = ""
    else:
        subject = _("%(organisation)s: a text under embargo") % named
        reason = _("The press office of the %(organisation)s gives you a text before it is public.")
        out = goes_out(showing.release, freshness.now())
        terms = (
            _("Under embargo: do not publish before %s.") % _told(out)
            if out
            else _("Under embargo: no hour is set. Do not publish.")
        )
    paragraphs = [
        ", ".join(filter(None, [showing.name, showing.organisation])),
        reason % named,
        terms,
        address,
        _("Please do not pass on this address: it is yours alone, and each opening is noted."),
        _("This address ends: %s.") % _told(showing.expires_at),
    ]
    return subject, "\n\n".join(filter(None, paragraphs)) + "\n"


def _told(instant: datetime) -> str:
    """By the organisation's clock and in UTC."""
    here = timezone.localtime(instant)
    day = date_format(here, "DATE_FORMAT")
    return f"{day}, {here:%H:%M} {here.tzname()} ({instant.astimezone(UTC):%H:%M} UTC)"
