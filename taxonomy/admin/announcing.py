"""What every form of the taxonomy ends with: the change is announced, in the same transaction."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from osce_site import freshness, locks
from taxonomy import changes


class Announcing(admin.ModelAdmin):
    def touched(self, thing: Any, formsets: Any) -> list[int]:
        """The terms whose placements may have changed."""
        return []

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except locks.Busy as busy:
            messages.error(request, busy.messages[0])
            return HttpResponseRedirect(request.get_full_path())

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """From here on nobody else changes the taxonomy: what the rows below are checked against is what is saved."""
        locks.take("taxonomy")
        freshness.renew()
        return super().save_form(request, form, change)

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
