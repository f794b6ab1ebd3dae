"""Acts on many releases: each by its own verb and its own right, in the background where they are many.

What one release refuses is told and keeps no other from being done. Where the worker is killed half way, what was
done is kept, and the act goes on with the others when it is asked for again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Max
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from osce_site import freshness
from press import correcting, publishing, reviewing
from press.models import BulkAct, BulkOutcome, Release
from press.refusals import ChangedMeanwhile

AT_ONCE = 10
"""As many are done while a person waits; more are done by a worker, watched on a page."""
SILENT = timedelta(seconds=60)
"""Without an outcome for so long, a worker is taken for dead."""

Kind = BulkAct.Kind

PERMISSIONS = {
    Kind.PUBLISH: "press.publish_release",
    Kind.ASK: "press.ask_review",
    Kind.APPROVE: "press.approve_release",
    Kind.WITHDRAW: "press.withdraw_release",
}


def _instant(said: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(said["at"]) if said.get("at") else None


def _seen(release: Release, said: dict[str, Any]) -> reviewing.Seen | None:
    """What the officer had before him of a release when he asked. Raises ``ChangedMeanwhile`` where it was not there."""
    if said.get("seen") is None:
        return None
    known = said["seen"].get(str(release.pk))
    if not isinstance(known, dict):
        raise ChangedMeanwhile(_("It was not in the selection that you looked at. Look again."))
    return known


def _publish(release: Release, by: Any, said: dict[str, Any]) -> None:
    publishing.publish(release, by=by, at=_instant(said), seen=_seen(release, said))


def _ask(release: Release, by: Any, said: dict[str, Any]) -> None:
    reviewing.ask(release, by=by, note=said.get("reason", ""))


def _approve(release: Release, by: Any, said: dict[str, Any]) -> None:
    reviewing.approve(release, by=by, reason=said.get("reason", ""), seen=_seen(release, said))


def _withdraw(release: Release, by: Any, said: dict[str, Any]) -> None:
    correcting.withdraw(release, by=by, kind=said["kind"], reason=said["reason"])


VERBS: dict[str, Callable[[Release, Any, dict[str, Any]], Any]] = {
    Kind.PUBLISH: _publish,
    Kind.ASK: _ask,
    Kind.APPROVE: _approve,
    Kind.WITHDRAW: _withdraw,
}


def ask(kind: str, releases: list[int], *, by: Any, said: dict[str, Any] | None = None) -> BulkAct:
    """Does it at once where they are few; else enters it for the worker. ``said``: what the act takes, as JSON."""
    with transaction.atomic():
        act = BulkAct.objects.create(kind=kind, said=said or {}, releases=releases, by=by, asked_at=freshness.now())
        if len(releases) > AT_ONCE:
            transaction.on_commit(partial(carry_out.enqueue, act.pk))
    if len(releases) <= AT_ONCE:
        do(act)
    return act


@task()
def carry_out(pk: int) -> None:
    do(BulkAct.objects.select_related("by").get(pk=pk))


def do(act: BulkAct) -> None:
    """Release by release, those first that have no outcome yet. In the language of who asked."""
    if act.ended_at:
        return
    BulkAct.objects.filter(pk=act.pk, begun_at=None).update(begun_at=freshness.now())
    known = set(act.outcomes.values_list("release_id", flat=True))
    with translation.override(act.by.language):
        for pk in act.releases:
            if pk not in known:
                _do_one(act, pk)
    BulkAct.objects.filter(pk=act.pk).update(ended_at=freshness.now())
    act.refresh_from_db()


def _do_one(act: BulkAct, pk: int) -> None:
    """The act and its outcome are one transaction: none is done twice."""
    release = Release.objects.filter(pk=pk).first()
    if release is None:
        return
    try:
        with transaction.atomic():
            if not act.by.has_perm(PERMISSIONS[Kind(act.kind)], release):
                raise PermissionDenied(_("You may not do this with this release."))
            VERBS[act.kind](release, act.by, act.said)
            BulkOutcome.objects.create(bulk=act, release=release, at=freshness.now())
    except ValidationError as refused:
        _refused(act, release, "\n".join(refused.messages))
    except PermissionDenied as refused:
        _refused(act, release, str(refused) or _("You may not do this with this release."))


def _refused(act: BulkAct, release: Release, why: str) -> None:
    told = {"refusal": why, "at": freshness.now()}
    BulkOutcome.objects.get_or_create(bulk=act, release=release, defaults=told)


@dataclass(frozen=True)
class Standing:
    state: str
    """waiting, at work, done, or interrupted."""
    done: int
    total: int

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 100


def standing(act: BulkAct) -> Standing:
    """One query."""
    told = act.outcomes.aggregate(done=Count("pk"), last=Max("at"))
    done, total = told["done"], len(act.releases)
    if act.ended_at:
        return Standing("done", done, total)
    if act.begun_at is None:
        return Standing("waiting", 0, total)
    sign = max(filter(None, [act.begun_at, told["last"]]))
    return Standing("at work" if freshness.now() - sign < SILENT else "interrupted", done, total)
