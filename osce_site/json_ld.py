"""What machines are told of a page: schema.org, as JSON-LD."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from osce_site.languages import OFFICIAL, local

_HTML = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}

Thing = dict[str, Any]


def written(things: Iterable[Thing]) -> SafeString:
    """For within a script element: nothing in it can end the element."""
    graph = {"@context": "https://schema.org", "@graph": list(things)}
    told = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_HTML)
    return mark_safe(told)  # every sign that HTML knows is escaped above


def organisation(request: HttpRequest) -> Thing:
    """The organisation that speaks here."""
    site = request.build_absolute_uri("/")
    logo = request.build_absolute_uri(static("img/mark-512.png"))
    return {
        "@type": "GovernmentOrganization",
        "@id": f"{site}#organization",
        "name": settings.ORGANISATION,
        "url": site,
        "logo": {"@type": "ImageObject", "url": logo, "width": 512, "height": 512},
    }


def website(request: HttpRequest, language: str) -> Thing:
    """The site, and where its search is asked."""
    site = request.build_absolute_uri("/")
    search = request.build_absolute_uri(local("/search/", language))
    return {
        "@type": "WebSite",
        "@id": f"{site}#website",
        "name": settings.ORGANISATION,
        "url": site,
        "inLanguage": list(OFFICIAL),
        "publisher": {"@id": f"{site}#organization"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def crumbs(request: HttpRequest, trail: list[tuple[str, str]], language: str) -> Thing:
    """``trail``: names and paths without language; the last has none, being the page itself."""
    whole = [(name, request.build_absolute_uri(local(path, language)) if path else "") for name, path in trail]
    items = [
        {"@type": "ListItem", "position": place, "name": name} | ({"item": address} if address else {})
        for place, (name, address) in enumerate(whole, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def collection(request: HttpRequest, address: str, name: str, paths: list[str], language: str) -> Thing:
    """A list at a whole address. ``paths``: what is on this page of it, in its order."""
    whole = [request.build_absolute_uri(local(path, language)) for path in paths]
    items = [{"@type": "ListItem", "position": place, "url": one} for place, one in enumerate(whole, start=1)]
    return {
        "@type": "CollectionPage",
        "@id": address,
        "url": address,
        "name": name,
        "inLanguage": language,
        "isPartOf": {"@id": f"{request.build_absolute_uri('/')}#website"},
        "mainEntity": {"@type": "ItemList", "itemListElement": items},
    }
