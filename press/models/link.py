"""Addresses of others that our texts lead to, and whether they answered when they were last tried."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LinkCheck(models.Model):
    url = models.URLField(_("address"), max_length=2000, unique=True)
    checked_at = models.DateTimeField(_("checked at"), null=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True, help_text=_("of HTTP; empty: no answer"))
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    next_at = models.DateTimeField(_("next check"), null=True)

    class Meta:
        verbose_name = _("checked link")
        verbose_name_plural = _("checked links")
        ordering = ["url"]
        constraints = [models.CheckConstraint(name="a_checked_link_has_an_address", condition=~Q(url=""))]

    def __str__(self) -> str:
        return self.url
