"""What the desk lists, offers and takes: only what belongs to the sources of who is signed in (press/rights.py)."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from osce_site.asking import Asking, AskingInline
from press import reach


class Owned(Asking):
    """A list, its search and what is offered while one types: all read this query."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return reach.seen(request.user, super().get_queryset(request))


class OwnedInline(AskingInline, admin.TabularInline):
    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **more: Any) -> Any:
        """A number that was not offered is not taken either: it would open another source's photo."""
        field: Any = super().formfield_for_foreignkey(db_field, request, **more)
        if field is not None:
            field.queryset = reach.seen(request.user, field.queryset)
        return field
