"""The health of the taxonomy at the desk."""

from dataclasses import replace
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from taxonomy.health import MOST, Line, sections

SHOWN = 50
"""Lines of a section, unless it is asked for whole."""


def urls() -> list[Any]:
    """The address below ``/desk/taxonomy/term/``."""
    return [path("health/", admin.site.admin_view(health), name="taxonomy_health")]


def health(request: HttpRequest) -> HttpResponse:
    """What is to be mended, the first of each sort; ``more`` names a section to be shown whole."""
    if not request.user.has_perm("taxonomy.view_term"):
        raise PermissionDenied
    whole = request.GET.get("more", "")

    def permitted(line: Line) -> Line:
        may = tuple(way for way in line.acts if not way.permission or request.user.has_perm(way.permission))
        return line._replace(acts=may)

    found = [
        replace(one, lines=[permitted(line) for line in one.lines[: MOST if one.key == whole else SHOWN]])
        for one in sections()
    ]
    context = {
        **admin.site.each_context(request),
        "title": _("Health of the taxonomy"),
        "sections": [one for one in found if one.count],
        "well": [one for one in found if not one.count],
        "whole": whole,
    }
    return TemplateResponse(request, "admin/taxonomy/health.html", context)
