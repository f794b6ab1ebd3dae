"""Rows with a first and a last day, edited together: what the database would refuse is refused with a sentence."""

from datetime import date
from itertools import combinations
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Manager
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext as _

from taxonomy.models import Label, Relation
from taxonomy.models.spell import Spell


def overlap(one: Spell, other: Spell) -> bool:
    """Whether both hold on some day; both ends are inclusive."""
    begin = max(one.since or date.min, other.since or date.min)
    return begin <= min(one.until or date.max, other.until or date.max)


class SpellFormSet(BaseInlineFormSet):
    said_by: tuple[str, ...] = ()
    """The fields that, with ``since``, say one thing."""

    def _rows(self) -> Manager[Any]:
        assert self.model is not None  # an inline's form set always has one
        return self.model._default_manager

    def clean(self) -> None:
        super().clean()
        forms = [form for form in self.forms if form.is_bound and not form.errors and form.cleaned_data]
        rows = [form.instance for form in forms if not form.cleaned_data.get("DELETE")] + self.added_meanwhile()
        for row in rows:
            self.refuse(row)
        for one, other in combinations(rows, 2):
            if all(getattr(one, name) == getattr(other, name) for name in (*self.said_by, "since")):
                raise ValidationError(_("This is said twice: %s.") % self.spoken(other))
            self.refuse_together(one, other)

    def added_meanwhile(self) -> list[Any]:
        """What a colleague added since the form was opened."""
        if not self.instance.pk:
            return []
        shown = [form.instance.pk for form in self.initial_forms]
        return list(self._rows().filter(**{self.fk.name: self.instance}).exclude(pk__in=shown))

    def spoken(self, row: Any) -> str:
        return str(row)

    def refuse(self, row: Any) -> None:
        """Raises ``ValidationError`` for a row that cannot be."""

    def refuse_together(self, one: Any, other: Any) -> None:
        """Raises ``ValidationError`` for two rows that cannot both be."""

    def save(self, commit: bool = True) -> Any:
        """Changed rows are taken out and written anew under their keys.

        Else two that are right together could clash half way: the first saved with the second's former days.
        """
        if commit:
            changed = [form.instance.pk for form in self.initial_forms if form.has_changed()]
            self._rows().filter(pk__in=changed).delete()
        return super().save(commit)


class LabelFormSet(SpellFormSet):
    said_by = ("language", "kind", "text")

    def refuse_together(self, one: Label, other: Label) -> None:
        same = (one.language, one.kind) == (other.language, other.kind)
        if same and one.kind != Label.Kind.ALTERNATIVE and overlap(one, other):
            raise ValidationError(
                _("Two names hold on the same day: %(one)s, %(other)s. End one before the other begins.")
                % {"one": one.text, "other": other.text}
            )


class RelationFormSet(SpellFormSet):
    said_by = ("kind", "object_id")

    def spoken(self, row: Relation) -> str:
        return f"{row.get_kind_display()} {row.object}"

    def refuse(self, row: Relation) -> None:
        if row.object_id == self.instance.pk:
            raise ValidationError(_("A term is not related to itself."))
