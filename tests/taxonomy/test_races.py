"""Eight processes act on one tree at once. PostgreSQL (see ``conftest.py``)."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from taxonomy import tree, verifying
from taxonomy.models import Label, Relation, Term
from tests import create

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.beside_each_other]

ACTS = 200
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def _grown() -> Iterator[None]:
    """Forty terms, some of them filed, and the counter of the acts."""
    terms: list[Term] = []
    for number in range(40):
        under = terms[number // 3] if number % 4 else None
        terms.append(create.term(f"Term {number}", under=under and Term.objects.get(pk=under.pk)))
    for number in range(0, 40, 8):
        create.release(f"Release {number}", about=[terms[number], terms[number + 1]])
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE race")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP SEQUENCE race")


def race(seed: int, *how: str, acts: int = ACTS) -> tuple[list[dict[str, Any]], list[str]]:
    """The acts that were reported done, in the order they came about, and the errors."""
    told = connection.settings_dict
    user, password = quote(told["USER"]), quote(told["PASSWORD"])
    url = f"postgres://{user}:{password}@{told['HOST']}:{told['PORT'] or 5432}/{told['NAME']}"
    command = [sys.executable, "-m", "tests.taxonomy.race", url, str(seed), str(acts), *how]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    if ended.returncode:
        return [], [ended.stderr[-2000:]]
    writers = json.loads(ended.stdout)
    told_of = [len(writer["told"]) + writer["refused"] + len(writer["errors"]) for writer in writers]
    assert told_of == [acts] * 8
    done_acts = sorted((act for writer in writers for act in writer["told"]), key=lambda act: act["at"])
    return done_acts, [error for writer in writers for error in writer["errors"]]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_eight_writers_break_nothing_and_lose_nothing(seed: int) -> None:
    standing = dict(Term.objects.values_list("pk", "parent"))
    acts, errors = race(seed)
    assert errors == []
    assert len(acts) > 4 * ACTS  # the rest was refused with a sentence
    assert {act["act"] for act in acts} == {"insert", "move", "delete", "reorder", "rename", "succeed"}
    names: dict[int, str] = {}
    relations: set[tuple[int, int]] = set()
    for act in acts:
        if act["act"] in {"insert", "move"}:
            standing[act["term"]] = act["parent"]
        elif act["act"] == "delete":
            del standing[act["term"]]
            names.pop(act["term"], None)
            relations = {pair for pair in relations if pair[0] != act["term"]}
        elif act["act"] == "rename":
            names[act["term"]] = act["name"]
        elif act["act"] == "succeed":
            relations.add((act["term"], act["to"]))
    assert dict(Term.objects.values_list("pk", "parent")) == standing
    present = dict(Label.objects.filter(until=None).values_list("term", "text"))
    assert {pk: present[pk] for pk in names} == names
    assert set(Relation.objects.values_list("subject", "object")) == relations
    assert list(verifying.findings()) == []
    tree.move(Term.objects.order_by("pk")[7])
    assert list(verifying.findings()) == []


def test_without_the_lock_the_race_is_lost() -> None:
    """Else the test above would prove nothing."""
    _acts, errors = race(1, "unlocked", acts=25)
    faults = [finding.sentence for finding in verifying.findings()]
    assert errors + faults
