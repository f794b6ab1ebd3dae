"""What a person may do at the desk, and for which source."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from taxonomy.models import Term


class Role(models.TextChoices):
    """In the order of what they may: an editor may what a writer may, a chief what an editor may."""

    TRANSLATOR = "translator", _("Translator")
    WRITER = "writer", _("Writer")
    EDITOR = "editor", _("Editor")
    CHIEF = "chief", _("Chief")


class AssignmentQuerySet(models.QuerySet):
    def of(self, user: object) -> Self:
        return self.filter(user=user)


class Assignment(models.Model):
    """A role, for a source and all that stands below it; without a source, for the whole organisation."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="assignments"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    source = models.ForeignKey(
        Term,
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("with everything below it; empty: the whole organisation"),
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["user", "id"]
        constraints = [
            models.UniqueConstraint(name="a_role_is_given_once_for_a_source", fields=["user", "role", "source"]),
            models.UniqueConstraint(
                name="a_role_is_given_once_for_the_whole",
                fields=["user", "role"],
                condition=models.Q(source=None),
            ),
        ]

    def __str__(self) -> str:
        where = self.source or _("the whole organisation")
        return f"{self.get_role_display()}: {where}"
