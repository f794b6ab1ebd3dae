"""A server in front, as docs/operating.md sets it up: it takes a crowd, and is exact within a moment."""

import re
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from osce_site import freshness
from press.correcting import withdraw
from press.models import Edition, Release
from press.publishing import publish
from tests import create
from tests.servers import free_port, from_server, running, site_served

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not here: apt install nginx"),
]
PASSED = 2.2
"""Seconds after which no answer is older than a change: the one that is allowed, and another, as nginx counts in whole
ones; and what a busy machine takes."""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "requests.log"


@pytest.fixture
def front(tmp_path: Path, log: Path) -> Iterator[int]:
    """Nginx with the two files of the document, the site behind it; gives its port."""
    section = (settings.BASE_DIR / "docs/operating.md").read_text().split("## A crowd")[1].split("\n## ")[0]
    blocks = re.findall(r"(?:^    .*\n|^\n(?=    ))+", section, re.MULTILINE)
    server, proxy = [re.sub(r"^    ", "", block, flags=re.MULTILINE) for block in blocks if block.strip()]
    with site_served(2, log) as behind:
        port = free_port()
        server = server.replace("listen 80", f"listen 127.0.0.1:{port}").replace(
            "127.0.0.1:8000", f"127.0.0.1:{behind}"
        )
        server = server.replace("/var/cache/nginx", f"{tmp_path}/cache")
        (tmp_path / "newsroom_proxy.conf").write_text(proxy)
        (tmp_path / "cache").mkdir()
        places = "".join(
            f"{name}_temp_path {tmp_path}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        whole = (
            f"user root; pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; {places} {server} }}"
        )
        (tmp_path / "nginx.conf").write_text(whole)
        nginx = ["nginx", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-g", "daemon off;"]
        with running(nginx, port):
            yield port


def test_of_a_crowd_one_a_second_comes_through(front: int, log: Path) -> None:
    page = _path(create.release("Breaking"))
    begun = time.monotonic()
    with ThreadPoolExecutor(8) as crowd:
        said = set(crowd.map(lambda _: from_server(front, page), range(400)))
    seconds = time.monotonic() - begun
    assert {status for status, _body in said} == {200}
    assert len(said) == 1
    assert log.read_text().count(f"GET {page}") <= seconds + 2


def test_an_embargo_and_a_withdrawal_are_exact_within_a_moment(front: int) -> None:
    release = create.draft("Sealed for a moment")
    at = freshness.now() + timedelta(seconds=3)
    publish(release, by=create.officer("bo"), at=at)
    page = f"/press-releases/{release.pk}/sealed-for-a-moment/"
    while freshness.now() < at:
        status, _body = from_server(front, page)
        assert status == 404 or freshness.now() >= at
    time.sleep(PASSED)
    assert from_server(front, page)[0] == 200
    assert b"Sealed for a moment" in from_server(front, "/press-releases/")[1]
    withdraw(release, by=create.officer("bo"), kind="withdrawn", reason="It was wrong.")
    time.sleep(PASSED)
    assert from_server(front, page)[0] == 410
    assert b"Sealed for a moment" not in from_server(front, "/press-releases/")[1]


def _path(release: Release) -> str:
    return Edition.objects.get(release=release).path
