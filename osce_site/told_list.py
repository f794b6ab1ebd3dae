"""The list of the ledger at the desk: each entry a sentence, with a link to what it speaks of."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from osce_site import telling
from osce_site.models import LedgerEntry, User


class ToldChangeList(ChangeList):
    """Tells the entries of a page together: one query for each model they speak of."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        entries = list(self.result_list)
        for told in telling.tell(entries, request.user):
            told.entry.told = told.sentence  # type: ignore[attr-defined]  # read by ``told`` below
        self.result_list = entries


@admin.display(description=_("What was done"))
def told(entry: LedgerEntry) -> SafeString:
    return entry.told  # type: ignore[attr-defined]  # as ToldChangeList says


class Act(admin.SimpleListFilter):
    title = _("act")
    parameter_name = "act"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Those that occur; a few dozen at most, read off the ledger."""
        known = LedgerEntry.objects.order_by("act").values_list("act", flat=True).distinct()
        return [(act, telling.act(act)) for act in known]

    def queryset(self, request: HttpRequest, queryset: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
        return queryset.filter(act=self.value()) if self.value() else queryset


class By(admin.SimpleListFilter):
    title = _("person")
    parameter_name = "by"
    NOBODY = "command"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        named = LedgerEntry.objects.exclude(by=None).order_by().values("by")
        people = User.objects.filter(pk__in=named).order_by("last_name", "username")
        return [*((str(person.pk), str(person)) for person in people), (self.NOBODY, _("A command"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
        chosen = self.value() or ""
        if chosen == self.NOBODY:
            return queryset.filter(by=None)
        return queryset.filter(Q(by=int(chosen))) if chosen.isdecimal() and len(chosen) < 10 else queryset
