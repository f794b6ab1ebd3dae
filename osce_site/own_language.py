"""Readers' pages speak the language of their address, the desk that of who is signed in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import translation

from osce_site.security import has_session


class LanguageOfAddress(LocaleMiddleware):
    """Without ``Vary: Accept-Language``: an address has one language, and caches in front keep it once."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", translation.get_language() or "")
        return response


def own_language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, after that which tells who is signed in. Readers' pages keep the language of their address."""

    def answer(request: HttpRequest) -> HttpResponse:
        language = getattr(request.user, "language", None) if has_session(request) else None
        if language is None or not request.path.startswith((reverse("admin:index"), "/api/")):
            return get_response(request)
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answer
