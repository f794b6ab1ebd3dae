"""Who has a text open: pages of the desk tell it every few seconds, and each is told of the others."""

from datetime import datetime
from typing import Any

from osce_site import freshness
from press.models import Presence, Release
from press.models.presence import HERE


def be_here(release: Release, language: str, user: Any) -> None:
    """Tells that a person has a text open at this instant."""
    now = freshness.now()
    _row, came = Presence.objects.update_or_create(
        release=release, language=language, user=user, defaults={"seen_at": now}
    )
    if came:  # who comes sweeps out who went without a word
        Presence.objects.filter(release=release, language=language, seen_at__lte=now - HERE).delete()


def leave(release: Release, language: str, user: Any) -> None:
    """He who has it open in another window too is there again with that window's next word."""
    Presence.objects.filter(release=release, language=language, user=user).delete()


def others(release: Release, language: str, user: Any, at: datetime | None = None) -> list[dict[str, str]]:
    """``name`` and ``initials`` of everybody else who is there, in the order of their names."""
    here = Presence.objects.here(at or freshness.now()).filter(release=release, language=language)
    people = [presence.user for presence in here.exclude(user=user).select_related("user")]
    return sorted(({"name": str(one), "initials": initials(one)} for one in people), key=lambda one: one["name"])


def initials(user: Any) -> str:
    """Two capitals at most: of first and last name, else of the name he signs in with."""
    names = [name for name in (user.first_name, user.last_name) if name.strip()] or str(user).split()[:2]
    return "".join(name.strip()[:1] for name in names).upper()
