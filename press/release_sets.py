"""Several releases, each in its languages, and changes of a menu, given out at one instant: all of it or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from osce_site import freshness, locks
from osce_site.models import ledger
from press import placing, publishing, reviewing
from press.models import ReleaseSet, SetMember, SetMenuChange
from press.refusals import CannotPublish
from taxonomy import changes
from taxonomy.models import MenuEntry

_INSTANTS = ("kept_back_since", "shown_from", "shown_until")
"""What says when an entry of a menu is shown."""


@dataclass(frozen=True)
class Hindrances:
    """What keeps a set from going out: by member, by menu change, and of the set itself."""

    members: dict[int, list[str]] = field(default_factory=dict)
    menu: dict[int, list[str]] = field(default_factory=dict)
    whole: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.whole or any(self.members.values()) or any(self.menu.values()))


def hindrances(release_set: ReleaseSet, *, by: Any, at: datetime | None = None) -> Hindrances:
    """What would keep ``publish_together`` from publishing it, for a page to show. Writes nothing."""
    at = at or freshness.now()
    members, menu = list(_members(release_set)), list(_menu_changes(release_set))
    return Hindrances(
        {
            member.pk: [*_right(member, by), *publishing.stops(member.release, _languages(member), by=by, at=at)]
            for member in members
        },
        {change.pk: _menu_hindrances(change, by, at) for change in menu},
        _of_the_whole(release_set, [*members, *menu]),
    )


def shown(release_set: ReleaseSet) -> dict[str, dict[str, Any]]:
    """What a page shows of a set, to be given back as ``seen`` with its publication."""
    members = list(_members(release_set))
    known = reviewing.shown_of(member.release_id for member in members)
    return {
        "releases": {str(member.release_id): known[member.release_id] | _chosen(member) for member in members},
        "menu": {str(change.entry_id): change.shown for change in _menu_changes(release_set)},
    }


def _chosen(member: SetMember) -> dict[str, list[str]]:
    return {"languages": sorted(member.languages)}


def _changed(held: ReleaseSet, seen: dict[str, Any] | None) -> list[str]:
    """What is another than was seen, in a sentence for each release and one for the set."""
    if seen is None:
        return []
    now, releases = shown(held), seen.get("releases") or {}
    told = []
    if now["releases"].keys() != releases.keys() or now["menu"] != seen.get("menu"):
        told.append(_("What is in the set was changed while you looked at it. Look again."))
    for member in _members(held):
        key = str(member.release_id)
        if key in releases and now["releases"][key] != releases[key]:
            said = _("It was changed while you looked at it. Look again.")
            told.append(f"{member.release}: {said}")
    return told


def publish_together(
    release_set: ReleaseSet,
    *,
    by: Any,
    at: datetime | None = None,
    forced: str = "",
    seen: dict[str, Any] | None = None,
) -> ReleaseSet:
    """Publishes all of a set at one instant, now or later, in one transaction.

    What holds for a single publication holds for each (``publishing.publish``): raises ``CannotPublish`` with all
    that stands in the way, and then nothing at all was changed. ``forced``: why a chief has it go out unreviewed.
    ``seen``: what he had before him (``shown``); where one of it is another by now, nothing goes out.
    """
    with transaction.atomic():
        held, members, menu = _hold(release_set)
        now = freshness.now()
        at = at or now
        problems = [*_of_the_whole(held, [*members, *menu]), *_changed(held, seen)]
        if at < now:
            problems.append(_("The instant is past: a set goes out now or later."))
        for change in menu:
            problems += [f"{change.entry}: {told}" for told in _menu_hindrances(change, by, at)]
        if not problems:
            for member in members:
                problems += _publish(member, by, at, forced)
        if problems:
            raise CannotPublish(problems)
        for change in menu:
            _apply(change, now, at)
        if menu:
            changes.announce()
        held.goes_out_at, held.sent_at = at, now
        held.save(update_fields=["goes_out_at", "sent_at"])
        act = "scheduled together" if at > now else "published together"
        ledger.record(act, held, by=by, at=freshness.now(), reason=forced, **_told(held, members, menu))
    return held


def call_off_together(release_set: ReleaseSet, *, by: Any, reason: str) -> ReleaseSet:
    """Takes back all of a set that is scheduled: it never was, and the menu stays as it stands."""
    with transaction.atomic():
        held, members, menu = _hold(release_set)
        now = freshness.now()
        if held.goes_out_at is None or held.goes_out_at <= now:
            raise CannotPublish(_("Nothing is scheduled."))
        if not reason.strip():
            raise CannotPublish(_("Say why: the reason is empty."))
        for member in members:
            if refusals := _right(member, by):
                raise CannotPublish(refusals)
            publishing.call_off(member.release, by=by, reason=reason, with_set=held.pk)
        for change in menu:
            _put_back(change)
        if menu:
            changes.announce()
        told = _told(held, members, menu)
        held.goes_out_at = held.sent_at = None
        held.save(update_fields=["goes_out_at", "sent_at"])
        ledger.record("called off together", held, by=by, at=freshness.now(), reason=reason, **told)
    return held


def is_settled(release_set: ReleaseSet) -> bool:
    """Whether it was published or scheduled: then nothing of it is changed any more."""
    return release_set.sent_at is not None


def _hold(release_set: ReleaseSet) -> tuple[ReleaseSet, list[SetMember], list[SetMenuChange]]:
    """Takes every lock that is needed, in the one order (osce_site/locks.py), before anything is written."""
    held = ReleaseSet.objects.select_for_update(no_key=True).get(pk=release_set.pk)
    if SetMenuChange.objects.filter(release_set=held).exists():
        locks.take("taxonomy")
    members = list(_members(held))
    for member in members:
        reviewing.hold(member.release)
    locks.take(placing.LOCK, shared=True)
    freshness.renew()
    return held, members, list(_menu_changes(held))


def _members(release_set: ReleaseSet) -> Iterable[SetMember]:
    return SetMember.objects.filter(release_set=release_set).select_related("release").order_by("release")


def _menu_changes(release_set: ReleaseSet) -> Iterable[SetMenuChange]:
    return SetMenuChange.objects.filter(release_set=release_set).select_related("entry")


def _languages(member: SetMember) -> list[str] | None:
    return member.languages or None


def _of_the_whole(release_set: ReleaseSet, parts: list[Any]) -> list[str]:
    if is_settled(release_set):
        return [_("It was published or scheduled already.")]
    return [] if parts else [_("There is nothing in it.")]


def _right(member: SetMember, by: Any) -> list[str]:
    if by is None or by.has_perm("press.publish_release", member.release):
        return []
    return [_("You may not publish this release.")]


def _publish(member: SetMember, by: Any, at: datetime, forced: str) -> list[str]:
    """Publishes a member, or tells what stands in the way."""
    if refusals := _right(member, by):
        return [f"{member.release}: {told}" for told in refusals]
    try:
        publishing.publish(member.release, by=by, languages=_languages(member), at=at, forced=forced)
    except CannotPublish as reason:
        return [f"{member.release}: {told}" for told in reason.messages]
    return []


def _menu_hindrances(change: SetMenuChange, by: Any, at: datetime) -> list[str]:
    entry = change.entry
    if by is not None and not by.has_perm("press.change_setmenuchange", change.release_set):
        return [_("Only a chief changes the menu.")]
    if change.shown and entry.is_shown(freshness.now()):
        return [_("It is shown already. Keep it back first, then a set can show it.")]
    if not change.shown and not entry.is_shown(at):
        return [_("It is not shown at that instant, so it cannot end then.")]
    return [] if entry.holds(at.date()) or not change.shown else [_("Its days do not hold at that instant.")]


def _apply(change: SetMenuChange, now: datetime, at: datetime) -> None:
    entry = MenuEntry.objects.select_for_update().get(pk=change.entry_id)
    before = {name: _said(getattr(entry, name)) for name in _INSTANTS}
    if change.shown:
        # Kept back until the instant, also where it ended before.
        entry.kept_back_since, entry.shown_from, entry.shown_until = entry.kept_back_since or now, at, None
    else:
        entry.shown_until = at
    entry.save(update_fields=_INSTANTS)
    SetMenuChange.objects.filter(pk=change.pk).update(before=before)


def _put_back(change: SetMenuChange) -> None:
    values = {name: datetime.fromisoformat(said) if said else None for name, said in change.before.items()}
    MenuEntry.objects.filter(pk=change.entry_id).update(**values)
    SetMenuChange.objects.filter(pk=change.pk).update(before={})


def _said(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def _told(release_set: ReleaseSet, members: list[SetMember], menu: list[SetMenuChange]) -> dict[str, Any]:
    """What the ledger is told of a set."""
    return {
        "goes_out_at": _said(release_set.goes_out_at),
        "releases": [member.release_id for member in members],
        "menu": {change.entry.key: "shown" if change.shown else "ended" for change in menu},
    }
