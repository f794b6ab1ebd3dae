"""What every public page needs around its own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from osce_site import languages, past, query_strings

OF_ONE_LANGUAGE = ("after", "page", "from", "to")
"""What leads to a further page of a list or to two editions: another language may not have it."""


def site(request: HttpRequest) -> dict[str, Any]:
    """``alternates``: the page in each language, code, name and path; a view that has fewer passes its own."""
    return {
        "official_languages": languages.OFFICIAL,
        "site_zone": settings.SITE_ZONE,
        "original_language": languages.ORIGINAL,
        "share_image": request.build_absolute_uri(languages.local("/share.png", get_language() or languages.ORIGINAL)),
        "past": past.look(),
        **alternates(request, list(languages.OFFICIAL)),
    }


def alternates(request: HttpRequest, codes: list[str], paths: dict[str, str] | None = None) -> dict[str, Any]:
    """The addresses of a page in the languages it exists in, and its own canonical one: that of today.

    ``alternates``: for the switch of languages, code, name and path. ``alternates_absolute``: for the head; none where
    another language has no such page, as a further page of a list.
    ``paths``: where the path (without language) differs from one language to another.
    """
    here, today = languages.without_language(past.undated(request.path)), past.undated(request.path)
    asked = getattr(request, "asked", {})
    first = {name: value for name, value in asked.items() if name not in OF_ONE_LANGUAGE}
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
        if past.look() or first != asked
        else [(code, name, request.build_absolute_uri(path)) for code, name, path in local],
        "canonical": request.build_absolute_uri(query_strings.address(today, asked)),
    }
