"""THE rule: what the public can read at an instant. As ``Q`` for the database, as predicate for one row.

An edition (and its placements, which carry the same two columns) is public from ``published_at`` on and
until ``ended_at``. Nothing else anywhere filters on these columns.
"""

from datetime import datetime
from typing import Protocol

from django.db.models import Exists, F, OuterRef, Q

from osce_site import past


class Timed(Protocol):
    published_at: datetime
    ended_at: datetime | None


def public(at: datetime) -> Q:
    return Q(published_at__lte=at) & (Q(ended_at=None) | Q(ended_at__gt=at))


def not_withdrawn_since(release: str) -> Q:
    """Narrows what is read as of a day: the words of what was withdrawn by now are not given out again.

    ``release``: the column that holds the release's number. Everything, where today's site is read.
    """
    from press.models import Withdrawal

    look = past.look()
    if look is None:
        return Q()
    taken_back = Withdrawal.objects.filter(
        release=OuterRef(release), language=OuterRef("language"), withdrawn_at__lte=look.seen_from
    )
    return ~Q(Exists(taken_back.filter(withdrawn_at__gt=OuterRef("published_at"))))


def is_public(row: Timed, at: datetime) -> bool:
    return row.published_at <= at and (row.ended_at is None or row.ended_at > at)


def once_public(at: datetime) -> Q:
    """Public at the instant or at one before it. What was called off before it opened never was."""
    return Q(published_at__lte=at) & (Q(ended_at=None) | Q(ended_at__gt=F("published_at")))


def was_public(row: Timed, at: datetime) -> bool:
    return row.published_at <= at and (row.ended_at is None or row.ended_at > row.published_at)


def ahead(at: datetime) -> Q:
    """Will open after the instant, if nobody calls it off."""
    return Q(published_at__gt=at) & (Q(ended_at=None) | Q(ended_at__gt=F("published_at")))


def is_ahead(row: Timed, at: datetime) -> bool:
    return row.published_at > at and (row.ended_at is None or row.ended_at > row.published_at)


def turned(since: datetime | None, at: datetime) -> Q:
    """Opened or ended by the clock after ``since`` (ever, where it is ``None``) and at the latest at the instant."""
    if since is None:
        return Q(published_at__lte=at)
    return Q(published_at__gt=since, published_at__lte=at) | Q(ended_at__gt=since, ended_at__lte=at)


def next_change(at: datetime) -> datetime | None:
    """The next instant after ``at`` at which the clock alone opens or ends an edition, or takes one off the head of
    the home page. Three index look-ups."""
    from press.models import Edition, Pin

    opening = (
        Edition.objects.filter(published_at__gt=at).order_by("published_at").values_list("published_at", flat=True)
    )
    ending = Edition.objects.filter(ended_at__gt=at).order_by("ended_at").values_list("ended_at", flat=True)
    unpinning = Pin.objects.ending(at).values_list("until", flat=True)
    instants = [instant for instant in (opening.first(), ending.first(), unpinning.first()) if instant]
    return min(instants, default=None)
