"""One act asked for on many releases at once, and what became of each."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from press.models.release import Release


class BulkAct(models.Model):
    """Each release is an act of its own: what one refuses keeps no other from being done."""

    class Kind(models.TextChoices):
        PUBLISH = "publish", _("Publish or schedule")
        ASK = "ask", _("Ask for review")
        APPROVE = "approve", _("Approve")
        WITHDRAW = "withdraw", _("Withdraw")

    kind = models.CharField(_("act"), max_length=10, choices=Kind)
    said = models.JSONField(default=dict, help_text=_("the instant, the reason and whatever else the act takes"))
    releases = models.JSONField(_("releases"), default=list, help_text=_("their numbers, in the order of the list"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked for at"))
    begun_at = models.DateTimeField(_("begun at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("act on many releases")
        verbose_name_plural = _("acts on many releases")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="a_bulk_act_ends_after_it_began", condition=Q(ended_at=None) | Q(begun_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {len(self.releases)}"


class BulkOutcome(models.Model):
    """What became of one release: done, or refused and why, in the language of who asked."""

    bulk = models.ForeignKey(BulkAct, on_delete=models.CASCADE, related_name="outcomes")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    refusal = models.TextField(blank=True, help_text=_("empty: it was done"))

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["bulk", "id"]
        constraints = [
            models.UniqueConstraint(name="a_release_has_one_outcome_in_a_bulk_act", fields=["bulk", "release"]),
        ]

    def __str__(self) -> str:
        return f"{self.bulk_id} {self.release_id}"
