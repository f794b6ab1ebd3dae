"""The page of a vocabulary."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.query_strings import grammar
from taxonomy import snapshot
from taxonomy.references import refer


@grammar()
def vocabulary(request: HttpRequest, slug: str) -> HttpResponse:
    """Its terms in their order: those with others below them as groups, the rest together."""
    taxonomy = snapshot.current()
    known = taxonomy.vocabularies.get(slug)
    if known is None:
        raise Http404
    language, today = get_language() or "en", freshness.now().date()
    groups: list[dict[str, Any]] = []
    for term_id in taxonomy.top(slug):
        here = refer(term_id, language, today=today)
        children = [refer(child, language, today=today) for child in taxonomy.below(term_id)]
        if children:
            groups.append({"ref": here, "children": children})
        elif groups and groups[-1]["ref"] is None:
            groups[-1]["children"].append(here)
        else:
            groups.append({"ref": None, "children": [here]})
    context = {
        "heading": known.name(language),
        "singular": known.name_of_one(language),
        "groups": groups,
        "crumbs": [(_("Home"), "/"), (known.name(language), "")],
    }
    return render(request, "taxonomy/vocabulary.html", context)
