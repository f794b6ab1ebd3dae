"""The sitemap: every public page in every language it exists in, its photos, and what is news."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap

from osce_site import freshness
from osce_site.languages import OFFICIAL, ORIGINAL, local
from press import reading
from press.models import Edition, EditionPhoto, Placement
from press.models.edition import EditionQuerySet
from taxonomy import snapshot

NEWS_AGE = timedelta(days=2)
"""What is older is no news to those who read the news sitemap; they say so themselves."""
NEWS_MOST = 1000
"""As many as one such file may hold."""
IMAGES_MOST = 1000
"""As many as one entry may hold."""


class Pages(Sitemap):
    """The home page, the newsroom, the vocabularies and their terms, in six languages."""

    limit = 5000

    def items(self) -> list[tuple[str, str]]:
        taxonomy = snapshot.current()
        paths = [
            "/",
            "/press-releases/",
            *(f"/{slug}/" for slug in taxonomy.vocabularies),
            *(taxonomy.path(node) for node in taxonomy.nodes.values() if taxonomy.present(node.id) == node.id),
        ]
        return [(path, language) for path in paths for language in OFFICIAL]

    def location(self, item: Any) -> str:
        path, language = item
        return local(path, language)

    def get_urls(self, page: Any = 1, site: Any = None, protocol: Any = None) -> list[dict[str, Any]]:
        found = super().get_urls(page, site, protocol)
        root = _root(site, protocol)
        for entry in found:
            path, _language = entry["item"]
            entry["alternates"] = _alternates({code: f"{root}{local(path, code)}" for code in OFFICIAL})
        return found


class Releases(Sitemap):
    """What is public now."""

    limit = 5000

    def items(self) -> Any:
        return Edition.objects.published(freshness.now()).newest_first()

    def location(self, item: Any) -> str:
        return local(reading.path_of(item), item.language)

    def lastmod(self, item: Any) -> datetime:
        return item.published_at

    def get_urls(self, page: Any = 1, site: Any = None, protocol: Any = None) -> list[dict[str, Any]]:
        """Each with its other languages and its photos: two queries a page, whatever is on it."""
        found = super().get_urls(page, site, protocol)
        root = _root(site, protocol)
        listed = [entry["item"] for entry in found]
        others: dict[int, dict[str, str]] = {}
        for edition in _of({edition.release_id for edition in listed}).only("release_id", "language", "headline"):
            address = f"{root}{local(reading.path_of(edition), edition.language)}"
            others.setdefault(edition.release_id, {})[edition.language] = address
        photos: dict[int, list[str]] = {}
        for row in EditionPhoto.objects.filter(edition__in=[one.pk for one in listed]).select_related("photo"):
            photos.setdefault(row.edition_id, []).append(f"{root}{reading.FILES}{row.photo.token}/full.jpg")
        for entry in found:
            edition = entry["item"]
            entry["alternates"] = _alternates(others.get(edition.release_id, {}))
            entry["images"] = photos.get(edition.pk, [])[:IMAGES_MOST]
        return found


class News(Releases):
    """What came out in the last two days."""

    limit = NEWS_MOST

    def items(self) -> list[Edition]:
        at = freshness.now()
        rows = Placement.objects.of(None).published(at).filter(listed_at__gt=at - NEWS_AGE)
        return [row.edition for row in rows.newest_first().select_related("edition")[:NEWS_MOST]]

    def get_urls(self, page: Any = 1, site: Any = None, protocol: Any = None) -> list[dict[str, Any]]:
        found = super().get_urls(page, site, protocol)
        for entry in found:
            edition = entry["item"]
            entry["news"] = {
                "name": settings.ORGANISATION,
                "language": edition.language,
                "date": edition.listed_at,
                "title": edition.headline,
            }
        return found


def _of(numbers: set[int]) -> EditionQuerySet:
    return Edition.objects.filter(release_id__in=numbers).published(freshness.now())


def _root(site: Any, protocol: str | None) -> str:
    return f"{protocol or 'https'}://{site.domain}"


def _alternates(addresses: dict[str, str]) -> list[dict[str, str]]:
    """As the template of sitemaps reads them; none where there is one language alone."""
    if len(addresses) < 2:
        return []
    found = [{"lang_code": code, "location": addresses[code]} for code in OFFICIAL if code in addresses]
    if ORIGINAL in addresses:
        found.append({"lang_code": "x-default", "location": addresses[ORIGINAL]})
    return found


SECTIONS = {"pages": Pages, "releases": Releases, "news": News}
