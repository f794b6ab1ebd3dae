"""What is to be mended in how releases are filed."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.languages import ORIGINAL
from press.models import Placement
from taxonomy import snapshot
from taxonomy.health import Line, Section, section
from taxonomy.models import Term

SHOWN = 500


def sections() -> Iterator[Section]:
    """Terms without releases and releases without terms. Five queries."""
    yield section(
        "no-releases",
        _("Terms without releases"),
        _("Nothing that is public is filed under them, below them, or was said by what they took over from."),
        _unused(),
    )
    for role, key, title in (
        ("source", "no-source", _("Releases without a source")),
        ("field", "no-field", _("Releases without a field of work")),
    ):
        lacking = _lacking(role)
        why = _("Readers who follow a source or a field never meet them. Select them in the list and file them anew.")
        numbers = list(lacking.order_by("-listed_at").values_list("release_number", "edition__headline")[:SHOWN])
        firsts = dict(reversed(numbers))
        listed = reverse("admin:press_release_changelist")
        lines = [
            Line(headline, [(_("Change"), reverse("admin:press_release_change", args=[number]))])
            for number, headline in firsts.items()
        ]
        if lines:
            lines.insert(0, Line(_("All of them"), [(_("List"), f"{listed}?filed={key}")]))
        yield section(key, title, why, lines, lacking.values("release_number").distinct().count())


def _unused() -> Iterator[Line]:
    taxonomy, now = snapshot.current(), freshness.now()
    filing = [word for word, vocabulary in taxonomy.vocabularies.items() if vocabulary.role]
    used = Placement.objects.filter(term=OuterRef("pk"), leads=True).published(now)
    terms = Term.objects.filter(~Exists(used), vocabulary__slug__in=filing).exclude(kind=Term.Kind.GROUP)
    for pk in terms.values_list("pk", flat=True):
        node = taxonomy.nodes.get(pk)
        closed = node and node.closed_on and node.closed_on < now.date()
        if node and not closed and taxonomy.present(pk) == pk:
            where = taxonomy.vocabularies[node.vocabulary].name(ORIGINAL)
            change = reverse("admin:taxonomy_term_change", args=[pk])
            yield Line(f"{taxonomy.name(pk, ORIGINAL)} ({where})", [(_("Change"), change)])


def _lacking(role: str) -> QuerySet[Placement]:
    """The newsroom's rows of what is public and has no term in a role."""
    filed = Placement.objects.filter(edition=OuterRef("edition"), role=role)
    return Placement.objects.of(None).published(freshness.now()).filter(~Exists(filed))
