"""What acts on the tree cost with ten thousand terms, on a PostgreSQL server of its own. Run as a program.

What is compared is done in turns within one run, so that a busy machine troubles both alike. Medians are told.
"""

import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from tests import postgres_server

TERMS = 10_000
SUBTREE = 1_000
RELEASES = 400
ROUNDS = 9


@contextmanager
def site() -> Iterator[None]:
    """Django on an empty database of a throwaway server, and a passing ``var/``."""
    binaries = postgres_server.find_binaries()
    if binaries is None:
        raise SystemExit(postgres_server.HOW_TO_INSTALL)
    server = postgres_server.Server(binaries).start()
    try:
        with tempfile.TemporaryDirectory(prefix="var-") as folder:
            Path(folder, "static").mkdir()
            os.environ |= {"DATABASE_URL": server.url, "SECRET_KEY": "of the bench " * 5, "VAR": folder}
            os.environ["DJANGO_SETTINGS_MODULE"] = "osce_site.settings"
            import django
            from django.core.management import call_command
            from django.test import override_settings

            django.setup()
            from django.conf import settings

            plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
            with override_settings(STORAGES=settings.STORAGES | {"staticfiles": plain}):
                call_command("migrate", verbosity=0)
                yield
    finally:
        server.stop()


def plant() -> list[int]:
    """Ten tops of nine branches of some hundred leaves, with names and places; returns the tops."""
    from taxonomy import tree
    from taxonomy.models import Broader, Label
    from tests import create

    field = create.vocabulary()
    tops = _terms(field, "top", [None] * (TERMS // SUBTREE))
    branches = _terms(field, "branch", [top for top in tops for _ in range(9)])
    leaves = _terms(field, "leaf", [branches[number % len(branches)] for number in range(TERMS - len(tops + branches))])
    terms = [*tops, *branches, *leaves]
    Broader.objects.bulk_create([Broader(term=term, broader_id=term.parent_id) for term in terms], batch_size=1000)
    Label.objects.bulk_create(
        [Label(term=term, language=tongue, text=f"{term.slug} {tongue}") for term in terms for tongue in ("en", "fr")],
        batch_size=1000,
    )
    tree.renumber()
    for number in range(RELEASES):
        create.release(f"Release {number}", about=[leaves[number * len(leaves) // RELEASES]])
    return [term.pk for term in tops]


def _terms(vocabulary: Any, name: str, parents: list[Any]) -> list[Any]:
    """Rows by the thousand; their numbers follow."""
    from django.db import transaction

    from taxonomy import door
    from taxonomy.models import Term

    terms = [
        Term(
            vocabulary=vocabulary,
            parent=parent,
            slug=f"{name}-{number}",
            kind="field",
            lft=number,
            rght=0,
            tree_id=0,
            level=0,
        )
        for number, parent in enumerate(parents)
    ]
    with transaction.atomic(), door.opened():
        return Term.objects.bulk_create(terms, batch_size=1000)


def took(act: Callable[[], Any]) -> float:
    """Milliseconds."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def in_turns(**acts: Callable[[], Any]) -> dict[str, float]:
    """The median of each act, done by turns; the first round warms up and is not counted."""
    times: dict[str, list[float]] = {name: [] for name in acts}
    for turn in range(ROUNDS + 1):
        for name, act in acts.items():
            if (spent := took(act)) and turn:
                times[name].append(spent)
    return {name: median(spent) for name, spent in times.items()}


def moves(tops: list[int]) -> None:
    """A subtree to another place and back: through the door, and by mptt alone."""
    from django.db import transaction

    from taxonomy import door, tree
    from taxonomy.models import Term

    one, other = tops[2], tops[5]
    size = Term.objects.get(pk=one).get_descendant_count() + 1

    def through_the_door() -> None:
        tree.move(Term.objects.get(pk=one), under=Term.objects.get(pk=other))
        tree.move(Term.objects.get(pk=one), after=Term.objects.get(pk=tops[1]))

    def by_mptt_alone() -> None:
        with transaction.atomic(), door.opened():
            Term.objects.move_node(Term.objects.get(pk=one), Term.objects.get(pk=other))
            Term.objects.move_node(Term.objects.get(pk=one), Term.objects.get(pk=tops[1]), "right")

    found = in_turns(door=through_the_door, mptt=by_mptt_alone)
    door_ms, mptt_ms = found["door"] / 2, found["mptt"] / 2
    say(f"moving {size:,} of {TERMS:,} terms, with dated places, snapshot and index", door_ms)
    say("  the same by mptt's bare move_node", mptt_ms, f"the door takes {door_ms / mptt_ms:.1f} times as long")


def readings() -> None:
    """The whole tree, once a version."""
    from taxonomy import changes, snapshot

    times: dict[str, list[float]] = {"new": [], "same": []}
    for _ in range(ROUNDS):
        changes.announce()
        times["new"].append(took(snapshot.current))
        times["same"].append(took(snapshot.current))
    new, same = median(times["new"]), median(times["same"])
    say(f"reading all {TERMS:,} terms, once a version", new)
    say("  the second time", same, f"{new / same:.0f} times as fast")


def say(what: str, spent: float, more: str = "") -> None:
    print(f"{what:<78}{spent:>9.1f} ms  {more}".rstrip())  # noqa: T201


def main() -> None:
    with site():
        begun = time.perf_counter()
        tops = plant()
        machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
        print(f"{datetime.now(UTC):%Y-%m-%d}, {machine}, load {os.getloadavg()[0]:.1f}", file=sys.stdout)  # noqa: T201
        say(f"planted {TERMS:,} terms and {RELEASES} releases", (time.perf_counter() - begun) * 1000)
        moves(tops)
        readings()


if __name__ == "__main__":
    main()
