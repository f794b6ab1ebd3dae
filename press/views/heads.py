"""What the head of a release's page says to those who show or index it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static

from osce_site.languages import local
from press import json_ld, reading
from press.models import Edition


def of_release(request: HttpRequest, edition: Edition, told: dict[str, Any]) -> dict[str, Any]:
    """``told``: the context of the page, which is not asked for again. No query."""
    release, address = told["release"], told["cite_url"]
    here = request.build_absolute_uri
    site, picture = here("/"), here(local(f"{reading.path_of(edition)}share.png", edition.language))
    filed = (one for role in ("meetings", "fields", "countries") for one in release[role])
    article = json_ld.article(
        edition,
        address,
        site=site,
        images=[picture, *(here(photo.full) for photo in release["photos"])],
        subjects=[one.name.text for one in filed],
        corrections=[(one["at"], one["note"]) for one in told["corrections"]],
    )
    trail = [(name, here(local(path, edition.language)) if path else "") for name, path in told["crumbs"]]
    speaker = json_ld.organisation(settings.ORGANISATION, site, here(static("img/mark-512.png")))
    return {"share_image": picture, "json_ld": json_ld.written([article, json_ld.crumbs(trail), speaker])}
