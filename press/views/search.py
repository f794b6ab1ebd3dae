"""The search, and what it suggests while somebody types."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.languages import OFFICIAL, ORIGINAL, local
from osce_site.query_strings import address, grammar
from press import queries, results
from press.passages import Sought
from press.search import asked as sought_in
from taxonomy import finding, meaning, snapshot
from taxonomy.references import Reference, refer


@grammar(*queries.SEARCH)
def search(request: HttpRequest) -> HttpResponse:
    language, at = get_language() or ORIGINAL, freshness.now()
    asked: dict[str, str] = request.asked  # type: ignore[attr-defined]
    words = asked.get("q", "")
    readable = bool(sought_in(words, language))
    found = _found(request.path, asked, at) if readable else {}
    near = meaning.meant(words, language) if readable else []
    # What is written in another language was not meant where this one has it.
    near = [name for name in near if name.language == language or not found["total"]]
    context = {
        "words": words,
        "readable": readable,
        "newest": asked.get("order") == "newest",
        "terms": _terms(words, language, 8) if readable else [],
        "meant": [(name, address(request.path, {"q": name.text})) for name in near],
        "crumbs": [(_("Home"), "/"), (_("Search"), "")],
    }
    return render(request, "press/search.html", context | found)


def _found(path: str, asked: dict[str, str], at: datetime) -> dict[str, Any]:
    """The releases: one page of them, what narrows them, and the ways on."""
    language = get_language() or ORIGINAL
    wanted = queries.wanted(asked, language)
    found = results.find(wanted, at, newest=asked.get("order") == "newest")
    beside = results.beside(found, wanted, at)
    kept = {name: value for name, value in asked.items() if name != "page"}
    narrowed = {name: value for name, value in kept.items() if name not in ("q", "order")}
    page = int(asked.get("page", "1"))
    shown, beyond = found.hits[(page - 1) * results.SIZE : page * results.SIZE], page * results.SIZE
    plain = {name: value for name, value in kept.items() if name != "order"}
    others = {code: address(local("/search/", code), plain) for code in OFFICIAL if code != language}
    return {
        "releases": results.cards(shown, Sought(wanted.words, language), at.date()),
        "total": len(found.hits),
        "more": found.more,
        "chips": [chip for chip in queries.chips(plain, path, language, at.date()) if chip.label != queries.label("q")],
        "clear_path": address(path, {"q": wanted.words}) if narrowed else "",
        "facets": results.facets(found, beside, asked, path, language, at.date()),
        "elsewhere": results.elsewhere(beside, others),
        "best_path": address(path, plain),
        "newest_path": address(path, plain | {"order": "newest"}),
        "next_path": address(path, kept | {"page": str(page + 1)}) if beyond < len(found.hits) else "",
        "first_path": address(path, kept) if page > 1 else "",
    }


def _terms(words: str, language: str, most: int) -> list[Reference]:
    """The terms one of whose names, in any language and time, holds the words; each once, as it stands today."""
    today, taxonomy = freshness.now().date(), snapshot.current()
    called = dict.fromkeys(taxonomy.present(found.term_id) for found in finding.find(words, past_last=True)[:most])
    return [refer(term_id, language, today=today) for term_id in called]


@grammar(*queries.SUGGESTIONS)
def suggestions(request: HttpRequest) -> JsonResponse:
    """Terms, then releases: for each its name, its address, its language and what it is. One query."""
    language, at = get_language() or ORIGINAL, freshness.now()
    words = request.asked.get("q", "")  # type: ignore[attr-defined]
    typed = len("".join(word for phrase in sought_in(words, language) for word in phrase))
    terms = _terms(words, language, 5) if typed > 1 else []
    editions = [row.edition for row in results.beginning(words, language, at)] if typed > 1 else []
    taxonomy = snapshot.current()
    said = [
        {
            "text": term.text,
            "language": term.name.language,
            "path": local(term.path, language),
            "what": taxonomy.vocabularies[taxonomy.nodes[term.id].vocabulary].name_of_one(language),
        }
        for term in terms
    ]
    said += [
        {
            "text": edition.headline,
            "language": language,
            "path": local(edition.path, language),
            "what": str(edition.get_kind_display()),
        }
        for edition in editions
    ]
    return JsonResponse({"suggestions": said}, headers={"X-Robots-Tag": "noindex"})
