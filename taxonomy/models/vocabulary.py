"""A vocabulary: a tree of terms with its word in addresses and its part on releases."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from osce_site.languages import OFFICIAL


class Vocabulary(models.Model):
    """Fields of work, countries, structures, field operations, meetings, pages; another organisation has others."""

    class Role(models.TextChoices):
        """The part a term plays when something is filed under it."""

        SOURCE = "source", _("source")
        FIELD = "field", _("field of work")
        COUNTRY = "country", _("country")
        MEETING = "meeting", _("meeting")

    slug = models.SlugField(_("word in addresses"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    role = models.CharField(
        _("role of its terms"), max_length=10, choices=Role, blank=True, help_text=_("empty: files nothing")
    )
    may_be_source = models.BooleanField(_("its terms may also be sources"), default=False)

    class Meta:
        verbose_name = _("vocabulary")
        verbose_name_plural = _("vocabularies")
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                name="a_vocabulary_has_a_known_role",
                condition=models.Q(role__in=["", "source", "field", "country", "meeting"]),
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("taxonomy:vocabulary", args=[self.slug])


class VocabularyName(models.Model):
    """What a vocabulary is called in one language, as a heading and for one of its terms."""

    vocabulary = models.ForeignKey(Vocabulary, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(_("language"), max_length=8, choices=list(OFFICIAL.items()))
    plural = models.CharField(_("name"), max_length=120)
    singular = models.CharField(_("name of one"), max_length=120)

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="a_vocabulary_has_one_name_a_language", fields=["vocabulary", "language"]),
        ]

    def __str__(self) -> str:
        return self.plural
