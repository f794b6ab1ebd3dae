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

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("number"), help_text=_("the text's version it kept"))
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=Kind,
        default=Kind.SAVED,
        help_text=_("kept aside: what a writer had before it was merged with what a colleague saved"),
    )
    based_on = models.PositiveIntegerField(
        _("based on"), null=True, blank=True, help_text=_("the version its writer had before him")
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
