"""What the page of a term has of its own, by its kind: a State its flag and its years in the chair, a field operation
its host and mandate, a structure its place, a group what its members have in common. Plain values, without a query.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from taxonomy import chart, flags, history, menu
from taxonomy.dating import known_end, partial, stretch
from taxonomy.models import Relation, Term
from taxonomy.references import Reference, in_list_order, listed
from taxonomy.related import Related
from taxonomy.snapshot import Link, Node

Kind = Term.Kind


@dataclass(frozen=True)
class KeyFact:
    """What the head of a page says beside the name."""

    label: str
    values: list[Reference] | list[str]
    """Terms, or words."""
    term: Reference | None = None
    """What the label names, where that is a term."""


def own(related: Related) -> dict[str, Any]:
    """The part of a page's context that its kind adds; ``kind_text`` and ``below`` take the place of the ordinary."""
    made = _OWN.get(related.node.kind)
    return {"key_facts": [], **(made(related) if made else {})}


# States


def _state(related: Related) -> dict[str, Any]:
    hosted = _hosted(related)
    now = dict.fromkeys(link.term_id for link in hosted if related.lasts(link))
    chaired: dict[int, list[Link]] = {}
    for link in related.leading(Relation.Kind.CHAIRS):
        chaired.setdefault(link.term_id, []).append(link)
    key_facts = [_belonging(related, link) for link in related.places()]
    key_facts += [
        KeyFact("", [year for link in links for year in _years(link, related.today)], related.refer(body))
        for body, links in chaired.items()
    ]
    if now:
        operations = [related.refer(one, short=True) for one in now]
        key_facts.append(KeyFact(ngettext("Field operation", "Field operations", len(now)), operations))
    return {
        "flag": flags.flag(related.node),
        "key_facts": key_facts,
        "hosted": history.together([*dict.fromkeys(link.term_id for link in hosted)], related.language, related.today),
        "neighbours": _neighbours(related),
    }


def _hosted(related: Related) -> list[Link]:
    """The operations that it hosts or hosted."""
    nodes = related.taxonomy.nodes
    return [
        link
        for link in related.coming(Relation.Kind.BASED_IN)
        if nodes[link.term_id].kind == Kind.OPERATION
        and related.taxonomy.present(link.term_id, related.today) == link.term_id
    ]


def _belonging(related: Related, link: Link) -> KeyFact:
    """ "Participating States: since 1973"; where no day is known, to what it belongs."""
    group, years = related.refer(link.term_id), related.years(link)
    return KeyFact("", [years], group) if years else KeyFact(_("Belongs to"), [group])


def _years(link: Link, today: date) -> list[str]:
    """Each year of a chairpersonship that had begun."""
    since = link.since or today
    return [str(year) for year in range(since.year, min(link.until or today, today).year + 1)]


def _neighbours(related: Related) -> dict[str, Reference | None]:
    """What stands before and after it in its list."""
    taxonomy, node = related.taxonomy, related.node
    above = next(iter(taxonomy.above(node.id)), None)
    beside = taxonomy.below(above) if above else taxonomy.top(node.vocabulary)
    alike = in_list_order([one for one in beside if taxonomy.nodes[one].kind == node.kind], related.today)
    if node.id not in alike or len(alike) < 2:
        return {}
    place = alike.index(node.id)
    steps = {"previous": alike[:place][-1:], "next": alike[place + 1 :][:1]}
    return {name: next(map(related.refer, found), None) for name, found in steps.items()}


# Field operations


def _operation(related: Related) -> dict[str, Any]:
    hosts = related.told(related.leading(Relation.Kind.BASED_IN))
    mandate = _lifetime(related.node, related.today)
    key_facts = [KeyFact(ngettext("Host State", "Host States", len(hosts)), hosts)] if hosts else []
    if mandate:
        key_facts.append(KeyFact(_("Mandate"), [mandate]))
    return {"key_facts": key_facts, "neighbours": _neighbours(related)}


def _lifetime(node: Node, today: date) -> str:
    closed_on = known_end(node.closed_on, today)
    return stretch(partial(node.opened_on, node.opened_precision), partial(closed_on, node.closed_precision))


# Structures


def _structure(related: Related) -> dict[str, Any]:
    chairs = sorted(related.coming(Relation.Kind.CHAIRS), key=lambda link: link.since or date.min, reverse=True)
    return {
        "chart": chart.place_of(related.node, related.language, related.today),
        "chairs": [
            (", ".join(_years(link, related.today)), related.refer(link.term_id, on=link.since)) for link in chairs
        ],
    }


# Fields of work


def _field(related: Related) -> dict[str, Any]:
    """Who works on it, by vocabulary: those at work, then those that did."""
    working: dict[str, dict[int, Link]] = {}
    for link in related.coming(Relation.Kind.WORKS_ON):
        working.setdefault(related.taxonomy.nodes[link.term_id].vocabulary, {})[link.term_id] = link
    workers = [
        (known.name(related.language), _working(related, working[known.slug]))
        for known in related.taxonomy.vocabularies.values()
        if known.slug in working
    ]
    return {"workers": workers, "neighbours": _neighbours(related)}


