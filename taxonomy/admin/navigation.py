"""The menus: entries by hand, and what grows below them; shown as readers of a day and a language see them."""

from datetime import date
from typing import Any

from django.contrib import admin
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


class EntryInline(admin.TabularInline):
    model = MenuEntry
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
    list_display = ("key", "menu", "parent", "position", "term", "vocabulary", "grow")
    list_select_related = ("menu", "parent", "term", "vocabulary")
    search_fields = ("key", "labels__text")
    autocomplete_fields = ("term", "parent")
    inlines = (LabelInline,)
