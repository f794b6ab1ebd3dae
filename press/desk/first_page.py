"""What stands on the first page of the desk, for who is signed in: only what he may see, in as many queries as parts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from osce_site import freshness, telling
from osce_site.models import LedgerEntry
from press import reach, rights, standing, zones
from press.alarms import Alarm
from press.alarms import standing as raised_at
from press.desk import timeline
from press.models import Edition, Release, Remark, Review, Revision, Text
from press.models.assignment import Role

MOST = 12
"""Lines of one part; the list of releases has the rest."""
LEDGER_LOOKED_AT = 60
"""Entries read for the recent ones a person may see."""


@dataclass(frozen=True)
class Page:
    at: datetime
    reviews: list[Review]
    """Asked of this person, or of whoever may approve; the oldest first."""
    sent_back: list[Review]
    remarks: list[Remark]
    """Unresolved, by others, on his texts; one for each release, with how many there are."""
    mine_out_of_date: list[Text]
    alarms: list[Alarm]
    unreviewed: list[Release]
    """Beside those that raise an alarm already."""
    ahead: timeline.TimeLine
    drafts: list[Release]
    out_of_date: list[Text]
    """In languages that are not his."""
    lately: list[telling.Told]
    may_write: bool

    @property
    def waits(self) -> int:
        return len(self.reviews) + len(self.sent_back) + len(self.remarks) + len(self.mine_out_of_date)


def of(user: Any) -> Page:
    """The queries are counted by tests/press/test_first_page.py: as many with one thing of each kind as with three."""
    with timezone.override(zones.known(user.time_zone)):
        return _of(user, freshness.now())


def _of(user: Any, now: datetime) -> Page:
    readable = rights.readable_by(user).order_by()
    stale, mine = _out_of_date(readable), _languages_of(user)
    raised = raised_at(now, readable)[:MOST]
    told = {alarm.release.pk for alarm in raised if alarm.kind == "unreviewed"}
    return Page(
        at=now,
        reviews=_asked_of(user, readable),
        sent_back=_sent_back_to(user, readable),
        remarks=_remarks_for(user, readable),
        mine_out_of_date=list(stale.filter(language__in=mine)[:MOST]),
        alarms=raised,
        unreviewed=[one for one in _unreviewed(readable, now) if one.pk not in told],
        ahead=timeline.read(readable, now),
        drafts=_drafts(user, readable, now),
        out_of_date=list(stale.exclude(language__in=mine)[:MOST]),
        lately=_lately(user),
        may_write=user.has_perm("press.add_release"),
    )


# What waits


def _newest_steps(readable: QuerySet[Release]) -> QuerySet[Review]:
    """The last step of each release that is neither public nor to come."""
    later = Review.objects.filter(release=OuterRef("release"), pk__gt=OuterRef("pk"))
    return (
        Review.objects.filter(~Exists(later), release__in=readable.values("pk"))
        .exclude(release__in=Edition.objects.given(freshness.now()).values("release"))
        .select_related("by", "asked_of", "release")
        .prefetch_related("release__texts")
        .order_by("pk")
    )


def _asked_of(user: Any, readable: QuerySet[Release]) -> list[Review]:
    steps = _newest_steps(readable).filter(kind=Review.Kind.ASKED)
    may_approve = rights.within(user, Role.EDITOR).order_by().values("pk")
    of_his_role = Q(asked_of=None, release__in=may_approve)
    if settings.FOUR_EYES:
        of_his_role &= ~Q(by=user)
    return list(steps.filter(Q(asked_of=user) | of_his_role)[:MOST])


def _his(user: Any, release: str = "release") -> Q:
    """Releases he began, asked to have reviewed, or saved a text of."""
    asked = Review.objects.filter(release=OuterRef(release), kind=Review.Kind.ASKED, by=user)
    saved = Revision.objects.filter(text__release=OuterRef(release), saved_by=user)
    return Q(Exists(asked)) | Q(Exists(saved)) | Q(**{"begun_by" if release == "pk" else f"{release}__begun_by": user})


def _sent_back_to(user: Any, readable: QuerySet[Release]) -> list[Review]:
    return list(_newest_steps(readable).filter(_his(user), kind=Review.Kind.SENT_BACK)[:MOST])


def _remarks_for(user: Any, readable: QuerySet[Release]) -> list[Remark]:
    """The oldest open remark of each release, ``others`` being how many more there are."""
    remarks = (
        Remark.objects.filter(_his(user), resolved_at=None, release__in=readable.values("pk"))
        .exclude(by=user)
        .select_related("by", "showing", "release")
        .prefetch_related("release__texts")
        .order_by("pk")
    )
    first: dict[int, Remark] = {}
    for remark in remarks[: MOST * 10]:
        known = first.setdefault(remark.release_id, remark)
        known.others = known.__dict__.get("others", -1) + 1  # type: ignore[attr-defined]  # for the page
    return list(first.values())[:MOST]


def _languages_of(user: Any) -> set[str]:
    """The languages in which a person saved something this year, and that of his desk."""
    since = freshness.now() - timedelta(days=365)
    saved = Revision.objects.filter(saved_by=user, saved_at__gt=since).order_by()
    return {user.language, *saved.values_list("text__language", flat=True).distinct()}


def _out_of_date(readable: QuerySet[Release]) -> QuerySet[Text]:
    """Translations that say which version of the original they give, where the original was saved since."""
    newer = Revision.objects.filter(
        text__release=OuterRef("release"),
        text__language=OuterRef("release__original_language"),
        number__gt=OuterRef("renders__number"),
    ).exclude(kind=Revision.Kind.ASIDE)
    return (
        Text.objects.filter(Exists(newer), release__in=readable.values("pk"))
        .exclude(language=F("release__original_language"))
        .annotate(original_saved_at=Subquery(newer.order_by("-number").values("saved_at")[:1]))
        .select_related("release")
        .order_by("-original_saved_at", "pk")
    )


def _unreviewed(readable: QuerySet[Release], at: datetime) -> list[Release]:
    """Out by force, and nobody has reviewed it since."""
    forced = Review.objects.filter(kind=Review.Kind.FORCED).order_by().values("release")
    asked: dict[str, Any] = {"stands_unreviewed": True}  # as standing.annotated names it
    found = standing.annotated(readable.filter(pk__in=forced), at).filter(**asked)
    return list(found.prefetch_related("texts").order_by("pk")[:MOST])


def _drafts(user: Any, readable: QuerySet[Release], at: datetime) -> list[Release]:
    """His own first, then by the last save; each with ``saved_at``, ``saved_by_name`` and ``is_his``."""
    last = Revision.objects.filter(text__release=OuterRef("pk")).exclude(kind=Revision.Kind.ASIDE).order_by("-saved_at")
    drafts = timeline.not_given_out(readable, at)
    his = Case(When(_his(user, "pk"), then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(
        drafts.annotate(others=his, saved_at=Subquery(last.values("saved_at")[:1]))
        .prefetch_related("texts")
        .order_by("others", F("saved_at").desc(nulls_last=True), "pk")[:MOST]
    )


def _lately(user: Any) -> list[telling.Told]:
    """What was done last, told; what speaks of a thing he may not see is not told at all."""
    entries = reach.seen(user, LedgerEntry.objects.select_related("by"))[:LEDGER_LOOKED_AT]
    return [told for told in telling.tell(entries, user) if told.thing][:MOST]
