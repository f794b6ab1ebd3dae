"""The entrance: pages that bring the taxonomy and the press together, and what is said when there is no page."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import Resolver404, resolve
from django.utils.translation import get_language

from osce_site import freshness, json_ld, past
from osce_site.languages import OFFICIAL, ORIGINAL, local, without_language
from osce_site.models import Address
from osce_site.models.address import normal
from osce_site.query_strings import address, grammar
from press import counting, facets, front, list_page, queries, reading
from press.feed_forms import FORMS
from press.models import Edition
from press.nearest import nearest
from taxonomy import addresses, pages, snapshot
from taxonomy.models import Term


@grammar()
def home(request: HttpRequest) -> HttpResponse:
    language = get_language() or ORIGINAL
    described = [json_ld.organisation(request), json_ld.website(request, language)]
    return render(request, "site/home.html", {"described": described, **front.page(language, freshness.now())})


@grammar(*queries.TERM)
def term(request: HttpRequest, vocabulary: str, slug: str) -> HttpResponse:
    """A term's page: what it is, and what is filed under it, below it and with its predecessors."""
    language, at = get_language() or ORIGINAL, freshness.now()
    taxonomy = snapshot.current()
    node = taxonomy.find(vocabulary, slug)
    if node is None or (past.look() and (node.opened_on or at.date()) > at.date()):
        raise Http404
    if (present := taxonomy.present(node.id)) != node.id:
        return HttpResponsePermanentRedirect(local(taxonomy.path(taxonomy.nodes[present]), language))
    asked: dict[str, str] = request.asked  # type: ignore[attr-defined]
    wanted = queries.wanted(asked, language, node.id)
    series = queries.narrowed_to(node) if node.kind == Term.Kind.MEETING_SERIES else {}
    found = list_page.turn(wanted, at)
    counted = counting.counted(wanted, at, queries.wanted(series, language) if series else None)
    context = {
        **pages.about(node, language, at.date()),
        **list_page.shown(found, counted, asked, request.path, taxonomy.path(node), at.date()),
        "narrow_path": queries.newsroom_of(node),
        # Those in which a series of meetings has releases, each leading into the newsroom.
        "years": facets.years(counted, language, series, local("/press-releases/", language), at.date()),
    }
    return render(request, "site/term.html", context)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Leads a former address to the present one, in one step; 410 for what is gone for good; else 404 with a search."""
    here = without_language(past.undated(request.path))
    here = here.removeprefix(f"/{ORIGINAL}") if here.startswith(f"/{ORIGINAL}/") else here  # as the old site wrote it
    # PostgreSQL cannot be asked for a NUL.
    known = None if "\0" in here else Address.objects.filter(path=normal(here)).first()
    if known and known.kind == Address.Kind.GONE:
        return render(request, "410.html", status=410)
    language = get_language() or ORIGINAL
    target = _present_address(known, language) if known else ""
    if target and target != request.path:
        return HttpResponsePermanentRedirect(target)
    if target := _with_slash(request):
        return HttpResponsePermanentRedirect(target)
    near = [] if past.look() else nearest(here, language, freshness.now())
    return render(request, "404.html", {"nearest": near}, status=404)


def _present_address(known: Address, language: str) -> str:
    if known.kind != Address.Kind.RELEASE:
        path = addresses.present_path(known)
        return local(path, language) if path else ""
    editions = Edition.objects.filter(release_id=known.target_id).ever_published(freshness.now())
    given = {edition.language: edition for edition in editions.order_by("number")}
    edition = given.get(language) or next(iter(given.values()), None)
    return local(reading.path_of(edition), edition.language) if edition else ""


def _with_slash(request: HttpRequest) -> str:
    """The address with the slash that was forgotten, where it leads somewhere."""
    try:
        meant = resolve(f"{request.path_info}/") if not request.path.endswith("/") else None
    except Resolver404:
        return ""
    taxonomy = snapshot.current()
    if meant is None or (meant.url_name == "vocabulary" and meant.kwargs["slug"] not in taxonomy.vocabularies):
        return ""
    if meant.url_name == "term" and not taxonomy.find(meant.kwargs["vocabulary"], meant.kwargs["slug"]):
        return ""
    return address(f"{request.path}/", request.GET.dict())


def server_error(request: HttpRequest) -> HttpResponse:
    """A page that stands as it is. Where the database or the store of files is away or overdue, it says that the site
    will be back (503).
    """
    away = isinstance(sys.exception(), (InterfaceError, OperationalError, ConnectionError))
    status = 503 if away else 500
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": "60"} if away else {})
    return HttpResponse(get_template(f"{status}.html").render(), status=status, headers=headers)


def robots(request: HttpRequest) -> HttpResponse:
    """A list is crawled page by page; narrowed in some way, it is one of very many that say what others say."""
    open_to = [local("/press-releases/?after=", code) for code in OFFICIAL]
    closed = [local(path, code) for path in ("/search/", "/press-releases/?") for code in OFFICIAL]
    closed += [local(f"/feeds/press-releases.{form}?", code) for form in FORMS for code in OFFICIAL]
    lines = ["User-agent: *", *(f"Allow: {path}" for path in open_to), "Disallow: /desk/"]
    lines += [f"Disallow: {path}" for path in [*closed, "/at/", "/*/at/"]]
    sitemap = request.build_absolute_uri("/sitemap.xml")
    return HttpResponse("\n".join([*lines, f"Sitemap: {sitemap}", ""]), content_type="text/plain; charset=utf-8")


def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look that read no head."""
    return HttpResponseRedirect(static("img/favicon.ico"))


def manifest(request: HttpRequest) -> HttpResponse:
    """For who puts the site among the programs of his telephone."""
    icons = [
        {"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("img/mark-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("img/mark-512.png"), "sizes": "512x512", "type": "image/png"},
    ]
    told = {
        "name": settings.ORGANISATION,
        "short_name": settings.ORGANISATION,
        "start_url": "/",
        "display": "browser",
        "background_color": "#ffffff",
        "theme_color": "#0a2454",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")
