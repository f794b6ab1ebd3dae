"""What the site knows of a term: its profile, the facts that follow from its relations, what stands below it."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from osce_site.languages import fallbacks
from taxonomy import history, menu, snapshot
from taxonomy.dating import partial, spell
from taxonomy.models import Profile, Term
from taxonomy.notices import notices
from taxonomy.references import Reference, refer
from taxonomy.snapshot import Link, Name, Node, Snapshot

Fact = tuple[str, list[Any]]


def about(node: Node, language: str, today: date) -> dict[str, Any]:
    """The context of a term's page, but for what is filed under it. One query, for the profile."""
    taxonomy = snapshot.current()
    return {
        "term": {
            "name": taxonomy.name_in(node.id, language, today),
            "uuid": node.uuid,
            "kind": node.kind,
            "kind_text": str(Term.Kind(node.kind).label),
            "code": node.code,
            "path": taxonomy.path(node),
            "mark": menu.chair_mark(node.id, language, today),
        },
        **_profile(node, language),
        "facts": [fact for fact in _facts(node, taxonomy, language, today) if fact[1]],
        "notices": notices(node, taxonomy, language, today),
        "below": listed(taxonomy.below(node.id), language, today),
        "history": history.of(node.id, language, today),
        "crumbs": _crumbs(node, taxonomy, language, today),
    }


def listed(term_ids: list[int], language: str, today: date) -> list[Reference]:
    """Terms as a list shows them: those at work, then those that were closed, marked; what was merged is not there."""
    taxonomy = snapshot.current()
    at_work, past = [], []
    for term_id in term_ids:
        if taxonomy.present(term_id, today) != term_id:
            continue
        reference, closed = refer(term_id, language, today=today), taxonomy.nodes[term_id].closed_on
        if closed and closed < today:
            past.append(replace(reference, mark=_("closed %(year)s") % {"year": closed.year}))
        else:
            at_work.append(reference)
    return at_work + past


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


def _facts(node: Node, taxonomy: Snapshot, language: str, today: date) -> list[Fact]:
    """What the notices and the history say is not said again."""

    def told(links: list[Link]) -> list[Reference]:
        return [refer(link.term_id, language, today=today, detail=spell(link.since, link.until)) for link in links]

    def leading(kind: str) -> list[Reference]:
        return told(taxonomy.related(node.id, kind))

    def coming(kind: str) -> list[Reference]:
        return told(taxonomy.relating(node.id, kind))

    chairs = sorted(taxonomy.related(node.id, "chairs"), key=lambda link: link.since or date.min, reverse=True)
    chaired = sorted(taxonomy.relating(node.id, "chairs"), key=lambda link: link.since or date.min, reverse=True)
    opened = partial(node.opened_on, node.opened_precision)
    closes = partial(node.closed_on, node.closed_precision) if node.closed_on and node.closed_on >= today else ""
    return [
        (_("Opened"), [{"text": opened}] if opened else []),
        (_("Closes"), [{"text": closes}] if closes else []),
        (_("Member of"), told(taxonomy.places.get(node.id, []))),
        (_("Chaired the organisation"), told(chairs)),
        (_("Chaired by"), told(chaired)),
        (_("Partner of"), leading("partner_of")),
        (_("Based in"), leading("based_in")),
        (_("Based here"), coming("based_in")),
        (_("Works on"), leading("works_on")),
        (_("Worked on by"), coming("works_on")),
        (_("Convened by"), leading("convened_by")),
        (_("Convenes"), coming("convened_by")),
    ]
