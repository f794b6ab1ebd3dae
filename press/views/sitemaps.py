"""The sitemap: its index and its parts."""

from datetime import datetime

from django.contrib.sitemaps.views import sitemap
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from osce_site import freshness
from osce_site.query_strings import Parameter, grammar, key
from press import sitemaps


@grammar()
def index(request: HttpRequest) -> HttpResponse:
    """Its parts; those of releases say when the newest in them came out. What is empty is not named."""
    at = freshness.now()
    pages = [f"?p={page}" if page > 1 else "" for page in sitemaps.Pages().paginator.page_range]
    parts: list[tuple[str, str, datetime | None]] = [("pages", page, None) for page in pages]
    parts += [("news", "", None)] if sitemaps.News(at).found else []
    parts += [(name, "", newest) for name, newest in sitemaps.parts(at)]
    before, after = request.build_absolute_uri(reverse("sitemap", args=["part"])).rsplit("part", 1)
    listed = sitemaps.index_as_xml((f"{before}{part}{after}{page}", newest) for part, page, newest in parts)
    response = render(request, "sitemap_index.xml", {"parts": listed}, content_type="application/xml")
    response["X-Robots-Tag"] = "noindex"
    return response


@grammar(Parameter("p", key))
def section(request: HttpRequest, section: str) -> HttpResponse:
    found = sitemaps.section(section)
    if found is None:
        raise Http404
    return sitemap(request, {section: found}, section)
