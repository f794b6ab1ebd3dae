"""What the site says about a term in one language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from osce_site.languages import OFFICIAL
from taxonomy.models.term import Term


class Profile(models.Model):
    """A summary of a sentence or two and a body of paragraphs parted by blank lines, plain text both."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="profiles")
    language = models.CharField(_("language"), max_length=8, choices=list(OFFICIAL.items()))
    summary = models.TextField(_("summary"), blank=True)
    body = models.TextField(_("body"), blank=True, help_text=_("paragraphs, parted by blank lines"))
    picture = models.ImageField(_("picture"), upload_to="profiles/", blank=True)
    picture_alt = models.CharField(_("what the picture shows"), max_length=300, blank=True)
    picture_credit = models.CharField(_("credit"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        ordering = ["term", "id"]
        constraints = [
            models.UniqueConstraint(name="a_term_has_one_profile_a_language", fields=["term", "language"]),
            models.CheckConstraint(
                name="a_profile_picture_has_alternative_text",
                condition=models.Q(picture="") | ~models.Q(picture_alt=""),
            ),
        ]

    def __str__(self) -> str:
        return OFFICIAL[self.language]
