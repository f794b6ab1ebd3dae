"""The newsroom: every public release, filtered."""

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
