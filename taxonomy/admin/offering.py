"""The terms that a form offers while one types: what fits, what is at work first, each with where it stands."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Case, QuerySet, Value, When
from django.urls import reverse

from osce_site import freshness
from taxonomy import finding, snapshot
from taxonomy.admin import tree
from taxonomy.fitting import FITS
from taxonomy.models import Relation

PAGE = 20
FOUND = 100
"""So many of what is found are put in order."""


class FittingTerm(AutocompleteSelect):
    """The object of a relation. ``desk-term.js`` asks for what fits the kind of relation chosen in its row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(Relation._meta.get_field("object"), admin.site, *args, **kwargs)

    def get_url(self) -> str:
        return reverse("admin:taxonomy_term_offer")

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """Under a class of its own, as Django's script knows nothing of the kind of relation."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        attrs["class"] = attrs["class"].replace("admin-autocomplete", "fitting-term")
        return attrs


def fitting(words: str, link: str = "", subject: int = 0) -> list[int]:
    """The terms called so that fit as object of a relation from ``subject``: what is at work first, then the past.

    All terms in the order of the tree where no words are given.
    """
    taxonomy, stands = snapshot.current(), finding.standings()
    if finding.fold(words):
        found = [one.term_id for one in finding.find(words, past_last=True)]
    else:
        found = sorted(taxonomy.nodes, key=stands.__getitem__)
    fit, own = FITS.get(link), taxonomy.nodes.get(subject)
    return [
        term_id
        for term_id in found
        if term_id != subject
        and (fit is None or taxonomy.nodes[term_id].kind in fit.objects)
        and not (fit and fit.within and own and taxonomy.nodes[term_id].vocabulary != own.vocabulary)
    ]


def offered(words: str, link: str, subject: int, page: int) -> dict[str, Any]:
    """A page of them (from 1), as the find-as-you-type box of the admin reads it."""
    taxonomy, today = snapshot.current(), freshness.now().date()
    found, end = fitting(words, link, subject), max(1, page) * PAGE
    results = []
    for term_id in found[end - PAGE : end]:
        name = taxonomy.name(term_id, tree.language_of_the_desk(), today)
        mark = tree.mark(taxonomy, taxonomy.nodes[term_id], today)
        where = " › ".join(tree.above(taxonomy, term_id))
        results.append({"id": str(term_id), "text": f"{name} ({mark}) – {where}" if mark else f"{name} – {where}"})
    return {"results": results, "pagination": {"more": len(found) > end}}


def for_filing(terms: QuerySet, words: str) -> QuerySet:
    """The terms called so, for filing: what was merged is not offered, what was closed comes last."""
    stands, merged, closed = finding.standings(), finding.Standing.MERGED, finding.Standing.CLOSED
    if finding.fold(words):
        found = [one.term_id for one in finding.find(words, past_last=True) if stands[one.term_id] != merged][:FOUND]
        order = [When(pk=term_id, then=Value(place)) for place, term_id in enumerate(found)]
        return terms.filter(pk__in=found).order_by(Case(*order, default=Value(0)))
    past = [term_id for term_id, standing in stands.items() if standing == closed]
    kept = terms.exclude(pk__in=[term_id for term_id, standing in stands.items() if standing == merged])
    return kept.order_by(Case(When(pk__in=past, then=Value(1)), default=Value(0)), "tree_id", "lft")
