"""From draft to public with four eyes: what one has written another sees before it goes out, or a chief says why not."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from osce_site import freshness, locks
from osce_site.languages import OFFICIAL
from osce_site.models import User, ledger
from press import delivering, standing
from press.models import Release, Review, Revision, Showing, Text
from press.refusals import CannotReview, ChangedMeanwhile, NotReviewed

Kind = Review.Kind


def versions_of(release: Release, languages: Iterable[str] | None = None) -> dict[str, int]:
    """Language and version of each text as it stands now."""
    wanted = None if languages is None else set(languages)
    return {text.language: text.version for text in _texts(release) if wanted is None or text.language in wanted}


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
    seen: dict[str, int] | None = None,
) -> Review:
    """Approves the texts as they stand, or, by a guest, as they were ``showing``.

    A person does not approve what he saved last himself; of several texts he approves the others.
    ``seen``: language and version he had before him. Raises ``CannotReview``.
    """
    with transaction.atomic():
        hold(release)
        check_seen(release, seen)
        versions = _shown(showing) if showing else _by_others(release, by)
        return _record(Kind.APPROVED, release, versions, by=by, showing=showing, reason=reason, act="approved")


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


def review_afterwards(release: Release, *, by: Any, reason: str = "") -> Review:
    """What a chief had published without review has been reviewed, by somebody else."""
    with transaction.atomic():
        hold(release)
        forced = release.reviews.filter(kind__in=[Kind.FORCED, Kind.REVIEWED]).first()
        if forced is None or forced.kind != Kind.FORCED:
            raise CannotReview(_("Nothing here was published without review."))
        if by is not None and settings.FOUR_EYES and by.pk == forced.by_id:
            raise CannotReview(_("You published it without review yourself: somebody else reviews it."))
        return _record(Kind.REVIEWED, release, _by_others(release, by), by=by, reason=reason, act="reviewed")


def approved_by(release: Release, languages: Iterable[str] | None = None) -> Any:
    """Who approved exactly these texts (a person, or the showing of a guest); ``None`` where one is not approved."""
    wanted = None if languages is None else set(languages)
    reviews = list(release.reviews.select_related("by", "showing"))
    texts = [text for text in _texts(release) if wanted is None or text.language in wanted]
    found = [standing.covering(text, reviews) for text in texts]
    if not found or None in found:
        return None
    newest = max((review for review in found if review), key=lambda review: review.pk)
    return newest.showing or newest.by


def unseen(release: Release, languages: Iterable[str], by: Any) -> list[Text]:
    """The texts that only their last writer has seen, were he to publish them himself."""
    if by is None or not settings.FOUR_EYES:
        return []
    # What a guest approved by a link of his own making is no second pair of eyes.
    reviews = [
        review
        for review in release.reviews.select_related("showing")
        if review.showing is None or review.showing.made_by_id != by.pk
    ]
    wanted = set(languages)
    own = [text for text in _texts(release) if text.language in wanted and last_saver(text) == by.pk]
    return [text for text in own if not standing.covered(text, reviews)]


def why_not(alone: list[Text]) -> str:
    names = ", ".join(text.get_language_display() for text in alone)
    return _("You saved it last yourself, and nobody else has approved it yet: %s.") % names


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
        raise NotReviewed(why_not(alone))
    if alone and not by.has_perm("press.force_release", release):
        raise NotReviewed(_("Only a chief may publish without review."))
    if alone:
        versions = {text.language: text.version for text in alone}
        _record(Kind.FORCED, release, versions, by=by, reason=forced, act="published without review")
    reviews = list(release.reviews.all())
    others = [text for text in _texts(release) if text.language in languages and last_saver(text) != by.pk]
    if new := {text.language: text.version for text in others if not standing.covered(text, reviews)}:
        Review.objects.create(release=release, kind=Kind.APPROVED, versions=new, at=freshness.now(), by=by)


def hold(release: Release) -> Release:
    """One act at a time on a release, and no text of it is saved meanwhile. Gives the release as it is now."""
    held = Release.objects.select_for_update(no_key=True).get(pk=release.pk)
    locks.take(f"release {release.pk}")
    freshness.renew()
    return held


def check_seen(release: Release, seen: dict[str, int] | None) -> None:
    """Raises ``ChangedMeanwhile`` where a text is not as it was when the person opened the page."""
    if seen is None:
        return
    now = versions_of(release, seen)
    if changed := [language for language, version in seen.items() if now.get(language) != version]:
        raise ChangedMeanwhile(_("It was changed while you looked at it: %s. Look again.") % ", ".join(sorted(changed)))


def _texts(release: Release) -> list[Text]:
    """As they stand now, whatever was read before."""
    return list(Text.objects.filter(release=release))


def _all(release: Release) -> dict[str, int]:
    versions = versions_of(release)
    if not versions:
        raise CannotReview(_("There is no text yet."))
    return versions


def _by_others(release: Release, by: Any) -> dict[str, int]:
    versions = _all(release)
    if by is None or not settings.FOUR_EYES:
        return versions
    own = {text.language for text in _texts(release) if last_saver(text) == by.pk}
    if not set(versions) - own:
        raise CannotReview(_("You saved it last yourself: somebody else has to see it."))
    return {language: version for language, version in versions.items() if language not in own}


def _shown(showing: Showing) -> dict[str, int]:
    """The versions that a guest had before him."""
    return {language: told["version"] for language, told in showing.shown.items() if language in OFFICIAL}


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
