"""Whom the press may ask: when, for which source, and which releases name them."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from osce_site import freshness
from press import framing, rights
from press.admin.used import Using
from press.models import Contact, Release
from press.models.assignment import Role


class ValidFilter(admin.SimpleListFilter):
    title = gettext_lazy("validity")
    parameter_name = "valid"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("now", _("Valid today")), ("ended", _("Ended")), ("later", _("To come"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Contact] | None:
        today = freshness.now().date()
        match self.value():
            case "now":
                return queryset.on(today)
            case "ended":
                return queryset.ended(today)
            case "later":
                return queryset.to_come(today)
        return None


class ContactForm(forms.ModelForm):
    officer: Any

    def clean_source(self) -> Any:
        """Who answers the press for a source is said by its editors."""
        source = self.cleaned_data["source"]
        if not rights.covers(self.officer, Role.EDITOR, source.pk):
            raise ValidationError(_("You look after no contacts of this source."))
        return source


@admin.register(Contact)
class ContactAdmin(Using):
    form = ContactForm
    list_display = ("name", "duty", "source", "reached_by", "since", "until", "valid")
    list_select_related = ("source",)
    list_filter = (ValidFilter,)
    search_fields = ("name", "duty", "email", "telephone", "source__labels__text")
    autocomplete_fields = ("source",)
    fields = ("source", ("name", "duty"), ("email", "telephone"), ("since", "until"))
    change_form_template = "admin/press/contact/change_form.html"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **more: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **more)
        form.officer = request.user  # the class is made anew for each request
        return form

    def save_model(self, request: HttpRequest, obj: Contact, form: Any, change: bool) -> None:
        """Releases of the source name another from now on, and what was approved of them named the one before."""
        super().save_model(request, obj, form, change)
        if form.changed_data:
            _note(request, {obj.source_id, form.initial.get("source")})

    def delete_model(self, request: HttpRequest, obj: Contact) -> None:
        super().delete_model(request, obj)
        _note(request, {obj.source_id})

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Contact]) -> None:
        sources = set(queryset.values_list("source", flat=True))
        with transaction.atomic():
            super().delete_queryset(request, queryset)
            _note(request, sources)

    @admin.display(description=gettext_lazy("Reached by"))
    def reached_by(self, contact: Contact) -> str:
        return ", ".join(filter(None, [contact.email, contact.telephone]))

    @admin.display(description=gettext_lazy("Valid today"), boolean=True)
    def valid(self, contact: Contact) -> bool:
        return contact.holds(freshness.now().date())


def _note(request: HttpRequest, sources: Collection[int | None]) -> None:
    known = [source for source in sources if source is not None]
    framing.note_all(Release.objects.filter(framing.of_sources(known)), by=request.user)
