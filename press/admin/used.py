"""Where something is used, on its page at the desk; what is used is not deleted, and the list says why."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from press import usage
from press.admin.owned import Owned

STATES = {
    "public": gettext_lazy("public"),
    "scheduled": gettext_lazy("scheduled"),
    "past": gettext_lazy("in the archive"),
}


class UsedFilter(admin.SimpleListFilter):
    title = gettext_lazy("use")
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", _("Used")), ("no", _("Not used"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any] | None:
        return queryset.used(self.value() == "yes") if self.value() in ("yes", "no") else None


class Using(Owned):
    """A thing that releases use."""

    def more_context(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        """What else its page shows."""
        return {}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        thing = self.get_object(request, object_id)
        more = {"uses": told(usage.of(thing, request.user)), **self.more_context(request, thing)} if thing else {}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | more)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """What a deletion would take along, and, last, what stands in its way: one and many are asked for here."""
        deleted, counted, missing, protected = super().get_deleted_objects(objs, request)
        in_use = [thing for thing in objs if usage.is_used(thing)]
        lines = [
            format_html("{}: {}", thing, line) for thing in in_use for line in lines_of(usage.of(thing, request.user))
        ]
        return deleted, counted, missing, lines or protected


def told(uses: usage.Uses) -> dict[str, Any]:
    """For the page."""
    return {"any": bool(uses), "lines": lines_of(uses)}


def lines_of(uses: usage.Uses) -> list[Any]:
    """A line for each place, a link where it can be opened."""
    lines = [
        format_html(
            _('At the desk: <a href="{}">{}</a>'), reverse("admin:press_release_change", args=[release.pk]), release
        )
        for release in uses.at_the_desk
    ]
    if uses.closed:
        lines.append(format_html("{}", _("At the desk: %d that you may not open") % uses.closed))
    for use in uses.editions:
        name = format_html('<a href="{}">{}</a>', use.path, use.name) if use.path else use.name
        lines.append(format_html("{} ({}, {})", name, use.language, STATES[use.state]))
    if uses.more:
        lines.append(format_html("{}", _("and %d more editions") % uses.more))
    return lines
