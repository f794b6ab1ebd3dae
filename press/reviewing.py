"""From draft to public with four eyes: what one has written another sees before it goes out, or a chief says why not."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from osce_site import freshness
from osce_site.languages import OFFICIAL
from osce_site.models import User, ledger
from press import delivering, framing, standing
from press.models import Frame, Release, Review, Revision, Showing, Text
from press.refusals import CannotReview, ChangedMeanwhile, NotReviewed

Kind = Review.Kind
FRAME = "frame"
"""Stands among the languages of what was seen, with the number of what goes out around the words."""

Seen = dict[str, int]
"""Language and version of each text, and ``FRAME``: what somebody has before him when he decides."""


@dataclass(frozen=True)
class Alone:
    """What only one person has seen, were he to publish it: texts, and what goes out around the words."""

    texts: list[Text]
    frame: int | None = None

    def __bool__(self) -> bool:
        return bool(self.texts) or self.frame is not None

    def why(self) -> list[str]:
        """A sentence for the texts and one for the rest."""
        names = ", ".join(text.get_language_display() for text in self.texts)
        told = [_("You saved it last yourself, and nobody else has approved it yet: %s.") % names] if names else []
        if self.frame is not None:
            told.append(
                _("You changed filing, day, photos, documents or contacts last, and nobody else has approved that yet.")
            )
        return told


def shown(release: Release) -> Seen:
    """What a page shows of a release, to be given back as ``seen`` with the decision."""
    return shown_of([release.pk])[release.pk]


def shown_of(releases: Iterable[int]) -> dict[int, Seen]:
    """The same for many, by their keys. Two queries."""
    keys = list(releases)
    told: dict[int, Seen] = defaultdict(dict)
    for key, frame in Release.objects.filter(pk__in=keys).values_list("pk", "frame"):
        told[key][FRAME] = frame
    for key, language, version in Text.objects.filter(release__in=keys).values_list("release", "language", "version"):
        told[key][language] = version
    return dict(told)


def last_saver(text: Text) -> Any:
    """The key of who saved the text as it stands; ``None`` where an operator did."""
    kept = text.revisions.filter(number=text.version).exclude(kind=Revision.Kind.ASIDE).order_by("pk")
    return kept.values_list("saved_by", flat=True).last()


def ask(release: Release, *, by: Any, of: Any = None, note: str = "") -> Review:
    """Asks for a review of the texts as they stand; ``of``: a person who may approve, else whoever may.

    Raises ``CannotReview`` where there is no text, or the person asked may not approve.
    """
    with transaction.atomic():
        hold(release)
        if of is not None and not of.has_perm("press.approve_release", release):
            raise CannotReview(_("%s may not approve this release.") % of)
        asked = _record(Kind.ASKED, release, _all(release), by=by, asked_of=of, reason=note, act="review asked")
        if of is not None:
            _tell(asked, of, gettext_lazy("A review is asked of you"))
        return asked


def approve(
    release: Release,
    *,
    by: Any = None,
    showing: Showing | None = None,
    reason: str = "",
    seen: Seen | None = None,
) -> Review:
    """Approves the texts and what goes out around them as they stand, or, by a guest, as they were ``showing``.

    A person does not approve what he saved last himself; of several texts and the rest he approves the others.
    ``seen``: what he had before him (``shown``). Raises ``CannotReview``.
    """
    with transaction.atomic():
        hold(release)
        check_seen(release, seen)
        versions, frame = _shown(showing) if showing else _by_others(release, by)
        given = {"by": by, "showing": showing, "reason": reason, "frame": frame}
        return _record(Kind.APPROVED, release, versions, act="approved", **given)


def send_back(release: Release, *, by: Any, reason: str) -> Review:
    """Back to who wrote it: no approval of before holds any longer. Says why, else raises ``CannotReview``."""
    with transaction.atomic():
        hold(release)
        if not reason.strip():
            raise CannotReview(_("Say what is to be changed."))
        returned = _record(Kind.SENT_BACK, release, _all(release), by=by, reason=reason, act="sent back")
        for writer in User.objects.filter(pk__in={last_saver(text) for text in _texts(release)} - {None}):
            if by is None or writer.pk != by.pk:
                _tell(returned, writer, gettext_lazy("Sent back"))
        return returned


def review_afterwards(release: Release, *, by: Any, reason: str = "", seen: Seen | None = None) -> Review:
    """What a chief had published without review has been reviewed, by somebody else."""
    with transaction.atomic():
        hold(release)
        check_seen(release, seen)
        forced = release.reviews.filter(kind__in=[Kind.FORCED, Kind.REVIEWED]).first()
        if forced is None or forced.kind != Kind.FORCED:
            raise CannotReview(_("Nothing here was published without review."))
        if by is not None and settings.FOUR_EYES and by.pk == forced.by_id:
            raise CannotReview(_("You published it without review yourself: somebody else reviews it."))
        versions, frame = _by_others(release, by)
        return _record(Kind.REVIEWED, release, versions, frame=frame, by=by, reason=reason, act="reviewed")


def approved_by(release: Release, languages: Iterable[str] | None = None) -> Any:
    """Who approved exactly what would go out (a person, or the showing of a guest); ``None`` where not all of it is.

    In these languages, with what goes out around the words.
    """
    wanted = None if languages is None else set(languages)
    reviews = list(release.reviews.select_related("by", "showing"))
    texts = [text for text in _texts(release) if wanted is None or text.language in wanted]
    found = [standing.covering(text, reviews) for text in texts]
    if not texts or None in (*found, around := standing.covering_frame(_frame(release), reviews)):
        return None
    found.append(around)
    newest = max((review for review in found if review), key=lambda review: review.pk)
    return newest.showing or newest.by


def unseen(release: Release, languages: Iterable[str], by: Any) -> Alone:
    """What only he has seen who saved it last, were he to publish it himself."""
    if by is None or not settings.FOUR_EYES:
        return Alone([])
    # What a guest approved by a link of his own making is no second pair of eyes.
    reviews = [
        review
        for review in release.reviews.select_related("showing")
        if review.showing is None or review.showing.made_by_id != by.pk
    ]
    wanted, frame = set(languages), _frame(release)
    own = [text for text in _texts(release) if text.language in wanted and last_saver(text) == by.pk]
    framed = last_framer(release) != by.pk or standing.covering_frame(frame, reviews)
    return Alone([text for text in own if not standing.covered(text, reviews)], None if framed else frame)


def count_as_approval(release: Release, languages: Iterable[str], by: Any, forced: str = "") -> None:
    """Who publishes what another wrote has seen it: that is kept as his approval. In the caller's transaction.

    ``forced``: the reason why it goes out though only its writer has seen it; kept as such, and told in the ledger.
    Raises ``NotReviewed`` where it is needed and not given, or given by who may not.
    """
    languages = list(languages)
    if by is None or not settings.FOUR_EYES:
        return
    alone = unseen(release, languages, by)
    if alone and not forced.strip():
        raise NotReviewed(alone.why())
    if alone and not by.has_perm("press.force_release", release):
        raise NotReviewed(_("Only a chief may publish without review."))
    if alone:
        versions = {text.language: text.version for text in alone.texts}
        told = {"by": by, "reason": forced, "frame": alone.frame}
        _record(Kind.FORCED, release, versions, act="published without review", **told)
    reviews = list(release.reviews.all())
    others = [text for text in _texts(release) if text.language in languages and last_saver(text) != by.pk]
    new = {text.language: text.version for text in others if not standing.covered(text, reviews)}
    frame = _frame(release)
    around = None if alone.frame is not None or standing.covering_frame(frame, reviews) else frame
    if new or around is not None:
        now = freshness.now()
        Review.objects.create(release=release, kind=Kind.APPROVED, versions=new, frame=around, at=now, by=by)


def hold(release: Release) -> Release:
    """One act at a time on a release, and no text of it is saved meanwhile. Gives the release as it is now.

    What goes out around the words is looked at, too: whatever changed it, what is decided is decided on that.
    """
    held = framing.lock(release)
    freshness.renew()
    framing.note(held, by=None, changed=False)
    return held


def check_seen(release: Release, seen: Seen | None) -> None:
    """Raises ``ChangedMeanwhile`` where something is not as it was when the person opened the page."""
    if seen is None:
        return
    now = shown(release)
    if changed := sorted(part for part, version in seen.items() if now.get(part) != version):
        names = [_("filing, day, photos, documents or contacts") if part == FRAME else part for part in changed]
        raise ChangedMeanwhile(_("It was changed while you looked at it: %s. Look again.") % ", ".join(names))


def last_framer(release: Release) -> Any:
    """The key of who last changed what goes out around the words; ``None`` where nobody did, or an operator."""
    known = Frame.objects.filter(release=release, number=_frame(release))
    return known.values_list("saved_by", flat=True).first()


def _frame(release: Release) -> int:
    """As it stands now, whatever was read before."""
    return Release.objects.values_list("frame", flat=True).get(pk=release.pk)


def _texts(release: Release) -> list[Text]:
    """As they stand now, whatever was read before."""
    return list(Text.objects.filter(release=release))


def _all(release: Release) -> dict[str, int]:
    versions = {text.language: text.version for text in _texts(release)}
    if not versions:
        raise CannotReview(_("There is no text yet."))
    return versions


def _by_others(release: Release, by: Any) -> tuple[dict[str, int], int | None]:
    """Versions of the texts, and the number of what goes out around them, that another saved last."""
    versions, frame = _all(release), _frame(release)
    if by is None or not settings.FOUR_EYES:
        return versions, frame
    own = {text.language for text in _texts(release) if last_saver(text) == by.pk}
    framer = last_framer(release)
    others = {language: version for language, version in versions.items() if language not in own}
    around = None if framer == by.pk else frame
    if not others and (framer in (None, by.pk) or standing.covering_frame(frame, release.reviews.all())):
        raise CannotReview(_("You saved it last yourself: somebody else has to see it."))
    return others, around


def _shown(showing: Showing) -> tuple[dict[str, int], int | None]:
    """The versions that a guest had before him, and the number of what stood around the words."""
    told = {language: told for language, told in showing.shown.items() if language in OFFICIAL}
    frames = {one.get("frame", 0) for one in told.values()}
    return {language: one["version"] for language, one in told.items()}, frames.pop() if len(frames) == 1 else None


def _record(kind: Kind, release: Release, versions: dict[str, int], *, act: str, by: Any, **more: Any) -> Review:
    reason = str(more.pop("reason", "")).strip()
    now = freshness.now()
    made = Review.objects.create(release=release, kind=kind, versions=versions, at=now, by=by, reason=reason, **more)
    told: dict[str, Any] = {"review": made.pk, "versions": versions}
    if made.showing:
        told["guest"] = made.showing.name
    if made.asked_of:
        told["asked_of"] = made.asked_of.pk
    ledger.record(act, release, by=by, at=now, reason=reason, **told)
    return made


def _tell(review: Review, person: Any, what: Any) -> None:
    """By mail, with the reason and the way to the review."""
    words = "\n\n".join(part for part in (str(review.release), review.reason) if part)
    path = reverse("admin:press_release_review", args=[review.release_id])
    with translation.override(person.language):
        subject = f"{what}: {review.release}"
    mail = delivering.told_to(person, subject, words, path)
    delivering.deliver(f"review {review.pk} {person.pk}", person, *mail)
