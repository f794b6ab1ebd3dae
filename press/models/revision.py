"""Every saved state of a text; inserted, never updated."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from press.models.text import Text, Written


class Revision(Written):
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("number"), help_text=_("the text's version it kept"))
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
