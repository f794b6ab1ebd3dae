"""Who tries too often waits, whether there is such a person or not."""

from typing import Any

from axes.utils import reset
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from osce_site.models import User
from osce_site.people.pages import language_of, surroundings


def name_given(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """What is counted: the name or address as it was typed, however it was capitalised."""
    given = credentials or {}
    return str(given.get("username") or given.get("email") or request.POST.get("login", "")).strip().lower()[:255]


def locked(request: HttpRequest, *args: Any) -> HttpResponse:
    """In the place of the answer to the attempt."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    with translation.override(language_of(request)):
        context = {**surroundings(request), "title": _("Too many attempts"), "minutes": minutes}
        return render(request, "account/locked.html", context, status=429)


def unlock(person: User) -> int:
    """How many counts of failures, from any address, were forgotten."""
    return sum(reset(username=name.lower()) for name in {person.username, person.email} if name)
