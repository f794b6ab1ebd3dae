"""How a person comes to the desk, for the chief: invited, locked out, with which factors, signed in where."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from osce_site import freshness
from osce_site.models import User
from osce_site.models.ledger import record
from osce_site.people import invitations, mails, second_factor, sessions, throttling
from osce_site.people.pages import at_the_desk

Allowed = Callable[[HttpRequest, User], bool]
Act = Callable[[HttpRequest, User], None]


class RemovalForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        help_text=gettext_lazy("It stands in the ledger. Make sure that it is the person who asks you."),
    )


def tell(request: HttpRequest, person: User, sent: bool) -> None:
    if sent:
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": person.email})
    else:
        messages.error(request, _("The mail could not be sent. Send the invitation again later."))


def send_invitation(request: HttpRequest, person: User) -> None:
    try:
        tell(request, person, invitations.invite(person, by=request.user, request=request))  # type: ignore[arg-type]
    except invitations.NotInvitable:
        messages.error(
            request, _("An invitation goes to who has an address, no password yet, and may come to the desk.")
        )


def revoke_invitation(request: HttpRequest, person: User) -> None:
    if invitations.revoke(person, by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("The invitation is taken back: its link opens nothing any more."))


def unlock(request: HttpRequest, person: User) -> None:
    throttling.unlock(person)
    messages.success(request, _("%(person)s can try again.") % {"person": person})


def end_sessions(request: HttpRequest, person: User) -> None:
    own = request.session.session_key if person == request.user else None
    ended = sessions.end_others(person, own)
    if ended:
        record("sessions ended", person, by=request.user, at=freshness.now(), count=ended)
    messages.success(request, _("%(person)s is signed out everywhere.") % {"person": person})


def remove_factors(request: HttpRequest, person: User) -> None:
    """For who has lost the telephone and the recovery codes."""
    form = RemovalForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the second factor is removed."))
        return
    with transaction.atomic():
        Authenticator.objects.filter(user=person).delete()
        reason = form.cleaned_data["reason"]
        record("second factor removed", person, by=request.user, at=freshness.now(), reason=reason)
    sessions.end_others(person, None)
    mails.send_notice(person, "mfa/email/totp_deactivated", _("the desk, by %(by)s") % {"by": request.user})
    messages.success(
        request, _("%(person)s signs in with the password alone and sets up another.") % {"person": person}
    )


ACTS: dict[str, Act] = {
    "invitation": send_invitation,
    "invitation/revocation": revoke_invitation,
    "lock/removal": unlock,
    "sessions/end": end_sessions,
    "second-factor/removal": remove_factors,
}
"""By the end of the address that each is posted to."""


def pages(allowed: Allowed) -> list[URLPattern]:
    """The addresses below a person's, for the admin, which says who is allowed."""

    def of(request: HttpRequest, pk: int) -> User:
        person = get_object_or_404(User, pk=pk)
        if not allowed(request, person):
            raise PermissionDenied
        return person

    def access(request: HttpRequest, pk: int) -> HttpResponse:
        return TemplateResponse(request, "account/access.html", _state(request, of(request, pk)))

    def doing(act: Act) -> Callable[..., HttpResponse]:
        @require_POST
        def done(request: HttpRequest, pk: int) -> HttpResponse:
            act(request, of(request, pk))
            return redirect("admin:osce_site_user_access", pk)

        return done

    page = admin.site.admin_view(at_the_desk(access, gettext_lazy("Access to the desk")))
    return [
        path("<int:pk>/access/", page, name="osce_site_user_access"),
        *(
            path(
                f"<int:pk>/access/{word}/",
                admin.site.admin_view(doing(act)),
                name=f"osce_site_user_{act.__name__}",
            )
            for word, act in ACTS.items()
        ),
    ]


def _state(request: HttpRequest, person: User) -> dict[str, object]:
    names = [name.lower() for name in (person.username, person.email) if name]
    return {
        "person": person,
        "invitation": person.invitations.first(),
        "is_open": person.invitations.open(freshness.now()).exists(),
        "may_be_invited": bool(person.email) and not person.has_usable_password() and person.may_sign_in(),
        "attempts": sum(
            AccessAttempt.objects.filter(username__in=names).values_list("failures_since_start", flat=True)
        ),
        "sessions": UserSession.objects.filter(user=person).count(),
        "factors": second_factor.factors(person),
        "factor_required": second_factor.required_of(person),
        "form": RemovalForm(),
    }
