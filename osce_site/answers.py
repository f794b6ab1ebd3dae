"""Answers to readers, kept and exact: one is given again for as long as nothing it was made from has changed.

Each process keeps its own, in so many bytes as ``ANSWERS_BYTES`` allows, the least used thrown out first. An answer is
kept under its address together with the state of the site that it was made from (``freshness.Pulse.state``); the pulse
of each request tells the state of now, so nothing has to be purged, and an embargo lifts in every process at once. Where
the database is away, the last good answer is given, marked as stale. What another process has made may be found in
``shared_answers``.

What is kept is made by a middleware, within those that set headers; what left the outermost of them is kept beside it,
and given again by ``Handler`` before any is asked.
"""

import gzip
import hashlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from sys import getsizeof, intern
from typing import Any, NamedTuple

import brotli
import zstandard
from cachetools import LRUCache
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import DatabaseError, close_old_connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from osce_site import freshness, replicas, shared_answers
from osce_site.compression import COMPRESSED
from osce_site.security import has_session

log = logging.getLogger("osce_site.answers")

CACHE_CONTROL = "public, max-age=0, s-maxage=1"
"""A browser asks each time whether its copy still holds; a server in front gives one to a crowd for a second.

Not less before an embargo lifts: that would tell of it.
"""
LEAST = 200
"""Bytes below which compressing makes nothing smaller."""
_COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda data: brotli.compress(data, quality=5),
    # What it makes keeps all the room that was reserved for it, so it is copied.
    "zstd": lambda data: bytes(memoryview(zstandard.ZstdCompressor(level=9).compress(data))),
    "gzip": lambda data: gzip.compress(data, 6, mtime=0),
}
"""By their name in headers, what makes the least bytes first."""


class Sent(NamedTuple):
    """An answer as the server was given it."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


@dataclass
class Kept:
    address: str
    state: str
    headers: dict[str, str]
    body: bytes
    grows_smaller: bool
    """Whether compressing makes it smaller."""
    compressed: dict[str, bytes] = field(default_factory=dict)
    """Made when the first asks for it, once."""
    sent: dict[tuple[str, bool], Sent] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of all that is held for it now; it grows with the forms that clients ask for (``_grown``)."""
        held: dict[int, int] = {}
        _weigh([self.address, self.state, self.headers, self.body, self.compressed, self.sent], held)
        return sum(held.values()) + _AROUND

    def form(self, asked: dict[str, Any]) -> tuple[str, bool] | None:
        """By what two answers to requests for it differ: compression, and whether the client has it already.

        ``None`` for the rare conditions that Django should look at (RFC 9110, 13.1).
        """
        if any(name in asked for name in _RARE_CONDITIONS) or asked.get("HTTP_IF_NONE_MATCH", self.etag) != self.etag:
            return None
        return self.coding(asked.get("HTTP_ACCEPT_ENCODING", "")), "HTTP_IF_NONE_MATCH" in asked

    @property
    def etag(self) -> str:
        return self.headers["ETag"]

    def coding(self, accepted: str) -> str:
        return preferred(accepted) if self.grows_smaller else ""

    def given(self, accepted: str) -> HttpResponse:
        response = HttpResponse(headers=self.headers)
        if coding := self.coding(accepted):
            if coding not in self.compressed:
                self.compressed[coding] = _COMPRESSORS[coding](self.body)
                _grown(self)
            response.headers["Content-Encoding"] = coding
        response.content = self.compressed[coding] if coding else self.body
        response.headers["Content-Length"] = str(len(response.content))
        return response


_AROUND = 700
"""Bytes of an entry itself, and of its place in the order."""


def _weigh(thing: Any, held: dict[int, int]) -> None:
    """Adds the bytes of a thing and of all within it, each once."""
    if id(thing) in held:
        return
    held[id(thing)] = getsizeof(thing)
    within = [*thing, *thing.values()] if isinstance(thing, dict) else thing if isinstance(thing, list | tuple) else []
    for one in within:
        _weigh(one, held)


_RARE_CONDITIONS = ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")

_kept: LRUCache[str, Kept] = LRUCache(settings.ANSWERS_BYTES, getsizeof=lambda kept: kept.size)
_lock = threading.Lock()


def forget() -> None:
    """Throws all away, as a new process begins."""
    with _lock:
        _kept.clear()


