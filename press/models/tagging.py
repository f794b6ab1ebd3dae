"""What a release is filed under, and as what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from press.models.release import Release
from taxonomy.models import Term, Vocabulary

Role = Vocabulary.Role


class Tagging(models.Model):
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="taggings", db_index=False)
    term = models.ForeignKey(Term, verbose_name=_("term"), on_delete=models.PROTECT, related_name="taggings")
    role = models.CharField(_("as"), max_length=10, choices=Role)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("filed under")
        verbose_name_plural = _("filed under")
        ordering = ["release", "position", "id"]
        constraints = [
            models.UniqueConstraint(name="a_term_is_filed_once_in_a_role", fields=["release", "term", "role"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.term}"
