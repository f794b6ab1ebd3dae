"""What people enter about themselves, and what a chief enters about whom he asks to the desk."""

import struct
from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as MFAReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from osce_site.models import User
from osce_site.people import invitations


def zones() -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(available_timezones()) if "/" in name or name == "UTC"]


def without_placeholders(form: forms.BaseForm) -> None:
    """A label says it already, and stays when something is typed."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_placeholders(self)
        login, password = self.fields["login"], self.fields["password"]
        login.label = _("Name or e-mail address")
        login.widget.attrs.update(id="id_username", autocomplete="username", autocapitalize="none", autofocus=True)
        password.label, password.help_text = _("Password"), ""


class AgainForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_placeholders(self)
        self.fields["password"].label, self.fields["password"].help_text = _("Password"), ""


class CodeOnce(forms.Form):
    """A code that was accepted is accepted no more while it could still be: half a minute before, one after."""

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_placeholders(self)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs.update(autofocus=True, autocapitalize="none")

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of allauth's forms, below
        if not cache.add(f"code-used-{self.user.pk}-{slugify(code)}", 1, 2 * 60):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(CodeOnce, AuthenticateForm):
    pass


class AgainCodeForm(CodeOnce, MFAReauthenticateForm):
    pass


class AppForm(CodeOnce, ActivateTOTPForm):
    pass


MALFORMED = (AttributeError, LookupError, TypeError, ValueError, struct.error)
"""What reading a passkey's answer raises that no browser wrote."""


class ShownPasskey(forms.Form):
    """What is no answer of a passkey is refused like a wrong one."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]  # of allauth's forms, below
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code") from None


class SignInPasskeyForm(ShownPasskey, LoginWebAuthnForm):
    pass


class SecondPasskeyForm(ShownPasskey, AuthenticateWebAuthnForm):
    pass


class AgainPasskeyForm(ShownPasskey, ReauthenticateWebAuthnForm):
    pass


class PasskeyForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_placeholders(self)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].help_text = _("by which you tell it from others: “telephone”, “key ring”")
        self.fields["passwordless"].label = _("Sign in with it alone")
        self.fields["passwordless"].help_text = _(
            "without the password; it then asks for your finger, your face or a number"
        )
        self.fields["passwordless"].initial = True

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code") from None


class ForgottenPasswordForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class AccountForm(forms.ModelForm):
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones,
        initial=settings.SITE_ZONE,
        help_text=_("by its clock releases are scheduled at the desk"),
    )

    class Meta:
        model = User
        fields = ["language", "time_zone"]


class InvitationForm(forms.ModelForm):
    """A person who has no password yet, and gets a link to choose one."""

    time_zone = AccountForm.base_fields["time_zone"]

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "language", "time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name", "email"):
            self.fields[name].required = True
        self.fields["email"].help_text = _("There the invitation goes.")

    def save(self, commit: bool = True) -> User:
        person: User = super().save(commit=False)
        person.username = invitations.free_username(person.first_name, person.last_name, person.email)
        person.is_staff = True
        person.set_unusable_password()
        if commit:
            person.save()
        return person
