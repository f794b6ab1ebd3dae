"""Photos and documents. Their files are public only while a public edition shows them."""

import secrets
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
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


def waiting_path(waiting: "WaitingFile", name: str) -> str:
    """Where the file will lie when it has its words: it is not moved."""
    return f"{waiting.kind}s/{waiting.token}/{name}"


def _used(at_the_desk: str, in_editions: str, what: str) -> Q:
    rows = [
        apps.get_model("press", model).objects.filter(**{what: OuterRef("pk")}) for model in (at_the_desk, in_editions)
    ]
    return Q(Exists(rows[0])) | Q(Exists(rows[1]))


class PhotoQuerySet(models.QuerySet):
    def used(self, is_used: bool = True) -> Self:
        """Those that a release at the desk or an edition shows, or those that none does."""
        rows = _used("ReleasePhoto", "EditionPhoto", "photo")
        return self.filter(rows if is_used else ~rows)


class DocumentQuerySet(models.QuerySet):
    def used(self, is_used: bool = True) -> Self:
        """Those that a release at the desk or an edition lists, or those that none does."""
        rows = _used("ReleaseDocument", "EditionDocument", "document")
        return self.filter(rows if is_used else ~rows)


def percent(label: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, default=50, validators=[MaxValueValidator(100)], help_text=_("percent")
    )


class Photo(models.Model):
    """``sizes`` names the files made of it, which lie in the folder of their ``generation``.

    ``wanted`` counts how often they were asked for: while it is ahead of ``generation`` they are in work, or failed.
    ``words_written`` is the digest of the words within them (press/photo_metadata.py).
    """

    token = models.CharField(max_length=40, unique=True, default=draw_token, editable=False)
    name = models.CharField(_("name"), max_length=80, default="photo", editable=False)
    file = models.ImageField(_("file"), upload_to=photo_path, width_field="width", height_field="height")
    width = models.PositiveIntegerField(_("width"), editable=False, help_text=_("pixels"))
    height = models.PositiveIntegerField(_("height"), editable=False, help_text=_("pixels"))
    credit = models.CharField(_("credit"), max_length=200, help_text=_("as it stands below the photo: OSCE/First Last"))
    copyright = models.CharField(_("copyright"), max_length=200, help_text=_("who holds the rights"))
    usage_terms = models.CharField(_("usage terms"), max_length=300, help_text=_("what others may do with it"))
    focal_x = percent(_("focal point, from the left"))
    focal_y = percent(_("focal point, from the top"))
    added_at = models.DateTimeField(_("added at"), null=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sizes = models.JSONField(_("sizes"), default=list, editable=False)
    generation = models.PositiveIntegerField(default=0, editable=False)
    wanted = models.PositiveIntegerField(default=0, editable=False)
    failure = models.CharField(_("failure"), max_length=300, blank=True, editable=False)
    words_written = models.CharField(max_length=64, blank=True, editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="a_photo_has_a_credit", condition=~Q(credit="")),
            models.CheckConstraint(name="a_photo_says_who_holds_its_rights", condition=~Q(copyright="")),
            models.CheckConstraint(name="a_photo_says_what_others_may_do_with_it", condition=~Q(usage_terms="")),
            models.CheckConstraint(
                name="the_focal_point_lies_in_the_photo", condition=Q(focal_x__lte=100, focal_y__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.credit})"

    @property
    def folder(self) -> str:
        """Where the sizes made last lie; those of the first photos lie beside the file."""
        return f"photos/{self.token}/{self.generation}/" if self.generation else f"photos/{self.token}/"

    @property
    def standing(self) -> str:
        """Of its sizes: ready, in work or failed."""
        if self.failure:
            return "failed"
        return "in work" if self.wanted > self.generation else "ready"


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
            models.CheckConstraint(name="the_words_of_a_photo_say_what_it_shows", condition=~Q(alt="")),
        ]

    def __str__(self) -> str:
        return self.alt


class Document(models.Model):
    token = models.CharField(max_length=40, unique=True, default=draw_token, editable=False)
    file = models.FileField(_("file"), upload_to=document_path)
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language"), max_length=8, choices=list(OFFICIAL.items()), default="en")
    size = models.PositiveBigIntegerField(_("size"), editable=False, help_text=_("bytes"))
    pages = models.PositiveIntegerField(
        _("pages"), null=True, editable=False, help_text=_("empty: nobody counted them when it came in")
    )
    added_at = models.DateTimeField(_("added at"), null=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="a_document_has_a_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def file_name(self) -> str:
        """The last part of its address."""
        return (self.file.name or "").rsplit("/", 1)[-1]


class WaitingFile(models.Model):
    """An upload that was found good and waits for its words: no photo yet, no document yet, on no release.

    Only who uploaded it sees it. What is left waiting for a day is thrown away with its file.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photo")
        DOCUMENT = "document", _("document")

    token = models.CharField(max_length=40, unique=True, default=draw_token)
    kind = models.CharField(max_length=10, choices=Kind)
    file = models.FileField(upload_to=waiting_path)
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=300, blank=True, help_text=_("what the file itself says it is called"))
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)
    size = models.PositiveBigIntegerField()
    release = models.ForeignKey(Release, null=True, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="what_waits_is_a_photo_or_a_document", condition=Q(kind__in=["photo", "document"])
            ),
        ]

    def __str__(self) -> str:
        return self.name


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
