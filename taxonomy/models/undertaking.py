"""An act so large that nobody waits for it in a browser: it is carried out in the background, by a worker."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from osce_site.models import LedgerEntry
from taxonomy.models.term import Term


class Undertaking(models.Model):
    """What was asked for, by whom, and what became of it.

    The act itself is one transaction: where its worker is killed nothing was changed, and it may be asked for again.
    """

    act = models.CharField(_("act"), max_length=40)
    term = models.ForeignKey(Term, null=True, on_delete=models.SET_NULL, related_name="undertakings")
    said = models.JSONField(help_text=_("the act in the words of taxonomy.undertakings"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked for at"))
    begun_at = models.DateTimeField(_("begun at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    entry = models.ForeignKey(LedgerEntry, null=True, on_delete=models.PROTECT, related_name="+")
    refusal = models.TextField(blank=True, help_text=_("why it was not done"))

    class Meta:
        verbose_name = _("undertaking")
        verbose_name_plural = _("undertakings")
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                name="an_undertaking_ends_done_or_refused",
                condition=Q(ended_at=None, entry=None, refusal="")
                | (Q(ended_at__isnull=False) & (Q(entry__isnull=False, refusal="") | (Q(entry=None) & ~Q(refusal="")))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.pk}"
