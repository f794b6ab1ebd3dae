"""The page of a vocabulary, and the address of a concept."""

import uuid
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from osce_site import freshness
from osce_site.languages import OFFICIAL, ORIGINAL, local
from osce_site.query_strings import grammar
from taxonomy import chart, kinds, mapping, skos, snapshot
from taxonomy.references import listed
from taxonomy.related import Related
from taxonomy.snapshot import Snapshot


@grammar()
def vocabulary(request: HttpRequest, slug: str) -> HttpResponse:
    """Its terms as lists show them: those with others below them as groups, the rest together."""
    taxonomy = snapshot.current()
    known = taxonomy.vocabularies.get(slug)
    if known is None:
        raise Http404
    language, today = get_language() or "en", freshness.now().date()
    groups = _groups(taxonomy, slug, language, today)
    drawn = mapping.of(taxonomy, [(group["ref"], group["children"]) for group in groups])
    for group in groups:
        group["children"] = mapping.numbered(group["children"], drawn)
    context = {
        "heading": known.name(language),
        "singular": known.name_of_one(language),
        "groups": groups,
        "map": drawn,
        "chart": chart.whole(language, today) if slug == chart.STRUCTURES else None,
        "crumbs": [(_("Home"), "/"), (known.name(language), "")],
    }
    return render(request, "taxonomy/vocabulary.html", context)


def _groups(taxonomy: Snapshot, slug: str, language: str, today: date) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for here in listed(taxonomy.top(slug), language, today):
        if children := listed(taxonomy.below(here.id), language, today):
            said = kinds.said_of(Related(taxonomy.nodes[here.id], taxonomy, language, today))
            groups.append({"ref": here, "children": children, "said": said})
        elif groups and groups[-1]["ref"] is None:
            groups[-1]["children"].append(here)
        else:
            groups.append({"ref": None, "children": [here]})
    return groups


@grammar()
def concept(request: HttpRequest, identity: uuid.UUID, form: str = "") -> HttpResponse:
    """What a term is, for ever under one address: a page for people, statements for machines, by what is asked for.

    A merged term goes on being described as itself; people are led to the page of what it is part of.
    """
    taxonomy = snapshot.current()
    node = next((node for node in taxonomy.nodes.values() if node.uuid == str(identity)), None)
    if node is None:
        raise Http404
    forms = {media_type: name for name, media_type in skos.MEDIA_TYPES.items()}
    asked = form or forms.get(request.get_preferred_type(["text/html", *forms]) or "", "")
    if asked:
        site = request.build_absolute_uri("/").rstrip("/")
        told = skos.describe(taxonomy, node.id, site=site, on=freshness.now().date())
        response = HttpResponse(skos.serialized(told, asked), content_type=f"{skos.MEDIA_TYPES[asked]}; charset=utf-8")
    else:
        path = taxonomy.path(taxonomy.nodes[taxonomy.present(node.id)])
        response = HttpResponseRedirect(local(path, _language_preferred(request)))
        response.status_code = 303  # See Other: the page tells of the term and is not the term
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


def _language_preferred(request: HttpRequest) -> str:
    """By the header alone, as ``Vary`` says, so that an answer kept for one reader is right for the next."""
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (language := code.partition("-")[0]) in OFFICIAL:
            return language
    return ORIGINAL
