"""Answers that one process made, for the others: in a Redis, where ``ANSWERS_CACHE_URL`` names one.

It is the second place that is looked into (``osce_site.answers`` has the first), and as exact: the state of the site
stands in the key. So do the site's own code and settings, as what a version before made is not what this one would.
What is found is plain text and bytes under a seal made with ``SECRET_KEY``: nobody else's is taken for ours.
"""

import hashlib
import hmac
import json
import logging
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache

T = TypeVar("T")
log = logging.getLogger("osce_site.shared_answers")

LIFE = 3600
"""Seconds for which one lies there at most."""
LARGEST = 1 << 20
"""Bytes of one."""
PATIENCE = 0.25
"""Seconds for connecting, and for an answer."""
REST = 5.0
"""Seconds for which a Redis that failed is left alone."""
_SEAL = 32
"""Bytes of a seal."""

_asked_from = 0.0
_failing = False


class Shared(NamedTuple):
    """Of an answer, what every process can make the rest from."""

    headers: dict[str, str]
    body: bytes
    grows_smaller: bool


class AsItIs:
    """What is kept are bytes; Django would load whatever it finds by pickle."""

    def dumps(self, value: bytes) -> bytes:
        return value

    def loads(self, stored: bytes) -> bytes:
        return stored


class Redis(RedisCache):
    """Asked once and for a moment."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        options = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "retry": Retry(NoBackoff(), 0)}
        super().__init__(server, params | {"OPTIONS": {"serializer": AsItIs, **options}})


def find(address: str, state: str) -> Shared | None:
    """What any process made for an address from a state of the site."""
    if not state or "answers" not in settings.CACHES:
        return None
    key = _key(address, state)
    stored = _tried(lambda: caches["answers"].get(key))
    return _opened(key, stored) if isinstance(stored, bytes) else None


def put(address: str, state: str, made: Shared) -> None:
    if "answers" not in settings.CACHES or len(made.body) > LARGEST:
        return
    key = _key(address, state)
    head = json.dumps([made.headers, made.grows_smaller]).encode()
    said = head + b"\n" + made.body
    _tried(lambda: caches["answers"].set(key, _sealed(key, said) + said, LIFE))


def forget() -> None:
    """What is known of the Redis, as a new process begins."""
    global _asked_from, _failing
    _asked_from, _failing = 0.0, False


def _tried(act: Callable[[], T]) -> T | None:
    """``None`` where the Redis fails; it is then left alone for some seconds."""
    from redis.exceptions import RedisError

    global _asked_from, _failing
    if time.monotonic() < _asked_from:
        return None
    try:
        given = act()
    except (RedisError, OSError) as error:
        if not _failing:
            log.warning("The answers of other processes are not asked for, as the Redis does not answer: %s", error)
        _asked_from, _failing = time.monotonic() + REST, True
        return None
    if _failing:
        log.warning("The answers of other processes are asked for again.")
        _failing = False
    return given


def _opened(key: str, stored: bytes) -> Shared | None:
    seal, said = stored[:_SEAL], stored[_SEAL:]
    if not hmac.compare_digest(seal, _sealed(key, said)):
        return None
    head, _, body = said.partition(b"\n")
    headers, grows_smaller = json.loads(head)
    return Shared(headers, body, grows_smaller)


def _sealed(key: str, said: bytes) -> bytes:
    """Of an answer under its key: under another it is none."""
    secret = hashlib.sha256(b"answers" + settings.SECRET_KEY.encode()).digest()
    return hashlib.blake2b(key.encode() + said, key=secret, digest_size=_SEAL).digest()


def _key(address: str, state: str) -> str:
    return hashlib.blake2b(json.dumps([address, state, build()]).encode(), digest_size=20).hexdigest()


@lru_cache(maxsize=1)
def build() -> str:
    """What the pages of this process are made by: equal on all machines that run the same."""
    told = hashlib.blake2b(digest_size=16)
    for name in ("DEBUG", "LANGUAGES", "ORGANISATION", "SITE_URL", "SITE_ZONE", "STATIC_URL", "TLS"):
        told.update(f"{name}={getattr(settings, name)}\n".encode())
    for path in _sources():
        told.update(f"{path.name}\n".encode() + path.read_bytes())
    return told.hexdigest()


def _sources() -> Iterator[Path]:
    """Code, templates, translations and the names of static files, in their order."""
    root = Path(settings.BASE_DIR)
    yield root / "constraints.txt"
    for folder, pattern in (
        ("osce_site", "*.py"),
        ("taxonomy", "*.py"),
        ("press", "*.py"),
        ("templates", "*.*"),
        ("locale", "*.mo"),
        ("static", "*.*"),
    ):
        yield from sorted(path for path in (root / folder).rglob(pattern) if path.is_file())
