"""Release sets at the desk: what is in one, where each of it stands, what keeps it, and the acts on all of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from osce_site import freshness
from osce_site.admin import ByOwnClock, drawn, own_clock
from osce_site.asking import AskingInline
from osce_site.languages import OFFICIAL
from press import reach, release_sets
from press.admin import clocks
from press.admin.forms import ActForm, ReasonForm, SeenField
from press.admin.instants import instant
from press.admin.owned import Owned, OwnedInline
from press.admin.publications import done
from press.models import ReleaseSet, SetMember, SetMenuChange
from press.standing import standing


class SetPublicationForm(ActForm):
    seen = SeenField()
    at = instant(gettext_lazy("At"), gettext_lazy("by your clock; empty: now"))
    forced = forms.CharField(
        label=gettext_lazy("Publish without review, because"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Only where nobody else has seen one of it. That stays marked until it is reviewed."),
    )

    def __init__(self, *args: Any, may_force: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_force:
            del self.fields["forced"]


class MemberForm(forms.ModelForm):
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=list(OFFICIAL.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("none chosen: all it has"),
    )


class MemberFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        """A set that was published or scheduled meanwhile is not changed."""
        super().clean()
        if self.instance.pk and ReleaseSet.objects.exclude(sent_at=None).filter(pk=self.instance.pk).exists():
            raise ValidationError(_("It was published or scheduled already."))


class MemberInline(OwnedInline):
    model = SetMember
    form = MemberForm
    formset = MemberFormSet
    extra = 1
    autocomplete_fields = ("release",)


class MenuChangeInline(AskingInline, admin.TabularInline):
    model = SetMenuChange
    extra = 0
    autocomplete_fields = ("entry",)


View = Callable[..., HttpResponse]


def of_a_set(view: View) -> View:
    """Decorates an act on a set: who may change it, by his own clock; what is not his is not there."""

    @wraps(view)
    def answer(request: HttpRequest, pk: int) -> HttpResponse:
        found = reach.seen(request.user, ReleaseSet.objects.filter(pk=pk)).first()
        if not request.user.has_perm("press.change_releaseset"):
            raise PermissionDenied
        if found is None:
            raise Http404
        if not request.user.has_perm("press.change_releaseset", found):
            raise PermissionDenied
        with own_clock(request):
            return drawn(view(request, found))

    return answer


@of_a_set
def publication(request: HttpRequest, release_set: ReleaseSet) -> HttpResponse:
    members = release_set.members.select_related("release")
    may_force = all(request.user.has_perm("press.force_release", member.release) for member in members)
    seen = {"seen": release_sets.shown(release_set)}
    form = SetPublicationForm(request.POST or None, may_force=may_force, initial=seen)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if done(request, form, lambda: release_sets.publish_together(release_set, by=request.user, **said)):
            return _back(release_set)
    return _show(request, release_set, _("Publish or schedule together"), form)


@of_a_set
def cancellation(request: HttpRequest, release_set: ReleaseSet) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if done(request, form, lambda: release_sets.call_off_together(release_set, by=request.user, **said)):
            return _back(release_set)
    return _show(request, release_set, _("Call off all of it"), form)


def _back(release_set: ReleaseSet) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:press_releaseset_change", args=[release_set.pk]))


def _show(request: HttpRequest, release_set: ReleaseSet, title: str, form: forms.Form) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, "form": form, **told(request.user, release_set)}
    return TemplateResponse(request, "admin/press/releaseset/act.html", context)


def told(user: Any, release_set: ReleaseSet) -> dict[str, Any]:
    """Where each of a set stands and what keeps it, for its page and its acts."""
    now = freshness.now()
    settled = release_sets.is_settled(release_set)
    kept = release_sets.hindrances(release_set, by=user) if not settled else release_sets.Hindrances()
    members = release_set.members.select_related("release").prefetch_related("release__texts", "release__taggings")
    ahead = release_set.goes_out_at is not None and release_set.goes_out_at > now
    return {
        "release_set": release_set,
        "members": [
            {
                "release": member.release,
                "stands": standing(member.release, now),
                "languages": member.languages or [text.language for text in member.release.texts.all()],
                "stops": kept.members.get(member.pk, []),
            }
            for member in members
        ],
        "menu": [
            {"change": change, "stops": kept.menu.get(change.pk, [])}
            for change in release_set.menu_changes.select_related("entry")
        ],
        "settled": settled,
        "is_ahead": ahead,
        **clocks.told(at=release_set.goes_out_at),
    }


@admin.register(ReleaseSet)
class ReleaseSetAdmin(Owned, ByOwnClock):
    list_display = ("name", "size", "goes_out_at", "made_by")
    search_fields = ("name",)
    inlines = (MemberInline, MenuChangeInline)
    fields = ("name",)
    change_form_template = "admin/press/releaseset/change_form.html"

    @admin.display(description=gettext_lazy("Releases"))
    def size(self, release_set: ReleaseSet) -> int:
        return release_set.members.count()

    def get_inlines(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Of what is settled the page tells in words, without fields."""
        return () if isinstance(obj, ReleaseSet) and release_sets.is_settled(obj) else self.inlines

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What went out together, or is going to, stays as it is: it is called off first."""
        open_one = not isinstance(obj, ReleaseSet) or not release_sets.is_settled(obj)
        return open_one and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        open_one = not isinstance(obj, ReleaseSet) or not release_sets.is_settled(obj)
        return open_one and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: ReleaseSet, form: Any, change: bool) -> None:
        if not change:
            obj.made_by = request.user  # type: ignore[assignment]  # who is signed in
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[Any]:
        def at(route: str, view: View) -> Any:
            shown = self.admin_site.admin_view(view)
            return path(f"<int:pk>/{route}/", shown, name=f"press_releaseset_{view.__name__}")

        return [at("publication", publication), at("publication/cancellation", cancellation), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        release_set = self.get_object(request, object_id)
        more = told(request.user, release_set) if release_set else {}
        if release_set:
            more["may_act"] = request.user.has_perm("press.change_releaseset", release_set)
        return super().change_view(request, object_id, form_url, (extra_context or {}) | more)
