"""What is to be mended in how releases are filed."""

from collections.abc import Iterable, Iterator

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from osce_site import freshness
from press.models import Edition, Placement
from taxonomy import snapshot
from taxonomy.health import MOST, Line, Section, Way, at_work, section, term_line, term_way
from taxonomy.models import Relation, Term


def sections() -> Iterator[Section]:
    """Terms without releases, releases without terms, releases under what was merged by then. Ten queries."""
    yield section(
        "no-releases",
        _("Terms without releases"),
        _("Nothing that is public is filed under them, below them, or was said by what they took over from."),
        _unused(),
        term_line,
    )
    for role, key, title in (
        ("source", "no-source", _("Releases without a source")),
        ("field", "no-field", _("Releases without a field of work")),
    ):
        why = _("Readers who follow a source or a field never meet them. Select them in the list and file them anew.")
        listed = Way(_("All of them, to be filed anew"), f"{_list()}?filed={key}")
        yield _of_releases(key, title, why, _lacking(role), listed=listed)
    yield _of_releases(
        "merged",
        _("Releases filed under a term that was part of another by then"),
        _("They are said to be by or about what was no more on their day. File them under what it had become."),
        _filed_too_late(),
    )


def _list() -> str:
    return reverse("admin:press_release_changelist")


def _unused() -> Iterable[int]:
    taxonomy = snapshot.current()
    used = Placement.objects.filter(term=OuterRef("pk"), leads=True).published(freshness.now())
    unused = set(Term.objects.filter(~Exists(used), ~Q(vocabulary__role="")).values_list("pk", flat=True))
    return (pk for pk in at_work() if pk in unused and taxonomy.nodes[pk].kind != Term.Kind.GROUP)


def _lacking(role: str) -> QuerySet[Placement]:
    """The newsroom's rows of what is public and has no term in a role."""
    filed = Placement.objects.filter(edition=OuterRef("edition"), role=role)
    return Placement.objects.of(None).published(freshness.now()).filter(~Exists(filed))


def _filed_too_late() -> QuerySet[Placement]:
    """What is public and dated on or after the day on which the term it is filed under became part of another."""
    merged = Relation.objects.filter(kind=Relation.Kind.MERGED_INTO).values("subject")
    by_then = Relation.objects.filter(
        Q(since=None) | Q(since__lte=OuterRef("edition__dateline_on")),
        Q(until=None) | Q(until__gte=OuterRef("edition__dateline_on")),
        kind=Relation.Kind.MERGED_INTO,
        subject=OuterRef("term"),
    )
    direct = Placement.objects.filter(term__in=merged, nearness=Placement.Nearness.DIRECT)
    return direct.published(freshness.now()).filter(Exists(by_then))


def _of_releases(key: str, title: str, why: str, rows: QuerySet[Placement], listed: Way | None = None) -> Section:
    """A line a release, the newest first, whatever the languages it is public in. Three queries."""
    newest = rows.order_by().values("release_number").annotate(newest=Max("listed_at"), term=Max("term"))
    found = list(newest.order_by("-newest", "-release_number").values_list("release_number", "term")[:MOST])
    called = _headlines(number for number, _term in found)
    lines = [_line(number, called[number], term_id) for number, term_id in found]
    count = rows.order_by().values("release_number").distinct().count()
    return Section(key, title, why, lines, count, [listed] if listed and lines else [])


def _line(number: int, headline: str, term_id: int | None) -> Line:
    way = Way(headline, reverse("admin:press_release_change", args=[number]))
    if term_id is None:
        return Line([way])
    term = term_way(term_id)
    return Line([way], term.name, (Way(_("All of this term"), f"{_list()}?filed={term_id}"),))


def _headlines(numbers: Iterable[int]) -> dict[int, str]:
    """What public releases are called: in the original language where they are public in it."""
    editions = Edition.objects.published(freshness.now()).filter(release__in=list(numbers)).order_by("language")
    said = editions.values_list("release", "language", "release__original_language", "headline")
    called: dict[int, str] = {}
    for number, language, original, headline in said:
        if language == original or number not in called:
            called[number] = headline
    return called
