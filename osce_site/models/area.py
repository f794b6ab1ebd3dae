"""What part of the site changed last: one row for the taxonomy, one for the press."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Area(models.Model):
    """``version`` is raised in the transaction of every change, so an answer made from it is known to be fresh.

    ``stamp`` is drawn by lot with it: a version that was rolled back and given again is not mistaken
    for the one that never came to be.
    """

    key = models.CharField(_("key"), max_length=20, primary_key=True)
    version = models.PositiveBigIntegerField(_("version"), default=1)
    stamp = models.CharField(max_length=16, default="", blank=True)
    reached_at = models.DateTimeField(null=True, help_text=_("the latest instant whose opening was seen"))
    next_change_at = models.DateTimeField(
        null=True, help_text=_("when something next becomes or ceases to be public by the clock alone")
    )

    class Meta:
        constraints = [models.CheckConstraint(name="an_area_has_a_key", condition=~models.Q(key=""))]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"

    @property
    def token(self) -> str:
        """Version and stamp: equal where nothing was changed."""
        return f"{self.version}-{self.stamp}"
