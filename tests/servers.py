"""Server processes on the tests' own database, and how they are asked."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

Given = tuple[int, bytes]


def from_server(port: int, address: str) -> Given:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", address, headers={"Host": "localhost"})
    response = line.getresponse()
    body = response.read()
    line.close()
    return response.status, body


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def running(command: list[str], port: int, **more: Any) -> Iterator[None]:
    """A server, from when it answers on its port."""
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, **more)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                from_server(port, "/robots.txt")
                break
            except OSError:
                assert time.monotonic() < until, "the server does not answer"
                assert server.poll() is None, "the server ended"
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(30)


@contextmanager
def site_served(workers: int, log: Path | str = os.devnull, **more: str) -> Iterator[int]:
    """Gunicorn with several processes; gives its port. ``log``: a line for each request; ``more``: its environment."""
    port = free_port()
    surroundings = os.environ | {"DATABASE_URL": _url(), "DEBUG": "true"} | more  # static files by plain names
    command = [sys.executable, "-m", "gunicorn", "osce_site.wsgi", f"--bind=127.0.0.1:{port}", f"--workers={workers}"]
    with running([*command, "--log-level=warning", f"--access-logfile={log}"], port, env=surroundings):
        yield port


def _url() -> str:
    told: Any = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    return f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
