"""Who may publish signs in with more than a password."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from osce_site.security import has_session

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
"""Recovery codes alone are none: they are what is left when one is lost."""


def factors(person: Any) -> int:
    """How many a person has: one query."""
    return Authenticator.objects.filter(user_id=person.pk, type__in=FACTORS).count()


def required_of(person: Any) -> bool:
    return settings.SECOND_FACTOR == "required" and bool(person.has_perm("press.publish_release"))


def missing(person: Any) -> bool:
    """Whether a person must set one up before anything else."""
    return settings.SECOND_FACTOR == "required" and not factors(person) and required_of(person)


def asked_for(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware. Who has yet to set one up finds it, the own account and the way out; elsewhere is a reader."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not has_session(request) or not request.user.is_authenticated or not missing(request.user):
            return get_response(request)
        desk = reverse("admin:index")
        if request.path.startswith((reverse("my_account"), reverse("account_logout"), reverse("admin:jsi18n"))):
            return get_response(request)
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": _("Set up your second factor first.")}, status=403)
        if request.path.startswith(desk):
            return redirect("mfa_index")
        request.user = AnonymousUser()
        return get_response(request)

    return answer
