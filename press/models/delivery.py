"""One row for each thing to send, written with what it tells of, sent once."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Delivery(models.Model):
    key = models.CharField(_("key"), max_length=200, unique=True, help_text=_("what is told to whom: told once"))
    to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField(_("e-mail"))
    subject = models.CharField(_("subject"), max_length=300)
    words = models.TextField(_("words"))
    made_at = models.DateTimeField(_("made at"))
    sent_at = models.DateTimeField(_("sent at"), null=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    problem = models.CharField(_("problem"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-id"]
        indexes = [
            # What is still to be sent.
            models.Index(name="deliveries_to_send", fields=["made_at"], condition=Q(sent_at=None)),
        ]
        constraints = [models.CheckConstraint(name="a_delivery_has_an_address", condition=~Q(address=""))]

    def __str__(self) -> str:
        return self.subject
