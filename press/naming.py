"""How the ledger's sentences call releases, and how the acts on them are told (osce_site/telling.py)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from osce_site.telling import Named
from press import reach
from press.models import ReleaseSet
from press.rights import readable_by

SENTENCES = {
    "imported": _("{who} imported {thing}"),
    "archive taken in": _("{who} took in releases of an archive: {thing}"),
    "review asked": _("{who} asked for a review of {thing}"),
    "approved": _("{who} approved {thing}"),
    "rendered": _("{who} brought a translation of {thing} up to date"),
    "sent back": _("{who} sent back {thing}"),
    "remarked": _("{who} remarked on {thing}"),
    "remark resolved": _("{who} resolved a remark on {thing}"),
    "published without review": _("{who} published without review: {thing}"),
    "reviewed": _("{who} reviewed afterwards: {thing}"),
    "published": _("{who} published {thing}"),
    "scheduled": _("{who} scheduled {thing}"),
    "called off": _("{who} called off {thing}"),
    "scheduled together": _("{who} scheduled together: {thing}"),
    "published together": _("{who} published together: {thing}"),
    "called off together": _("{who} called off together: {thing}"),
    "corrected": _("{who} corrected {thing}"),
    "withdrawn": _("{who} withdrew {thing}"),
    "refiled": _("{who} filed releases anew, from or to: {thing}"),
    "shown": _("{who} let a guest see {thing}"),
    "showing revoked": _("{who} took back what a guest was let see: {thing}"),
    "pinned": _("{who} put at the head of the home page: {thing}"),
    "pin moved": _("{who} moved at the head of the home page: {thing}"),
    "pin given an end": _("{who} said until when it stands at the head of the home page: {thing}"),
    "unpinned": _("{who} took off the head of the home page: {thing}"),
    "role given": _("{who} gave a role to {thing}"),
    "role taken": _("{who} took a role from {thing}"),
}


def releases(keys: list[str], reader: Any) -> dict[str, Named]:
    """By their headlines; two queries, and those that ask for the reader's rights."""
    wanted = [int(key) for key in keys if key.isdecimal()]
    rows = readable_by(reader).filter(pk__in=wanted).prefetch_related("texts")
    return {str(row.pk): Named(str(row), reverse("admin:press_release_change", args=[row.pk])) for row in rows}


def newsroom(keys: list[str], reader: Any) -> dict[str, Named]:
    """The press area itself, which an act on very many releases speaks of."""
    return {key: Named(str(_("Newsroom"))) for key in keys if key == "press"}


def release_sets(keys: list[str], reader: Any) -> dict[str, Named]:
    """By their names; one query, and those that ask for the reader's rights."""
    rows = reach.seen(reader, ReleaseSet.objects.filter(pk__in=[int(key) for key in keys if key.isdecimal()]))
    return {str(row.pk): Named(str(row), reverse("admin:press_releaseset_change", args=[row.pk])) for row in rows}
