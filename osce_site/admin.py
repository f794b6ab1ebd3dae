"""The desk's first page, the people and the ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from osce_site import told_list
from osce_site.asking import Asking
from osce_site.models import Address, LedgerEntry, User, ledger
from osce_site.people import access
from osce_site.people.forms import AccountForm, InvitationForm
from press import reach
from taxonomy.acting import ACTS

admin.site.site_header = _("The desk")
admin.site.site_title = _("The desk")
admin.site.index_title = _("Newsroom")
admin.site.enable_nav_sidebar = False  # the head of the page has the ways and the finder


@contextmanager
def own_clock(request: HttpRequest) -> Iterator[None]:
    """Within, instants are read and shown by the clock of who is signed in."""
    try:
        zone = ZoneInfo(getattr(request.user, "time_zone", "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    with timezone.override(zone):
        yield


def drawn(response: HttpResponse) -> HttpResponse:
    """A page is drawn late, when ``own_clock`` has been left; this draws it now."""
    return response.render() if isinstance(response, SimpleTemplateResponse) else response


class ByOwnClock(admin.ModelAdmin):
    """A list and a form whose instants are the officer's own."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        with own_clock(request):
            return drawn(super().changelist_view(request, extra_context))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        with own_clock(request):
            return drawn(super().changeform_view(request, object_id, form_url, extra_context))


class ReadOnly(ByOwnClock):
    """What was said is looked at, never changed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PersonForm(UserChangeForm):
    time_zone = AccountForm.base_fields["time_zone"]


for _raw in (EmailAddress, Authenticator, UserSession):
    admin.site.unregister(_raw)  # a person's page and the own account show what is to be seen of them


@admin.register(User)
class PeopleAdmin(Asking, UserAdmin):
    """To add a person is to send an invitation; roles are given on the same page."""

    form = PersonForm
    add_form = InvitationForm
    add_form_template = "account/invite.html"
    list_display = ("__str__", "username", "email", "is_active", "last_login")
    ordering = ("last_name", "first_name", "username")
    fieldsets = (*(UserAdmin.fieldsets or ()), (_("The desk"), {"fields": ("language", "time_zone", "access")}))
    add_fieldsets = ((None, {"fields": ("first_name", "last_name", "email", "language", "time_zone")}),)
    readonly_fields = ("access", "last_login", "date_joined")

    def get_urls(self) -> list[Any]:
        return [*access.pages(self.has_change_permission), *super().get_urls()]

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        """The mail leaves when the person and the roles are written."""
        access.send_invitation(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Nobody becomes another: who forgot his password asks for a mail. An operator may, and it is written down."""
        if not request.user.has_perm("osce_site.set_password"):  # which no role gives
            raise PermissionDenied
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            ledger.record("password set", User.objects.get(pk=id), by=request.user, at=timezone.now())
        return response

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """What a chief looks after; the rest of Django's page is an operator's."""
        if obj is None or getattr(request.user, "is_superuser", False):
            return super().get_fieldsets(request, obj)
        person = ("username", "first_name", "last_name", "email", "is_active", "last_login", "date_joined")
        return ((None, {"fields": person}), (_("The desk"), {"fields": ("language", "time_zone", "access")}))

    @admin.display(description=_("access"))
    def access(self, person: User) -> str:
        """The way to the invitation, the second factor, the sessions."""
        if not person.pk:
            return ""
        address = reverse("admin:osce_site_user_access", args=[person.pk])
        return format_html('<a href="{}">{}</a>', address, _("Invitation, second factor, sessions"))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Nobody makes himself more than he is."""
        mine = tuple(super().get_readonly_fields(request, obj))
        given = ("is_superuser", "groups", "user_permissions")  # what one may follows from roles
        return mine if getattr(request.user, "is_superuser", False) else (*mine, *given)


@admin.register(LedgerEntry)
class LedgerAdmin(ReadOnly):
    list_display = ("number", "at", told_list.told, "reason")
    list_filter = (told_list.Act, told_list.By, "at")
    list_select_related = ("by",)
    search_fields = ("subject", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LedgerEntry]:
        subject = Concat(Value(f"{LedgerEntry._meta.label_lower}:"), Cast(OuterRef("pk"), CharField()))
        undone = LedgerEntry.objects.filter(act="undone", subject=subject)
        return reach.seen(request.user, super().get_queryset(request)).annotate(was_undone=Exists(undone))

    def get_changelist(self, request: HttpRequest, **more: Any) -> type[told_list.ToldChangeList]:
        return told_list.ToldChangeList

    def get_list_display(self, request: HttpRequest) -> Any:
        @admin.display(description=_("Take back"))
        def undoing(entry: LedgerEntry) -> str:
            """The way to take an act back, for who may."""
            if entry.act not in ACTS or entry.was_undone:  # type: ignore[attr-defined]  # as get_queryset says
                return ""
            if not request.user.has_perm(ACTS[entry.act].permission, entry):
                return ""
            return format_html('<a href="{}">{}</a>', reverse("admin:taxonomy_undo", args=[entry.number]), _("Undo"))

        return (*super().get_list_display(request), undoing)


@admin.register(Address)
class AddressAdmin(admin.ModelAdmin):
    list_display = ("path", "kind", "target_id")
    search_fields = ("path",)
