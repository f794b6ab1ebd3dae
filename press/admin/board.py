"""The board of languages at the desk: releases by languages, what wants work marked, each cell the way to its text."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.languages import OFFICIAL
from press import board, rights
from press.models import Release, Text

PAGE = 30


def languages(request: HttpRequest) -> HttpResponse:
    """``?wanting=fr``: only releases whose French is missing or out of date. ``?page=``."""
    if not request.user.has_perm("press.view_release"):
        raise PermissionDenied
    wanting = request.GET.get("wanting", "")
    releases = Release.objects.filter(pk__in=rights.readable_by(request.user).values("pk")).newest_first()
    if wanting in OFFICIAL:
        releases = releases.exclude(pk__in=Text.objects.up_to_date(wanting).values("release"))
    shown = Paginator(board.with_languages(releases), PAGE).get_page(request.GET.get("page", ""))
    context = {
        **admin.site.each_context(request),
        "title": _("Languages of the releases"),
        "languages": OFFICIAL.items(),
        "rows": board.rows(shown.object_list, freshness.now()),
        "wanting": wanting if wanting in OFFICIAL else "",
        "shown": shown,
        "progresses": board.Progress,
    }
    return TemplateResponse(request, "admin/press/release/board.html", context)


def urls() -> list[Any]:
    """Below ``/desk/press/release/``."""
    return [path("languages/", admin.site.admin_view(languages), name="press_release_languages")]
