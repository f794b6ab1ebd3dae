"""What machines are told of a page: schema.org, as JSON-LD."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from press import body, reading
from press.models import Edition

_HTML = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def written(things: Iterable[dict[str, Any]]) -> SafeString:
    """For within a script element: nothing in it can end the element."""
    graph = {"@context": "https://schema.org", "@graph": list(things)}
    told = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_HTML)
    return mark_safe(told)  # every sign that HTML knows is escaped above


def organisation(name: str, site: str, logo: str) -> dict[str, Any]:
    """The organisation that speaks here. ``site`` and ``logo``: whole addresses."""
    return {
        "@type": "GovernmentOrganization",
        "@id": f"{site}#organization",
        "name": name,
        "url": site,
        "logo": {"@type": "ImageObject", "url": logo, "width": 512, "height": 512},
    }


def crumbs(trail: list[tuple[str, str]]) -> dict[str, Any]:
    """Names and whole addresses; the last has none, being the page itself."""
    items = [
        {"@type": "ListItem", "position": place, "name": name} | ({"item": address} if address else {})
        for place, (name, address) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def article(
    edition: Edition,
    address: str,
    *,
    site: str,
    images: list[str],
    subjects: list[str],
    corrections: list[tuple[datetime, str]],
) -> dict[str, Any]:
    """A release. ``corrections``: when and what, the newest first. What is empty is left out."""
    told = {
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": edition.headline,
        "description": edition.lead,
        "inLanguage": edition.language,
        "dateline": reading.dateline(edition).rstrip(" –"),
        "datePublished": edition.listed_at.isoformat(),
        "dateModified": edition.published_at.isoformat(),
        "image": images,
        "about": [{"@type": "Thing", "name": name} for name in subjects],
        "wordCount": len(body.plain(edition.body).split()),
        "isAccessibleForFree": True,
        "author": {"@id": f"{site}#organization"},
        "publisher": {"@id": f"{site}#organization"},
        "correction": [
            {"@type": "CorrectionComment", "text": note, "datePublished": at.isoformat()} for at, note in corrections
        ],
    }
    return {name: value for name, value in told.items() if value not in ("", [])}
