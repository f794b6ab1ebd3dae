"""What the bench reads, built once: a database for each size, kept in ``var/bench/`` (git-ignored)."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.load import archive
from tests.load.cluster import Kept

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "var" / "bench"
TERMS = 400


def name_of(size: int) -> str:
    """Of the database; another seed or another generator is another one."""
    return f"bench_{archive.SEED}_{archive.VERSION}_{size}"


def build(server: Kept, size: int) -> None:
    """The database of a size, if it is not there; what is half built is built anew. One that is there is brought up to date."""
    if name_of(size) in server.databases():
        surroundings = os.environ | surroundings_of(server.address(name_of(size)))
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, env=surroundings, check=True
        )
        return
    server.renew(f"{name_of(size)}_building")
    surroundings = os.environ | surroundings_of(server.address(f"{name_of(size)}_building"))
    subprocess.run([sys.executable, "-m", "tests.load.planting", str(size)], cwd=ROOT, env=surroundings, check=True)
    server.rename(f"{name_of(size)}_building", name_of(size))


def surroundings_of(url: str) -> dict[str, str]:
    """What the settings read. Static files by their plain names, as none were collected."""
    (FOLDER / "var" / "static").mkdir(parents=True, exist_ok=True)
    return {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.load.bench_settings",
        "SECRET_KEY": "of the bench " * 5,
        "VAR": str(FOLDER / "var"),
    }


def plant(size: int) -> dict[str, float]:
    """Tables, taxonomy, archive, and the tables of the naive site. What taking the archive in took."""
    from django.core.management import call_command
    from django.db import connection

    from tests.load.naive import planting as naive

    call_command("migrate", verbosity=0)
    call_command("import_terms", verbosity=0)
    add_terms()
    taken_in = subprocess.check_output([sys.executable, "-m", "tests.load.taking_in", str(size)], cwd=ROOT)
    naive.plant()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE")
    return json.loads(taken_in)


def processor_seconds() -> float:
    """Of this process and all below it, and those that the server has ended. Linux; elsewhere of this process alone."""
    if not Path("/proc").exists():
        return sum(os.times()[:4])
    server = (FOLDER / "postgres" / "data" / "postmaster.pid").read_text().split()[0]
    ended = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[13:15]
    return _used_by(os.getpid()) + sum(map(int, ended)) / os.sysconf("SC_CLK_TCK")


def _used_by(process: int) -> float:
    """With the processes that it and those below it have ended."""
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:15]
    return sum(map(int, told)) / os.sysconf("SC_CLK_TCK") + sum(_used_by(one) for one in _below(process))


def megabytes(process: int = 0) -> float:
    """Of a process (this one, if none is named) and all below it: what each holds and its share of what several do."""
    process = process or os.getpid()
    rollup = Path(f"/proc/{process}/smaps_rollup")
    told = re.findall(r"^Pss:\s+(\d+)", rollup.read_text(), re.MULTILINE)[0] if rollup.exists() else 0
    return int(told) / 1024 + sum(megabytes(one) for one in _below(process))


def _below(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children")
    return [int(one) for one in children.read_text().split()] if children.exists() else []


def add_terms() -> None:
    """Topics below the fields of work, up to ``TERMS`` terms in all."""
    from taxonomy import tree
    from taxonomy.changes import announce
    from taxonomy.models import Label, Term, Vocabulary

    fields = Vocabulary.objects.get(slug="fields-of-work")
    tops = list(Term.objects.filter(vocabulary=fields, parent=None).order_by("tree_id"))
    for number in range(max(0, TERMS - Term.objects.count())):
        under = Term.objects.get(pk=tops[number % len(tops)].pk)
        term = tree.insert(fields, under=under, slug=f"topic-{number}", kind="field")
        Label.objects.create(term=term, language="en", text=f"Topic {number}")
    announce()


def file_of(size: int) -> Path:
    """The archive as a file, written where there is none that is long enough."""
    for longer in (10_000, 100_000, 1_000_000):
        path = FOLDER / f"archive-{archive.SEED}-{archive.VERSION}-{longer}.jsonl"
        if longer >= size and path.exists():
            return path
    path = FOLDER / f"archive-{archive.SEED}-{archive.VERSION}-{size}.jsonl"
    with path.with_suffix(".part").open("wb") as out:
        out.writelines(archive.Archive(terms()).lines(size))
    path.with_suffix(".part").rename(path)
    return path


def terms() -> dict[str, list[str]]:
    """Role -> "vocabulary/slug" of what may be filed so, in an order that the seed draws."""
    from random import Random

    from taxonomy import snapshot

    taxonomy, lot = snapshot.current(), Random(archive.SEED)
    found: dict[str, list[str]] = {}
    for role in archive.HOW_MANY:
        vocabularies = [known.slug for known in taxonomy.filing_as(role) if known.role == role]
        names = [
            f"{node.vocabulary}/{node.slug}" for node in taxonomy.nodes.values() if node.vocabulary in vocabularies
        ]
        found[role] = lot.sample(sorted(names), len(names))
    return found


if __name__ == "__main__":
    import django

    django.setup()
    size = int(sys.argv[1])
    figures = plant(size)
    (FOLDER / f"built-{archive.VERSION}-{size}.json").write_text(json.dumps(figures))
    print(f"{figures['releases'] / figures['seconds']:,.0f} releases a second: {figures}", file=sys.stderr, flush=True)  # noqa: T201
