"""Roles given and taken, never changed: a list of all, and rows on the page of a person. Both stand in the ledger."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.admin import PeopleAdmin
from osce_site.models.ledger import record
from press import rights
from press.admin.owned import Owned, OwnedInline
from press.models import Assignment
from press.models.assignment import Role
from taxonomy.models import Term


def refuse(officer: Any, given: Assignment) -> None:
    """Nobody gives or takes what he does not answer for himself. Raises ``ValidationError``."""
    if not rights.may_give(officer, given.user, Role(given.role), given.source_id):
        raise ValidationError(_("You give and take roles only for what you answer for yourself."))


def tell(act: str, given: Assignment, by: Any) -> None:
    """``act``: role given, role taken."""
    record(act, given.user, by=by, at=freshness.now(), role=given.role, source=given.source_id)


class AssignmentForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source: Any = self.fields.get("source")
        if source:
            source.queryset = Term.objects.filing_as("source")


class AssignmentFormSet(BaseInlineFormSet):
    officer: Any

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            row = form.instance
            taken = row.pk and self._should_delete_form(form)  # type: ignore[attr-defined]  # of BaseFormSet
            if row.role and (taken or (form.has_changed() and not form.errors)):
                row.user = self.instance
                refuse(self.officer, row)

    def save_new(self, form: Any, commit: bool = True) -> Any:
        made = super().save_new(form, commit)
        tell("role given", made, self.officer)
        return made

    def delete_existing(self, obj: Any, commit: bool = True) -> None:
        tell("role taken", obj, self.officer)
        super().delete_existing(obj, commit)


class AssignmentInline(OwnedInline):
    model = Assignment
    form = AssignmentForm
    formset = AssignmentFormSet
    extra = 0
    autocomplete_fields = ("source",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_formset(self, request: HttpRequest, obj: Any = None, **more: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **more)
        formset.officer = request.user  # the class is made anew for each request
        return formset


PeopleAdmin.inlines = (*PeopleAdmin.inlines, AssignmentInline)


class GivenForm(AssignmentForm):
    """A role given from the list: to a colleague who has others too."""

    officer: Any

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # of ModelForm: from here on the instance is what was said
        if not self.errors:
            try:
                refuse(self.officer, self.instance)
            except ValidationError as refused:
                self.add_error(None, refused)


@admin.register(Assignment)
class AssignmentAdmin(Owned):
    form = GivenForm
    list_display = ("user", "role", "source")
    list_select_related = ("user", "source")
    list_filter = ("role",)
    search_fields = ("user__username", "user__first_name", "user__last_name", "user__email")
    autocomplete_fields = ("user", "source")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **more: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **more)
        form.officer = request.user  # the class is made anew for each request
        return form

    def save_model(self, request: HttpRequest, obj: Assignment, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        tell("role given", obj, request.user)

    def delete_model(self, request: HttpRequest, obj: Assignment) -> None:
        tell("role taken", obj, request.user)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Assignment]) -> None:
        for given in queryset.select_related("user"):
            self.delete_model(request, given)
