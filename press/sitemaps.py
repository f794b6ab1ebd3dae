"""The sitemap: every public page in every language it exists in."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap

from osce_site import freshness
from osce_site.languages import OFFICIAL, local
from press import reading
from press.models import Edition
from press.models.edition import EditionQuerySet
from taxonomy import snapshot


class Pages(Sitemap):
    """The home page, the newsroom, the vocabularies and their terms, in six languages."""

    limit = 5000

    def items(self) -> list[str]:
        taxonomy = snapshot.current()
        paths = [
            "/",
            "/press-releases/",
            *(f"/{slug}/" for slug in taxonomy.vocabularies),
            *(taxonomy.path(node) for node in taxonomy.nodes.values() if taxonomy.present(node.id) == node.id),
        ]
        return [local(path, language) for path in paths for language in OFFICIAL]

    def location(self, item: Any) -> str:
        return item


class Releases(Sitemap):
    """What is public now."""

    limit = 5000

    def items(self) -> EditionQuerySet:
        return Edition.objects.published(freshness.now()).newest_first()

    def location(self, item: Any) -> str:
        return local(reading.path_of(item), item.language)

    def lastmod(self, item: Any) -> datetime:
        return item.published_at


SECTIONS = {"pages": Pages, "releases": Releases}
