"""The numbers of the tree (``lft``, ``rght``, ``level``, ``tree_id``) as they follow from parents and order."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from taxonomy.models import Term


class Numbered(NamedTuple):
    lft: int
    rght: int
    level: int
    tree_id: int


class Row(NamedTuple):
    """A term as the database has it."""

    pk: int
    vocabulary_id: int
    parent_id: int | None
    slug: str
    numbers: Numbered


Numbers = dict[int, Numbered]


def read() -> list[Row]:
    """Every term, in the order its numbers say: one query."""
    fields = ("pk", "vocabulary", "parent", "slug", "lft", "rght", "level", "tree_id")
    rows = Term.objects.order_by("tree_id", "lft", "slug", "pk").values_list(*fields)
    return [Row(pk, vocabulary, parent, slug, Numbered(*told)) for pk, vocabulary, parent, slug, *told in rows]


def families(rows: Sequence[Row]) -> dict[int | None, list[int]]:
    """Parent -> the terms right below, in order; ``None``: all tops, whatever their vocabulary."""
    below: dict[int | None, list[int]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row.pk)
    return below


def numbered(rows: Sequence[Row]) -> Numbers:
    """The numbers of every term that a top leads to: a term in a circle of parents has none.

    Tops keep their ``tree_id`` while no two have the same.
    """
    below = families(rows)
    held = {row.pk: row.numbers.tree_id for row in rows if row.parent_id is None}
    if len(set(held.values())) < len(held):
        held = {pk: number for number, pk in enumerate(below[None], start=1)}
    return _count(below, held)


def ordered(rows: Sequence[Row], order: Sequence[int]) -> Numbers:
    """The numbers where some siblings, all of one parent or all of the top of a vocabulary, stand in an order."""
    below = families(rows)
    held = {row.pk: row.numbers.tree_id for row in rows if row.parent_id is None}
    if order[0] in held:
        held |= zip(order, sorted(held[pk] for pk in order), strict=True)
    else:
        parent = next(row.parent_id for row in rows if row.pk == order[0])
        below[parent] = list(order)
    return _count(below, held)


def _count(below: dict[int | None, list[int]], tree_ids: dict[int, int]) -> Numbers:
    """Walks down and up each tree, counting: a term gets one number before those below it and one after."""
    found: Numbers = {}
    for top, tree_id in tree_ids.items():
        count = 0
        begun: dict[int, int] = {}
        waiting = [(top, 0, False)]
        while waiting:
            pk, level, done = waiting.pop()
            count += 1
            if done:
                found[pk] = Numbered(begun[pk], count, level, tree_id)
                continue
            begun[pk] = count
            waiting.append((pk, level, True))
            waiting += [(child, level + 1, False) for child in reversed(below.get(pk, ()))]
    return found
