"""The newsroom and the search: every public release, filtered."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.languages import OFFICIAL, ORIGINAL, local
from osce_site.query_strings import address, grammar
from press import queries, reading
from press.listing import NoSuchPage, Page, Wanted, everything, page, years
from taxonomy import snapshot
from taxonomy.references import Reference, refer


def turn(wanted: Wanted, at: datetime) -> Page:
    try:
        return page(wanted, at)
    except NoSuchPage as missing:
        raise Http404 from missing


@grammar(*queries.NEWSROOM)
def release_list(request: HttpRequest) -> HttpResponse:
    language, at = get_language() or ORIGINAL, freshness.now()
    wanted = queries.wanted(request.asked, language)  # type: ignore[attr-defined]
    asked = request.asked  # type: ignore[attr-defined]
    found = turn(wanted, at)
    kept = {name: value for name, value in asked.items() if name != "after"}
    context = {
        "heading": _("Newsroom"),
        "releases": [reading.card(row, at.date()) for row in found.placements],
        "total": found.total,
        "next_path": address(request.path, kept | {"after": str(found.after)}) if found.after else "",
        "first_path": address(request.path, kept) if wanted.after else "",
        "filters": queries.filters(asked, language, at.date(), years(at, language)),
        "chips": queries.chips(asked, request.path, language, at.date()),
        "asked": asked,
        "feed_path": address(local("/feeds/press-releases.atom", language), kept),
        "other_language": _elsewhere(wanted, at, kept),
        "crumbs": [(_("Home"), "/"), (_("Newsroom"), "")],
    }
    return render(request, "press/release_list.html", context)


def _elsewhere(wanted: Wanted, at: datetime, kept: dict[str, str]) -> dict[str, object] | None:
    """The same list in the original language, where the reader's is another one."""
    if wanted.language == ORIGINAL:
        return None
    count = everything(Wanted(**{**vars(wanted), "language": ORIGINAL, "after": None}), at).count()
    path = address("/press-releases/", kept)
    return {"text": OFFICIAL[ORIGINAL], "count": count, "path": path, "language": ORIGINAL} if count else None


@grammar(*queries.SEARCH)
def search(request: HttpRequest) -> HttpResponse:
    language, at = get_language() or ORIGINAL, freshness.now()
    asked = request.asked  # type: ignore[attr-defined]
    words = asked.get("q", "")
    found = turn(queries.wanted(asked, language), at) if words else Page()
    context = {
        "words": words,
        "releases": [reading.card(row, at.date()) for row in found.placements],
        "total": found.total,
        "next_path": address(request.path, {"q": words, "after": str(found.after)}) if found.after else "",
        "terms": _terms_called(words, language) if words else [],
        "crumbs": [(_("Home"), "/"), (_("Search"), "")],
    }
    return render(request, "press/search.html", context)


def _terms_called(words: str, language: str, most: int = 8) -> list[Reference]:
    """The terms one of whose names, in any language and time, holds the words."""
    taxonomy, sought, today = snapshot.current(), words.casefold(), freshness.now().date()
    called = [
        term_id for term_id in taxonomy.nodes if any(sought in name.casefold() for name in taxonomy.all_names(term_id))
    ]
    return [refer(term_id, language, today=today) for term_id in called[:most]]
