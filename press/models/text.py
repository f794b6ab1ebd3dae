"""A release in one language, as it stands at the desk."""

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from osce_site.languages import OFFICIAL
from press.models.release import Release

if TYPE_CHECKING:
    from press.models.revision import Revision

LONGEST_HEADLINE = 300
LONGEST = {"place": 120, "headline": LONGEST_HEADLINE, "lead": 2000, "body": 1_000_000}
"""Characters that a field of a text may have. What is longer is kept as a revision, aside."""


class Written(models.Model):
    """The words of a release in one language: the same four fields at the desk, in a revision, in an edition."""

    place = models.CharField(_("place of the dateline"), max_length=LONGEST["place"], blank=True)
    headline = models.CharField(
        _("headline"), max_length=LONGEST_HEADLINE, blank=True, help_text=_("may be missing as long as it is in work")
    )
    lead = models.TextField(_("lead"), blank=True, validators=[MaxLengthValidator(LONGEST["lead"])])
    body = models.TextField(_("body"), blank=True)

    WORDS = ("place", "headline", "lead", "body")

    class Meta:
        abstract = True

    def words(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.WORDS}


class TextQuerySet(models.QuerySet):
    def up_to_date(self, language: str) -> Self:
        """The texts in a language that are the original, or give it as it stands at the desk."""
        original = Text.objects.filter(
            release=OuterRef("release"),
            language=OuterRef("release__original_language"),
            version=OuterRef("renders__number"),
        )
        return self.filter(Q(language=F("release__original_language")) | Q(Exists(original)), language=language)


class Text(Written):
    """``version`` is the number of the revision that holds its present words, 0 before the first.

    Revisions kept aside are numbered in the same row, so it may skip numbers; it never goes back.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="texts", db_index=False)
    language = models.CharField(_("language"), max_length=8, choices=list(OFFICIAL.items()))
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    renders = models.ForeignKey(
        "press.Revision",
        verbose_name=_("renders"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("the version of the original that this translation gives"),
    )

    objects = TextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["release", "id"]
        constraints = [
            models.UniqueConstraint(name="a_release_has_one_text_a_language", fields=["release", "language"]),
        ]

    def __str__(self) -> str:
        return self.headline or _now("Without a headline")

    def present_revision(self) -> "Revision | None":
        """The one that holds its present words. One query."""
        return self.revisions.filter(number=self.version).select_related("saved_by").first()
