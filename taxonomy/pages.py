"""What the site knows of a term: its profile, the facts that follow from its relations, what stands below it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from osce_site.languages import fallbacks
from taxonomy import history, kinds, menu, snapshot
from taxonomy.dating import known_end, partial
from taxonomy.models import Profile, Relation, Term
from taxonomy.notices import notices
from taxonomy.references import listed
from taxonomy.related import Related
from taxonomy.snapshot import Name, Node, Snapshot

Fact = tuple[str, list[Any]]


def about(node: Node, language: str, today: date) -> dict[str, Any]:
    """The context of a term's page, but for what is filed under it. One query, for the profile."""
    taxonomy = snapshot.current()
    related = Related(node, taxonomy, language, today)
    return {
        "term": {
            "name": taxonomy.name_in(node.id, language, today),
            "uuid": node.uuid,
            "kind": node.kind,
            "code": node.code,
            "path": taxonomy.path(node),
            "list_path": f"/{node.vocabulary}/",
            "mark": menu.chair_mark(node.id, language, today),
        },
        "kind_text": str(Term.Kind(node.kind).label),
        **_profile(node, language),
        "facts": _facts(related),
        "notices": notices(node, taxonomy, language, today),
        "below": listed(taxonomy.below(node.id), language, today),
        "below_heading": _("Belonging to it"),
        "history": history.of(node.id, language, today),
        "crumbs": _crumbs(node, taxonomy, language, today),
        **kinds.own(related),
    }


def _profile(node: Node, language: str) -> dict[str, Any]:
    profiles = {profile.language: profile for profile in Profile.objects.filter(term=node.id)}
    said = [profiles[known] for known in fallbacks(language) if known in profiles]
    summary = next((Name(profile.summary, profile.language) for profile in said if profile.summary), None)
    body = next((profile for profile in said if profile.body), None)
    paragraphs = [part.strip() for part in body.body.split("\n\n") if part.strip()] if body else []
    return {
        "summary": summary,
        "paragraphs": paragraphs,
        "paragraphs_language": body.language if body else language,
    }


def _crumbs(node: Node, taxonomy: Snapshot, language: str, today: date) -> list[tuple[str, str]]:
    above = [
        (taxonomy.name(term_id, language, today, short=True), taxonomy.path(taxonomy.nodes[term_id]))
        for term_id in reversed(taxonomy.above(node.id))
    ]
    vocabulary = taxonomy.vocabularies[node.vocabulary]
    return [
        (_("Home"), "/"),
        (vocabulary.name(language), f"/{vocabulary.slug}/"),
        *above,
        (taxonomy.name(node.id, language, today, short=True), ""),
    ]


def _facts(related: Related) -> list[Fact]:
    """What the notices, the history and the head of the page say is not said again."""
    node, kind = related.node, Relation.Kind
    here = related.coming(kind.BASED_IN)
    if node.kind == Term.Kind.STATE:
        here = [link for link in here if related.taxonomy.nodes[link.term_id].kind != Term.Kind.OPERATION]
    opened = partial(node.opened_on, node.opened_precision)
    ahead = known_end(node.closed_on if node.closed_on and node.closed_on >= related.today else None, related.today)
    closes = partial(ahead, node.closed_precision)
    facts: list[tuple[str, str, list[Any]]] = [
        ("opened", _("Opened"), [{"text": opened}] if opened else []),
        ("closes", _("Closes"), [{"text": closes}] if closes else []),
        ("member_of", _("Member of"), related.told(related.places())),
        (kind.CHAIRS, _("Chaired the organisation"), related.told(related.leading(kind.CHAIRS))),
        ("chaired_by", _("Chaired by"), related.told(related.coming(kind.CHAIRS))),
        (kind.PARTNER_OF, _("Partner of"), related.told(related.leading(kind.PARTNER_OF))),
        (kind.BASED_IN, _("Based in"), related.told(related.leading(kind.BASED_IN))),
        ("based_here", _("Based here"), related.told(here)),
        (kind.WORKS_ON, _("Works on"), related.told(related.leading(kind.WORKS_ON))),
        ("worked_on_by", _("Worked on by"), related.told(related.coming(kind.WORKS_ON))),
        (kind.CONVENED_BY, _("Convened by"), related.told(related.leading(kind.CONVENED_BY))),
        ("convenes", _("Convenes"), related.told(related.coming(kind.CONVENED_BY))),
    ]
    told = kinds.TOLD.get(node.kind, frozenset())
    return [(label, values) for name, label, values in facts if values and name not in told]
