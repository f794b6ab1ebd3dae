"""What a release is filed under at the desk: terms in their roles.

Readers learn of it with the next edition.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from press import framing, rights
from press.models import Release, Tagging
from taxonomy import snapshot
from taxonomy.models import Term


class CannotFile(ValidationError):
    """It does not go there; the message says why."""


def role_of(term_id: int) -> str:
    """As what a term files by itself: what its vocabulary says; empty where nothing is filed under it."""
    taxonomy = snapshot.current()
    return taxonomy.vocabularies[taxonomy.nodes[term_id].vocabulary].role


def file_under(release: Release, term_id: int, role: str = "", *, by: Any) -> Tagging:
    """Puts a term on, behind those that are there; a merged one gives what it is part of today.

    ``role``: empty for what the term's vocabulary says. Raises ``CannotFile``, and ``PermissionDenied``
    where the source is not within the officer's reach.
    """
    taxonomy = snapshot.current()
    if term_id not in taxonomy.nodes:
        raise CannotFile(_("There is no such term."))
    present = taxonomy.present(term_id)
    role = role or role_of(present)
    if not role or not Term.objects.filing_as(role).filter(pk=present).exists():
        raise CannotFile(_("Nothing is filed under this term in that way."))
    _within_reach(by, present, role)
    with transaction.atomic():
        framing.lock(release)
        last = release.taggings.aggregate(last=Max("position"))["last"]
        place = {"position": 0 if last is None else last + 1}
        tagging = Tagging.objects.get_or_create(release=release, term_id=present, role=role, defaults=place)[0]
        framing.note(release, by=by)
        return tagging


def take_off(release: Release, term_id: int, role: str, *, by: Any) -> None:
    """Raises ``CannotFile`` where nobody of one's own would be left to speak for."""
    _within_reach(by, term_id, role)
    with transaction.atomic():
        framing.lock(release)
        release.taggings.filter(term=term_id, role=role).delete()
        if not by.has_perm("press.change_release", release):
            raise CannotFile(_("Without a source of yours you could no longer open this release."))
        framing.note(release, by=by)


def _within_reach(by: Any, term_id: int, role: str) -> None:
    """A source decides whose release it is: nobody gives away or takes what is not his."""
    if role == "source" and not rights.may_speak_for(by, term_id):
        raise PermissionDenied(_("You do not write for this source."))
