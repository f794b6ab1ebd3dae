"""Headers that Django and django-csp do not set themselves; from whom and from where a request comes."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def policy_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


def has_session(request: HttpRequest) -> bool:
    """Whether somebody may be signed in. Readers have no cookie, and no session is looked for: answers do not vary."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def comes_from_here(request: HttpRequest) -> bool:
    """Whether no browser says otherwise: what guards forms of pages that set no cookie.

    Under no-referrer a browser sends ``Origin: null``; the fetch headers say more.
    """
    origin = request.headers.get("Origin", "null")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site in {"same-origin", "none"} and origin in {"null", f"{request.scheme}://{request.get_host()}"}
