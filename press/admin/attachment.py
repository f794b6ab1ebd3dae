"""Photos and documents at the desk: their words, their sizes, where they are used. They come in by uploading.py."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from press import attaching, framing, images
from press.admin import uploading
from press.admin.owned import OwnedInline
from press.admin.used import UsedFilter, Using
from press.models import Document, Photo, PhotoText

PHOTO_STATES = {
    "ready": gettext_lazy("Ready"),
    "in work": gettext_lazy("Sizes in work"),
    "failed": gettext_lazy("Sizes failed"),
}


class Kept(Using):
    """Another file is another photo or document: what an edition shows is never exchanged behind it."""

    kind: uploading.Kind

    def get_urls(self) -> list[Any]:
        return [*uploading.urls(self.kind), *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Files come in by one way only."""
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(self.kind.address("upload") + (f"?{query}" if query else ""))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        attaching.throw_away(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with transaction.atomic():
            for thing in queryset:
                attaching.throw_away(thing)


class PhotoForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = ("credit", "copyright", "usage_terms", "focal_x", "focal_y")


class PhotoTextFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form.cleaned_data.get("alt") and not form.cleaned_data.get("DELETE")]
        if not any(self.errors) and not kept:
            raise ValidationError(_("A photo is described in one language at least."))


class PhotoTextInline(OwnedInline):
    model = PhotoText
    formset = PhotoTextFormSet
    template = "admin/edit_inline/stacked.html"  # sentences do not fit into the columns of a table
    extra = 1
    formfield_overrides = {models.CharField: {"widget": forms.Textarea({"rows": 2, "cols": 60})}}


@admin.register(Photo)
class PhotoAdmin(Kept):
    kind = uploading.PHOTO
    form = PhotoForm
    list_display = ("thumbnail", "name", "credit", "size", "added_at", "state")
    list_display_links = ("thumbnail", "name")
    list_filter = (UsedFilter, "added_at")
    search_fields = ("name", "credit", "copyright", "texts__alt", "texts__caption")
    inlines = (PhotoTextInline,)
    change_form_template = "admin/press/photo/change_form.html"
    change_list_template = "admin/press/uploading/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        return super().get_queryset(request).prefetch_related("texts")

    @admin.display(description=gettext_lazy("Photo"))
    def thumbnail(self, photo: Photo) -> SafeString:
        alt = next((text.alt for text in photo.texts.all()), photo.name)
        return format_html(
            '<img class="thumbnail" src="{}" alt="{}" width="120" height="80" loading="lazy">',
            attaching.desk_address(photo, images.card(photo)),
            alt,
        )

    @admin.display(description=gettext_lazy("Pixels"))
    def size(self, photo: Photo) -> str:
        return f"{photo.width} × {photo.height}"

    @admin.display(description=gettext_lazy("State"))
    def state(self, photo: Photo) -> str:
        return str(PHOTO_STATES[photo.standing])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The files are made anew; what is public keeps the words that were frozen, on its page and in its files."""
        super().save_related(request, form, formsets, change)
        if form.changed_data or any(formset.has_changed() for formset in formsets):
            images.ask(form.instance)
            framing.note_all(framing.using(form.instance), by=request.user)

    def more_context(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        return {
            "picture": attaching.desk_address(thing, "960.jpg" if "960.jpg" in thing.sizes else "full.jpg"),
            "standing": thing.standing,
            "standing_name": PHOTO_STATES[thing.standing],
            "failure": _(thing.failure) if thing.failure else "",
            "files": [(name, attaching.desk_address(thing, name)) for name in thing.sizes],
            "sizes_address": reverse("admin:press_photo_sizes", args=[thing.pk]),
        }


class DocumentForm(forms.ModelForm):
    class Meta:
        model = Document
        fields = ("title", "language")


@admin.register(Document)
class DocumentAdmin(Kept):
    kind = uploading.DOCUMENT
    form = DocumentForm
    list_display = ("title", "language", "pages", "bytes", "added_at")
    list_filter = (UsedFilter, "language", "added_at")
    search_fields = ("title", "file")
    change_form_template = "admin/press/document/change_form.html"
    change_list_template = "admin/press/uploading/change_list.html"

    def save_model(self, request: HttpRequest, obj: Document, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.changed_data:
            framing.note_all(framing.using(obj), by=request.user)

    @admin.display(description=gettext_lazy("Size"), ordering="size")
    def bytes(self, document: Document) -> str:
        return filesizeformat(document.size)

    def more_context(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        return {"file_address": attaching.desk_address(thing, thing.file_name)}
