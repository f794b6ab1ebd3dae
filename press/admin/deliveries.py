"""The mails of the desk: what was told to whom, and what did not leave."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from osce_site import freshness
from osce_site.admin import ReadOnly
from press import delivering
from press.models import Delivery


class Left(admin.SimpleListFilter):
    title = _("sent")
    parameter_name = "sent"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Sent")), ("no", _("Not sent")), ("problem", _("With a problem"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "yes":
                return queryset.exclude(sent_at=None)
            case "no":
                return queryset.filter(sent_at=None)
            case "problem":
                return queryset.filter(sent_at=None).exclude(problem="")
        return queryset


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    list_display = ("subject", "address", "state", "made_at", "sent_at", "tries", "problem")
    list_filter = (Left, "made_at")
    search_fields = ("subject", "address")
    fields = ("subject", "address", "words", "made_at", "sent_at", "tries", "problem")

    @admin.display(description=_("State"))
    def state(self, delivery: Delivery) -> str:
        return delivering.state_of(delivery, freshness.now())
