"""The sites of the bench, each behind gunicorn with two processes, and how they are asked."""

import http.client
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.load.planting import ROOT, surroundings_of
from tests.servers import free_port

WORKERS, CONNECTIONS = 2, 8
HOW_TO_INSTALL = "No wrk: apt install wrk, brew install wrk."
PATIENCE = 120
"""Seconds."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    ms: float
    queries: int
    sql_ms: float


@dataclass(frozen=True)
class Site:
    name: str
    port: int
    process: int

    def ask(self, address: str, *, count: bool = False) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        begun = time.perf_counter()
        line.request("GET", address, headers={"Host": "localhost"} | ({"X-Count": "1"} if count else {}))
        response = line.getresponse()
        body = response.read()
        spent = (time.perf_counter() - begun) * 1000
        line.close()
        queries, sql = response.getheader("X-Queries", "0"), response.getheader("X-SQL", "0")
        return Answer(response.status, body, spent, int(queries), float(sql))

    def median(self, address: str, times: int) -> float:
        """Milliseconds of one request after the other; the first warms up and is not counted."""
        self.ask(address)
        return median(self.ask(address).ms for _ in range(times))

    def rate(self, address: str, seconds: float) -> float:
        """Answers a second under ``CONNECTIONS`` at once. Raises ``RuntimeError`` where one is no answer."""
        return _wrk([f"-d{max(1, round(seconds))}s", f"http://127.0.0.1:{self.port}{address}"])

    def ask_many(self, addresses: list[str], seconds: float, folder: Path) -> float:
        """The same over many addresses, the first far more often than the last; gives how many were asked."""
        script = folder / "mixed.lua"
        quoted = ", ".join(f'"{address}"' for address in addresses)
        script.write_text(
            f"local paths = {{{quoted}}}\n"
            "request = function() return wrk.format('GET', paths[math.floor((#paths) ^ math.random())]) end\n"
        )
        return _wrk([f"-d{round(seconds)}s", "-s", str(script), f"http://127.0.0.1:{self.port}"]) * seconds

    def megabytes(self) -> list[float]:
        """What each worker holds for itself and its share of what all hold (PSS), in MB. Linux."""
        found = []
        for worker in Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split():
            told = Path(f"/proc/{worker}/smaps_rollup").read_text()
            found.append(int(re.findall(r"^Pss:\s+(\d+)", told, re.MULTILINE)[0]) / 1024)
        return found


def _wrk(arguments: list[str]) -> float:
    wrk = shutil.which("wrk")
    if wrk is None:
        raise SystemExit(HOW_TO_INSTALL)
    command = [wrk, "-t1", f"-c{CONNECTIONS}", f"--timeout={PATIENCE}s", "-HHost: localhost", *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    said = done.stdout
    if done.returncode or "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"{said}{done.stderr}")
    return float(re.findall(r"Requests/sec:\s+([\d.]+)", said)[0])


@contextmanager
def served(name: str, application: str, surroundings: dict[str, str], settings: str = "") -> Iterator[Site]:
    """A site from when all its processes answer. What it logs goes to standard error."""
    port = free_port()
    environment = os.environ | surroundings | ({"DJANGO_SETTINGS_MODULE": settings} if settings else {})
    environment |= {"MALLOC_ARENA_MAX": "2"}  # as in docs/operating.md, and so is --preload
    command = [sys.executable, "-m", "gunicorn", application, f"--bind=127.0.0.1:{port}", f"--workers={WORKERS}"]
    command += ["--preload", "--log-level=warning", f"--timeout={PATIENCE}"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        site = Site(name, port, server.pid)
        _wait(site, server)
        yield site
    finally:
        server.terminate()
        server.wait(60)


def _wait(site: Site, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while True:
        try:
            for _ in range(4):
                site.ask("/robots.txt")
            return
        except OSError as error:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{site.name} does not answer") from error
            time.sleep(0.1)


def cold(url: str, name: str = "cold") -> AbstractContextManager[Site]:
    """Ours, which keeps no answer."""
    return served(name, "osce_site.wsgi", surroundings_of(url) | {"ANSWERS_MEGABYTES": "0"})


@contextmanager
def all_served(url: str) -> Iterator[dict[str, Site]]:
    """The bare view, the naive site, ours with answers kept (warm) and ours that keeps none (cold)."""
    naive = "tests.load.naive"
    with (
        served("bare", "tests.load.bare", {}) as bare,
        served("naive", f"{naive}.wsgi", {"DATABASE_URL": url}, f"{naive}.settings") as other,
        served("warm", "osce_site.wsgi", surroundings_of(url)) as warm,
        cold(url) as anew,
    ):
        yield {"bare": bare, "naive": other, "warm": warm, "cold": anew}


def first_answer(url: str) -> float:
    """Milliseconds of the first answer of a process that was just begun."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "osce_site.wsgi", f"--bind=127.0.0.1:{port}", "--log-level=info"]
    environment = os.environ | surroundings_of(url)
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr
        for line in server.stderr:
            if "Booting worker" in line:
                break
        time.sleep(10)  # until the application is loaded: that is no request's affair
        return Site("first", port, server.pid).ask("/").ms
    finally:
        server.terminate()
        server.communicate(timeout=60)
