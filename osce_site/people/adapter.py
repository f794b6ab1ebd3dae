"""What allauth asks of us."""

import base64
import hashlib
import io
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context, ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from axes.handlers.proxy import AxesProxyHandler
from axes.utils import reset
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from osce_site.models import User
from osce_site.people import mails, second_factor
from osce_site.people.client_address import client_address
from osce_site.people.throttling import name_given

JUST_NOW = 300
"""Seconds after a sign-in for which nobody is asked for the password again."""
CAME_BY_LINK_AT = "came by link at"
"""Where a session keeps when its person chose a password by an invitation, in seconds since 1970."""


class DeskAdapter(DefaultAccountAdapter):
    """Nobody signs up; one answer for whoever cannot come in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        **dict.fromkeys(
            ["username_password_mismatch", "email_password_mismatch", "account_inactive"],
            _("This name and this password do not go together."),
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Attempts that are refused anyway are not counted: else one machine could lock a person out everywhere."""
        if not AxesProxyHandler.is_allowed(request, credentials):
            return
        if not ratelimit.consume(request, action="password_guess", key=name_given(request, credentials)):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        person = super().authenticate(request, **credentials)
        if person is not None:
            # axes forgets the failures of the user name; what was typed may be the e-mail address.
            reset(username=name_given(request, credentials), ip=client_address(request))
        return person

    def pre_login(self, request: HttpRequest, user: Any, **hooks: Any) -> HttpResponse | None:
        if not user.may_sign_in():
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **hooks)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """A passkey of who may no longer come in."""
        self.add_message(request, 40, message=str(self.error_messages["account_inactive"]))
        return redirect("account_login")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just signed in, in this session, has just shown who it is."""
        request = context.request
        proofs = [record["at"] for record in get_authentication_records(request, request.user)]
        return time.time() - max([*proofs, request.session.get(CAME_BY_LINK_AT, 0)]) > JUST_NOW

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        mails.send_notice(user, template_prefix, client_address(self.request))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are kept encrypted; the last factor of who needs one stays."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Who may publish keeps one second factor: set up another one first."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        person = authenticator.user
        return second_factor.factors(person) > 1 or not second_factor.required_of(person)

    def build_totp_svg(self, url: str) -> str:
        """On a white ground of its own, so that it is read in the dark theme too."""
        import qrcode
        from qrcode.image.svg import SvgPathFillImage

        out = io.BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(out)
        return out.getvalue().decode()

    def _get_user_identifier(self, user: Any) -> str:
        return user.username if isinstance(user, User) else str(user)

    def encrypt(self, text: str) -> str:
        return _locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Empty, so that no code fits, where the site's key was lost: a chief then removes the factor."""
        try:
            return _locks().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""


def _locks() -> MultiFernet:
    """Encrypts with the site's key; reads what was encrypted with former ones too."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"second factor {force_str(key)}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
