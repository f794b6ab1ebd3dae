"""After publication nothing is edited: it is corrected by a next edition, or withdrawn."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from osce_site import freshness
from press import checks, placing, reviewing
from press.models import Edition, Release, Withdrawal
from press.publishing import end_showings, freeze, lock, refuse_part_of_a_set, settle
from press.refusals import CannotPublish


def correct(
    release: Release,
    language: str,
    *,
    by: Any,
    correction: str,
    note: str,
    at: datetime | None = None,
    forced: str = "",
    seen: reviewing.Seen | None = None,
) -> Edition:
    """Gives out the text at the desk as the next edition, now or ``at`` a later instant.

    The edition before ends at that very instant. ``note`` is what readers are told. Two persons have seen it, or
    a chief says why not (``forced``), as in ``publishing.publish``. Raises ``CannotPublish`` where nothing is public, nothing was changed or a change is scheduled already.
    """
    with transaction.atomic():
        release = lock(release)
        reviewing.check_seen(release, seen)
        now = freshness.now()
        at = at or now
        current = Edition.objects.filter(release=release, language=language).published(at).first()
        if current is None:
            raise CannotPublish(_("Nothing is public in this language to be corrected."))
        if current.ended_at is not None or current.published_at > now or at < now:
            raise CannotPublish(_("A change is scheduled already, or the instant is past."))
        if not note.strip():
            raise CannotPublish(_("Readers are told what was corrected: the note is empty."))
        if by is not None and (found := checks.blocking(release, [language], at=now, going_out_at=at)):
            raise CannotPublish([finding.message for finding in found])
        reviewing.count_as_approval(release, [language], by, forced)
        text = release.texts.get(language=language)
        placing.end(current, at)
        day = release.dateline_on or current.dateline_on  # a correction is no other day's word
        edition = freeze(text, day, at=at, listed_at=current.listed_at, correction=correction, note=note.strip())
        if not _differs(current, edition):
            raise CannotPublish(_("The text is what readers have already."))
        settle([edition], "corrected", release, by=by, reason=note)
    return edition


def _differs(before: Edition, after: Edition) -> bool:
    def said(edition: Edition) -> list[Any]:
        shown = [edition.kind, edition.dateline_on, edition.filing, edition.words(), edition.contacts]
        photos = edition.photos.values_list(
            "photo", "alt", "caption", "credit", "copyright", "usage_terms", "focal_x", "focal_y"
        )
        documents = edition.documents.values_list("document", "title")
        return [*shown, list(photos), list(documents)]

    return said(before) != said(after)


def withdraw(
    release: Release,
    *,
    by: Any,
    kind: str,
    reason: str,
    languages: Iterable[str] | None = None,
    at: datetime | None = None,
    replaced_by: Release | None = None,
) -> list[Withdrawal]:
    """Ends what is public, in all languages or some, now or ``at`` a later instant; calls off what is scheduled.

    ``reason`` is what readers are told. Raises ``CannotPublish`` where nothing is public.
    """
    with transaction.atomic():
        lock(release)
        now = freshness.now()
        at = at or now
        if not reason.strip():
            raise CannotPublish(_("Readers are told why: the reason is empty."))
        if at < now:
            raise CannotPublish(_("The instant is past."))
        wanted = Edition.objects.filter(release=release)
        if languages is not None:
            wanted = wanted.filter(language__in=list(languages))
        if ahead := list(wanted.ahead(now)):
            refuse_part_of_a_set(release)
        for scheduled in ahead:
            placing.end(scheduled, scheduled.published_at)
        public = list(wanted.published(now))
        if not public:
            raise CannotPublish(_("Nothing is public to be withdrawn."))
        for edition in public:
            placing.end(edition, at)
        withdrawals = [
            Withdrawal.objects.create(
                release=release,
                language=edition.language,
                kind=kind,
                withdrawn_at=at,
                reason=reason.strip(),
                replaced_by=replaced_by,
                by=by,
            )
            for edition in public
        ]
        end_showings(release, at, by=by, languages={edition.language for edition in public})
        settle(public, "withdrawn", release, by=by, reason=reason)
    return withdrawals
