"""Photos and documents: checked when they come in, put on releases from there."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from press import images
from press.models import Document, Photo, PhotoText

LARGEST_DOCUMENT = 50_000_000
"""Bytes."""


class Kept(admin.ModelAdmin):
    """Another file is another photo or document: what an edition shows is never exchanged behind it."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("file",) if obj else ()


class PhotoForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = ("file", "credit", "usage_terms")

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        return images.prepare(given) if isinstance(given, UploadedFile) else given


class PhotoTextInline(admin.TabularInline):
    model = PhotoText
    extra = 1
    min_num = 1


@admin.register(Photo)
class PhotoAdmin(Kept):
    form = PhotoForm
    list_display = ("id", "credit", "width", "height")
    search_fields = ("credit", "texts__alt", "texts__caption")
    inlines = (PhotoTextInline,)

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "file" in form.changed_data:
            images.make_widths(obj)


class DocumentForm(forms.ModelForm):
    class Meta:
        model = Document
        fields = ("file", "title", "language")

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if isinstance(given, UploadedFile):
            if given.size and given.size > LARGEST_DOCUMENT:
                raise ValidationError(_("The document is larger than 50 MB."))
            if given.read(5) != b"%PDF-":
                raise ValidationError(_("A document is a PDF file."))
            given.seek(0)
        return given


@admin.register(Document)
class DocumentAdmin(Kept):
    form = DocumentForm
    list_display = ("title", "language", "size")
    search_fields = ("title",)

    def save_model(self, request: HttpRequest, obj: Document, form: Any, change: bool) -> None:
        obj.size = obj.file.size
        super().save_model(request, obj, form, change)
