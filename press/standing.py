"""Where a release stands between draft and public: derived from its texts, reviews and editions, stored nowhere.

The rule stands here in both forms: ``standing`` for one release, ``annotated`` for many in the database. A property
test holds them together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Case, CharField, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from osce_site.languages import OFFICIAL
from press import visibility
from press.models import Edition, Release, Review, Text


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in-review", _("In review")
    APPROVED = "approved", _("Approved")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLIC = "public", _("Public")
    CORRECTED = "corrected", _("Corrected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


READ = (State.PUBLIC, State.CORRECTED)
"""Readers have it."""
WAITING = (State.DRAFT, State.IN_REVIEW, State.APPROVED)
"""Nothing was given out, and nothing is going to by itself."""
NEEDS = ("texts", "editions", "reviews")
"""What to prefetch so that ``standing`` asks nothing."""

_APPROVING = (Review.Kind.APPROVED, Review.Kind.REVIEWED)


@dataclass(frozen=True)
class Standing:
    state: State
    unreviewed: bool = False
    """It went out by force, and nobody has reviewed it since."""
    overdue: bool = False
    """The instant it was planned for is past, and it is neither public nor scheduled."""
    changed_since: bool = False
    """A text at the desk was saved again after it was approved, or what goes out around the words was changed."""
    in_work: bool = False
    """Readers have it, and a text at the desk says something else."""
    goes_out_at: datetime | None = None
    """When the clock next opens an edition of it."""


def standing(release: Release, at: datetime) -> Standing:
    """No query where ``NEEDS`` are prefetched."""
    texts, editions = list(release.texts.all()), list(release.editions.all())
    reviews = sorted(release.reviews.all(), key=lambda review: review.pk, reverse=True)
    framed = frame_covered(release, reviews)
    state = _state(texts, editions, reviews, at, framed=framed)
    uncovered = [text for text in texts if not covered(text, reviews)]
    approved_once = {language for review in _valid(reviews) for language in review.versions}
    frame_once = newest_frame_approved(reviews) is not None
    said = {text.language: text.words() for text in texts}
    public = [edition for edition in editions if edition.is_public(at)]
    ahead = [edition.published_at for edition in editions if edition.is_ahead(at)]
    return Standing(
        state,
        unreviewed=state not in WAITING and _newest(reviews, Review.Kind.FORCED, Review.Kind.REVIEWED) == "forced",
        overdue=state in WAITING and release.planned_for is not None and release.planned_for <= at,
        changed_since=any(text.language in approved_once for text in uncovered) or (frame_once and not framed),
        in_work=any(said.get(edition.language, edition.words()) != edition.words() for edition in public),
        goes_out_at=min(ahead, default=None),
    )


def _state(texts: list[Text], editions: list[Edition], reviews: list[Review], at: datetime, *, framed: bool) -> State:
    if public := [edition for edition in editions if edition.is_public(at)]:
        return State.CORRECTED if any(edition.correction for edition in public) else State.PUBLIC
    if any(edition.is_ahead(at) for edition in editions):
        return State.SCHEDULED
    if any(edition.was_public(at) for edition in editions):
        return State.WITHDRAWN
    if texts and framed and all(covered(text, reviews) for text in texts):
        return State.APPROVED
    if _newest(reviews, Review.Kind.ASKED, Review.Kind.SENT_BACK) == "asked":
        return State.IN_REVIEW
    return State.DRAFT


def _newest(reviews: list[Review], *kinds: str) -> str:
    return next((review.kind for review in reviews if review.kind in kinds), "")


def _valid(reviews: Iterable[Review]) -> list[Review]:
    """The approvals that hold, the newest first: none from before it was sent back."""
    held: list[Review] = []
    for review in sorted(reviews, key=lambda review: review.pk, reverse=True):
        if review.kind == Review.Kind.SENT_BACK:
            break
        if review.kind in _APPROVING:
            held.append(review)
    return held


def covering(text: Text, reviews: Iterable[Review]) -> Review | None:
    """The newest approval of exactly this version of a text."""
    return next((review for review in _valid(reviews) if review.versions.get(text.language) == text.version), None)


def covered(text: Text, reviews: Iterable[Review]) -> bool:
    return covering(text, reviews) is not None


def covering_frame(frame: int, reviews: Iterable[Review]) -> Review | None:
    """The newest approval of exactly what goes out around the words, by its number."""
    return next((review for review in _valid(reviews) if review.frame == frame), None)


def frame_covered(release: Release, reviews: Iterable[Review]) -> bool:
    return covering_frame(release.frame, reviews) is not None


def newest_frame_approved(reviews: Iterable[Review]) -> int | None:
    """The number of what was approved last around the words; ``None`` where that never was."""
    return next((review.frame for review in _valid(reviews) if review.frame is not None), None)


# The same in the database


def annotated(releases: QuerySet[Release], at: datetime) -> QuerySet[Release]:
    """With ``stands`` (a ``State``), ``stands_unreviewed``, ``_overdue``, ``_changed_since``, ``_in_work``."""
    waiting = Q(stands__in=[str(state) for state in WAITING])
    return releases.annotate(stands=_state_in_database(at)).annotate(
        stands_unreviewed=_yes(~waiting & Q(_reviews(Review.Kind.FORCED, unless_later=Review.Kind.REVIEWED))),
        stands_overdue=_yes(waiting & Q(planned_for__lte=at)),
        stands_changed_since=_yes(_any_text(uncovered=True, approved_once=True) | (_frame_once() & ~_framed())),
        stands_in_work=_yes(Q(_written_otherwise(at))),
    )


def in_state(releases: QuerySet[Release], *states: State, at: datetime) -> QuerySet[Release]:
    wanted = Q(stands__in=[str(state) for state in states])
    return annotated(releases, at).filter(wanted)


def _yes(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=models.BooleanField())


def _state_in_database(at: datetime) -> Case:
    own = Edition.objects.filter(release=OuterRef("pk"))
    rules: list[tuple[Any, State]] = [
        (Exists(own.filter(visibility.public(at)).exclude(correction="")), State.CORRECTED),
        (Exists(own.filter(visibility.public(at))), State.PUBLIC),
        (Exists(own.filter(visibility.ahead(at))), State.SCHEDULED),
        (Exists(own.filter(visibility.once_public(at))), State.WITHDRAWN),
        (
            _framed() & Q(Exists(Text.objects.filter(release=OuterRef("pk")))) & ~_any_text(uncovered=True),
            State.APPROVED,
        ),
        (_reviews(Review.Kind.ASKED, unless_later=Review.Kind.SENT_BACK), State.IN_REVIEW),
    ]
    return Case(
        *(When(condition, then=Value(str(state))) for condition, state in rules),
        default=Value(str(State.DRAFT)),
        output_field=CharField(),
    )


def _reviews(kind: str, *, unless_later: str) -> Exists:
    """Whether there is a review of a kind and none of another after it."""
    later = Review.objects.filter(release=OuterRef("release"), kind=unless_later, pk__gt=OuterRef("pk"))
    return Exists(Review.objects.filter(~Exists(later), release=OuterRef("pk"), kind=kind))


def _valid_in_database(release: OuterRef) -> QuerySet[Review]:
    sent_back = Review.objects.filter(release=OuterRef("release"), kind=Review.Kind.SENT_BACK, pk__gt=OuterRef("pk"))
    return Review.objects.filter(~Exists(sent_back), release=release, kind__in=_APPROVING)


def _framed() -> Q:
    return Q(Exists(_valid_in_database(OuterRef("pk")).filter(frame=OuterRef("frame"))))


def _frame_once() -> Q:
    return Q(Exists(_valid_in_database(OuterRef("pk")).filter(frame__isnull=False)))


def _any_text(*, uncovered: bool, approved_once: bool = False) -> Q:
    """Whether one of the texts is so; language by language, as a key of the versions is no column."""
    valid = _valid_in_database(OuterRef("release"))
    found = []
    for language in OFFICIAL:
        of_this = valid.alias(said=Cast(KeyTextTransform(language, "versions"), IntegerField()))
        texts = Text.objects.filter(release=OuterRef("pk"), language=language)
        if uncovered:
            texts = texts.filter(~Exists(of_this.filter(said=OuterRef("version"))))
        if approved_once:
            texts = texts.filter(Exists(valid.filter(versions__has_key=language)))
        found.append(Q(Exists(texts)))
    return reduce(or_, found)


def _written_otherwise(at: datetime) -> Exists:
    same = {name: OuterRef(name) for name in Text.WORDS}
    texts = Text.objects.filter(release=OuterRef("release"), language=OuterRef("language")).exclude(**same)
    return Exists(Edition.objects.published(at).filter(Exists(texts), release=OuterRef("pk")))
