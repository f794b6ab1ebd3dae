"""Releases filed anew, many at once: a term taken off, put on, or exchanged for another.

The words of an edition stay frozen, and so does what it was filed under when it went out; what it is found
under today is written beside it, with who did it, when and why.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from osce_site import freshness
from osce_site.models import LedgerEntry
from press import framing, placing
from press.models import Contact, Edition, Placement, Refiled, Refiling, Release, Tagging
from taxonomy.acting import Act, CannotDo, Progress
from taxonomy.models import Term
from taxonomy.recording import CannotUndo, Recorder

Filing = list[list[Any]]
"""Pairs of role and key of a term, in order."""


@dataclass(frozen=True, kw_only=True)
class Refile(Act):
    """On a selection of releases ``remove`` is taken off, ``add`` is put on; with both, one takes the other's place.

    ``term`` is one of the two. ``role``: as what ``add`` is put on where it takes no other's place.
    It touches the desk, what is public and what is scheduled; editions that have ended stay as they were.
    """

    name = "refiled"
    title = gettext_lazy("File anew")
    of_the_term = False
    permission = "press.publish_release"
    releases: QuerySet[Release]
    remove: Term | None = None
    add: Term | None = None
    role: str = ""
    act: Refiling = field(default_factory=Refiling, init=False)

    def refuse(self) -> None:
        super().refuse()
        if not self.remove and not self.add:
            raise CannotDo(_("Name a term to take off or to put on."))
        if self.remove == self.add:
            raise CannotDo(_("It is the same term."))
        if self.add:
            roles = {self.role} if not self.remove else self.roles_of_removed()
            for role in roles:
                if not Term.objects.filing_as(role).filter(pk=self.add.pk).exists():
                    raise CannotDo(_("“%(term)s” files nothing as %(role)s.") % {"term": self.add, "role": role})
            if self.add.relations.filter(kind="merged_into").exists():
                raise CannotDo(_("“%s” was merged into another.") % self.add)
        if not self.touched().exists():
            raise CannotDo(_("None of these releases would be filed otherwise."))

    def roles_of_removed(self) -> set[str]:
        """As what the term to be taken off is on the releases."""
        tagged = Tagging.objects.filter(release__in=self.releases, term=self.remove).values_list("role", flat=True)
        placed = self._open_editions().filter(placements__term=self.remove, placements__nearness="direct")
        return {*tagged.distinct(), *placed.values_list("placements__role", flat=True).distinct()}

    def _open_editions(self) -> QuerySet[Edition]:
        open_ended = Q(ended_at=None) | Q(ended_at__gt=freshness.now())
        return Edition.objects.filter(open_ended, release__in=self.releases)

    def touched(self) -> QuerySet[Release]:
        """The releases of the selection that are filed otherwise afterwards."""
        if self.remove:
            placed = Placement.objects.filter(term=self.remove, nearness="direct", edition__in=self._open_editions())
            tagged = Tagging.objects.filter(term=self.remove)
            there = Q(pk__in=tagged.values("release")) | Q(pk__in=placed.values("release_number"))
            return self.releases.filter(there)
        tagged = Tagging.objects.filter(term=self.add, role=self.role)
        placed = Placement.objects.filter(term=self.add, role=self.role, nearness="direct")
        lacking = self._open_editions().exclude(pk__in=placed.values("edition"))
        return self.releases.filter(~Q(pk__in=tagged.values("release")) | Q(pk__in=lacking.values("release")))

    def anew(self, filing: Filing) -> Filing:
        """What was filed so is filed thus."""
        told = []
        for role, term_id in filing:
            if self.remove and term_id == self.remove.pk:
                if self.add:
                    told.append([role, self.add.pk])
            else:
                told.append([role, term_id])
        if self.add and not self.remove:
            told.append([self.role, self.add.pk])
        return [pair for place, pair in enumerate(told) if pair not in told[:place]]

    def follow_up(self, recorder: Recorder, by: Any, progress: Progress | None) -> dict[str, Any]:
        self.act.by, self.act.at, self.act.reason, self.act.role = by, freshness.now(), self.reason, self.role
        self.act.removed, self.act.added = self.remove, self.add
        self.act.save(force_insert=True)
        keys = list(self.touched().order_by("pk").values_list("pk", flat=True))
        for some in _a_few(keys, progress):
            _file(self.act, some, self.anew)
        freshness.changed("press", at=freshness.now())
        return {
            "refiling": self.act.pk,
            "removed": self.remove.pk if self.remove else None,
            "added": self.add.pk if self.add else None,
            "releases": self.act.refiled.values("release").distinct().count(),
        }

    @classmethod
    def take_back(cls, entry: LedgerEntry, by: Any, reason: str, progress: Progress | None) -> None:
        done = Refiling.objects.get(pk=entry.details["refiling"])
        back = Refiling.objects.create(at=freshness.now(), by=by, reason=reason, role=done.role, undoes=done)
        keys = list(done.refiled.order_by("release").values_list("release", flat=True).distinct())
        for some in _a_few(keys, progress):
            _file_back(back, done, some)
        freshness.changed("press", at=freshness.now())


def refile(
    releases: QuerySet[Release], *, reason: str, remove: Term | None = None, add: Term | None = None, role: str = ""
) -> Refile:
    """The act, dated today. ``role`` is the proper one of the added term's vocabulary where it is not given."""
    term = remove or add
    if term is None:
        raise CannotDo(_("Name a term to take off or to put on."))
    if add and not role:
        role = add.vocabulary.role
    today: date = freshness.now().date()
    return Refile(term=term, on=today, reason=reason, releases=releases, remove=remove, add=add, role=role)


