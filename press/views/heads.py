"""What the head of a release's page says to those who show or index it."""

from typing import Any

from django.http import HttpRequest

from osce_site.json_ld import organisation
from osce_site.languages import local
from press import json_ld, reading
from press.models import Edition


def of_release(request: HttpRequest, edition: Edition, told: dict[str, Any]) -> dict[str, Any]:
    """``told``: the context of the page, which is not asked for again. No query."""
    release, here = told["release"], request.build_absolute_uri
    picture = here(local(f"{reading.path_of(edition)}share.png", edition.language))
    filed = (one for role in ("meetings", "fields", "countries") for one in release[role])
    article = json_ld.article(
        edition,
        told["cite_url"],
        site=here("/"),
        images=[picture, *(here(photo.full) for photo in release["photos"])],
        subjects=[one.name.text for one in filed],
        corrections=[(one["at"], one["note"]) for one in told["corrections"]],
    )
    return {
        "share_image": picture,
        "share_image_words": edition.headline,
        "article_times": [("published", edition.listed_at), ("modified", edition.published_at)],
        "described": [article, organisation(request)],
    }
