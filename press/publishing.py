"""From the desk to the public: what is published is frozen as an edition, then put into the index."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from osce_site import freshness, locks
from osce_site.languages import OFFICIAL, fallbacks
from osce_site.models import ledger
from press import authenticity, checks, images, placing, reviewing, search
from press.models import Contact, Edition, EditionDocument, EditionPhoto, Release, ReleaseSet, SetMember, Showing, Text
from press.refusals import CannotPublish, NotReviewed

__all__ = ["CannotPublish", "NotReviewed", "call_off", "publish", "stops"]


def publish(
    release: Release,
    *,
    by: Any,
    languages: Iterable[str] | None = None,
    at: datetime | None = None,
    forced: str = "",
    seen: reviewing.Seen | None = None,
) -> list[Edition]:
    """Publishes the texts of a release, all or in some languages, together, now or ``at`` an instant.

    A later instant schedules it. An earlier one files it where it belongs in the archive: readers
    find it at once. Raises ``CannotPublish``; then nothing is published. Two persons have seen it, or a chief
    says why not (``forced``). ``by=None``: an operator, for whom neither this nor the checks hold.
    ``seen``: what he had before him (``reviewing.shown``); raises where one of it is another by now.
    """
    with transaction.atomic():
        release = lock(release)
        reviewing.check_seen(release, seen)
        now = freshness.now()
        at = at or now
        languages = release_languages(release, languages)
        if reasons := _hindrances(release, languages, at, by):
            raise CannotPublish(reasons)
        reviewing.count_as_approval(release, languages, by, forced)
        texts = [text for text in _texts(release) if text.language in languages]
        editions = [freeze(text, at=at, listed_at=at) for text in texts]
        images.set_aside(editions)
        settle(editions, "scheduled" if at > now else "published", release, by=by, reason=forced)
    return editions


def stops(release: Release, languages: Iterable[str] | None, *, by: Any, at: datetime | None = None) -> list[str]:
    """What would keep ``publish`` from publishing it: sentences, none where it can go out."""
    at = at or freshness.now()
    languages = release_languages(release, languages)
    alone = reviewing.unseen(release, languages, by)
    return [*_hindrances(release, languages, at, by), *alone.why()]


def lock(release: Release) -> Release:
    """One act at a time on a release, none of whose texts is saved meanwhile. Publications of others go on beside it, and so do acts on the taxonomy:

    what is placed meanwhile by a tree that is just being changed, the change itself places anew (``placing.LOCK``). Gives the release as it is now.
    """
    held = reviewing.hold(release)
    locks.take(placing.LOCK, shared=True)
    freshness.renew()
    return held


def release_languages(release: Release, languages: Iterable[str] | None) -> list[str]:
    """Those given, or all it is written in."""
    return [text.language for text in _texts(release)] if languages is None else list(dict.fromkeys(languages))


def _texts(release: Release) -> list[Text]:
    """As they stand now, whatever was read before."""
    return list(Text.objects.filter(release=release).select_related("release"))


def _hindrances(release: Release, languages: list[str], at: datetime, by: Any) -> list[str]:
    """What keeps the texts from going out at an instant, but for the four eyes."""
    told = [text for text in _texts(release) if text.language in languages]
    if missing := set(languages) - {text.language for text in told}:
        return [_("There is no text in: %s.") % ", ".join(OFFICIAL.get(code, code) for code in sorted(missing))]
    if not told:
        return [_("There is no text to publish.")]
    reasons = []
    if release.embargo_until and at < release.embargo_until:
        until = timezone.localtime(release.embargo_until)
        told_until = f"{date_format(until, 'DATETIME_FORMAT')} ({until.tzname()})"
        reasons.append(_("It is under embargo until %s.") % told_until)
    if empty := [text.get_language_display() for text in told if not text.body]:
        reasons.append(_("The body is empty in: %s.") % ", ".join(empty))
    if out := [text.get_language_display() for text in told if _is_out(text, at)]:
        reasons.append(_("It is public or scheduled in this language already: %s.") % ", ".join(out))
    if by is not None and not empty:
        found = checks.blocking(release, languages, at=freshness.now(), going_out_at=at)
        reasons += [finding.message for finding in found]
    return list(dict.fromkeys(reasons))


def _is_out(text: Text, at: datetime) -> bool:
    """Whether an edition is open-ended, or one that ends later is public at the instant."""
    editions = Edition.objects.filter(release=text.release_id, language=text.language)
    return editions.filter(ended_at=None).exists() or editions.filter(ended_at__gt=at).ever_published(at).exists()


def freeze(text: Text, day: date | None = None, *, at: datetime, listed_at: datetime, **correction: str) -> Edition:
    """A complete copy of a text and of all that belongs to it. In the caller's transaction.

    ``day``: of the dateline; else the release's own, else that on which it goes out.
    """
    release = text.release
    last = Edition.objects.filter(release=release, language=text.language).order_by("-number").first()
    edition = Edition.objects.create(
        release=release,
        language=text.language,
        number=last.number + 1 if last else 1,
        kind=release.kind,
        dateline_on=day or release.dateline_on or at.astimezone(ZoneInfo(settings.SITE_ZONE)).date(),
        published_at=at,
        listed_at=listed_at,
        filed_under=[[tagging.role, tagging.term_id] for tagging in release.taggings.all()],
        contacts=_contacts(release, at),
        revision=text.present_revision(),
        **correction,
        **text.words(),
    )
    _freeze_attachments(edition)
    search.enter(edition)
    authenticity.enter([edition])
    return edition


def _contacts(release: Release, at: datetime) -> list[dict[str, str]]:
    sources = [tagging.term_id for tagging in release.taggings.all() if tagging.role == "source"]
    day = at.astimezone(ZoneInfo(settings.SITE_ZONE)).date()
    valid = Contact.objects.on(day).filter(source__in=sources)
    return [{"name": one.name, "duty": one.duty, "email": one.email, "telephone": one.telephone} for one in valid]


def _freeze_attachments(edition: Edition) -> None:
    for shown in edition.release.release_photos.select_related("photo"):
        words = {text.language: text for text in shown.photo.texts.all()}
        told = next((words[known] for known in fallbacks(edition.language) if known in words), None)
        if told is None:
            raise CannotPublish(_("A photo has no alternative text: %s.") % shown.photo)
        EditionPhoto.objects.create(
            edition=edition,
            photo=shown.photo,
            position=shown.position,
            alt=told.alt,
            caption=told.caption,
            words_language=told.language,
            credit=shown.photo.credit,
            copyright=shown.photo.copyright,
            usage_terms=shown.photo.usage_terms,
            focal_x=shown.photo.focal_x,
            focal_y=shown.photo.focal_y,
        )
    for listed in edition.release.release_documents.select_related("document"):
        EditionDocument.objects.create(
            edition=edition,
            document=listed.document,
            position=listed.position,
            title=listed.document.title,
            language=listed.document.language,
        )


def settle(editions: list[Edition], act: str, release: Release, *, by: Any, reason: str) -> None:
    """What ends every act on editions: the index, the ledger, the files, the version. In the caller's transaction."""
    placing.place(editions)
    images.renew(EditionPhoto.objects.filter(edition__release=release))
    ledger.record(
        act,
        release,
        by=by,
        at=freshness.now(),
        reason=reason,
        editions=[
            f"{edition.language} {edition.number} from {edition.published_at.isoformat()}" for edition in editions
        ],
    )
    freshness.changed("press", at=freshness.now())


