"""What every public page needs around its own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from osce_site import languages, past, query_strings


def site(request: HttpRequest) -> dict[str, Any]:
    """``alternates``: the page in each language, code, name and path; a view that has fewer passes its own."""
    return {
        "official_languages": languages.OFFICIAL,
        "site_zone": settings.SITE_ZONE,
        "past": past.look(),
        **alternates(request, list(languages.OFFICIAL)),
    }


def alternates(request: HttpRequest, codes: list[str], paths: dict[str, str] | None = None) -> dict[str, Any]:
    """The addresses of a page in the languages it exists in, and its own canonical one: that of today.

    ``paths``: where the path (without language) differs from one language to another.
    """
    here, today = languages.without_language(past.undated(request.path)), past.undated(request.path)
    asked = getattr(request, "asked", {})
    # A list goes on behind a release that other languages may not have: there, from its first page.
    first = {name: value for name, value in asked.items() if name != "after"}
    now = get_language()
    local = [
        (
            code,
            languages.OFFICIAL[code],
            query_strings.address(
                languages.local((paths or {}).get(code, here), code), asked if code == now else first
            ),
        )
        for code in codes
    ]
    return {
        "alternates": local,
        "alternates_absolute": []
        if past.look()
        else [(code, name, request.build_absolute_uri(path)) for code, name, path in local],
        "canonical": request.build_absolute_uri(query_strings.address(today, asked)),
    }