def _working(related: Related, links: dict[int, Link]) -> list[Reference]:
    """With its years, where a work has begun or ended on a day of its own."""
    terms = listed([*links], related.language, related.today)
    return [replace(one, detail=related.years(links[one.id])) for one in terms]


# Meetings


def _meetings(related: Related) -> dict[str, Any]:
    """Single meetings below it were not closed: they were held, in their years."""
    below = []
    for one in listed(related.taxonomy.below(related.node.id), related.language, related.today):
        node = related.taxonomy.nodes[one.id]
        below.append(replace(one, mark=partial(node.opened_on, node.opened_precision)))
    return {"below": below, "below_heading": _("Meetings"), "neighbours": _neighbours(related)}


# Groups


def _group(related: Related) -> dict[str, Any]:
    members, nodes = related.taxonomy.below(related.node.id), related.taxonomy.nodes
    ended = bool(members) and not any(related.at_work(one) for one in members)
    told: dict[str, Any] = {
        "kind_text": related.taxonomy.vocabularies[related.node.vocabulary].name(related.language),
        "said": said_of(related),
        "below": [_member(related, one) for one in listed(members, related.language, related.today)],
        "formerly": _formerly(related),
        "chart": chart.place_of(related.node, related.language, related.today),
    }
    if members and all(nodes[one].kind == Kind.STATE for one in members):
        told["below_heading"] = _("States")
    if ended and (drawn := history.together(members, related.language, related.today)) and not drawn.more:
        told |= {"below": [], "ended": drawn}
    if members and all(_is_partner(related, one) for one in members):
        told["kind_text"] = _("Partners")
    return told


def said_of(related: Related) -> str:
    """What the members of a group have in common, and how many they are: partners, closed activities, States."""
    members, nodes = related.taxonomy.below(related.node.id), related.taxonomy.nodes
    ends = sorted(nodes[one].closed_on or date.max for one in members)
    if members and all(_is_partner(related, one) for one in members):
        said = ngettext("%(count)s partner State", "%(count)s partner States", len(members))
    elif members and ends[-1] < related.today:
        said = ngettext("%(count)s closed in %(last)s", "%(count)s closed from %(first)s to %(last)s", len(members))
    elif members and all(nodes[one].kind == Kind.STATE for one in members):
        said = ngettext("%(count)s State", "%(count)s States", len(members))
    else:
        return ""
    return said % {"count": len(members), "first": ends[0].year, "last": ends[-1].year}


def _is_partner(related: Related, term_id: int) -> bool:
    return bool(related.taxonomy.related(term_id, Relation.Kind.PARTNER_OF, related.today))


def _member(related: Related, one: Reference) -> Reference:
    """With the years for which it has stood there."""
    places = related.taxonomy.places.get(one.id, ())
    here = next((place for place in places if place.term_id == related.node.id and place.holds(related.today)), None)
    return replace(one, detail=related.years(here)) if here else one


def _formerly(related: Related) -> list[Reference]:
    """Those that stood there and have left."""
    stays = related.taxonomy.stays.get((related.node.vocabulary, related.node.id), ())
    left = [stay for stay in stays if stay.until and stay.until < related.today]
    return [related.refer(stay.term_id, related.years(stay)) for stay in left if related.at_work(stay.term_id)]


# Pages


def _page(related: Related) -> dict[str, Any]:
    """What stands below it in the tree, and what the menu has below it; the page of the chart shows the chart."""
    path = related.taxonomy.path(related.node)
    below = listed(related.taxonomy.below(related.node.id), related.language, related.today)
    shown = related.node.slug == chart.PAGE
    return {
        "kind_text": "",
        "below": [*below, *menu.placed_below(path, related.language, related.today)],
        "below_heading": _("In this section"),
        "chart": chart.whole(related.language, related.today) if shown else None,
    }


_OWN: dict[str, Callable[[Related], dict[str, Any]]] = {
    Kind.STATE: _state,
    Kind.OPERATION: _operation,
    Kind.FIELD: _field,
    Kind.MEETING_SERIES: _meetings,
    Kind.GROUP: _group,
    Kind.PAGE: _page,
    **dict.fromkeys((Kind.BODY, Kind.INSTITUTION, Kind.UNIT), _structure),
}

TOLD: dict[str, frozenset[str]] = {
    Kind.STATE: frozenset({"member_of", Relation.Kind.CHAIRS}),
    Kind.OPERATION: frozenset({"opened", "closes", Relation.Kind.BASED_IN}),
    **dict.fromkeys((Kind.BODY, Kind.INSTITUTION, Kind.UNIT), frozenset({"chaired_by", "member_of"})),
    Kind.FIELD: frozenset({"worked_on_by"}),
}
"""The facts that a kind says in its own way."""
