"""What is edited on the form of a term beside its own fields: names, profiles, relations; its places are read."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest

from taxonomy.admin.spells import LabelForm, LabelFormSet, RelationForm, RelationFormSet
from taxonomy.models import Broader, Label, Profile, Relation

DAYS: Any = {models.DateField: {"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}}
"""Days by the browser's own calendar."""


def without_detours(formfield: Any) -> Any:
    """What a field leads to is looked at from there, and added or changed on its own form."""
    if formfield and isinstance(formfield.widget, RelatedFieldWidgetWrapper):
        formfield.widget.can_add_related = False
        formfield.widget.can_change_related = False
        formfield.widget.can_delete_related = False
    return formfield


class LabelInline(admin.TabularInline):
    model = Label
    form = LabelForm
    formset = LabelFormSet
    template = "admin/taxonomy/term/labels.html"
    formfield_overrides = DAYS | {models.CharField: {"widget": forms.TextInput}}  # as wide as its column
    extra = 0


class ProfileInline(admin.StackedInline):
    model = Profile
    fields = ("language", "summary", "body")
    classes = ("collapse",)
    extra = 0


class RelationInline(admin.TabularInline):
    model = Relation
    form = RelationForm
    formset = RelationFormSet
    template = "admin/taxonomy/term/relations.html"
    fk_name = "subject"
    fields = ("kind", "object", "since", "until")
    formfield_overrides = DAYS
    extra = 0

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **more: Any) -> Any:
        return without_detours(super().formfield_for_dbfield(db_field, request, **more))


class PlaceInline(admin.TabularInline):
    """Read here; changed by moving."""

    model = Broader
    fk_name = "term"
    extra = 0
    can_delete = False
    fields = readonly_fields = ("broader", "since", "until")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
