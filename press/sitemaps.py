"""The sitemap: every public page in every language it exists in."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.sitemaps import Sitemap

from osce_site import freshness
from osce_site.languages import OFFICIAL, local
from press import reading
from press.models import Edition
from taxonomy import snapshot


class Place(NamedTuple):
    path: str
    changed_at: datetime | None = None


class Places(Sitemap):
    limit = 5000

    def location(self, item: Place) -> str:
        return item.path

    def lastmod(self, item: Place) -> datetime | None:
        return item.changed_at


class Pages(Places):
    """The home page, the newsroom, the vocabularies and their terms, in six languages."""

    def items(self) -> list[Place]:
        taxonomy = snapshot.current()
        paths = [
            "/",
            "/press-releases/",
            *(f"/{slug}/" for slug in taxonomy.vocabularies),
            *(taxonomy.path(node) for node in taxonomy.nodes.values()),
        ]
        return [Place(local(path, language)) for path in paths for language in OFFICIAL]


class Releases(Places):
    """What is public now."""

    def items(self) -> Any:
        return Edition.objects.published(freshness.now()).newest_first()

    def location(self, item: Edition) -> str:
        return local(reading.path_of(item), item.language)

    def lastmod(self, item: Edition) -> datetime:
        return item.published_at

    def get_latest_lastmod(self) -> datetime | None:
        latest: Iterable[Edition] = Edition.objects.published(freshness.now()).order_by("-published_at")[:1]
        return next((edition.published_at for edition in latest), None)


SECTIONS = {"pages": Pages, "releases": Releases}
