"""What every form of the taxonomy ends with: the change is announced, in the same transaction."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from taxonomy import changes


class Announcing(admin.ModelAdmin):
    def touched(self, thing: Any, formsets: Any) -> list[int]:
        """The terms whose placements may have changed."""
        return []

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        changes.announce(self.touched(form.instance, formsets))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        changes.announce()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """A selection of the list. Django opens no transaction for it."""
        with transaction.atomic():
            super().delete_queryset(request, queryset)
            changes.announce()
