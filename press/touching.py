"""What an act on terms touches of what is published, counted before it is done."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from osce_site import freshness
from press import placing, reading
from press.models import Contact, Edition, Placement, Release
from press.refiling import Refile
from taxonomy import snapshot
from taxonomy.acting import Act
from taxonomy.previewing import SHOWN, Line, Touched, touched
from taxonomy.succession import Merge, Rename


def look(act: Act) -> Iterator[Touched]:
    if isinstance(act, Refile):
        yield from _refiled(act)
        return
    editions = placing.standing_under([act.term.pk], snapshot.current())
    now = freshness.now()
    yield _releases(_("Releases"), editions.published(now))
    yield _releases(_("Releases that are scheduled"), editions.ahead(now))
    drafts = Release.objects.filter(taggings__term=act.term, editions=None).distinct()
    yield Touched(_("Drafts"), drafts.count(), [Line(str(one)) for one in drafts[:SHOWN]])
    if act.refiles():
        rows = Placement.objects.filter(edition__in=editions.values("pk")).count()
        yield Touched(_("Rows of the index looked at anew"), rows, [], rows)
    yield touched(_("Feeds"), _feeds(act))
    if isinstance(act, Merge):
        contacts = Contact.objects.filter(source=act.term).exclude(until__lt=act.on)
        yield touched(_("Press contacts"), (Line(str(one)) for one in contacts))


def _refiled(act: Refile) -> Iterator[Touched]:
    now = freshness.now()
    releases = act.touched()
    editions = Edition.objects.filter(release__in=releases.values("pk"))
    yield _releases(_("Releases"), editions.published(now))
    yield _releases(_("Releases that are scheduled"), editions.ahead(now))
    drafts = releases.filter(editions=None)
    yield Touched(_("Drafts"), drafts.count(), [Line(str(one)) for one in drafts[:SHOWN]])
    rows = Placement.objects.filter(edition__in=editions.values("pk")).count()
    yield Touched(_("Rows of the index looked at anew"), rows, [], rows)
    if act.remove and not act.add:
        for role in act.roles_of_removed():
            others = releases.filter(taggings__role=role).exclude(taggings__term=act.remove).values("pk")
            bare = releases.exclude(pk__in=others)
            title = _("Left without a source") if role == "source" else _("Left without a term of this role")
            yield Touched(title, bare.count(), [Line(str(one)) for one in bare[:SHOWN]])


def _releases(title: str, editions: QuerySet[Edition]) -> Touched:
    """Counted by release, however many languages it is in."""
    newest = editions.order_by("-listed_at", "-release_id", "language")[: SHOWN * 6]
    first: dict[int, Edition] = {}
    for edition in newest:
        first.setdefault(edition.release_id, edition)
    lines = [
        Line(f"{date_format(edition.day, 'SHORT_DATE_FORMAT')} {edition.headline}", reading.path_of(edition))
        for edition in list(first.values())[:SHOWN]
    ]
    return Touched(title, editions.values("release").distinct().count(), lines)


def _feeds(act: Act) -> Iterator[Line]:
    """The feeds whose subscribers are led elsewhere; their entries keep their ids."""
    own = f"/feeds/{act.term.vocabulary.slug}/{act.term.slug}.atom"
    if isinstance(act, Merge):
        yield Line(f"{own} → /feeds/{act.target.vocabulary.slug}/{act.target.slug}.atom", own)
    elif isinstance(act, Rename) and act.slug and act.slug != act.term.slug:
        yield Line(f"{own} → /feeds/{act.term.vocabulary.slug}/{act.slug}.atom", own)
