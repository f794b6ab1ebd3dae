"""A forgotten password: a mail with a link to choose another, to whom it belongs and to nobody else."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import gettext as _
from django_tasks import task

from osce_site.models import User
from osce_site.people import mails, throttling

tokens = PasswordResetTokenGenerator()


def link_for(person: User, site: str) -> str:
    """Opens until it is followed, the person signs in, or four hours have passed. ``site``: scheme and host."""
    word = f"{int_to_base36(person.pk)}-{tokens.make_token(person)}"
    return site + reverse("password_link", args=[word])


@task()
def mail_link(email: str, site: str) -> None:
    """Done by the worker, so that the answer at the desk costs the same whether the address is known or not."""
    person = User.objects.at_the_desk().filter(email__iexact=email).exclude(email="").first()
    if person is None or not person.has_usable_password():
        return
    with mails.spoken_to(person):
        mails.send(
            person,
            _("A new password for the desk"),
            _("Somebody, perhaps you, asked for a new password. Choose it here, within four hours:"),
            link_for(person, site),
            _("If it was not you, do nothing: your password stays as it is."),
        )


def find(word: str) -> User | None:
    """The person whose link this is, if it opens."""
    number, dash, token = word.partition("-")
    try:
        person = User.objects.at_the_desk().filter(pk=base36_to_int(number)).first() if dash else None
    except (ValueError, OverflowError):
        return None
    return person if person and person.has_usable_password() and tokens.check_token(person, token) else None


def choose(person: User, password: str, address: str) -> None:
    """Ends all sessions of the person, too: they were begun with the former password."""
    person.set_password(password)
    person.save(update_fields=["password"])
    throttling.unlock(person)
    mails.send_notice(person, "account/email/password_reset", address)
