"""What a release is filed under and what it carries, at the desk: terms in their roles, photos, documents.

Readers learn of it with the next edition.
"""

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from press import rights
from press.models import Document, Photo, Release, ReleaseDocument, ReleasePhoto, Tagging
from taxonomy import snapshot
from taxonomy.models import Term

Row = TypeVar("Row", bound=Model)


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
        return _last(Tagging, release, term_id=present, role=role)


def take_off(release: Release, term_id: int, role: str, *, by: Any) -> None:
    """Raises ``CannotFile`` where nobody of one's own would be left to speak for."""
    _within_reach(by, term_id, role)
    with transaction.atomic():
        release.taggings.filter(term=term_id, role=role).delete()
        if not by.has_perm("press.change_release", release):
            raise CannotFile(_("Without a source of yours you could no longer open this release."))


def _within_reach(by: Any, term_id: int, role: str) -> None:
    """A source decides whose release it is: nobody gives away or takes what is not his."""
    if role == "source" and not rights.may_speak_for(by, term_id):
        raise PermissionDenied(_("You do not write for this source."))


def put_photo(release: Release, photo: Photo) -> ReleasePhoto:
    return _last(ReleasePhoto, release, photo=photo)


def put_document(release: Release, document: Document) -> ReleaseDocument:
    return _last(ReleaseDocument, release, document=document)


def _last(kind: type[Row], release: Release, **what: Any) -> Row:
    """The row that puts it on a release, behind those that are there."""
    rows = kind._default_manager.filter(release=release)
    known = rows.filter(**what).first()
    last = rows.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    return known or kind._default_manager.create(release=release, position=position, **what)


def put_in_order(rows: Any, keys: list[int]) -> None:
    """Gives the rows of a release the order of the keys; those not named follow."""
    known = list(rows.all())
    place = {key: position for position, key in enumerate(keys)}
    for position, row in enumerate(sorted(known, key=lambda row: (place.get(row.pk, len(place)), row.position))):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
