"""By what the list of releases is narrowed: where they stand, whose they are, what they lack."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from osce_site import freshness
from osce_site.languages import OFFICIAL, ORIGINAL
from press import rights, standing
from press.models import Release, Tagging, Text
from taxonomy import snapshot

MOST_SOURCES = 40


class Stands(admin.SimpleListFilter):
    """By the rule of press/standing.py in its form for the database."""

    title = _("state")
    parameter_name = "stands"
    MARKS = {
        "overdue": _("Overdue"),
        "unreviewed": _("Published without review"),
        "changed_since": _("Changed since it was approved"),
        "in_work": _("A correction is in work"),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*standing.State.choices, *self.MARKS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Release]) -> QuerySet[Release]:
        chosen, now = self.value() or "", freshness.now()
        if chosen in standing.State.values:
            return queryset.filter(pk__in=standing.in_state(_bare(), standing.State(chosen), at=now).values("pk"))
        if chosen in self.MARKS:
            marked = standing.annotated(_bare(), now).filter(**{f"stands_{chosen}": True})
            return queryset.filter(pk__in=marked.values("pk"))
        return queryset


def _bare() -> QuerySet[Release]:
    """The list counts its rows: what is asked of them stands in a query of its own, not in each column of that."""
    return Release.objects.order_by()


class FromSource(admin.SimpleListFilter):
    """The sources that releases come from; with all that stands below each today."""

    title = _("source")
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        readable = rights.readable_by(request.user).order_by().values("pk")
        tagged = Tagging.objects.filter(role="source", release__in=readable).order_by()
        taxonomy, language = snapshot.current(), get_language() or ORIGINAL
        terms = {taxonomy.present(one) for one in tagged.values_list("term", flat=True).distinct()}
        above = {one for term in terms for one in taxonomy.above(term)}
        named = [(str(term), taxonomy.name(term, language)) for term in terms | above if term in taxonomy.nodes]
        return sorted(named, key=lambda row: row[1].casefold())[:MOST_SOURCES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Release]) -> QuerySet[Release]:
        chosen, taxonomy = self.value() or "", snapshot.current()
        if not (chosen.isdecimal() and len(chosen) < 10 and int(chosen) in taxonomy.nodes):
            return queryset
        below = {int(chosen), *taxonomy.everything_below(int(chosen))}
        filed = [term for term in taxonomy.nodes if taxonomy.present(term) in below or term in below]
        return queryset.filter(pk__in=Tagging.objects.filter(role="source", term__in=filed).values("release"))


class Lacks(admin.SimpleListFilter):
    """A language in which there is no text."""

    title = _("missing language")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(OFFICIAL.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Release]) -> QuerySet[Release]:
        if self.value() not in OFFICIAL:
            return queryset
        return queryset.filter(~Exists(Text.objects.filter(release=OuterRef("pk"), language=self.value())))
