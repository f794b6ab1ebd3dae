"""The sitemap: every public page in every language it exists in, its photos, and what is news.

Releases are cut by the month in which they came out or were last corrected. Each month is a range of one index, so
neither the index of the sitemap nor one of its parts costs more with more releases elsewhere; and of a month that is
over only what is corrected or withdrawn goes away.
"""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils.functional import cached_property

from osce_site import freshness, shapes
from osce_site.languages import OFFICIAL, ORIGINAL, local
from press import reading
from press.models import Edition, EditionPhoto
from press.models.edition import path_of
from taxonomy import snapshot

NEWS_DAYS = 2
"""Today and the day before: who reads the news sitemap wants nothing older than two days. By whole days, as an answer
that is kept is made anew when a day begins, and not when an hour passes."""
NEWS_MOST = 1000
"""As many as one such file may hold."""
IMAGES_MOST = 1000
"""As many as one entry may hold."""
MOST = 50_000
"""As many as one file may hold: many times what a newsroom gives out in a month."""


def months(at: datetime) -> list[datetime]:
    """Of each month in which something came out that is public: the newest instant, the latest month first.

    Two queries: one look-up in an index a month, in SQL, as the ORM knows no table of given values.
    """
    public = Edition.objects.published(at)
    oldest = public.order_by("published_at").values_list("published_at", flat=True).first()
    spans: list[datetime] = []
    begins, ends = _month(at)
    while oldest and ends > oldest:
        spans += [begins, ends]
        begins, ends = _month(begins - timedelta(days=1))
    if not spans:
        return []
    within = {"published_at__gte": RawSQL("months.begins", ()), "published_at__lt": RawSQL("months.ends", ())}
    newest, values = shapes.plain(public.filter(**within).order_by("-published_at").values("published_at")[:1])
    given = ", ".join(["(%s, %s)"] * (len(spans) // 2))
    sql = f"WITH months (begins, ends) AS (VALUES {given}) SELECT ({newest}) FROM months"
    found = shapes.rows((sql, [*map(connection.ops.adapt_datetimefield_value, spans), *values]))
    return sorted((shapes.instant(instant) for (instant,) in found if instant), reverse=True)


def name(newest: datetime) -> str:
    """What the part of a month is called in its address."""
    return f"releases-{newest.astimezone(_zone()):%Y-%m}"


def section(word: str) -> Sitemap | None:
    """The part that an address names; ``None`` where there is none, as where a month has nothing public."""
    if word in ("pages", "news"):
        return Pages() if word == "pages" else News(freshness.now())
    if not (found := re.fullmatch(r"releases-([1-9]\d{3})-(0[1-9]|1[0-2])", word, re.ASCII)):
        return None
    releases = Releases(*_month(datetime(int(found[1]), int(found[2]), 1, tzinfo=_zone())))
    return releases if releases.found else None


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.SITE_ZONE)


def _month(instant: datetime) -> tuple[datetime, datetime]:
    """Its first instant where the organisation sits, and that of the next."""
    begins = instant.astimezone(_zone()).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return begins, (begins + timedelta(days=31)).replace(day=1)


class Pages(Sitemap):
    """The home page, the newsroom, the vocabularies and their terms, what else there is, in six languages."""

    limit = 5000

    def items(self) -> list[tuple[str, str]]:
        taxonomy = snapshot.current()
        paths = [
            "/",
            "/press-releases/",
            "/verify/",
            "/feeds/",
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
    """What is public now and came out, or was last corrected, from an instant on, until before another."""

    limit = MOST

    def __init__(self, begins: datetime, ends: datetime) -> None:
        came_out = Edition.objects.published(freshness.now()).filter(published_at__gte=begins, published_at__lt=ends)
        self.editions = came_out.order_by("-published_at", "-pk")

    @cached_property
    def found(self) -> list[Edition]:
        told = self.editions.only("release_id", "language", "headline", "published_at", "listed_at")
        return list(told[: self.limit])

    def items(self) -> list[Edition]:
        return self.found

    def location(self, item: Any) -> str:
        return local(path_of(item.release_id, item.headline), item.language)

    def lastmod(self, item: Any) -> datetime:
        return item.published_at

    def get_urls(self, page: Any = 1, site: Any = None, protocol: Any = None) -> list[dict[str, Any]]:
        """Each with its other languages and its photos: two queries, whatever there is."""
        found = super().get_urls(page, site, protocol)
        root = _root(site, protocol)
        others: dict[int, dict[str, str]] = {}
        same = Edition.objects.filter(release__in=self.editions.order_by().values("release")).published(freshness.now())
        # Their own order is that of their releases, and would read all of these.
        for release, language, headline in same.order_by("release_id").values_list(
            "release_id", "language", "headline"
        ):
            others.setdefault(release, {})[language] = f"{root}{local(path_of(release, headline), language)}"
        photos: dict[int, list[str]] = {}
        for row in EditionPhoto.objects.filter(edition__in=self.editions.order_by()).select_related("photo"):
            photos.setdefault(row.edition_id, []).append(f"{root}{reading.FILES}{row.photo.token}/full.jpg")
        for entry in found:
            edition = entry["item"]
            entry["alternates"] = _alternates(others.get(edition.release_id, {}))
            entry["images"] = photos.get(edition.pk, [])[:IMAGES_MOST]
        return found


class News(Releases):
    """What came out today and the day before, but for corrections of what is older."""

    limit = NEWS_MOST

    def __init__(self, at: datetime) -> None:
        today = at.astimezone(_zone()).replace(hour=0, minute=0, second=0, microsecond=0)
        begins = today - timedelta(days=NEWS_DAYS - 1)
        super().__init__(begins, at + timedelta(microseconds=1))
        self.editions = self.editions.filter(listed_at__gte=begins)

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
