"""The menus: entries by hand, and what grows below them; shown as readers of a day and a language see them."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.languages import OFFICIAL, ORIGINAL
from taxonomy.admin.announcing import Announcing
from taxonomy.menu import menu
from taxonomy.models import Menu, MenuEntry, MenuEntryLabel


def stands_below_itself(entry: int, parents: dict[int, int | None]) -> bool:
    """Whether the way up from an entry leads back to one it passed."""
    passed: set[int] = set()
    above: int | None = entry
    while above is not None and above not in passed:
        passed.add(above)
        above = parents.get(above)
    return above is not None


def parents_in(menu: Menu | None) -> dict[int, int | None]:
    """Entry -> the entry it stands below, one query."""
    return dict(MenuEntry.objects.filter(menu=menu).values_list("id", "parent"))


class EntryFormSet(BaseInlineFormSet):
    """The entries of a menu, moved together."""

    def clean(self) -> None:
        super().clean()
        forms_read = [form for form in self.initial_forms if not form.errors]
        kept = parents_in(self.instance)
        parents = kept | {form.instance.pk: form.instance.parent_id for form in forms_read}
        if any(stands_below_itself(entry, parents) for entry in parents):
            raise ValidationError(_("An entry cannot stand below itself."))
        if any(form.instance.parent_id not in (None, *kept) for form in self.forms if not form.errors):
            raise ValidationError(_("An entry stands below one of the same menu."))

    def save(self, commit: bool = True) -> Any:
        """Moved entries are taken out first: two that change places would form a cycle half way."""
        if commit:
            moved = [form.instance.pk for form in self.initial_forms if "parent" in form.changed_data]
            MenuEntry.objects.filter(pk__in=moved).update(parent=None)
        return super().save(commit)


class EntryForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        parent, within = said.get("parent"), said.get("menu")
        if parent and parent.menu != within:
            self.add_error("parent", _("An entry stands below one of the same menu."))
        elif (
            parent
            and self.instance.pk
            and stands_below_itself(parent.pk, parents_in(within) | {self.instance.pk: parent.pk})
        ):
            self.add_error("parent", _("An entry cannot stand below itself."))
        return said


class EntryInline(admin.TabularInline):
    model = MenuEntry
    formset = EntryFormSet
    extra = 0
    fields = ("key", "parent", "position", "term", "vocabulary", "path", "grow", "since", "until")
    autocomplete_fields = ("term", "parent")
    show_change_link = True


class LabelInline(admin.TabularInline):
    model = MenuEntryLabel
    extra = 0


@admin.register(Menu)
class MenuAdmin(Announcing):
    inlines = (EntryInline,)
    change_form_template = "admin/taxonomy/menu/change_form.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.preview)
        return [path("<int:pk>/preview/", view, name="taxonomy_menu_preview"), *super().get_urls()]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The menu on a day (``on``) in a language (``in``); today in English where these are not given or wrong."""
        shown = get_object_or_404(Menu, pk=pk)
        if not self.has_view_permission(request, shown):
            raise PermissionDenied
        try:
            day = date.fromisoformat(request.GET.get("on", ""))
        except ValueError:
            day = freshness.now().date()
        language = request.GET.get("in", ORIGINAL)
        language = language if language in OFFICIAL else ORIGINAL
        context = {
            **self.admin_site.each_context(request),
            "title": _("Preview of the menu"),
            "menu": shown,
            "items": menu(shown.key, language, day),
            "day": day,
            "language": language,
            "languages": OFFICIAL,
        }
        return TemplateResponse(request, "admin/taxonomy/menu/preview.html", context)


@admin.register(MenuEntry)
class MenuEntryAdmin(Announcing):
    form = EntryForm
    list_display = ("key", "menu", "parent", "position", "term", "vocabulary", "grow")
    list_select_related = ("menu", "parent", "term", "vocabulary")
    search_fields = ("key", "labels__text")
    autocomplete_fields = ("term", "parent")
    inlines = (LabelInline,)
