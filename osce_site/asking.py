"""The desk asks for the very thing: may this person do that to this one? Django's admin asks for any of its kind."""

from typing import Any, NoReturn

from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.db.models import Model
from django.http import Http404, HttpRequest


def may(desk: Any, request: HttpRequest, verb: str, thing: Model | None) -> bool:
    """``verb``: view, add, change or delete. ``thing``: ``None`` for any of the kind."""
    codename = get_permission_codename(verb, desk.opts)
    return bool(request.user.has_perm(f"{desk.opts.app_label}.{codename}", thing))


class Asking(admin.ModelAdmin):
    """Permissions of one thing; what one may not see answers as what is not there."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(self, request, "view", obj) or may(self, request, "change", obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(self, request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(self, request, "delete", obj)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> NoReturn:
        raise Http404


class AskingInline(admin.options.InlineModelAdmin):
    """Rows of a thing's form: asked for the thing they hang on."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(self, request, "view", obj) or may(self, request, "change", obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(self, request, "add", obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(self, request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(self, request, "delete", obj)
