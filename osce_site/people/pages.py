"""What the desk's pages need around them, for those that Django's admin does not draw."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

View = Callable[..., HttpResponse]


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """The names of the desk; the header's tools where somebody is signed in. No query."""
    return {
        "site_title": admin.site.site_title,
        "site_header": admin.site.site_header,
        "site_url": admin.site.site_url,
        "has_permission": admin.site.has_permission(request),
        "is_popup": False,
        "is_nav_sidebar_enabled": False,
    }


def language_of(request: HttpRequest) -> str:
    """That of the person, or, before anybody has signed in, of the browser."""
    return getattr(request.user, "language", None) or translation.get_language_from_request(request)


def at_the_desk(view: View, title: "StrOrPromise") -> View:
    """Such a page in the look of the desk, under a title, by the clock of who reads it, kept by no cache.

    A view that knows who comes, although nobody has signed in yet, says ``spoken``: the language of that person.
    """

    @never_cache
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = language_of(request)
        with timezone.override(getattr(request.user, "zone", timezone.get_default_timezone())):
            with translation.override(language):
                response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                context = {**surroundings(request), "title": title, **(response.context_data or {})}
                response.context_data = context
                language = context.get("spoken", language)
                with translation.override(language):
                    response.render()
        response.headers.setdefault("Content-Language", language)
        return response

    return shown


def leads_to(name: str) -> View:
    """Where another page is the one to look at."""

    def led(request: HttpRequest) -> HttpResponse:
        return redirect(name)

    return led
