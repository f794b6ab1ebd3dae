"""What the acts on a release share: who may, the way back, the page with a form."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from osce_site import freshness
from osce_site.admin import drawn, own_clock
from osce_site.languages import OFFICIAL
from press import rights
from press.models import Release

View = Callable[..., HttpResponse]


def act(permission: str) -> Callable[[View], View]:
    """Decorates a view of a release: who may, in his own time zone.

    403 for what one may not do, 404 for a release that one may not open or that is not there.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
            release = rights.release_for(request.user, pk, permission)
            if kwargs.get("language", "en") not in OFFICIAL:
                raise Http404
            with own_clock(request):
                return drawn(view(request, release, **kwargs))

        return answer

    return decorate


def back(release: Release) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:press_release_change", args=[release.pk]))


def show(request: HttpRequest, release: Release, template: str, title: str, **more: Any) -> HttpResponse:
    clock = {"clock": freshness.now(), "zone": timezone.get_current_timezone_name()}
    context = {**admin.site.each_context(request), "title": title, "release": release, **clock, **more}
    return TemplateResponse(request, f"admin/press/release/{template}.html", context)
