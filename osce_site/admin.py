"""The desk's first page, the people and the ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from osce_site.models import Address, LedgerEntry, User
from taxonomy.acting import ACTS

admin.site.site_header = _("The desk")
admin.site.site_title = _("The desk")
admin.site.index_title = _("Newsroom")


@contextmanager
def own_clock(request: HttpRequest) -> Iterator[None]:
    """Within, instants are read and shown by the clock of who is signed in."""
    try:
        zone = ZoneInfo(getattr(request.user, "time_zone", "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    with timezone.override(zone):
        yield


def drawn(response: HttpResponse) -> HttpResponse:
    """A page is drawn late, when ``own_clock`` has been left; this draws it now."""
    return response.render() if isinstance(response, SimpleTemplateResponse) else response


class ByOwnClock(admin.ModelAdmin):
    """A list and a form whose instants are the officer's own."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        with own_clock(request):
            return drawn(super().changelist_view(request, extra_context))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        with own_clock(request):
            return drawn(super().changeform_view(request, object_id, form_url, extra_context))


class ReadOnly(ByOwnClock):
    """What was said is looked at, never changed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def zones() -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(available_timezones()) if "/" in name or name == "UTC"]


class PersonForm(UserChangeForm):
    time_zone = forms.ChoiceField(
        label=_("time zone"), choices=zones, help_text=_("by its clock releases are scheduled at the desk")
    )


@admin.register(User)
class PeopleAdmin(UserAdmin):
    form = PersonForm
    fieldsets = (*(UserAdmin.fieldsets or ()), (_("The desk"), {"fields": ("language", "time_zone")}))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody makes himself more than he is."""
        mine = tuple(super().get_readonly_fields(request, obj))
        return mine if getattr(request.user, "is_superuser", False) else (*mine, "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nor by taking over, with a new password, one who is."""
        return super().has_change_permission(request, obj) and self._within_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._within_reach(request, obj)

    def _within_reach(self, request: HttpRequest, obj: User | None) -> bool:
        return obj is None or not obj.is_superuser or bool(getattr(request.user, "is_superuser", False))


@admin.register(LedgerEntry)
class LedgerAdmin(ReadOnly):
    list_display = ("number", "at", "by", "act", "subject", "reason", "undoing")
    list_filter = ("act", "at")
    search_fields = ("subject", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LedgerEntry]:
        subject = Concat(Value(f"{LedgerEntry._meta.label_lower}:"), Cast(OuterRef("pk"), CharField()))
        undone = LedgerEntry.objects.filter(act="undone", subject=subject)
        return super().get_queryset(request).annotate(was_undone=Exists(undone))

    @admin.display(description="")
    def undoing(self, entry: LedgerEntry) -> str:
        """The way to take an act on the taxonomy back."""
        if entry.act not in ACTS or entry.was_undone:  # type: ignore[attr-defined]  # as get_queryset says
            return ""
        return format_html('<a href="{}">{}</a>', reverse("admin:taxonomy_undo", args=[entry.number]), _("Undo"))


@admin.register(Address)
class AddressAdmin(admin.ModelAdmin):
    list_display = ("path", "kind", "target_id")
    search_fields = ("path",)
