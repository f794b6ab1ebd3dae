"""One race: eight processes act on one tree at once. Run by ``test_races``; tells on its output, as JSON, what was done.

    python -m tests.taxonomy.race DATABASE_URL SEED ACTS [unlocked]

``unlocked``: without the lock of the door, to show that the test sees what it is there to see.
"""

import json
import multiprocessing
import os
import random
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

WRITERS = 8

Told = dict[str, Any]
"""``act``, ``term`` and what it was given; ``at``: counted by the database in the transaction of the act."""


class Writer:
    """Does acts drawn by lot. Knows the terms it came across; deletes only its own."""

    def __init__(self, number: int, seed: int) -> None:
        from taxonomy.models import Term, Vocabulary

        self.lot = random.Random(f"{seed} {number}")
        self.number = number
        self.vocabulary = Vocabulary.objects.get(slug="fields-of-work")
        self.all = Term.objects.filter(vocabulary=self.vocabulary)
        self.own: list[int] = []
        self.told: list[Told] = []
        self.refused = 0
        self.errors: list[str] = []

    def race(self, acts: int) -> dict[str, Any]:
        from django.db import DatabaseError, transaction
        from django.db.models import ProtectedError
        from mptt.exceptions import InvalidMove

        from taxonomy.models import Term
        from taxonomy.tree import CannotMove

        choices: list[Callable[[], Told]] = [self.insert] * 3 + [self.move] * 5 + [self.delete] * 3
        choices += [self.reorder] * 2 + [self.rename, self.succeed]
        for _ in range(acts):
            try:
                with transaction.atomic():
                    told = self.lot.choice(choices)()
                    told["at"] = _count()
            except (CannotMove, ProtectedError, Term.DoesNotExist):
                self.refused += 1  # with a sentence: below itself, in use, gone meanwhile
            except (DatabaseError, InvalidMove) as error:
                self.errors.append(f"{type(error).__name__}: {error}")
            else:
                self.told.append(told)
        return {"told": self.told, "refused": self.refused, "errors": self.errors}

    def some(self, count: int = 1) -> list[Any]:
        terms = list(self.all.order_by("?")[:count])
        return terms if len(terms) == count else list(self.all.order_by("pk")[:count])

    def place(self) -> dict[str, Any]:
        (beside,) = self.some()
        return {self.lot.choice(["under", "before", "after"]): beside}

    def insert(self) -> Told:
        from taxonomy import tree
        from taxonomy.models import Label

        slug = f"t{self.number}-{len(self.told)}-{self.refused}-{len(self.errors)}"
        term = tree.insert(self.vocabulary, **self.place(), slug=slug, kind="field")
        Label.objects.create(term=term, language="en", text=slug)
        self.own.append(term.pk)
        return {"act": "insert", "term": term.pk, "parent": term.parent_id}

    def move(self) -> Told:
        from taxonomy import tree

        (term,) = self.some()
        moved = tree.move(term, **(self.place() if self.lot.random() < 0.9 else {}))
        return {"act": "move", "term": moved.pk, "parent": moved.parent_id}

    def delete(self) -> Told:
        from taxonomy import tree
        from taxonomy.models import Term

        key = self.lot.choice(self.own[-3:] or [0])  # the youngest have least below them
        tree.delete(Term.objects.get(pk=key))
        self.own.remove(key)
        return {"act": "delete", "term": key}

    def reorder(self) -> Told:
        from taxonomy import tree

        (term,) = self.some()
        siblings = list(self.all.filter(parent=term.parent_id))[:6]
        self.lot.shuffle(siblings)
        ordered = tree.reorder(siblings)
        return {"act": "reorder", "term": ordered[0].pk}

    def rename(self) -> Told:
        """As from today; a name that began today is said anew."""
        from osce_site import freshness
        from taxonomy import changes, tree
        from taxonomy.models import Label

        today = freshness.now().date()
        with tree.batch():
            (term,) = self.some()
            present = Label.objects.filter(term=term, language="en", until=None).first()
            name = f"name {self.lot.random()}"
            if present and present.since == today:
                Label.objects.filter(pk=present.pk).update(text=name)
            else:
                if present:
                    Label.objects.filter(pk=present.pk).update(until=today - timedelta(days=1))
                Label.objects.create(term=term, language="en", text=name, since=today if present else None)
            changes.announce()
        return {"act": "rename", "term": term.pk, "name": name}

    def succeed(self) -> Told:
        """From the older to the younger, so that nothing comes round."""
        from taxonomy import changes, tree
        from taxonomy.models import Relation

        with tree.batch():
            one, other = sorted(self.some(2), key=lambda term: term.pk)
            Relation.objects.get_or_create(subject=one, kind="succeeded_by", object=other)
            changes.announce([one.pk, other.pk])
        return {"act": "succeed", "term": one.pk, "to": other.pk}


def _count() -> int:
    """While the lock is held, so it counts the acts in the order in which they came about."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('race')")
        return int(cursor.fetchone()[0])


def _run(number: int, *, seed: int, acts: int) -> dict[str, Any]:
    from django.db import connection

    try:
        return Writer(number, seed).race(acts)
    finally:
        connection.close()


def main(url: str, seed: str, acts: str, *how: str) -> None:
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "osce_site.settings")
    import django

    django.setup()
    if how:
        from osce_site import locks

        locks.take = lambda name, *, shared=False: None
    with multiprocessing.get_context("fork").Pool(WRITERS) as pool:
        done = pool.map(partial(_run, seed=int(seed), acts=int(acts)), range(WRITERS), chunksize=1)
    json.dump(done, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
