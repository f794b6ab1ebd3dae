"""The sitemap: every public page in every language it exists in, its photos, and what is news.

Releases are cut by when they came out or were last corrected: by years, a year with many by months or by tens of days,
so that neither the index of the sitemap nor a part of it grows as the archive does. Each part is a range of one index,
and of a span that is over only what is corrected or withdrawn goes away.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe

from osce_site import freshness, shapes
from osce_site.languages import OFFICIAL, ORIGINAL, local
from press import counting, reading
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
"""As many as one file may hold."""
AT_ONCE = 1_500
"""Editions of a part, about: a year with more is cut by months, one with many more by tens of days."""
TENS = (1, 11, 21)
"""The days that begin a third of a month."""

Span = tuple[datetime, datetime]
"""From an instant on, until before another."""


def parts(at: datetime) -> Iterator[tuple[str, datetime]]:
    """Of each part of releases in which something is public the name and the newest instant, to the second, the latest
    part first.

    Two queries: how many there are a year, and one look-up in an index a part, in SQL, as the ORM knows no table of
    given values.
    """
    numbers = counting.by_year(at)
    years = range(at.astimezone(_zone()).year, min(numbers) - 1, -1) if numbers else ()
    named = tuple(word for year in years for word in _names(year, numbers.get(year, 0)))
    if not named:
        return
    within = {"published_at__gte": RawSQL("spans.begins", ()), "published_at__lt": RawSQL("spans.ends", ())}
    public = Edition.objects.published(at).filter(**within).order_by("-published_at")
    newest, values = shapes.plain(public.values("published_at")[:1])
    limits, seconds = _LIMITS[connection.vendor], _SECONDS[connection.vendor]
    spans = f"SELECT place, limit_at AS begins, LAG(limit_at) OVER (ORDER BY place) AS ends FROM ({limits}) AS limits"
    found = f"SELECT place, ({newest}) AS newest FROM spans WHERE ends IS NOT NULL"
    sql = f"WITH spans AS ({spans}) SELECT {seconds} FROM ({found}) AS found ORDER BY place"
    zone = _zone()
    for name, (told,) in zip(named, shapes.rows((sql, [_limits(named), *values])), strict=True):
        if told is not None:
            yield name, datetime.fromtimestamp(told, zone)


_LIMITS = {
    "postgresql": (
        "SELECT place, to_timestamp(told) AS limit_at "
        "FROM unnest(CAST(%s AS bigint[])) WITH ORDINALITY AS given (told, place)"
    ),
    "sqlite": "SELECT key AS place, datetime(value, 'unixepoch') AS limit_at FROM json_each(%s)",
}
_SECONDS = {
    "postgresql": "CAST(FLOOR(EXTRACT(EPOCH FROM newest)) AS bigint)",
    "sqlite": "CAST(strftime('%%s', newest) AS integer)",
}
"""Place and instant of what ``_limits`` gives, and an instant as the sitemap tells it: of values and instants of their
own the driver makes more work than the database."""


@lru_cache(maxsize=4)
def _limits(named: tuple[str, ...]) -> str:
    """The end of the first part, then where each begins, which is where the one before it ends: seconds, as one value."""
    instants = [_span(named[0])[1], *(_span(name)[0] for name in named)]
    return shapes.given(int(instant.timestamp()) for instant in instants)


def _names(year: int, number: int) -> list[str]:
    """Of the parts of a year that holds about so many editions, the latest first."""
    if number <= AT_ONCE:
        return [f"releases-{year}"]
    months = [f"releases-{year}-{month:02}" for month in range(12, 0, -1)]
    if number <= AT_ONCE * 12:
        return months
    return [f"{month}-{day:02}" for month in months for day in reversed(TENS)]


def section(word: str) -> Sitemap | None:
    """The part that an address names; ``None`` where there is none, as where a part has nothing public.

    Every year, month and third of a month has an address that answers, whether or not the index names it.
    """
    if word in ("pages", "news"):
        return Pages() if word == "pages" else News(freshness.now())
    found = re.fullmatch(r"releases-([1-9]\d{3})(-(0[1-9]|1[0-2])(-(01|11|21))?)?", word, re.ASCII)
    if not found or int(found[1]) > freshness.now().year + 1:
        return None
    releases = Releases(*_span(word))
    return releases if releases.found else None


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.SITE_ZONE)


def _span(word: str) -> Span:
    """What the name of a part of releases says, where the organisation sits."""
    year, *more = (int(number) for number in word.split("-")[1:])
    if not more:
        return _begin(year), _begin(year + 1)
    month, *day = more
    begins = [*((year, month, first) for first in TENS), (year + month // 12, month % 12 + 1, 1)]
    if not day:
        return _begin(*begins[0]), _begin(*begins[-1])
    return next((_begin(*one), _begin(*next_one)) for one, next_one in pairwise(begins) if one[2] == day[0])


def _begin(year: int, month: int = 1, day: int = 1) -> datetime:
    return datetime(year, month, day, tzinfo=_zone())


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


class Told(NamedTuple):
    """What the sitemap tells of an edition."""

    pk: int
    release_id: int
    language: str
    headline: str
    published_at: datetime
    listed_at: datetime


class Releases(Sitemap):
    """What is public now and came out, or was last corrected, from an instant on, until before another."""

    limit = MOST

    def __init__(self, begins: datetime, ends: datetime) -> None:
        came_out = Edition.objects.published(freshness.now()).filter(published_at__gte=begins, published_at__lt=ends)
        self.editions = came_out.order_by("-published_at", "-pk")

    @cached_property
    def found(self) -> list[Told]:
        rows = shapes.rows(shapes.plain(self.editions.values_list(*Told._fields)[: self.limit]), binary=True)
        return [Told(*row[:4], *map(shapes.instant, row[4:])) for row in rows]

    def items(self) -> list[Told]:
        return self.found

    def get_urls(self, page: Any = 1, site: Any = None, protocol: Any = None) -> list[dict[str, Any]]:
        """Each with its other languages and its photos: two queries, whatever there is."""
        self.paginator.page(page)  # there is one
        self.latest_lastmod = max((edition.published_at for edition in self.found), default=None)
        root, addresses = _root(site, protocol), defaultdict[int, dict[str, str]](dict)
        ours = [(edition.release_id, edition.language, edition.headline) for edition in self.found]
        same = Edition.objects.filter(release__in=self.editions.order_by().values("release")).published(freshness.now())
        # Their own order is that of their releases, and would read all of these.
        for release, language, headline in {*ours, *same.order_by().values_list("release_id", "language", "headline")}:
            addresses[release][language] = f"{root}{local(path_of(release, headline), language)}"
        photos: dict[int, list[str]] = {}
        for row in EditionPhoto.objects.filter(edition__in=self.editions.order_by()).select_related("photo"):
            photos.setdefault(row.edition_id, []).append(f"{root}{reading.FILES}{row.photo.token}/full.jpg")
        return [
            {
                "item": edition,
                "location": addresses[edition.release_id][edition.language],
                "lastmod": edition.published_at,
                "alternates": _alternates(addresses[edition.release_id]),
                "images": photos.get(edition.pk, [])[:IMAGES_MOST],
            }
            for edition in self.found
        ]


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


def _alternates(addresses: dict[str, str]) -> list[tuple[str, str]]:
    """Language and address; none where there is one language alone."""
    if len(addresses) < 2:
        return []
    found = [(code, addresses[code]) for code in OFFICIAL if code in addresses]
    return [*found, ("x-default", addresses[ORIGINAL])] if ORIGINAL in addresses else found


def as_xml(entries: Iterable[dict[str, Any]]) -> SafeString:
    """The entries of a part. Put together here: a template takes ten times as long, and there are thousands."""
    return mark_safe("".join(map(_entry, entries)))  # each word of an entry is escaped


def index_as_xml(parts: Iterable[tuple[str, datetime | None]]) -> SafeString:
    """Addresses of parts, each with the newest instant in it where one is told."""
    return mark_safe(  # addresses are escaped, an instant has no sign that XML knows
        "".join(
            f"<sitemap><loc>{escape(address)}</loc>{f'<lastmod>{when(newest)}</lastmod>' if newest else ''}</sitemap>\n"
            for address, newest in parts
        )
    )


def _entry(entry: dict[str, Any]) -> str:
    told = [f"<url>\n<loc>{escape(entry['location'])}</loc>\n"]
    if entry["lastmod"]:
        told.append(f"<lastmod>{when(entry['lastmod'])}</lastmod>\n")
    for code, address in entry.get("alternates", ()):
        told.append(f'<xhtml:link rel="alternate" hreflang="{escape(code)}" href="{escape(address)}"/>\n')
    for address in entry.get("images", ()):
        told.append(f"<image:image><image:loc>{escape(address)}</image:loc></image:image>\n")
    if news := entry.get("news"):
        name, title = escape(news["name"]), escape(news["title"])
        told.append(
            f"<news:news>\n<news:publication><news:name>{name}</news:name>"
            f"<news:language>{escape(news['language'])}</news:language></news:publication>\n"
            f"<news:publication_date>{when(news['date'])}</news:publication_date>\n"
            f"<news:title>{title}</news:title>\n</news:news>\n"
        )
    return "".join([*told, "</url>\n"])


def when(instant: datetime) -> str:
    """As sitemaps write an instant: to the second, where the organisation sits."""
    return instant.astimezone(_zone()).isoformat(timespec="seconds")
