"""What was saved and what was published: looked at, never changed."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from osce_site.admin import ReadOnly
from press.admin.owned import Owned
from press.models import Edition, Revision, Withdrawal


@admin.register(Edition)
class EditionAdmin(ReadOnly, Owned):
    list_display = ("headline", "language", "number", "published_at", "ended_at", "correction")
    list_filter = ("language", "kind", "correction")
    search_fields = ("headline",)


@admin.register(Revision)
class RevisionAdmin(ReadOnly, Owned):
    list_display = ("headline", "text", "number", "saved_at", "saved_by")
    list_select_related = ("text", "saved_by")
    search_fields = ("headline",)


@admin.register(Withdrawal)
class WithdrawalAdmin(ReadOnly, Owned):
    list_display = ("release", "language", "kind", "withdrawn_at", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Withdrawal]:
        return super().get_queryset(request).select_related("release").prefetch_related("release__texts")
