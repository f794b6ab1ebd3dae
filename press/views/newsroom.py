"""The newsroom: every public release, narrowed as one likes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.languages import ORIGINAL
from osce_site.query_strings import grammar
from press import counting, facets, list_page, queries


@grammar(*queries.NEWSROOM)
def release_list(request: HttpRequest) -> HttpResponse:
    language, at = get_language() or ORIGINAL, freshness.now()
    asked: dict[str, str] = request.asked  # type: ignore[attr-defined]
    wanted = queries.wanted(asked, language)
    known = counting.sizes(wanted)
    wanted = counting.rarest_first(wanted, known)
    found, counted = list_page.turn(wanted, at), counting.counted(wanted, at, wanted, of_terms=True, known=known)
    kept = {name: value for name, value in asked.items() if name != "after"}
    languages = facets.in_other_languages(counted, kept, "/press-releases/")
    offered = facets.of(counted, wanted, asked, request.path, at.date())
    context = {
        **list_page.shown(found, counted, asked, request.path, "/press-releases/", at.date()),
        "facets": [*offered, *([languages] if languages else [])],
        "chips": queries.chips(asked, request.path, language, at.date()),
        "kept": kept,
        "asked": asked,
        "original": next((one for one in languages.choices if one.language == ORIGINAL), None) if languages else None,
        "crumbs": [(_("Home"), "/"), (_("Newsroom"), "")],
    }
    return render(request, "press/release_list.html", context)