def _a_few(keys: list[int], progress: Progress | None) -> Iterator[list[int]]:
    for begin in range(0, len(keys), placing.AT_ONCE):
        yield keys[begin : begin + placing.AT_ONCE]
        if progress:
            progress(min(begin + placing.AT_ONCE, len(keys)), len(keys))


def _file(act: Refiling, keys: list[int], anew: Any) -> None:
    """Files a few releases, at the desk and in public, and writes down what was before."""
    told: list[Refiled] = []
    releases = Release.objects.filter(pk__in=keys).select_for_update(no_key=True).prefetch_related("taggings")
    for release in releases:
        before = [[tagging.role, tagging.term_id] for tagging in release.taggings.all()]
        told.append(Refiled(refiling=act, release=release, before=before, after=anew(before)))
    now = freshness.now()
    for edition in Edition.objects.filter(Q(ended_at=None) | Q(ended_at__gt=now), release__in=keys):
        before = edition.filing
        told.append(
            Refiled(refiling=act, release_id=edition.release_id, edition=edition, before=before, after=anew(before))
        )
    _write([one for one in told if one.before != one.after])


def _file_back(back: Refiling, done: Refiling, keys: list[int]) -> None:
    locked = {release.pk: release for release in Release.objects.filter(pk__in=keys).select_for_update(no_key=True)}
    told: list[Refiled] = []
    for one in done.refiled.filter(release__in=list(locked)).select_related("edition"):
        if one.edition:
            now = one.edition.filing
        else:
            taggings = Tagging.objects.filter(release=one.release_id)
            now = [[tagging.role, tagging.term_id] for tagging in taggings]
        if now != one.after:
            raise CannotUndo(_("Release %s was filed otherwise since.") % one.release_id)
        told.append(
            Refiled(refiling=back, release_id=one.release_id, edition=one.edition, before=one.after, after=one.before)
        )
    _write(told)


def _write(told: list[Refiled]) -> None:
    Refiled.objects.bulk_create(told)
    at_desk = [one for one in told if one.edition is None]
    Tagging.objects.filter(release__in=[one.release_id for one in at_desk]).delete()
    Tagging.objects.bulk_create(
        Tagging(release_id=one.release_id, role=role, term_id=term_id, position=position)
        for one in at_desk
        for position, (role, term_id) in enumerate(one.after)
    )
    if at_desk:
        framing.note_afterwards(
            Release.objects.filter(pk__in=[one.release_id for one in at_desk]), by=told[0].refiling.by
        )
    editions = []
    for one in told:
        if one.edition:
            one.edition.found_under = None if one.after == one.edition.filed_under else one.after
            editions.append(one.edition)
    Edition.objects.bulk_update(editions, ["found_under"])
    placing.place(editions)


def follow_merger(act: Act, recorder: Recorder) -> None:
    """With a merger the drafts that nobody has read yet, and who answers for the term, go to what it has become."""
    if act.name != "merged":
        return
    (target,) = act.into()
    for contact in Contact.objects.filter(source=act.term).exclude(until__lt=act.on):
        since = max(contact.since, act.on) if contact.since else act.on
        said = {name: getattr(contact, name) for name in ("name", "duty", "email", "telephone", "until")}
        recorder.create(Contact(source=target, since=since, **said))
        if contact.since and contact.since >= act.on:
            recorder.delete(contact)
        else:
            recorder.change(contact, until=act.on - timedelta(days=1))
    for tagging in Tagging.objects.filter(term=act.term, release__editions=None):
        if Tagging.objects.filter(release=tagging.release_id, term=target, role=tagging.role).exists():
            recorder.delete(tagging)
        else:
            recorder.change(tagging, term_id=target.pk)
    framing.follow_changes(recorder.changes, by=None)


def gone_out_since(entry: LedgerEntry) -> str:
    """Why a merger stands: a draft it took along has been published under what it was filed under then."""
    changed = [change for change in entry.details["changes"] if change.get("row") == "press.tagging"]
    there = Q(taggings__in=[change["key"] for change in changed])
    gone = Q(pk__in=[change["before"]["release_id"] for change in changed if change["after"] is None])
    out = Release.objects.filter(there | gone, editions__isnull=False).first()
    return _("Release %s went out under the other term since.") % out.pk if out else ""
