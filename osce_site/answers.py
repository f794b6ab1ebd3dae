"""Answers to readers, kept and exact: one is given again for as long as nothing it was made from has changed.

Each process keeps its own, in so many bytes as ``ANSWERS_BYTES`` allows, the least used thrown out first. An answer is
kept under its address together with the state of the site that it was made from (``freshness.Pulse.state``); the pulse
of each request tells the state of now, so nothing has to be purged, and an embargo lifts in every process at once. Where
the database is away, the last good answer is given, marked as stale.
"""

import gzip
import hashlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import brotli
import zstandard
from cachetools import LRUCache
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from osce_site import freshness
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
    "zstd": lambda data: zstandard.ZstdCompressor(level=9).compress(data),
    "gzip": lambda data: gzip.compress(data, 6, mtime=0),
}
"""By their name in headers, what makes the least bytes first."""


@dataclass
class Kept:
    state: str
    headers: dict[str, str]
    body: bytes
    grows_smaller: bool
    """Whether compressing makes it smaller."""
    compressed: dict[str, bytes] = field(default_factory=dict)
    """Made when the first asks for it, once."""

    @property
    def size(self) -> int:
        """Bytes, with room for the compressed forms."""
        return len(self.body) + len(self.body) // 2 + 2000

    def given(self, accepted: str) -> HttpResponse:
        response = HttpResponse(headers=self.headers)
        coding = preferred(accepted) if self.grows_smaller else ""
        if coding:
            if coding not in self.compressed:
                self.compressed[coding] = _COMPRESSORS[coding](self.body)
            response.headers["Content-Encoding"] = coding
        response.content = self.compressed[coding] if coding else self.body
        response.headers["Content-Length"] = str(len(response.content))
        return response


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
        address = f"{request.scheme}://{request.get_host()}{request.path_info}?{request.META.get('QUERY_STRING', '')}"
        with _lock:
            known = _kept.get(address)
        try:
            pulse = freshness.take()
        except DatabaseError as error:
            if known:
                return _stale(known, request)
            # It is raised where the pulse is read, so that what is said of it has all headers (freshness.read_pulse).
            request.without_pulse = error  # type: ignore[attr-defined]
            return get_response(request)
        if known and known.state == pulse.state:
            return known.given(request.headers.get("Accept-Encoding", ""))
        with freshness.taken(pulse):
            response = _asked_anew(request, get_response)
        if response.status_code == 503 and known:  # no other error says that the database is away
            return _stale(known, request)
        if not pulse.state or not _may_be_kept(request, response):
            return response
        made = _made(pulse.state, response)
        if request.method == "GET":
            _keep(address, made)
        return made.given(request.headers.get("Accept-Encoding", ""))

    return answer


def _is_of_a_reader(request: HttpRequest) -> bool:
    return request.method in {"GET", "HEAD"} and not has_session(request)


def _asked_anew(request: HttpRequest, get_response: Callable[[HttpRequest], HttpResponseBase]) -> HttpResponseBase:
    """Without the reader's conditions: it is kept for who has none, and compared afterwards."""
    conditions = {name: request.META.pop(name) for name in _CONDITIONS if name in request.META}
    try:
        return get_response(request)
    finally:
        request.META.update(conditions)


_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


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


def _made(state: str, response: HttpResponseBase) -> Kept:
    body: bytes = response.content  # type: ignore[attr-defined]  # of an HttpResponse
    kind = response.headers["Content-Type"].partition(";")[0]
    headers = {**response.headers, "Cache-Control": CACHE_CONTROL}
    headers.setdefault("ETag", f'W/"{hashlib.blake2b(body, digest_size=16).hexdigest()}"')
    grows_smaller = kind not in COMPRESSED and len(body) >= LEAST
    if grows_smaller:
        headers["Vary"] = "Accept-Encoding"
    return Kept(state, headers, body, grows_smaller)


def _keep(address: str, made: Kept) -> None:
    with _lock:
        if made.size <= _kept.maxsize // 8:
            _kept[address] = made


def _stale(known: Kept, request: HttpRequest) -> HttpResponse:
    log.warning("%s is answered as it was: the database is away", request.path)
    response = known.given(request.headers.get("Accept-Encoding", ""))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Cache-Status"] = "newsroom; hit; detail=stale"
    return response
