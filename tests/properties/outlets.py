"""Every way in which an anonymous reader can learn something. A new outlet is entered here.

The desk and its API enter themselves: every address that the map has below them is asked.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from osce_site import past
from osce_site.languages import local
from press import sitemaps
from press.feed_forms import FORMS
from press.models import Document, Edition, Photo, Release
from taxonomy.models import Term, Vocabulary

Answer = tuple[int, dict[str, str], bytes]
LANGUAGES = ("en", "fr")
WORDS = tuple(f"a-word-that-nobody-could-have-guessed-{number}" for number in range(5))
"""What the links for guests are made with, one after the other (test_embargo.py)."""
UNKNOWN = "a-word-that-was-never-told"
DAYS = ("2021-04-30",)
"""The day before that on which the tests read; its site can be read, too."""
QUERIES = ("", "?kind=news", "?year=2020", "?q=border", "?kind=news&year=2021")


def addresses() -> list[str]:
    """The addresses of the site as it stands in the database, of drafts too: those must not answer."""
    paths = ["/", "/search/", "/search/?q=border", "/search/?q=secret", "/no-such-page/", "/verify/", "/at/"]
    paths += [f"/press-releases/{query}" for query in QUERIES]
    paths += ["/feeds/", *(f"/feeds/press-releases.{form}{query}" for form in FORMS for query in QUERIES[:3])]
    paths += ["/search/?q=%22border+police%22&kind=news&order=newest", "/search/?q=secrte"]
    paths += ["/share.png", "/search/suggestions/?q=bor", "/search/suggestions/?q=secr"]
    for vocabulary in Vocabulary.objects.order_by("slug"):
        paths.append(f"/{vocabulary.slug}/")
    for term in Term.objects.select_related("vocabulary").order_by("pk"):
        paths.append(f"/{term.vocabulary.slug}/{term.slug}/")
        paths += [f"/feeds/{term.vocabulary.slug}/{term.slug}.{form}" for form in FORMS]
        role = {"source": "source", "field": "about", "country": "country", "meeting": "meeting"}
        if term.vocabulary.role:
            paths.append(f"/press-releases/?{role[term.vocabulary.role]}={term.slug}")
        if term.kind == Term.Kind.MEETING_SERIES:  # where the years on its page lead
            paths.append(f"/press-releases/?meeting={term.slug}&year=2021")
    for edition in Edition.objects.order_by("pk"):
        paths.append(f"/press-releases/{edition.release_id}/{edition.slug}/")
        paths.append(f"/press-releases/{edition.release_id}/{edition.slug}/history/")
        paths.append(f"/press-releases/{edition.release_id}/{edition.slug}/media-kit.zip")
        # What is not there names what is near.
        paths += [f"/news/{edition.slug}/", f"/{edition.slug}x/", f"/news/{edition.release_id}/{edition.slug}/"]
        for name in ("text.txt", "citation.ris", "citation.bib", "share.png", "history/?from=1&to=2"):
            paths.append(f"/press-releases/{edition.release_id}/{edition.slug}/{name}")
        paths.append(f"/verify/?{urlencode({'address': edition.path})}")
    for release in Release.objects.order_by("pk"):
        paths += [f"/press-releases/{release.pk}/", f"/press-releases/?after={release.pk}", f"/node/{release.pk}"]
        paths.append(f"/verify/?{urlencode({'address': f'/node/{release.pk}'})}")
    every = [local(path, language) for path in dict.fromkeys(paths) for language in LANGUAGES]
    every += [f"/at/{day}{path}" for day in DAYS for path in dict.fromkeys(paths) if past.has(path.partition("?")[0])]
    for photo in Photo.objects.order_by("pk"):
        every += [f"/files/{photo.token}/{name}" for name in ("full.jpg", "480.jpg", "480.avif", "card.webp")]
    every += [f"/files/{document.token}/paper.pdf" for document in Document.objects.order_by("pk")]
    for word in (*WORDS, UNKNOWN):
        every += guest_addresses(word)
    for identity in Term.objects.order_by("pk").values_list("uuid", flat=True):
        every += [f"/id/{identity}", f"/id/{identity}.ttl", f"/id/{identity}.jsonld"]
    instants = Edition.objects.order_by("published_at").values_list("published_at", flat=True)
    spans = [name for instant in instants for name in sitemap_parts(instant.astimezone(ZoneInfo(settings.SITE_ZONE)))]
    parts = ["pages", "news", *dict.fromkeys(spans)]
    return [*every, "/robots.txt", "/sitemap.xml", *(f"/sitemap-{part}.xml" for part in parts)]


def sitemap_parts(day: datetime) -> list[str]:
    """In which a day may stand: its year, its month and its third of one."""
    third = max(first for first in sitemaps.TENS if first <= day.day)
    return [f"releases-{day:{form}}" for form in ("%Y", "%Y-%m", f"%Y-%m-{third:02}")]


def guest_addresses(word: str) -> list[str]:
    """All below the word of a link for a guest; of what is not shown to anybody, too."""
    tokens = [*Photo.objects.values_list("token", flat=True), *Document.objects.values_list("token", flat=True)]
    files = [f"files/{token}/full.jpg" for token in tokens]
    return [f"/preview/{word}/{path}" for path in ("", "en/", "fr/", "approval/", "remarks/", "nothing", *files)]


def answers(client: Client, paths: list[str], method: str = "get") -> dict[str, Answer]:
    """Address -> status, headers and body, byte for byte."""
    return {path: answer(client, path, method) for path in paths}


def pasted(client: Client, texts: list[str]) -> dict[str, Answer]:
    """What is said to who asks whether a text is ours."""
    return {text: answer(client, "/verify/", "post", {"text": text}) for text in texts}


def answer(client: Client, path: str, method: str = "get", data: dict[str, str] | None = None) -> Answer:
    response = getattr(client, method)(path, data)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, dict(response.headers), body


# The desk and its API, asked by who is not signed in

DRAWN_BY_LOT = (
    rb'name="csrfmiddlewaretoken" value="[^"]*"',
    rb"nonce[-=][\"']?[\w+/=-]+",
    rb"csrftoken=\w+",
)
"""What a page that has a form or a script draws anew for each request."""
COUNTED = {"Content-Length", "Expires"}
"""Headers that tell the length of the above, and the second."""


def desk_addresses(known: dict[str, str]) -> list[str]:
    """Every address below /desk/ and /api/, filled in with ``known`` (name or kind of a part -> what to put there)."""
    found = list(_below(get_resolver().url_patterns, ""))
    routes = [route for route in found if route.startswith(("desk/", "api/"))]
    assert {"desk/press/release/<path:object_id>/change/", "desk/login/"} <= set(routes)

    def put(part: re.Match[str]) -> str:
        kind, _, name = part[1].rpartition(":")
        return known.get(name, known.get(kind or "str", "x"))

    return [f"/{re.sub(r'<([^>]+)>', put, route)}" for route in dict.fromkeys(routes)]


def _below(patterns: list[Any], before: str) -> Iterator[str]:
    """The routes of a map; those that are regular expressions are the admin's own ends and the languages'."""
    for pattern in patterns:
        if not isinstance(pattern.pattern, RoutePattern):
            continue
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _below(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def plain(said: Answer, known: dict[str, str]) -> Answer:
    """An answer without what is drawn by lot, and without the keys that were in its address."""
    status, headers, body = said
    keys = sorted((key for key in known.values() if len(key) > 5), key=len, reverse=True)

    def without(text: bytes) -> bytes:
        for pattern in DRAWN_BY_LOT:
            text = re.sub(pattern, b"*", text)
        for key in keys:
            text = text.replace(key.encode(), b"*")
        return text

    kept = {name: without(value.encode()).decode() for name, value in headers.items() if name not in COUNTED}
    return status, kept, without(body)
