"""Rows with a first and a last day, edited together: what the database would refuse is refused with a sentence."""

from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Manager
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.languages import OFFICIAL, ORIGINAL
from taxonomy import fitting, snapshot
from taxonomy.admin.offering import FittingTerm
from taxonomy.models import Label, Relation
from taxonomy.models.spell import Spell, holds


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
        kept = [form for form in forms if not form.cleaned_data.get("DELETE")]
        for form in kept:
            if form.has_changed():
                self.refuse(form.instance)
        rows = [form.instance for form in kept] + self.added_meanwhile()
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
        """Raises ``ValidationError`` for a new or changed row that cannot be."""

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


class LabelForm(forms.ModelForm):
    def has_changed(self) -> bool:
        """An empty row says its language already; it is no name before something is written in it."""
        if self.instance.pk is None and not any(self[name].data for name in ("text", "since", "until")):
            return False
        return super().has_changed()


@dataclass
class InLanguage:
    """The names in one language: their rows, and whether none is the preferred one today."""

    language: str
    name: str
    missing: bool
    forms: list[Any] = field(default_factory=list)
    former: list[Any] = field(default_factory=list)
    """The rows of names that have ended, the last first."""


class LabelFormSet(SpellFormSet):
    """The names of a term in all languages, with an empty row for each."""

    said_by = ("language", "kind", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial_extra = [{"language": language} for language in OFFICIAL]
        self.extra = len(OFFICIAL) if self.max_num else 0  # none where no name may be added

    def by_language(self) -> list[InLanguage]:
        today = freshness.now().date()
        named = {
            form.initial.get("language")
            for form in self.initial_forms
            if form.instance.kind == Label.Kind.PREFERRED and holds(form.instance.since, form.instance.until, today)
        }
        groups = {code: InLanguage(code, name, code not in named) for code, name in OFFICIAL.items()}
        for form in sorted(self.forms, key=_in_reading_order):
            group = groups.get(form["language"].value(), groups[ORIGINAL])
            ended = form.instance.pk and form.instance.until and form.instance.until < today
            (group.former if ended else group.forms).append(form)
        return list(groups.values())

    def refuse_together(self, one: Label, other: Label) -> None:
        same = (one.language, one.kind) == (other.language, other.kind)
        if same and one.kind != Label.Kind.ALTERNATIVE and overlap(one, other):
            raise ValidationError(
                _("Two names hold on the same day: %(one)s, %(other)s. End one before the other begins.")
                % {"one": one.text, "other": other.text}
            )


def _in_reading_order(form: Any) -> tuple[bool, int, int]:
    """The preferred names first, the present one at their head; what is to be added stands last."""
    label: Label = form.instance
    return label.pk is None, Label.Kind.values.index(label.kind), -(label.until or date.max).toordinal()


class RelationForm(forms.ModelForm):
    class Meta:
        widgets = {"object": FittingTerm()}


class RelationFormSet(SpellFormSet):
    """The relations that begin at a term: offered is what fits its kind, and anything else is refused."""

    said_by = ("kind", "object_id")

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "kind" not in form.fields:  # who may only look has no fields
            return
        offered = {*fitting.relations_from(self.instance.kind), form.instance.kind}
        # The field itself keeps all, so that it is this form set that refuses, with its sentence.
        choices = form.fields["kind"].choices
        form.fields["kind"].widget.choices = [choice for choice in choices if choice[0] in {"", *offered}]
        form.fields["object"].widget.attrs["data-subject"] = self.instance.pk or ""

    def spoken(self, row: Relation) -> str:
        return f"{row.get_kind_display()} {row.object}"

    def refuse(self, row: Relation) -> None:
        if row.object_id == self.instance.pk:
            raise ValidationError(_("A term is not related to itself."))
        if misfit := fitting.why_not(row.kind, self.instance, row.object):
            raise ValidationError(misfit)
        if row.kind in Relation.SUCCESSION and self._follows(row.object_id):
            raise ValidationError(
                _("This term follows “%s” itself: they would follow each other in a circle.") % row.object
            )

    def _follows(self, term_id: int) -> bool:
        return any(link.term_id == self.instance.pk for link in snapshot.current().successors(term_id))

    def refuse_together(self, one: Relation, other: Relation) -> None:
        if one.kind == other.kind == Relation.Kind.MERGED_INTO and overlap(one, other):
            raise ValidationError(
                _("A term is merged into one other: “%(one)s” and “%(other)s” hold on the same day.")
                % {"one": one.object, "other": other.object}
            )
