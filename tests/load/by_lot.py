"""``python -m tests.load.by_lot SIZE [SEED]``: what readers may ask, drawn by lot from what there is.

The bench asks one page of each kind again and again; what is rare, or frequent in another language, it never meets. Of
each kind the mean, the median and the longest time that the queries of a page take, best of three, and which that was.
"""

import os
import random
import re
import statistics
import sys
import time
from typing import Any
from urllib.parse import urlencode

from tests.load import cluster, planting

EACH = 40
"""Pages of a kind."""


def kinds(draw: random.Random) -> dict[str, list[str]]:
    """Kind -> addresses, from editions drawn from all."""
    from osce_site.languages import local
    from press.models import Edition
    from press.queries import ROLES, words
    from taxonomy import snapshot

    slugs, parameters = words(), {role: name for name, role in ROLES.items()}
    last = Edition.objects.order_by("-pk").values_list("pk", flat=True)[0]
    found: dict[str, list[str]] = {"a release": []}
    for _ in range(EACH):
        edition = Edition.objects.filter(pk__gte=draw.randint(1, last)).order_by("pk")[0]
        said = re.findall(r"[^\W\d_]{4,}", re.sub("<[^>]*>", " ", edition.body)) or ["office"]
        filed = {parameters[role]: word for role, term in edition.filing if (word := slugs[role, int(term)])}
        named, year = list(filed.items()), edition.listed_at.year

        def add(kind: str, path: str, asked: Any = (), language: str = edition.language) -> None:
            query = f"?{urlencode(list(asked))}" if asked else ""
            found.setdefault(kind, []).append(local(path, language) + query)

        add("a release", edition.path)
        for number in (1, 2, 3):
            asked = [("q", " ".join(draw.choice(said) for _word in range(number)))]
            add(f"a search, {number} of its words", "/search/", asked)
        add("a word of it in another language", "/search/", [("q", draw.choice(said))], draw.choice(["en", "fr", "ru"]))
        for number in range(1, min(len(named), 3) + 1):
            add(f"newsroom by {number} of its terms", "/press-releases/", named[:number])
        if named:
            add("newsroom by a term and its year", "/press-releases/", [named[0], ("year", year)])
            also = ("q", draw.choice(said))
            add("newsroom by a term and a word", "/press-releases/", [named[0], also])
            add("newsroom by a term, its year and a word", "/press-releases/", [named[0], ("year", year), also])
            add("newsroom by two terms and a word", "/press-releases/", [*named[:2], also])
            narrowed = [also, *(one for one in named if one[0] in ("about", "country"))][:2]
            add("a search for a word in a term", "/search/", narrowed)
    nodes = snapshot.current()
    found["a term"] = [
        nodes.path(node) for node in draw.sample(sorted(nodes.nodes.values(), key=lambda one: one.id), EACH)
    ]
    return found


def ask(draw: random.Random) -> None:
    from django.db import connection
    from django.test import Client

    client, spent = Client(headers={"host": "localhost"}), [0.0]

    def timed(execute: Any, *args: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*args)
        finally:
            spent[0] += time.perf_counter() - began

    print("| drawn by lot | mean, in SQL | median | longest |\n|---|---:|---:|---:|")  # noqa: T201
    longest = []
    with connection.execute_wrapper(timed):
        for kind, paths in kinds(draw).items():
            best = dict.fromkeys(paths, 1e9)
            for path in [*paths, *paths, *paths]:
                spent[0] = 0.0
                client.get(path, follow=True)
                best[path] = min(best[path], spent[0] * 1000)
            times, slowest = list(best.values()), max(best, key=lambda path: best[path])
            longest.append(f"{kind}: {slowest}")
            told = f"{statistics.mean(times):.1f} ms | {statistics.median(times):.1f} ms | {best[slowest]:.1f} ms"
            print(f"| {kind} | {told} |", flush=True)  # noqa: T201
    print("", *longest, sep="\n")  # noqa: T201


if __name__ == "__main__":
    size, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with cluster.running(planting.FOLDER / "postgres") as server:
        os.environ |= planting.surroundings_of(server.address(planting.name_of(size))) | {"ANSWERS_MEGABYTES": "0"}
        import django

        django.setup()
        ask(random.Random(seed))
