"""``python -m tests.load.explaining SIZE``: each query of each page of the bench, with PostgreSQL's plan, the dearest first.

Of a plan the pages read (8 kB each) tell more than its time: they are the same on a busy machine.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

from tests.load import cluster, planting


def explain(limit: int = 4) -> None:
    from django.db import connection
    from django.test import Client

    from tests.load import pages

    client = Client(headers={"host": "localhost"})
    for page in pages.find():
        client.get(page.path)
        captured: list[tuple[str, Any]] = []

        def note(execute: Callable[..., Any], sql: str, values: Any, *args: Any, to: Any = captured) -> Any:
            to.append((sql, values))
            return execute(sql, values, *args)

        with connection.execute_wrapper(note):
            status = client.get(page.path).status_code
        told = [_explained(sql, values) for sql, values in captured if sql.startswith(("SELECT", "WITH", "("))]
        told.sort(reverse=True, key=lambda one: one[0])
        read = sum(blocks for blocks, *_rest in told)
        print(f"\n## {page.name}: {page.path} ({status}), {len(captured)} queries, {read:,} blocks")  # noqa: T201
        for blocks, ms, sql, plan in told[:limit]:
            print(f"\n{blocks:,} blocks, {ms:.1f} ms\n{sql[:700]}\n{plan}")  # noqa: T201


def _explained(sql: str, values: Any) -> tuple[int, float, str, str]:
    """Blocks, milliseconds, the query, its plan in words."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", values)
        found = cursor.fetchone()[0]
        top = (json.loads(found) if isinstance(found, str) else found)[0]
    plan = top["Plan"]
    blocks = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return blocks, top["Execution Time"], sql, "\n".join(_words(plan, 1))


def _words(node: dict[str, Any], depth: int) -> list[str]:
    blocks = node["Shared Hit Blocks"] + node["Shared Read Blocks"]
    what = " ".join(str(node[key]) for key in ("Node Type", "Relation Name", "Index Name") if key in node)
    rows = node["Actual Rows"] * node["Actual Loops"]
    more = "".join(f"; {key.lower()}: {node[key]:,}" for key in ("Rows Removed by Filter",) if node.get(key))
    told = [f"{'  ' * depth}{what}: {rows:,.0f} rows, {blocks:,} blocks{more}"]
    for child in node.get("Plans", []):
        told += _words(child, depth + 1)
    return told


if __name__ == "__main__":
    size = int(sys.argv[1])
    with cluster.running(planting.FOLDER / "postgres") as server:
        os.environ |= planting.surroundings_of(server.address(planting.name_of(size))) | {"ANSWERS_MEGABYTES": "0"}
        import django

        django.setup()
        explain()
