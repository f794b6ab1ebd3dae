"""The pages of the own account, and the links that come by mail."""

import time

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from allauth.decorators import rate_limit
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from osce_site.people import invitations, mails, passwords, second_factor, sessions
from osce_site.people.adapter import CAME_BY_LINK_AT
from osce_site.people.client_address import client_address
from osce_site.people.forms import AccountForm, ForgottenPasswordForm


@login_required
def my_account(request: HttpRequest) -> HttpResponse:
    person = request.user
    form = AccountForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("my_account")
    context = {
        "form": form,
        "factors": second_factor.factors(person),
        "factor_required": second_factor.required_of(person),
        "sessions": len(sessions.of(person, request.session.session_key)),  # type: ignore[arg-type]
    }
    return TemplateResponse(request, "account/my_account.html", context)


@sensitive_post_parameters()
@login_required
@rate_limit(action="change_password")
def password(request: HttpRequest) -> HttpResponse:
    """A new one; all other sessions end, this one goes on."""
    form = PasswordChangeForm(request.user, request.POST or None)  # type: ignore[arg-type]  # somebody is signed in
    if request.method == "POST" and form.is_valid():
        person = form.save()
        update_session_auth_hash(request, person)
        UserSession.objects.create_from_request(request)
        mails.send_notice(person, "account/email/password_changed", client_address(request))
        messages.success(request, _("Your password is changed. You are signed out everywhere else."))
        return redirect("my_account")
    return TemplateResponse(request, "account/password.html", {"form": form})


@login_required
def session_list(request: HttpRequest) -> HttpResponse:
    """GET lists them; POST ends all but this one."""
    own = request.session.session_key
    if request.method == "POST":
        ended = sessions.end_others(request.user, own)  # type: ignore[arg-type]
        told = ngettext("%(count)d session was ended.", "%(count)d sessions were ended.", ended)
        messages.success(request, told % {"count": ended})
        return redirect("session_list")
    context = {"sessions": sessions.of(request.user, own)}  # type: ignore[arg-type]
    return TemplateResponse(request, "usersessions/session_list.html", context)


@require_POST
@login_required
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(UserSession, pk=pk, user=request.user).end()
    messages.success(request, _("The session was ended."))
    return redirect("session_list")


@rate_limit(action="reset_password")
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """The answer says the same, at the same cost, whether anybody has that address or not."""
    form = ForgottenPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        if ratelimit.consume(request, action="reset_password_of", key=email):
            passwords.mail_link.enqueue(email, request.build_absolute_uri("/").rstrip("/"))
        return redirect("account_reset_password_done")
    return TemplateResponse(request, "account/forgotten_password.html", {"form": form})


def forgotten_password_done(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "account/forgotten_password_done.html")


@sensitive_post_parameters()
@sensitive_variables("word")
@rate_limit(action="reset_password_from_key")
def password_link(request: HttpRequest, word: str) -> HttpResponse:
    person = passwords.find(word)
    if person is None:
        return opens_nothing(request)
    form = SetPasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        passwords.choose(person, form.cleaned_data["new_password1"], client_address(request))
        messages.success(request, _("Your password is changed. Sign in with it."))
        return redirect("account_login")
    return TemplateResponse(
        request, "account/choose_password.html", {"form": form, "person": person, "spoken": person.language}
    )


@sensitive_post_parameters()
@sensitive_variables("secret")
@rate_limit(action="reset_password_from_key")
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Nothing happens until a password is chosen: what looks at mails before people do only reads."""
    found = invitations.find(secret)
    if found is None:
        return opens_nothing(request)
    form = SetPasswordForm(found.person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = invitations.accept(found, form.cleaned_data["new_password1"])
        if person is None:
            return opens_nothing(request)
        response = perform_login(request, person)
        request.session[CAME_BY_LINK_AT] = time.time()
        return response
    context = {"form": form, "person": found.person, "spoken": found.person.language}
    return TemplateResponse(request, "account/choose_password.html", context)


def opens_nothing(request: HttpRequest) -> HttpResponse:
    """Run out, followed, taken back, mistyped or invented: the same page, to the byte."""
    return TemplateResponse(
        request, "account/link_opens_nothing.html", {"title": _("This link opens nothing")}, status=404
    )
