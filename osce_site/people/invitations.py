"""A chief asks somebody to the desk: a person without a password, and a mail with a link to choose one."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from osce_site import freshness
from osce_site.models import Invitation, User
from osce_site.models.ledger import record
from osce_site.people import mails


class NotInvitable(Exception):
    """Has a password already, no address, or may not come to the desk."""


def free_username(first_name: str, last_name: str, email: str) -> str:
    """A name to sign in with, from the person's own; numbered where it is taken."""
    stem = (
        slugify(f"{first_name} {last_name}".strip()).replace("-", ".") or slugify(email.partition("@")[0]) or "person"
    )
    stem = stem[:140]
    taken = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    numbered = (f"{stem}{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(name for name in numbered if name not in taken)


def invite(person: User, *, by: User, request: HttpRequest) -> bool:
    """Takes back the link sent before and sends a new one. Whether the mail left: if not, it is to be sent again."""
    if person.has_usable_password() or not person.email or not person.may_sign_in():
        raise NotInvitable
    secret, now = secrets.token_urlsafe(32), freshness.now()
    with transaction.atomic():
        again = person.invitations.standing().update(revoked_at=now)
        invitation = Invitation.objects.create(
            person=person,
            by=by,
            digest=digest(secret),
            sent_at=now,
            expires_at=now + timedelta(days=settings.INVITATION_DAYS),
        )
        record("invited", person, by=by, at=now, again=bool(again), until=invitation.expires_at.isoformat())
    return _mail(invitation, request.build_absolute_uri(reverse("invitation", args=[secret])))


def _mail(invitation: Invitation, link: str) -> bool:
    person, days = invitation.person, settings.INVITATION_DAYS
    said = {"by": invitation.by, "organisation": settings.ORGANISATION, "days": days, "name": person.username}
    with mails.spoken_to(person):
        return mails.send(
            person,
            _("Come to the desk of the newsroom"),
            _("%(by)s asks you to the desk of the newsroom of the %(organisation)s.") % said,
            ngettext(
                "Choose a password here. The link opens once, within %(days)d day:",
                "Choose a password here. The link opens once, within %(days)d days:",
                days,
            )
            % said,
            link,
            _("You then sign in as %(name)s, or with this e-mail address.") % said,
        )


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def find(secret: str) -> Invitation | None:
    """The invitation whose link this is, if it opens. One query, whatever the secret."""
    found = Invitation.objects.open(freshness.now()).select_related("person").filter(digest=digest(secret)).first()
    return found if found and found.person.may_sign_in() else None


def accept(invitation: Invitation, password: str) -> User | None:
    """The person, who now has the password; None where the link was followed or taken back meanwhile."""
    now, person = freshness.now(), invitation.person
    with transaction.atomic():
        if not Invitation.objects.open(now).filter(pk=invitation.pk).update(accepted_at=now):
            return None
        person.set_password(password)
        person.save(update_fields=["password"])
        record("invitation accepted", person, by=person, at=now)
    return person


def revoke(person: User, *, by: User) -> bool:
    """Whether there was a link to take back."""
    now = freshness.now()
    with transaction.atomic():
        if not person.invitations.standing().update(revoked_at=now):
            return False
        record("invitation revoked", person, by=by, at=now)
    return True
