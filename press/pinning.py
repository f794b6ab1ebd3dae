"""What editors put at the head of the home page, in their order: put there, moved, given an end, taken off.

A pin shows nothing by itself: readers find what is public of its release (``shown``). Each act ends the rows it
changes and begins others, so the page of a day can be read again; it is one transaction with the ledger's entry.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from osce_site import freshness, locks, past, shapes
from osce_site.languages import fallbacks
from osce_site.models import ledger
from press.models import Edition, Pin, Release
from press.refusals import CannotPin

MOST = 5
"""Shown at once: the first large, four beside it."""


def shown(at: datetime, language: str) -> list[Edition]:
    """What the public reads of the pinned releases, from the top, each in a language or its fallback. One query."""
    nearest = fallbacks(language)
    values = {"at": at} | {f"language {one}": one for one in nearest}
    asked = shapes.plain(_pinned(values)) if past.look() else shapes.statement("pinned", _pinned, values)
    found: dict[int, Edition] = {}
    for edition in shapes.things(asked, Edition, told=("stands_at",)):
        known = found.setdefault(edition.release_id, edition)
        if nearest.index(edition.language) < nearest.index(known.language):
            found[edition.release_id] = edition
    return list(found.values())[:MOST]


def _pinned(values: shapes.Values) -> QuerySet[Any, Any]:
    at, *languages = values.values()
    there = Edition.objects.published(at).filter(release__pins__in=Pin.objects.standing(at), language__in=languages)
    return there.annotate(stands_at=F("release__pins__place")).order_by("stands_at", "pk")


@dataclass
class _Order:
    """The head of the page as an act finds it, and as it leaves it."""

    at: datetime
    by: Any
    releases: list[int]
    """From the top."""
    ends: dict[int, datetime | None] = field(default_factory=dict)


def pin(release: Release, *, by: Any, until: datetime | None = None) -> None:
    """Puts a release at the top, whether it is public by now or not. Raises ``CannotPin``."""
    with _ordering(by) as order:
        if release.pk in order.releases:
            raise CannotPin(_("It stands there already."))
        _must_lie_ahead(until, order.at)
        order.releases.insert(0, release.pk)
        order.ends[release.pk] = until
        _record("pinned", release, order, until=until.isoformat() if until else None)


def move(release: Release, *, to: int, by: Any) -> int:
    """Puts it at another place, counted from 1; beyond the last, at the last. Returns the place.

    Raises ``CannotPin``.
    """
    with _ordering(by) as order:
        before = _place(release, order)
        order.releases.remove(release.pk)
        order.releases.insert(max(to, 1) - 1, release.pk)
        place = _place(release, order)
        if place != before:
            _record("pin moved", release, order, place=place, before=before)
    return place


def end(release: Release, *, until: datetime | None, by: Any) -> None:
    """Says until when it stands there; ``None``: until somebody takes it off. Raises ``CannotPin``."""
    with _ordering(by) as order:
        _place(release, order)
        _must_lie_ahead(until, order.at)
        if order.ends[release.pk] != until:
            order.ends[release.pk] = until
            _record("pin given an end", release, order, until=until.isoformat() if until else None)


def unpin(release: Release, *, by: Any) -> None:
    """Takes it off. Raises ``CannotPin``."""
    with _ordering(by) as order:
        before = _place(release, order)
        order.releases.remove(release.pk)
        _record("unpinned", release, order, before=before)


def _place(release: Release, order: _Order) -> int:
    if release.pk not in order.releases:
        raise CannotPin(_("It does not stand there any more."))
    return order.releases.index(release.pk) + 1


def _must_lie_ahead(until: datetime | None, at: datetime) -> None:
    if until is not None and until <= at:
        raise CannotPin(_("The end is past: give one that lies ahead, or none."))


def _record(act: str, release: Release, order: _Order, **details: Any) -> None:
    ledger.record(act, release, by=order.by, at=order.at, **details)


@contextmanager
def _ordering(by: Any) -> Iterator[_Order]:
    """The order to be changed within; what became of it is written when that is left. One act at a time."""
    with transaction.atomic():
        locks.take("pins")
        freshness.renew()
        at = freshness.now()
        standing = list(Pin.objects.standing(at))
        order = _Order(at, by, [one.release_id for one in standing], {one.release_id: one.until for one in standing})
        yield order
        if _write(order, standing):
            freshness.changed("press", at=at)


def _write(order: _Order, standing: list[Pin]) -> bool:
    """Ends the rows that no longer tell how it stands and begins those that do; whether there were any."""
    kept = {(one.release_id, one.place, one.until): one.pk for one in standing}
    wanted = {(release, place, order.ends[release]) for place, release in enumerate(order.releases, 1)}
    gone = [pk for key, pk in kept.items() if key not in wanted]
    Pin.objects.filter(pk__in=gone, since__gte=order.at).delete()  # it stood for no time at all
    Pin.objects.filter(pk__in=gone).update(until=order.at)
    new = sorted(wanted - kept.keys(), key=lambda key: key[1])
    Pin.objects.bulk_create(
        Pin(release_id=release, place=place, until=until, since=order.at, pinned_by=order.by)
        for release, place, until in new
    )
    return bool(gone or new)
