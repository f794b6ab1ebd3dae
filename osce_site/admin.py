"""The desk's first page, the people and the ledger."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from osce_site.models import Address, LedgerEntry, User

admin.site.site_header = _("The desk")
admin.site.site_title = _("The desk")
admin.site.index_title = _("Newsroom")


class ReadOnly(admin.ModelAdmin):
    """What was said is looked at, never changed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class PeopleAdmin(UserAdmin):
    fieldsets = (*(UserAdmin.fieldsets or ()), (_("The desk"), {"fields": ("language", "time_zone")}))


@admin.register(LedgerEntry)
class LedgerAdmin(ReadOnly):
    list_display = ("number", "at", "by", "act", "subject", "reason")
    list_filter = ("act", "at")
    search_fields = ("subject", "reason")


@admin.register(Address)
class AddressAdmin(admin.ModelAdmin):
    list_display = ("path", "kind", "target_id")
    search_fields = ("path",)
