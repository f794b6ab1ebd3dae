"""The menus: entries by hand, and what grows below them; shown as readers of a day and a language see them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from osce_site import freshness
from osce_site.languages import OFFICIAL, ORIGINAL
from taxonomy import snapshot
from taxonomy.admin.announcing import Announcing
from taxonomy.admin.comparing_menus import MARKS, compared
from taxonomy.admin.inlines import DAYS, without_detours
from taxonomy.admin.tree import language_of_the_desk
from taxonomy.menu import menu, name_of
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
    """Entry -> the entry it stands below, one query; of a menu that is not saved yet there are none."""
    if menu is None or menu.pk is None:
        return {}
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


class KeptBackForm(forms.ModelForm):
    """An entry that is kept back is prepared in peace: readers see it when a release set shows it."""

    kept_back = forms.BooleanField(
        label=gettext_lazy("kept back"),
        required=False,
        help_text=gettext_lazy("not shown before a release set shows it"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept_back"].initial = self.instance.kept_back_since is not None

    def save(self, commit: bool = True) -> Any:
        if "kept_back" in self.changed_data:
            kept_back = self.cleaned_data["kept_back"]
            self.instance.kept_back_since = freshness.now() if kept_back else None
            self.instance.shown_from = None
        return super().save(commit)


class EntryForm(KeptBackForm):
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


def nested(entries: list[MenuEntry]) -> list[tuple[MenuEntry, int]]:
    """The entries of a menu as they stand below each other, each with its depth; given in their order."""
    below: dict[int | None, list[MenuEntry]] = defaultdict(list)
    for entry in entries:
        below[entry.parent_id].append(entry)

    def walk(parent: int | None, depth: int) -> Iterator[tuple[MenuEntry, int]]:
        for entry in below[parent]:
            yield entry, depth
            yield from walk(entry.pk, depth + 1)

    return list(walk(None, 0))


class EntryInline(admin.TabularInline):
    """The entries of a menu in the order of reading, indented by depth."""

    model = MenuEntry
    form = KeptBackForm
    formset = EntryFormSet
    extra = 0
    fields = (
        "stands",
        "parent",
        "position",
        "key",
        "term",
        "vocabulary",
        "path",
        "grow",
        "since",
        "until",
        "kept_back",
    )
    readonly_fields = ("stands",)
    autocomplete_fields = ("term", "parent")
    formfield_overrides = DAYS
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[MenuEntry]:
        found = super().get_queryset(request).select_related("menu", "parent", "term", "vocabulary")
        everywhere = list(MenuEntry.objects.order_by("menu", "position", "id"))
        walked = [
            When(pk=entry.pk, then=Value(place * DEEPEST + min(depth, DEEPEST - 1)))
            for place, (entry, depth) in enumerate(nested(everywhere))
        ]
        return found.annotate(walked=Case(*walked, default=Value(0), output_field=IntegerField())).order_by("walked")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **more: Any) -> Any:
        return without_detours(super().formfield_for_dbfield(db_field, request, **more))

    @admin.display(description=gettext_lazy("Entry"))
    def stands(self, entry: MenuEntry) -> str:
        """What readers see, moved in by as many steps as it stands below others."""
        if entry._state.adding:
            return "–"
        depth = entry.walked % DEEPEST  # type: ignore[attr-defined]  # annotated above
        return format_html('<span class="menu-depth menu-depth-{}">{}</span>', depth, shown_as(entry))


DEEPEST = 6
"""Entries deeper than this are not moved in further."""


def shown_as(entry: MenuEntry) -> str:
    """What an entry is called today, in the language of the desk."""
    taxonomy, today = snapshot.current(), freshness.now().date()
    known = next((one for one in taxonomy.entries if one.id == entry.pk), None)
    return name_of(known, taxonomy, language_of_the_desk(), today).text if known else entry.key


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

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        asked = {"day": freshness.now().date(), "language": language_of_the_desk(), "languages": OFFICIAL}
        return super().changeform_view(request, object_id, form_url, (extra_context or {}) | asked)

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The menu on a day (``on``) in a language (``in``), with what differs from today.

        Today, in English, where these are not given or wrong.
        """
        shown = get_object_or_404(Menu, pk=pk)
        if not self.has_view_permission(request, shown):
            raise PermissionDenied
        today = freshness.now().date()
        try:
            day = date.fromisoformat(request.GET.get("on", ""))
        except ValueError:
            day = today
        language = request.GET.get("in", ORIGINAL)
        language = language if language in OFFICIAL else ORIGINAL
        context = {
            **self.admin_site.each_context(request),
            "title": _("Preview of the menu"),
            "menu": shown,
            "items": compared(menu(shown.key, language, day), menu(shown.key, language, today)),
            "day": day,
            "today": today,
            "marks": MARKS["later" if day > today else "earlier"],
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
    formfield_overrides = DAYS
    inlines = (LabelInline,)
