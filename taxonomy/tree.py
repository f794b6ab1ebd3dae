"""The only door to the structure of the tree.

django-mptt reads a node, computes, and writes: two writers at once corrupt it. So each act takes one
lock before it reads a node, reads fresh, and is the only place that calls mptt's writing.
"""

import contextvars
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from osce_site import freshness, locks
from taxonomy import addresses, changes, door, numbering
from taxonomy.door import NotThroughTheDoor
from taxonomy.models import Broader, Term, Vocabulary

__all__ = ["CannotMove", "NotThroughTheDoor", "batch", "delete", "insert", "move", "renumber", "reorder"]


class CannotMove(ValidationError):
    """The place asked for is impossible: below itself, or in another vocabulary."""


_batched: contextvars.ContextVar[bool] = contextvars.ContextVar("batched", default=False)


@contextmanager
def _through_the_door() -> Iterator[None]:
    with transaction.atomic():
        locks.take("taxonomy")
        with door.opened():
            yield


@contextmanager
def batch() -> Iterator[None]:
    """Many acts as one: the lock is held throughout, and the caller announces what changed, once, at the end."""
    token = _batched.set(True)
    try:
        with transaction.atomic():
            locks.take("taxonomy")
            yield
    finally:
        _batched.reset(token)


def _announce(*refiled: Term) -> None:
    """``refiled``: the terms that came, went or stand under another."""
    if not _batched.get():
        changes.announce([term.pk for term in refiled])


def _place_named(under: Term | None, before: Term | None, after: Term | None) -> tuple[Term | None, str]:
    """The term a place is named by, as it is now, and where mptt is to put a node beside it."""
    beside = [term for term in (under, before, after) if term]
    if len(beside) > 1:
        raise CannotMove(_("Name one place: under, before or after a term."))
    target = Term.objects.get(pk=beside[0].pk) if beside else None
    return target, "left" if before else "right" if after else "last-child"


def insert(
    vocabulary: Vocabulary,
    *,
    under: Term | None = None,
    before: Term | None = None,
    after: Term | None = None,
    since: date | None = None,
    **fields: Any,
) -> Term:
    """A new term, last under another, before or after one, or last at the top; ``since`` when it stands there."""
    with _through_the_door():
        target, position = _place_named(under, before, after)
        if target and target.vocabulary_id != vocabulary.pk:
            raise CannotMove(_("A term stands under a term of its own vocabulary."))
        term = Term.objects.insert_node(Term(vocabulary=vocabulary, **fields), target, position, save=True)
        Broader.objects.create(term=term, broader=term.parent, since=since)
        _announce(term)
    return Term.objects.get(pk=term.pk)


def move(
    term: Term,
    *,
    under: Term | None = None,
    before: Term | None = None,
    after: Term | None = None,
    since: date | None = None,
    remember: bool = True,
) -> Term:
    """Moves a term last under another, or before or after one; with none of these, last at the top.

    ``since``: the first day at the new place, today if not given. ``remember``: the place it had is kept as dated;
    not where an undo restores the dated places itself. Returns the term as it is now.
    Raises ``CannotMove`` where the place is impossible.
    """
    with _through_the_door():
        node = Term.objects.get(pk=term.pk)
        target, position = _place_named(under, before, after)
        _refuse_impossible(node, target, position)
        if target is None and node.parent_id is None:  # mptt would leave it where it is
            tops = Term.objects.filter(vocabulary=node.vocabulary_id, parent=None)
            target, position = tops.order_by("tree_id").last(), "right"
        if target == node:
            return node
        former = node.parent_id
        Term.objects.move_node(node, target, position)
        node = Term.objects.get(pk=node.pk)
        if node.parent_id == former:
            _announce()
            return node
        if remember:
            _record_place(node, since or freshness.now().date())
        _announce(node)
    return node


def _refuse_impossible(node: Term, target: Term | None, position: str) -> None:
    if target is None:
        return
    if target == node and position == "last-child":
        raise CannotMove(_("A term cannot stand below itself."))
    if target.vocabulary_id != node.vocabulary_id:
        raise CannotMove(_("A term stays in its vocabulary."))
    if target.is_descendant_of(node):
        raise CannotMove(_("A term cannot stand below itself."))


def _record_place(node: Term, since: date) -> None:
    """Ends the place the term had and begins the present one. A place that began the same day never was."""
    place = node.broader_spells.filter(until=None).first()
    past = node.broader_spells.filter(until__gte=since).order_by("until").last()
    if past:
        raise CannotMove(_("It is on record that it stood elsewhere until %s.") % past.until.isoformat())
    if place and place.since and place.since >= since:
        place.delete()
    elif place:
        place.until = since - timedelta(days=1)
        place.save()
    Broader.objects.create(term=node, broader_id=node.parent_id, since=since)


def delete(term: Term) -> None:
    """Deletes a term that nothing is filed under, that nothing stands below and nothing leads to.

    Its addresses answer that it is gone. Raises ``ProtectedError`` with what stands in the way otherwise.
    """
    with _through_the_door():
        gone = Term.objects.get(pk=term.pk)
        addresses.close_addresses(gone)
        gone.delete()
        _announce(term)


def reorder(terms: Sequence[Term]) -> list[Term]:
    """Brings siblings into the order given: terms of one parent, or of the top of a vocabulary.

    Siblings that are not named stay after them, in their order. Returns all of them as they are now.
    Raises ``CannotMove`` where the terms are no siblings.
    """
    if not terms:
        return []
    with _through_the_door():
        named = Term.objects.in_bulk([term.pk for term in terms])
        if len(named) < len(terms):
            raise CannotMove(_("A term is named twice, or is gone."))
        if len({(term.vocabulary_id, term.parent_id) for term in named.values()}) > 1:
            raise CannotMove(_("Only terms that stand side by side are brought into an order."))
        one = named[terms[0].pk]
        family = Term.objects.filter(vocabulary=one.vocabulary_id, parent=one.parent_id)
        order = [term.pk for term in terms]
        order += [pk for pk in family.values_list("pk", flat=True) if pk not in named]
        if _write_numbers(numbering.ordered(numbering.read(), order)):
            _announce()
    return list(family)


def renumber() -> int:
    """Numbers the tree anew from the parents, in the present order as far as it can be read.

    For ``check_tree``. Terms in a circle are left as they are. Returns how many terms were numbered wrongly.
    """
    with _through_the_door():
        written = _write_numbers(numbering.numbered(numbering.read()))
        if written:
            _announce()
    return written


def _write_numbers(wanted: numbering.Numbers) -> int:
    """Writes the numbers that differ from those in the database; returns how many."""
    wrong = [(*wanted[row.pk], row.pk) for row in numbering.read() if wanted.get(row.pk, row.numbers) != row.numbers]
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE taxonomy_term SET lft = %s, rght = %s, level = %s, tree_id = %s WHERE id = %s", wrong
        )
    return len(wrong)
