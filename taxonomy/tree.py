"""The only door to the structure of the tree.

django-mptt reads a node, computes, and writes: two writers at once corrupt it. So each act takes one
lock before it reads a node, reads fresh, and is the only place that calls mptt's writing.
"""

import contextvars
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from osce_site import freshness, locks
from taxonomy import changes
from taxonomy.models import Broader, Term, Vocabulary

_door_is_open: contextvars.ContextVar[bool] = contextvars.ContextVar("door_is_open", default=False)


class NotThroughTheDoor(RuntimeError):
    """The structure was to be changed elsewhere than in ``taxonomy.tree``."""


class CannotMove(ValidationError):
    """The place asked for is impossible: below itself, or in another vocabulary."""


_batched: contextvars.ContextVar[bool] = contextvars.ContextVar("batched", default=False)


@contextmanager
def _through_the_door() -> Iterator[None]:
    with transaction.atomic():
        locks.take("taxonomy")
        token = _door_is_open.set(True)
        try:
            yield
        finally:
            _door_is_open.reset(token)


@contextmanager
def batch() -> Iterator[None]:
    """Many acts as one: the lock is held throughout, and the caller announces what changed, once, at the end."""
    token = _batched.set(True)
    try:
        with _through_the_door():
            yield
    finally:
        _batched.reset(token)


def _announce(term: Term) -> None:
    if not _batched.get():
        changes.announce([term.pk])


def refuse_outside_the_door(term: Term, *, deleting: bool = False) -> None:
    """Raises ``NotThroughTheDoor`` where a save or delete would change the structure."""
    if _door_is_open.get():
        return
    moved = term._state.adding or term.parent_id != term._mptt_cached_fields["parent"]
    if deleting or moved:
        raise NotThroughTheDoor("Terms are inserted, moved and deleted with taxonomy.tree: insert(), move(), delete().")


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
        beside = under or before or after
        target = Term.objects.get(pk=beside.pk) if beside else None
        if target and target.vocabulary_id != vocabulary.pk:
            raise CannotMove(_("A term stands under a term of its own vocabulary."))
        position = "left" if before else "right" if after else "last-child"
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
        beside = under or before or after
        target = Term.objects.get(pk=beside.pk) if beside else None
        _refuse_impossible(node, target)
        if target == node:
            return node
        former = node.parent_id
        position = "left" if before else "right" if after else "last-child"
        Term.objects.move_node(node, target, position)
        node = Term.objects.get(pk=node.pk)
        if remember and node.parent_id != former:
            _record_place(node, since or freshness.now().date())
        _announce(node)
    return node


def _refuse_impossible(node: Term, target: Term | None) -> None:
    if target is None:
        return
    if target.vocabulary_id != node.vocabulary_id:
        raise CannotMove(_("A term stays in its vocabulary."))
    if target.is_descendant_of(node):
        raise CannotMove(_("A term cannot stand below itself."))


def _record_place(node: Term, since: date) -> None:
    """Ends the place the term had and begins the present one. A place that began the same day never was."""
    place = node.broader_spells.filter(until=None).first()
    if place and place.since and place.since >= since:
        place.delete()
    elif place:
        place.until = since - timedelta(days=1)
        place.save()
    Broader.objects.create(term=node, broader_id=node.parent_id, since=since)


def delete(term: Term) -> None:
    """Deletes a term that nothing is filed under, that nothing stands below and nothing leads to.

    Raises ``ProtectedError`` with what stands in the way otherwise.
    """
    with _through_the_door():
        Term.objects.get(pk=term.pk).delete()
        _announce(term)
