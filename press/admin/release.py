"""The releases at the desk: the list, and the page from which every act on one begins."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from osce_site import freshness
from osce_site.admin import ByOwnClock
from press import framing, rights, standing
from press.admin import (
    board,
    bulk,
    marks,
    panel,
    preview,
    publications,
    reviews,
    revisions,
    showings,
    writing_page,
)
from press.admin.filters import FromSource, Lacks, Stands
from press.admin.instants import of_model, within_our_time
from press.admin.owned import Owned, OwnedInline
from press.admin.refiling import FiledUnder, file_anew
from press.models import Edition, Release, ReleaseDocument, ReleasePhoto, Tagging
from press.models.release import newest_first
from taxonomy.models import Term


class TaggingForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        term, role = said.get("term"), said.get("role")
        if term and role and not Term.objects.filing_as(role).filter(pk=term.pk).exists():
            self.add_error("role", _("Nothing is filed under this term in that way."))
        return said


class TaggingFormSet(BaseInlineFormSet):
    """A source decides whose release it is: nobody takes or gives away what is not his, or loses what is."""

    officer: Any

    def clean(self) -> None:
        super().clean()
        said = [form.cleaned_data for form in self.forms if form.is_bound and not form.errors and form.cleaned_data]
        rows = [row for row in said if row.get("role") == "source" and row.get("term") and not row.get("DELETE")]
        kept = {row["term"].pk: row["term"] for row in rows}
        known = self.instance.taggings.select_related("term") if not self._is_new() else []
        there = {one.term_id: one.term for one in known if one.role == "source"}
        for changed in kept.keys() ^ there.keys():
            if not rights.may_speak_for(self.officer, changed):
                term = kept.get(changed) or there[changed]
                raise ValidationError(_("You do not write for “%s”: you can neither put it on nor take it off.") % term)
        if kept.keys() != there.keys() and not self._stays(list(kept)):
            raise ValidationError(_("Without a source of yours you could no longer open this release."))

    def _is_new(self) -> bool:
        return self.instance._state.adding

    def _stays(self, sources: list[int]) -> bool:
        begins = self._is_new() and not sources
        return begins or rights.keeps(self.officer, self.instance, sources)


class TaggingInline(OwnedInline):
    model = Tagging
    form = TaggingForm
    formset = TaggingFormSet
    extra = 1
    autocomplete_fields = ("term",)
    fields = ("role", "term", "position")

    def get_formset(self, request: HttpRequest, obj: Release | None = None, **more: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **more)
        formset.officer = request.user  # the class is made anew for each request
        return formset


class PhotoInline(OwnedInline):
    model = ReleasePhoto
    extra = 0
    autocomplete_fields = ("photo",)


class DocumentInline(OwnedInline):
    model = ReleaseDocument
    extra = 0
    autocomplete_fields = ("document",)


class ReleaseForm(forms.ModelForm):
    planned_for = of_model(Release, "planned_for")
    embargo_until = of_model(Release, "embargo_until")

    def clean_dateline_on(self) -> Any:
        return within_our_time(self.cleaned_data["dateline_on"])

    def clean_embargo_until(self) -> Any:
        """What the clock is to open already would not wait for it."""
        until = self.cleaned_data["embargo_until"]
        ahead = Edition.objects.filter(release=self.instance.pk).ahead(freshness.now())
        if until and ahead.filter(published_at__lt=until).exists():
            raise ValidationError(_("It is scheduled for an earlier instant: call that off first."))
        return until


@admin.register(Release)
class ReleaseAdmin(Owned, ByOwnClock):
    form = ReleaseForm
    list_display = ("__str__", "kind", "state", "languages", "dateline_on", "next_instant")
    list_filter = (Stands, FromSource, Lacks, FiledUnder, "kind", "original_language", "dateline_on")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # a count for each choice of each filter costs more than the list
    actions = (*bulk.ACTIONS, file_anew)
    search_fields = ("texts__headline", "id")
    inlines = (TaggingInline, PhotoInline, DocumentInline)
    add_form_template = "admin/press/release/add_form.html"
    change_form_template = "admin/press/release/change_form.html"
    fields = (("kind", "original_language"), ("dateline_on", "planned_for", "embargo_until"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Release]:
        return super().get_queryset(request).prefetch_related(*standing.NEEDS, "taggings")

    def get_ordering(self, request: HttpRequest) -> Any:
        return newest_first()

    @admin.display(description=gettext_lazy("State"))
    def state(self, release: Release) -> str:
        return marks.drawn(standing.standing(release, freshness.now()))

    @admin.display(description=gettext_lazy("Languages"))
    def languages(self, release: Release) -> str:
        return " ".join(text.language for text in release.texts.all())

    @admin.display(description=gettext_lazy("Goes out"))
    def next_instant(self, release: Release) -> Any:
        return standing.standing(release, freshness.now()).goes_out_at

    def has_ask_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("press.ask_review")

    def has_approve_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("press.approve_release")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("press.withdraw_release")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """For the acts on a selection, which then ask for each of it."""
        return request.user.has_perm("press.publish_release")

    def get_urls(self) -> list[Any]:
        own = (board, writing_page, preview, showings, publications, reviews, revisions)
        return [*(one for pages in own for one in pages.urls()), *super().get_urls()]

    def get_inlines(self, request: HttpRequest, obj: Release | None) -> Any:
        """Photos and documents are put on beside the text."""
        return super().get_inlines(request, obj) if obj else (TaggingInline,)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().add_view(request, form_url, {"title": _("Begin a release"), **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        release = self.get_object(request, object_id)
        told = panel.panel(request.user, release) if release else {}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | told)

    def has_delete_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        """What was ever given out stays; a draft may be thrown away, revisions and all, by nobody."""
        return False

    def save_model(self, request: HttpRequest, obj: Release, form: Any, change: bool) -> None:
        if not change:
            obj.begun_by = request.user  # type: ignore[assignment]  # who is signed in
        else:
            obj.frame = framing.lock(obj).frame  # it may have been raised since the row was read
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change or form.changed_data or any(formset.has_changed() for formset in formsets):
            framing.note(form.instance, by=request.user)

    def response_add(self, request: HttpRequest, obj: Release, post_url_continue: str | None = None) -> HttpResponse:
        """A new release is first of all to be written."""
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        self.message_user(request, _("Filed as number %s. Now write its text.") % obj.pk)
        return redirect("admin:press_release_text", obj.pk, obj.original_language)
