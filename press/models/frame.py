"""What goes out around the words of a release, as it stood after each change; inserted, never updated."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from press.models.release import Release


class Frame(models.Model):
    """``said`` is what an edition would be given beside its words (``press.framing.said``).

    The number of the newest stands on the release. ``saved_by``: who changed it; ``None``: an operator, or nobody knows.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="frames", db_index=False)
    number = models.PositiveIntegerField(_("number"), help_text=_("0: as it was when it was first looked at"))
    said = models.JSONField(default=dict)
    saved_at = models.DateTimeField(_("saved at"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("saved by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("frame")
        verbose_name_plural = _("frames")
        ordering = ["release", "-number"]
        constraints = [
            models.UniqueConstraint(name="a_frame_number_is_given_once", fields=["release", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}/{self.number}"
