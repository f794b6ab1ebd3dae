"""What readers' pages are made of, without a browser: what the Nu HTML checker says, headers, weights."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client
from lxml import html

from tests import nu_checker
from tests.browser import public_world
from tests.browser.public_pages import KINDS, Kind
from tests.browser.public_world import LANGUAGES, World

pytestmark = pytest.mark.django_db

Answers = dict[str, Any]

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
PAGE, STYLES, SCRIPTS = 60_000, 15_000, 10_000
"""Bytes on their way, compressed: a page with all it loads but photos; of these its stylesheets; its scripts."""

YOUNGER = ("vector-effect", "scroll-initial-target")
"""Properties that browsers know and the checker does not."""


@pytest.fixture(scope="module")
def answers(django_db_setup: None, django_db_blocker: Any) -> Iterator[Answers]:
    """Name and language of each kind of page -> the answer. Asked once, since they are only looked at."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = public_world.build()
        yield {
            f"{name} ({language})": asked(kind, world, language)
            for name, kind in KINDS.items()
            for language in LANGUAGES
        }
        transaction.set_rollback(True)


def asked(kind: Kind, world: World, language: str) -> Any:
    client = Client(raise_request_exception=False)
    path = kind.address(world, language)
    with kind.failing():
        return client.post(path, {"text": kind.sent}) if kind.sent else client.get(path)


def test_every_kind_of_page_answers_as_it_should(answers: Answers) -> None:
    told = {name: (answer.status_code, answer.headers.get("Location", "")) for name, answer in answers.items()}
    assert told == {f"{name} ({language})": (kind.status, "") for name, kind in KINDS.items() for language in LANGUAGES}


def test_the_checker_finds_nothing_on_any_page(answers: Answers, tmp_path: Path) -> None:
    found = nu_checker.findings({name: answer.content.decode() for name, answer in answers.items()}, tmp_path / "pages")
    assert found == [], "\n".join(found)


def test_the_checker_finds_nothing_in_the_stylesheets_of_readers(tmp_path: Path) -> None:
    sheets = {name: Path(str(finders.find(f"css/{name}"))).read_text() for name in ("site.css", "guest.css")}
    told = nu_checker.findings(sheets, tmp_path / "sheets")
    assert [one for one in told if not any(f"“{name}”" in one for name in YOUNGER)] == []


def test_every_page_keeps_to_itself(answers: Answers) -> None:
    """No script of others, nothing of theirs loaded, nothing told to them, no cookie."""
    for name, answer in answers.items():
        assert {part.strip() for part in answer["Content-Security-Policy"].split(";")} == POLICY, name
        assert {header: answer.headers.get(header) for header in HEADERS} == HEADERS, name
        assert not answer.cookies, name
        assert "Strict-Transport-Security" not in answer.headers, name


def test_over_tls_a_browser_is_told_to_come_by_it_alone(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SECURE_HSTS_PRELOAD = (
        63_072_000,
        True,
        True,
    )
    answer = Client().get("/no-such-page/", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"


def test_every_page_is_light(answers: Answers) -> None:
    """Each is counted with all it loads but photos, as if nothing was kept from the page before."""
    heavy = []
    for name, answer in answers.items():
        weights = weighed(answer.content)
        styles, scripts = (
            sum(weight for path, weight in weights.items() if path.endswith(end)) for end in (".css", ".js")
        )
        if styles > STYLES or scripts > SCRIPTS or sum(weights.values()) > PAGE:
            heavy.append(f"{name}: {weights}")
    assert heavy == [], "\n".join(heavy)


def weighed(page: bytes) -> dict[str, int]:
    """Compressed bytes of a page and of each file that it loads, by address."""
    loaded = {"": len(gzip.compress(page))}
    for path in html.fromstring(page).xpath(
        "//script/@src | //img/@src | //link[contains('stylesheet icon manifest', @rel)]/@href"
    ):
        _weigh(str(path), loaded)
    return loaded


def _weigh(path: str, loaded: dict[str, int]) -> None:
    if not path.startswith("/static/") or path in loaded:
        return
    file = Path(finders.find(path.removeprefix("/static/")) or "")
    loaded[path] = len(gzip.compress(file.read_bytes()))
    if file.suffix in {".css", ".js"}:
        for part in re.findall(r"""(?:from|import|url\()\s*["']([^"']+)["']""", file.read_text()):
            _weigh(f"{path.rpartition('/')[0]}/{part.removeprefix('./')}", loaded)
