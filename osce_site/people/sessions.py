"""Where a person is signed in, and the end of it."""

import re
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from osce_site.models import User

SEEN_EVERY = 600
"""Seconds for which a session that is at work is not written again."""

BROWSERS = [("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari")]
SYSTEMS = [
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Macintosh", "macOS"),
    ("Linux|X11", "Linux"),
]


def of(person: User, own_key: str | None) -> list[UserSession]:
    """Those that are open, the own one first, then the latest seen. Each with ``is_own`` and ``device``."""
    sessions = UserSession.objects.purge_and_list(person)
    for session in sessions:
        session.is_own = session.session_key == own_key
        session.device = device(session.user_agent)
    return sorted(sessions, key=lambda one: (not one.is_own, -one.last_seen_at.timestamp()))


def end_others(person: User, own_key: str | None) -> int:
    """How many were ended; without an own key all."""
    others = [one for one in UserSession.objects.filter(user=person) if one.session_key != own_key]
    for session in others:
        session.end()
    return len(others)


def device(agent: str) -> str:
    """What a browser says of itself, in two words."""
    browser = next((name for sign, name in BROWSERS if re.search(sign, agent)), "")
    system = next((name for sign, name in SYSTEMS if re.search(sign, agent)), "")
    return ", ".join(filter(None, [browser, system])) or _("unknown browser")


def seen(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: that a session is at work is written at most every ten minutes."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(reverse("admin:index")) and request.user.is_authenticated:
            key = request.session.session_key
            if cache.add(f"session-seen-{key}", 1, SEEN_EVERY):
                UserSession.objects.filter(session_key=key).update(last_seen_at=timezone.now())
        return get_response(request)

    return answer
