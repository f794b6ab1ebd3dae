from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.feedgenerator import Atom1Feed

from tests.load.naive.models import Release, Term

MENU = 150
"""Links of the menu, as of the site that it is compared with."""


def menu(request: HttpRequest) -> dict[str, Any]:
    return {"menu": Term.objects.filter(pk__in=list(Term.objects.values_list("pk", flat=True)[:MENU]))}


def home(request: HttpRequest) -> HttpResponse:
    return listed(request, Release.objects.all(), "News")


def release(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "naive/release.html", {"release": get_object_or_404(Release, pk=pk)})


def term(request: HttpRequest, pk: int) -> HttpResponse:
    """With everything below it, as the manual of mptt has it."""
    found = get_object_or_404(Term, pk=pk)
    below = Release.objects.filter(terms__in=found.get_descendants(include_self=True)).distinct()
    if year := request.GET.get("year"):
        below = below.filter(published_at__year=year)
    return listed(request, below, found.name)


def filtered(request: HttpRequest) -> HttpResponse:
    found = Release.objects.all()
    for pk in request.GET.getlist("term"):
        below = Term.objects.get(pk=pk).get_descendants(include_self=True)
        found = found.filter(terms__in=below)
    return listed(request, found.filter(published_at__year=request.GET["year"]).distinct(), "Filter")


def search(request: HttpRequest) -> HttpResponse:
    found = Release.objects.all()
    for word in request.GET["q"].split():
        found = found.filter(Q(title__icontains=word) | Q(body__icontains=word))
    return listed(request, found, "Search")


def listed(request: HttpRequest, found: QuerySet[Release], title: str) -> HttpResponse:
    page = Paginator(found, 20).get_page(request.GET.get("page"))
    return render(request, "naive/list.html", {"page": page, "title": title})


class Latest(Feed):
    title, link, feed_type = "News", "/", Atom1Feed

    def items(self) -> QuerySet[Release]:
        return Release.objects.all()[:20]

    def item_description(self, item: Release) -> str:
        return item.body

    def item_link(self, item: Release) -> str:
        return f"/releases/{item.pk}/"


class Releases(Sitemap):
    limit = 1000

    def items(self) -> QuerySet[Release]:
        return Release.objects.all()

    def location(self, item: Release) -> str:
        return f"/releases/{item.pk}/"

    def lastmod(self, item: Release) -> Any:
        return item.published_at

    def get_domain(self, site: object = None) -> str:
        return "localhost"


def sitemap_index(request: HttpRequest) -> HttpResponse:
    return index(request, sitemaps={"releases": Releases})


def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    return sitemap(request, sitemaps={"releases": Releases}, section=section)
