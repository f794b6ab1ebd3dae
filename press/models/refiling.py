"""That releases were filed anew: under other terms than when they went out. Kept for ever, beside what was frozen."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from press.models.edition import Edition
from press.models.release import Release
from press.models.tagging import Role
from taxonomy.models import Term


class Refiling(models.Model):
    """One act: a term taken off, put on, or exchanged, on many releases at once. Never changed (a trigger)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    removed = models.ForeignKey(
        Term, verbose_name=_("taken off"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    added = models.ForeignKey(Term, verbose_name=_("put on"), null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("as"), max_length=10, choices=Role, blank=True)
    undoes = models.OneToOneField(
        "self", verbose_name=_("takes back"), null=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    class Meta:
        verbose_name = _("refiling")
        verbose_name_plural = _("refilings")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                name="a_refiling_takes_off_or_puts_on", condition=~Q(removed=None, added=None) | ~Q(undoes=None)
            ),
            models.CheckConstraint(name="a_refiling_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Refiled(models.Model):
    """What one refiling did to one edition, or (``edition`` empty) to what a release is filed under at the desk.

    ``before`` and ``after`` are pairs of role and key of a term, in order.
    """

    refiling = models.ForeignKey(Refiling, on_delete=models.PROTECT, related_name="refiled")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="refiled")
    edition = models.ForeignKey(Edition, null=True, on_delete=models.PROTECT, related_name="refiled")
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="a_release_is_filed_anew_once_in_an_act",
                fields=["refiling", "release"],
                condition=Q(edition=None),
            ),
            models.UniqueConstraint(name="an_edition_is_filed_anew_once_in_an_act", fields=["refiling", "edition"]),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.before} > {self.after}"
