"""Photos and documents. Their files are public only while a public edition shows them."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from osce_site.languages import OFFICIAL
from press.models.release import Release


def draw_token() -> str:
    """128 bits by lot: the address of a file cannot be guessed."""
    return secrets.token_urlsafe(16)


def photo_path(photo: "Photo", name: str) -> str:
    return f"photos/{photo.token}/{name}"


def document_path(document: "Document", name: str) -> str:
    return f"documents/{document.token}/{name}"


class Photo(models.Model):
    token = models.CharField(max_length=40, unique=True, default=draw_token, editable=False)
    file = models.ImageField(_("file"), upload_to=photo_path, width_field="width", height_field="height")
    width = models.PositiveIntegerField(_("width"), editable=False, help_text=_("pixels"))
    height = models.PositiveIntegerField(_("height"), editable=False, help_text=_("pixels"))
    credit = models.CharField(_("credit"), max_length=200)
    usage_terms = models.CharField(_("usage terms"), max_length=300)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="a_photo_has_a_credit", condition=~models.Q(credit="")),
        ]

    def __str__(self) -> str:
        return (self.file.name or str(self.pk)).rsplit("/", 1)[-1]


class PhotoText(models.Model):
    """What a photo shows, for those who do not see it, and what stands below it, in one language."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=8, choices=list(OFFICIAL.items()), default="en")
    alt = models.CharField(_("alternative text"), max_length=300)
    caption = models.CharField(_("caption"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("words of a photo")
        verbose_name_plural = _("words of a photo")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="a_photo_is_described_once_a_language", fields=["photo", "language"]),
        ]

    def __str__(self) -> str:
        return self.alt


class Document(models.Model):
    token = models.CharField(max_length=40, unique=True, default=draw_token, editable=False)
    file = models.FileField(_("file"), upload_to=document_path)
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language"), max_length=8, choices=list(OFFICIAL.items()), default="en")
    size = models.PositiveBigIntegerField(_("size"), editable=False, help_text=_("bytes"))

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="a_document_has_a_title", condition=~models.Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title


class ReleasePhoto(models.Model):
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="release_photos")
    photo = models.ForeignKey(Photo, verbose_name=_("photo"), on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["release", "position", "id"]
        constraints = [
            models.UniqueConstraint(name="a_photo_stands_once_in_a_release", fields=["release", "photo"]),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.photo_id}"


class ReleaseDocument(models.Model):
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="release_documents")
    document = models.ForeignKey(Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["release", "position", "id"]
        constraints = [
            models.UniqueConstraint(name="a_document_stands_once_in_a_release", fields=["release", "document"]),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.document_id}"
