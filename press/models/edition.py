"""What the public was given: frozen, numbered, complete. The public side reads these rows and no draft."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from osce_site.languages import OFFICIAL
from press import visibility
from press.models.attachment import Document, Photo, percent
from press.models.release import Kind, Release
from press.models.revision import Revision
from press.models.text import Written


class EditionQuerySet(models.QuerySet):
    def published(self, at: datetime) -> Self:
        """What the public can read at an instant."""
        return self.filter(visibility.public(at), visibility.not_withdrawn_since("release_id"))

    def ever_published(self, at: datetime) -> Self:
        """What the public could read at an instant or before it."""
        return self.filter(visibility.once_public(at), visibility.not_withdrawn_since("release_id"))

    def ahead(self, at: datetime) -> Self:
        """What the clock has yet to open."""
        return self.filter(visibility.ahead(at))

    def given(self, at: datetime) -> Self:
        """What readers have or had, or the clock is to give them."""
        return self.filter(visibility.once_public(at) | visibility.ahead(at))

    def in_language(self, language: str) -> Self:
        return self.filter(language=language)

    def newest_first(self) -> Self:
        return self.order_by("-listed_at", "-release_id")


class Edition(Written):
    """Immutable but for its end and for what it is found under today (a trigger refuses the rest)."""

    class Correction(models.TextChoices):
        TYPO = "typo", _("Typing error")
        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="editions", db_index=False)
    language = models.CharField(_("language"), max_length=8, choices=list(OFFICIAL.items()))
    number = models.PositiveIntegerField(_("number"), help_text=_("counts the editions of a release in a language"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    dateline_on = models.DateField(_("date of the dateline"))
    published_at = models.DateTimeField(_("published at"), help_text=_("from when the public reads this edition"))
    ended_at = models.DateTimeField(
        _("ended at"), null=True, help_text=_("from when it no longer does: corrected, withdrawn or called off")
    )
    listed_at = models.DateTimeField(
        _("listed at"), help_text=_("when the first edition in this language came out: its place in lists")
    )
    filed_under = models.JSONField(
        _("filed under"), default=list, help_text=_("pairs of role and key of a term, in order, as it went out")
    )
    found_under = models.JSONField(
        _("found under"), null=True, editable=False, help_text=_("the same today; empty: as it went out")
    )
    contacts = models.JSONField(_("press contacts"), default=list)
    correction = models.CharField(_("correction"), max_length=15, choices=Correction, blank=True)
    note = models.TextField(_("public note"), blank=True, help_text=_("what was corrected, for readers"))
    revision = models.ForeignKey(Revision, null=True, on_delete=models.PROTECT, related_name="+")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["release", "language", "number"]
        indexes = [
            # A release's page, its languages, its history.
            models.Index(name="editions_of_a_release", fields=["release", "language", "published_at"]),
            # When the clock next opens or ends something.
            models.Index(name="editions_by_opening", fields=["published_at"]),
            models.Index(name="editions_by_ending", fields=["ended_at"], condition=~Q(ended_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(name="an_edition_number_is_given_once", fields=["release", "language", "number"]),
            models.CheckConstraint(
                name="an_edition_ends_after_it_opens", condition=Q(ended_at=None) | Q(ended_at__gte=F("published_at"))
            ),
            models.CheckConstraint(
                name="an_edition_is_listed_when_it_opens", condition=Q(listed_at__lte=F("published_at"))
            ),
            models.CheckConstraint(
                name="only_a_correction_carries_a_note", condition=Q(correction="", note="") | ~Q(correction="")
            ),
            models.UniqueConstraint(
                name="one_edition_a_language_is_open_ended", fields=["release", "language"], condition=Q(ended_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.headline} ({self.language} {self.number})"

    def get_absolute_url(self) -> str:
        return reverse("press:release", args=[self.release_id, self.slug])

    @property
    def path(self) -> str:
        """Its address without language."""
        return path_of(self.release_id, self.headline)

    @property
    def slug(self) -> str:
        return slug_of(self.headline)

    def is_public(self, at: datetime) -> bool:
        return visibility.is_public(self, at)

    def is_ahead(self, at: datetime) -> bool:
        return visibility.is_ahead(self, at)

    def was_public(self, at: datetime) -> bool:
        return visibility.was_public(self, at)

    @property
    def filing(self) -> list[list[Any]]:
        """What it is filed under today: pairs of role and key of a term, in order."""
        return self.filed_under if self.found_under is None else self.found_under

    def terms(self, role: str) -> list[int]:
        """The keys of the terms it is filed under in a role, in order."""
        return [term_id for known, term_id in self.filing if known == role]

    @property
    def day(self) -> date:
        """The day whose names hold for it."""
        return self.dateline_on


# Letters whose sound slugify would lose.
_SPELT = str.maketrans(
    dict(
        zip(
            "абвгдезийклмнопрстуфхцыэ",
            "a b v g d e z i y k l m n o p r s t u f kh ts y e".split(),
            strict=True,
        ),
        ё="yo", ж="zh", ч="ch", ш="sh", щ="shch", ъ="", ь="", ю="yu", я="ya", ß="ss",
    )
)  # fmt: skip


def path_of(release: int, headline: str) -> str:
    """The address of an edition, without language."""
    return f"/press-releases/{release}/{slug_of(headline)}/"


@lru_cache(maxsize=1024)
def slug_of(headline: str) -> str:
    """A headline as a word of an address: plain letters, at most 80, cut between words."""
    slug = slugify(headline.lower().translate(_SPELT))
    if len(slug) > 80:
        slug = slug[:81].rpartition("-")[0] or slug[:80]
    return slug or "release"


class EditionPhoto(models.Model):
    """A photo as an edition shows it. The words and the focal point are the edition's own, frozen with it."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="photos")
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="editions")
    position = models.PositiveSmallIntegerField(default=0)
    alt = models.CharField(max_length=300)
    caption = models.CharField(max_length=500, blank=True)
    credit = models.CharField(max_length=200)
    copyright = models.CharField(max_length=200, blank=True, help_text=_("empty: from before it was asked for"))
    usage_terms = models.CharField(max_length=300)
    words_language = models.CharField(max_length=8)
    focal_x = percent(_("focal point, from the left"))
    focal_y = percent(_("focal point, from the top"))

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(name="a_photo_stands_once_in_an_edition", fields=["edition", "photo"]),
            models.CheckConstraint(
                name="the_frozen_focal_point_lies_in_the_photo", condition=Q(focal_x__lte=100, focal_y__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return self.alt


class EditionDocument(models.Model):
    """A document as an edition lists it."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="editions")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=8)

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(name="a_document_stands_once_in_an_edition", fields=["edition", "document"]),
        ]

    def __str__(self) -> str:
        return self.title


class Withdrawal(models.Model):
    """That a release is no longer given out, in which sense and why; frozen as an edition is."""

    class Kind(models.TextChoices):
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REPLACED = "replaced", _("Replaced")
        IN_ERROR = "in-error", _("Published in error")

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="withdrawals")
    language = models.CharField(_("language"), max_length=8, choices=list(OFFICIAL.items()))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), help_text=_("from when readers are told"))
    reason = models.TextField(_("public reason"))
    replaced_by = models.ForeignKey(
        Release, verbose_name=_("replaced by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["release", "language", "-withdrawn_at"]
        constraints = [
            models.CheckConstraint(name="a_withdrawal_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="what_is_replaced_names_its_replacement",
                condition=Q(kind="replaced", replaced_by__isnull=False) | (~Q(kind="replaced") & Q(replaced_by=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.language} {self.kind}"
