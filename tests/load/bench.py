"""``make bench [N=…]``: what the site costs with so many releases, beside a bare view and a naive site.

What is compared is asked in turns within one run, so that a busy machine troubles all alike. The figures go to
``docs/performance.md``, and as JSON to ``var/bench/``.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from tests.load import archive, cluster, planting, telling
from tests.load.cluster import Kept
from tests.load.pages import Page
from tests.load.planting import FOLDER, ROOT
from tests.load.serving import WORKERS, Site, all_served, cold, first_answer

SIZES = (10_000, 100_000, 1_000_000)
SLOW = 500
"""Milliseconds: what takes longer alone is not asked by many at once."""


def asked(what: str, url: str) -> Any:
    """What a function of ``tests.load.pages`` tells, in a process with the settings of the site."""
    environment = os.environ | planting.surroundings_of(url)
    command = [sys.executable, "-m", "tests.load.pages", what]
    return json.loads(subprocess.check_output(command, cwd=ROOT, env=environment, text=True))


def measure(sites: dict[str, Site], page: Page, seconds: float, rounds: int) -> dict[str, Any]:
    """Of each site the median of one request alone, ms, and of ``rounds`` turns the answers a second to many."""
    paths = {"bare": "/", "warm": page.path, "cold": page.path} | ({"naive": page.naive} if page.naive else {})
    told: dict[str, Any] = {"name": page.name, "path": page.path}
    for name, path in paths.items():
        answer = sites[name].ask(path, count=name in ("cold", "naive"))
        if answer.status != 200:
            raise RuntimeError(f"{name}: {path} answers {answer.status}")
        told[name] = {"queries": answer.queries, "sql": answer.sql_ms, "bytes": len(answer.body), "rates": []}
        # The first answers of a process are slow for reasons of their own.
        alone = min(sites[name].ask(path).ms for _ in range(3))
        told[name]["ms"] = alone if alone > SLOW else sites[name].median(path, 7)
    for _ in range(rounds):
        for name, path in paths.items():
            if told[name]["ms"] <= SLOW:
                told[name]["rates"].append(sites[name].rate(path, seconds))
    for name in paths:
        rates = told[name].pop("rates")
        # Where none of many was answered in the time, as where many are not asked, it follows from one alone.
        told[name]["rate"] = median(rates or [0]) or WORKERS * 1000 / told[name]["ms"]
    for name in paths:
        told[name]["of bare"] = told[name]["rate"] / told["bare"]["rate"]
    return told


def of_size(
    server: Kept, size: int, *, seconds: float, rounds: int, mixed: int, say: Callable[[str], object]
) -> dict[str, Any]:
    """All figures of one size. ``mixed``: requests of a day's load, after which the memory is looked at; 0: none."""
    url = server.address(planting.name_of(size))
    pages = [Page(*page) for page in asked("find", url)]
    told: dict[str, Any] = {"size": size, "pages": [], "machine": machine(url)}
    built = FOLDER / f"built-{archive.VERSION}-{size}.json"
    told["built"] = json.loads(built.read_text()) if built.exists() else {}
    with all_served(url) as sites, tempfile.TemporaryDirectory() as folder:
        for page in pages:
            told["pages"].append(measure(sites, page, seconds, rounds))
            say(telling.line(told["pages"][-1]))
        done = 0.0
        addresses = asked("mixed", url) if mixed else []
        while done < mixed:
            done += sites["warm"].ask_many(addresses, 30, Path(folder))
        told["megabytes"] = {"asked": round(done), "workers": sites["warm"].megabytes()} if mixed else {}
        told["publishing"] = asked("publish", url)
        seen = told["publishing"].pop("headline") in sites["warm"].ask("/press-releases/").body.decode()
        told["publishing"]["seen at once"] = seen
    told["first answer"] = first_answer(url)
    return told


def grow(server: Kept, all_figures: list[dict[str, Any]], rounds: int) -> None:
    """What each page made anew takes, alone, is that of all sizes asked in turns."""
    with ExitStack() as stack:
        sites = []
        for figures in all_figures:
            url = server.address(planting.name_of(figures["size"]))
            sites.append(stack.enter_context(cold(url, f"cold {figures['size']}")))
        for same in zip(*(figures["pages"] for figures in all_figures), strict=True):
            asked_for = [*zip(sites, (page["path"] for page in same), strict=True)]
            for _ in range(2 * WORKERS):
                for site, path in asked_for:
                    site.ask(path)
            turns = [[site.ask(path, count=True) for site, path in asked_for] for _ in range(rounds)]
            for page, answers in zip(same, zip(*turns, strict=True), strict=True):
                page["cold"] |= {
                    "ms": median(answer.ms for answer in answers),
                    "sql": median(answer.sql_ms for answer in answers),
                    "queries": min(answer.queries for answer in answers),
                }


def machine(url: str) -> dict[str, Any]:
    with psycopg.connect(url) as line:
        row = line.execute("SHOW server_version").fetchone()
        sized = line.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row
    assert sized
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "system": platform.system(),
        "python": platform.python_version(),
        "postgresql": row[0].split()[0],
        "load": os.getloadavg()[0],
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "gigabytes": sized[0] / 2**30,
    }


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in told.read_text().splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()


def main(size: int, seconds: float = 2, rounds: int = 3) -> None:
    """``seconds``: of each turn."""
    sizes = [*(known for known in SIZES if known < size), size]
    with cluster.running(FOLDER / "postgres") as server:
        for one in sizes:
            planting.build(server, one)
        for one in sizes:
            say(f"{one:,} releases")
            told = of_size(server, one, seconds=seconds, rounds=rounds, mixed=100_000 if one == size else 0, say=say)
            (FOLDER / f"figures-{one}.json").write_text(json.dumps(told, indent=1))
        all_figures = [json.loads((FOLDER / f"figures-{one}.json").read_text()) for one in sizes]
        grow(server, all_figures, rounds=15)
    telling.write(all_figures)


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[0])