def call_off(release: Release, *, by: Any, reason: str, with_set: int | None = None) -> list[Edition]:
    """Takes back what is scheduled: it never was. A scheduled correction leaves the edition before it as it is.

    What goes out with a release set is called off with it (``with_set``: the key of that), and not alone.
    """
    with transaction.atomic():
        release = lock(release)
        now = freshness.now()
        ahead = list(Edition.objects.filter(release=release).ahead(now))
        if ahead:
            refuse_part_of_a_set(release, but=with_set)
        if with_set:
            ahead = [edition for edition in ahead if _goes_with(edition, with_set)]
        if not ahead:
            raise CannotPublish(_("Nothing is scheduled."))
        for edition in ahead:
            placing.end(edition, edition.published_at)
            before = Edition.objects.filter(
                release=release, language=edition.language, ended_at=edition.published_at, number__lt=edition.number
            ).ever_published(edition.published_at)
            for resumed in before:
                placing.end(resumed, None)
        end_showings(release, now, by=by, kind=Showing.Kind.EMBARGOED)
        settle(ahead, "called off", release, by=by, reason=reason)
    return ahead


def refuse_part_of_a_set(release: Release, but: int | None = None) -> None:
    """Raises ``CannotPublish`` where a release is to go out with a set, which does so as a whole or not at all."""
    in_sets = SetMember.objects.filter(release=release, release_set__goes_out_at__gt=freshness.now())
    if member := in_sets.exclude(release_set=but).select_related("release_set").first():
        raise CannotPublish(_("It goes out with “%s”: call that off.") % member.release_set)


def end_showings(release: Release, at: datetime, *, by: Any, languages: set[str] | None = None, **which: Any) -> None:
    """From the instant on no guest's link shows the release (in these languages) any longer."""
    shown = Showing.objects.filter(release=release, **which).valid(at)
    ended = [one.pk for one in shown if languages is None or languages & set(one.shown)]
    Showing.objects.filter(pk__in=ended).update(revoked_at=at, revoked_by=by)


def _goes_with(edition: Edition, release_set: int) -> bool:
    """Whether an edition that is scheduled goes out at the instant of a set."""
    return ReleaseSet.objects.filter(pk=release_set, goes_out_at=edition.published_at).exists()
