"""Which relation fits between which kinds of term. A State chairs a body; an operation is based in a State."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from taxonomy.models import Relation, Term

Kind, Link = Term.Kind, Relation.Kind

_OFFICES = frozenset({Kind.BODY, Kind.INSTITUTION, Kind.UNIT})
_AT_WORK = _OFFICES | {Kind.OPERATION}
_ANY = frozenset(Kind)


@dataclass(frozen=True)
class Fit:
    """From which kinds of term to which a relation leads, and whether it stays within one vocabulary."""

    subjects: frozenset[str]
    objects: frozenset[str]
    within: bool = False


FITS: dict[str, Fit] = {
    Link.BASED_IN: Fit(_AT_WORK, frozenset({Kind.STATE})),
    Link.CHAIRS: Fit(frozenset({Kind.STATE}), frozenset({Kind.BODY})),
    Link.PARTNER_OF: Fit(frozenset({Kind.STATE}), frozenset({Kind.BODY, Kind.GROUP})),
    Link.WORKS_ON: Fit(_AT_WORK | {Kind.MEETING_SERIES}, frozenset({Kind.FIELD})),
    Link.CONVENED_BY: Fit(frozenset({Kind.MEETING_SERIES}), _OFFICES),
    **dict.fromkeys(Relation.SUCCESSION, Fit(_ANY, _ANY, within=True)),
}


def relations_from(kind: str) -> list[str]:
    """The relations that a term of a kind may begin, in their order; all where the kind is not known yet."""
    return [link for link in Link.values if not kind or kind in FITS[link].subjects]


def why_not(link: str, subject: Term, to: Term) -> str:
    """The sentence that says why a relation does not fit between two terms; empty where it fits."""
    fit = FITS[link]
    if subject.kind not in fit.subjects:
        wrong = _("“%(relation)s” does not lead from a term of the kind “%(kind)s”.")
        return wrong % {"relation": Link(link).label, "kind": Kind(subject.kind).label}
    if to.kind not in fit.objects:
        wrong = _("“%(relation)s” does not lead to “%(term)s”, a term of the kind “%(kind)s”.")
        return wrong % {"relation": Link(link).label, "term": to, "kind": Kind(to.kind).label}
    if fit.within and subject.vocabulary_id != to.vocabulary_id:
        return _("A term is followed by terms of its own vocabulary.")
    return ""
