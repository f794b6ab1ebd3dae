"""What an act changed, row by row: written while it is done, kept in the ledger, taken back from there.

A change is a dictionary that JSON can hold: ``{"row": "taxonomy.label", "key": 7, "before": …, "after": …}``
with the values that differ (``None``: the row was not there), or ``{"moved": 7, "before": …, "after": …}``
with a term's place: parent, and the sibling before it.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from taxonomy import tree
from taxonomy.addresses import keep_address
from taxonomy.models import Term, Vocabulary

Change = dict[str, Any]


class CannotUndo(ValidationError):
    """Something later stands on what is to be taken back."""


class Recorder:
    """Makes changes and writes them down in their order."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    def create(self, row: models.Model) -> None:
        row.save(force_insert=True)
        self._note(row, None, _values(row))

    def change(self, row: models.Model, **values: Any) -> None:
        """Sets fields of a row; the other fields, and the row as others may have changed it, stay as they are."""
        before = {name: _plain(getattr(row, name)) for name in values}
        _rows(type(row)).filter(pk=row.pk).update(**values)
        for name, value in values.items():
            setattr(row, name, value)
        after = {name: _plain(value) for name, value in values.items()}
        if after != before:
            self._note(row, before, after)

    def delete(self, row: models.Model) -> None:
        before, key = _values(row), row.pk
        row.delete()
        self.changes.append({"row": row._meta.label_lower, "key": key, "before": before, "after": None})

    def insert(self, vocabulary: Vocabulary, *, after: Term, since: date, **fields: Any) -> Term:
        """A new term behind another."""
        term = tree.insert(vocabulary, after=after, since=since, **fields)
        self._note(term, None, {name: _plain(value) for name, value in fields.items()})
        return term

    def move(self, term: Term, *, since: date, **where: Any) -> None:
        """Moves a term as ``tree.move`` does, with its dated places."""
        before, spells = _place(term), {spell.pk: spell for spell in term.broader_spells.all()}
        tree.move(term, since=since, **where)
        present = {spell.pk: spell for spell in term.broader_spells.all()}
        # What ended before what began: taken back in turn, no two places hold on one day.
        for pk, spell in spells.items():
            if pk not in present:
                self._note(spell, _values(spell), None)
            elif _values(spell) != _values(present[pk]):
                self._note(spell, _values(spell), _values(present[pk]))
        for pk, spell in present.items():
            if pk not in spells:
                self._note(spell, None, _values(spell))
        self.changes.append({"moved": term.pk, "before": before, "after": _place(term)})

    @property
    def moved(self) -> list[int]:
        """The terms that were moved."""
        return [change["moved"] for change in self.changes if "moved" in change]

    def _note(self, row: models.Model, before: Any, after: Any) -> None:
        self.changes.append({"row": row._meta.label_lower, "key": row.pk, "before": before, "after": after})


def undo(changes: Iterable[Change]) -> None:
    """Takes changes back, the last first, but for the terms that came. In the caller's transaction, with the lock held.

    Raises ``CannotUndo`` where a row is no longer as it was left, or other things came to refer to it.
    """
    _undo([change for change in changes if not _came(change)])


def remove_what_came(changes: Iterable[Change]) -> None:
    """Takes back the terms that came, once nothing of what was done leads to them any more. Raises ``CannotUndo``."""
    _undo([change for change in changes if _came(change)])


def _came(change: Change) -> bool:
    return change.get("row") == Term._meta.label_lower and change["before"] is None


def _undo(changes: list[Change]) -> None:
    for change in reversed(changes):
        try:
            with transaction.atomic():
                _put_back(change) if "moved" in change else _restore(change)
        except (IntegrityError, ProtectedError) as reason:
            raise CannotUndo(_("%s: other things have come to depend on it.") % told(change)) from reason


def _restore(change: Change) -> None:
    model = apps.get_model(change["row"])
    row = _rows(model).filter(pk=change["key"]).first()
    before, after = change["before"], change["after"]
    if (row is None) != (after is None) or (row and {name: _plain(getattr(row, name)) for name in after} != after):
        raise CannotUndo(_("%s: it was changed since.") % told(change))
    if row is None:
        model(pk=change["key"], **_read(model, before)).save(force_insert=True)
    elif before is None:
        tree.delete(row) if isinstance(row, Term) else row.delete()
    else:
        if "slug" in before and isinstance(row, Term):
            keep_address(row)
        _rows(model).filter(pk=row.pk).update(**_read(model, before))


def _put_back(change: Change) -> None:
    term = Term.objects.filter(pk=change["moved"]).first()
    if term is None or term.parent_id != change["after"]["parent"]:
        raise CannotUndo(_("%s: it was moved since.") % told(change))
    parent, after = change["before"]["parent"], change["before"]["after"]
    sibling = Term.objects.filter(pk=after, parent=parent).first() if after else None
    if sibling:
        tree.move(term, after=sibling, remember=False)
    else:
        first = Term.objects.filter(parent=parent, vocabulary=term.vocabulary_id).exclude(pk=term.pk).first()
        where = {"before": first} if first else {"under": Term.objects.filter(pk=parent).first()}
        tree.move(term, **where, remember=False)


def told(change: Change) -> str:
    """The thing a change was made to, for a sentence: its kind and its name, as far as they can be known."""
    if "moved" in change:
        return str(Term.objects.filter(pk=change["moved"]).first() or _("A term that is gone"))
    model = apps.get_model(change["row"])
    row = _rows(model).filter(pk=change["key"]).first()
    said = str(row) if row else str((change["after"] or change["before"]).get("text", change["key"]))
    return f"{model._meta.verbose_name} “{said}”"


def _place(term: Term) -> dict[str, int | None]:
    node = Term.objects.get(pk=term.pk)
    siblings = Term.objects.filter(parent=node.parent_id, vocabulary=node.vocabulary_id)
    before = siblings.filter(models.Q(tree_id__lt=node.tree_id) | models.Q(tree_id=node.tree_id, lft__lt=node.lft))
    last = before.order_by("tree_id", "lft").last()
    return {"parent": node.parent_id, "after": last.pk if last else None}


def rows_of(change: Change) -> models.QuerySet[Any]:
    """The rows of the kind that a change was made to."""
    return _rows(apps.get_model(change["row"]))


def _rows(model: type[models.Model]) -> models.QuerySet[Any]:
    return model._default_manager.all()


def _values(row: models.Model) -> dict[str, Any]:
    """Every field but the key, as JSON holds it."""
    return {
        field.attname: _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if not field.primary_key
    }


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _read(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in values.items()}