@lru_cache(maxsize=1000)
def preferred(accepted: str) -> str:
    """The name of the form that a client takes and that is smallest; empty: as it is (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        try:
            weights[name.strip()] = float(weight.partition("=")[2] or 1)
        except ValueError:
            weights[name.strip()] = 0
    return next((name for name in _COMPRESSORS if weights.get(name, weights.get("*", 0)) > 0), "")


def keep_answers(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: answers readers from what is kept, and keeps what is made for them."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not _is_of_a_reader(request):
            return get_response(request)
        address = _address(request)
        known = _known(address)
        pulse = request.META.pop(_PULSE, None) or _felt()
        if isinstance(pulse, DatabaseError):
            if known:
                return _stale(known, request)
            # It is raised where the pulse is read, so that what is said of it has all headers (freshness.read_pulse).
            request.without_pulse = pulse  # type: ignore[attr-defined]
            return get_response(request)
        if known and known.state == pulse.state:
            return _given(known, request)
        if shared := shared_answers.find(address, pulse.state):
            kept = Kept(address, pulse.state, *shared)
            _keep(kept)
            return _given(kept, request)
        with freshness.taken(pulse):
            response = _made_for(request, pulse, get_response)
        if response.status_code == 503 and known:  # of a page that is kept it says that the database is away
            return _stale(known, request)
        if not pulse.state or not _may_be_kept(request, response):
            return response
        made = _made(address, pulse.state, response)
        if request.method == "GET":
            _keep(made)
            shared_answers.put(address, made.state, shared_answers.Shared(made.headers, made.body, made.grows_smaller))
        return _given(made, request)

    return answer


class Handler(WSGIHandler):
    """Django's, which gives what it sent before to who asks for the same, where nothing has changed since.

    No middleware is asked then: what they add to a kept page follows from its address, from the form that the client
    takes and from whether he has it already.
    """

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if sent := _to_give_again(environ):
            start_response(sent.status, sent.headers)
            return [sent.body]
        begun: list[Any] = []

        def begin(*told: Any) -> Any:
            begun.extend(told)
            return start_response(*told)

        response = super().__call__(environ, begin)
        kept = environ.pop(_GIVEN, None)
        if kept and begun[0][:3] in {"200", "304"} and (form := kept.form(environ)):
            # Most headers are the same on every page: each is held once.
            headers = [(intern(name), intern(value)) for name, value in begun[1]]
            kept.sent[form] = Sent(begun[0], headers, response.content)  # type: ignore[attr-defined]  # of an HttpResponse
            _grown(kept)
        return response


_PULSE, _GIVEN = "newsroom.pulse", "newsroom.given"
"""What the handler and the middleware tell each other in a request's ``META``."""


def _to_give_again(environ: dict[str, Any]) -> Sent | None:
    """What was sent for the same request before; else the pulse that was read for it is left to the middleware."""
    request = WSGIRequest(environ)
    if request.method != "GET" or not _is_of_a_reader(request):
        return None
    try:
        known = _known(_address(request))
    except DisallowedHost:
        return None
    form = known and known.form(environ)
    if not known or not form or form not in known.sent:
        return None
    close_old_connections()
    environ[_PULSE] = pulse = _felt()
    return known.sent[form] if isinstance(pulse, freshness.Pulse) and known.state == pulse.state else None


def _felt() -> freshness.Pulse | DatabaseError:
    try:
        return freshness.take()
    except DatabaseError as error:
        return error


def _address(request: HttpRequest) -> str:
    """Raises ``DisallowedHost``."""
    return f"{request.scheme}://{request.get_host()}{request.path_info}?{request.META.get('QUERY_STRING', '')}"


def _known(address: str) -> Kept | None:
    with _lock:
        return _kept.get(address)


def _given(kept: Kept, request: HttpRequest) -> HttpResponse:
    request.META[_GIVEN] = kept
    return kept.given(request.headers.get("Accept-Encoding", ""))


def _is_of_a_reader(request: HttpRequest) -> bool:
    return request.method in {"GET", "HEAD"} and not has_session(request)


def _made_for(
    request: HttpRequest, pulse: freshness.Pulse, get_response: Callable[[HttpRequest], HttpResponseBase]
) -> HttpResponseBase:
    if not settings.REPLICAS or request.path_info.startswith(_NOT_OF_THE_SITE):
        return _asked_anew(request, get_response)
    return replicas.made(request, pulse, lambda: _asked_anew(request, get_response))


_NOT_OF_THE_SITE = ("/desk/", "/api/", "/preview/")
"""Who asks for these has a cookie or a word; that it was opened is written down."""


def _asked_anew(request: HttpRequest, get_response: Callable[[HttpRequest], HttpResponseBase]) -> HttpResponseBase:
    """Without the reader's conditions: it is kept for who has none, and compared afterwards."""
    conditions = {name: request.META.pop(name) for name in _CONDITIONS if name in request.META}
    try:
        return get_response(request)
    finally:
        request.META.update(conditions)


def _may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Pages of the closed grammar, in whole and alike for everybody: their address and the state tell all of them."""
    return (
        hasattr(request, "asked")
        and isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        and not {"Cache-Control", "Vary", "Content-Encoding"} & {*response.headers}
        and "nonce-" not in response.get("Content-Security-Policy", "")
    )


def _made(address: str, state: str, response: HttpResponseBase) -> Kept:
    body: bytes = response.content  # type: ignore[attr-defined]  # of an HttpResponse
    kind = response.headers["Content-Type"].partition(";")[0]
    headers = {**response.headers, "Cache-Control": CACHE_CONTROL}
    headers.setdefault("ETag", f'W/"{hashlib.blake2b(body, digest_size=16).hexdigest()}"')
    grows_smaller = kind not in COMPRESSED and len(body) >= LEAST
    if grows_smaller:
        headers["Vary"] = "Accept-Encoding"
    return Kept(address, state, headers, body, grows_smaller)


def _keep(made: Kept) -> None:
    with _lock:
        if made.size <= _kept.maxsize // 8:
            _kept[made.address] = made


def _grown(kept: Kept) -> None:
    """It is weighed anew, and others go where it has become too heavy for all to stay."""
    with _lock:
        if _kept.get(kept.address) is kept:
            _kept[kept.address] = kept


def _stale(known: Kept, request: HttpRequest) -> HttpResponse:
    log.warning("%s is answered as it was: the database is away", request.path)
    response = known.given(request.headers.get("Accept-Encoding", ""))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Cache-Status"] = "newsroom; hit; detail=stale"
    return response
