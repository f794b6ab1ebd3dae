"""Every saved state of a text; inserted, never updated."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from press.models.text import Text, Written


class Revision(Written):
    class Kind(models.TextChoices):
        SAVED = "saved", _("Saved")
        AUTOSAVED = "autosaved", _("Saved by itself")
        ASIDE = "aside", _("Kept aside")
        MERGED = "merged", _("Merged")
        RESTORED = "restored", _("Restored")

    # Whatever was sent finds room here, also what is too long for the text.
    place = models.TextField(_("place of the dateline"), blank=True)
    headline = models.TextField(_("headline"), blank=True)
    lead = models.TextField(_("lead"), blank=True)

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField(_("number"), help_text=_("counts all that was kept of a text"))
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind,
        default=Kind.SAVED,
        help_text=_("kept aside: what a writer had before it was merged with what a colleague saved"),
    )
    based_on = models.PositiveIntegerField(
        _("based on"),
        null=True,
        blank=True,
        help_text=_("the revision its writer had before him, or that was restored"),
    )
    saved_at = models.DateTimeField(_("saved at"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("saved by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["text", "-number"]
        constraints = [
            models.UniqueConstraint(name="a_revision_number_is_given_once", fields=["text", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.text_id}/{self.number}"

    @property
    def is_aside(self) -> bool:
        """Whether it never was a state of the text."""
        return self.kind == self.Kind.ASIDE
