"""Letters to the people of the desk, in the language each of them works in."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from osce_site.models import User

log = logging.getLogger("osce_site.people")

NOTICES = {
    "account/email/password_changed": gettext_noop("Your password was changed."),
    "account/email/password_reset": gettext_noop("Your password was changed by the link for a forgotten password."),
    "mfa/email/totp_activated": gettext_noop("An authenticator app was added as your second factor."),
    "mfa/email/totp_deactivated": gettext_noop("The authenticator app is no longer your second factor."),
    "mfa/email/webauthn_added": gettext_noop("A passkey was added to your account."),
    "mfa/email/webauthn_removed": gettext_noop("A passkey was removed from your account."),
    "mfa/email/recovery_codes_generated": gettext_noop("New recovery codes were made; the former ones no longer work."),
}
"""What was changed, by the name that allauth gives the act."""


def spoken_to(person: User) -> translation.override:
    """Within, words are translated into the person's language."""
    return translation.override(person.language)


def send(person: User, subject: str, *paragraphs: str) -> bool:
    """Whether it left. To be called within ``spoken_to(person)``."""
    greeting = _("Dear %(name)s,") % {"name": person}
    signature = _("The newsroom of the %(organisation)s") % {"organisation": settings.ORGANISATION}
    try:
        send_mail(subject, "\n\n".join([greeting, *paragraphs, signature, ""]), None, [person.email])
    except (OSError, smtplib.SMTPException) as reason:
        log.error("A mail to person %s was not sent: %s", person.pk, reason)
        return False
    return True


def send_notice(person: User, act: str, address: str) -> bool:
    """Tells a person that something about the account was changed, by whoever it was. ``act``: one of ``NOTICES``."""
    if not person.email or act not in NOTICES:
        return False
    with spoken_to(person), timezone.override(person.zone):
        now = timezone.localtime()
        said = {"when": f"{now:%Y-%m-%d %H:%M} ({person.zone})", "address": address}
        return send(
            person,
            _("Your account at the desk was changed"),
            _(NOTICES[act]),
            _("It was done at %(when)s, from the address %(address)s.") % said,
            _("If it was not you, tell your chief at once."),
        )
