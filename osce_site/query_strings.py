"""The closed grammar of addresses: known parameters, one canonical order, or no page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import parse_qsl, urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

LONGEST = 2000
"""Characters of a query string; longer ones come from no link of ours."""
EARLIEST_YEAR = 1973
"""In which such an organisation can have said anything: that of the Helsinki consultations."""


@dataclass(frozen=True)
class Parameter:
    """``read`` gives the canonical form of a value, an empty string to drop it, or ``None``: no such page."""

    name: str
    read: Callable[[str], str | None]


def words(raw: str) -> str:
    """What a person typed: without control characters, spaces folded, at most 200 characters."""
    printable = "".join(letter if letter.isprintable() else " " for letter in raw)
    return " ".join(printable.split())[:200].strip()


def one_of(*allowed: str) -> Callable[[str], str | None]:
    return lambda raw: raw if raw in allowed or raw == "" else None


def year(raw: str) -> str | None:
    """A year that a release of such an organisation can carry."""
    known = len(raw) == 4 and raw.isascii() and raw.isdigit() and str(EARLIEST_YEAR) <= raw <= "2200"
    return raw if known or raw == "" else None


def key(raw: str) -> str | None:
    """A release's number."""
    return raw if raw == "" or (raw.isascii() and raw.isdigit() and len(raw) <= 12 and raw[0] != "0") else None


def slug(raw: str) -> str | None:
    """A term's address word."""
    plain = raw.replace("-", "")
    known = len(raw) <= 120 and plain.isascii() and plain.isalnum() and raw == raw.lower()
    return raw if known or raw == "" else None


def canonical(query: str, parameters: tuple[Parameter, ...]) -> dict[str, str] | None:
    """The known parameters of a query string in the order of the grammar; ``None`` where a value names no page."""
    given: dict[str, str] = {}
    for name, raw in parse_qsl(query[:LONGEST], keep_blank_values=True, errors="replace", max_num_fields=None):
        given.setdefault(name, raw)
    asked: dict[str, str] = {}
    for parameter in parameters:
        value = parameter.read(given.get(parameter.name, ""))
        if value is None:
            return None
        if value:
            asked[parameter.name] = value
    return asked


def grammar(*parameters: Parameter) -> Callable[..., Callable[..., HttpResponse]]:
    """Decorates a public view: its query string is canonical, or the answer is 301 or 404.

    The view finds what was asked, in order, in ``request.asked``.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            query = request.META.get("QUERY_STRING", "")
            asked = canonical(query, parameters)
            if asked is None:
                raise Http404
            if query != urlencode(asked):
                return HttpResponsePermanentRedirect(address(request.path, asked))
            request.asked = asked  # type: ignore[attr-defined]  # what the grammar adds to Django's request
            return view(request, *args, **kwargs)

        return answer

    return decorate


def address(path: str, asked: dict[str, str]) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path
