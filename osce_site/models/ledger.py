"""Who did what, when and why: append-only, each entry sealed by the one before it."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from osce_site import locks


class LedgerEntry(models.Model):
    """One act. ``number`` counts without gaps; ``seal`` is SHA-256 over the entry and the seal before it."""

    number = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("at"), help_text=_("when it was done"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("empty: a command run by an operator"),
    )
    act = models.CharField(_("act"), max_length=40)
    subject = models.CharField(_("subject"), max_length=200, help_text=_("what it was done to: model and key"))
    reason = models.TextField(_("reason"), blank=True)
    details = models.JSONField(_("details"), default=dict)
    previous_seal = models.CharField(max_length=64)
    seal = models.CharField(_("seal"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        ordering = ["-number"]
        indexes = [models.Index(name="ledger_of_a_subject", fields=["subject", "-number"])]
        constraints = [
            models.CheckConstraint(name="a_ledger_entry_names_its_act", condition=~models.Q(act="")),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.act} {self.subject}"

    def sealed(self) -> str:
        """The seal this entry must carry."""
        said = [
            self.number,
            self.at.astimezone(UTC).isoformat(),
            self.by_id,
            self.act,
            self.subject,
            self.reason,
            self.details,
        ]
        text = json.dumps([*said, self.previous_seal], sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def subject_of(thing: models.Model) -> str:
    """How the ledger names a thing: ``press.release:42``."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def record(
    act: str,
    thing: models.Model,
    *,
    by: Any,
    at: datetime,
    reason: str = "",
    **details: Any,
) -> LedgerEntry:
    """Appends one entry in the caller's transaction.

    The lock is held to the end of that transaction: two acts cannot take the same number.
    """
    with transaction.atomic():
        locks.take("ledger")
        last = LedgerEntry.objects.order_by("-number").first()
        entry = LedgerEntry(
            number=last.number + 1 if last else 1,
            at=at,
            by=by,
            act=act,
            subject=subject_of(thing),
            reason=reason,
            details=json.loads(json.dumps(details, default=str)),
            previous_seal=last.seal if last else "",
        )
        entry.seal = entry.sealed()
        entry.save(force_insert=True)
    return entry


def broken_seals() -> Iterator[LedgerEntry]:
    """The entries whose seal or number does not follow from the one before."""
    number, seal = 0, ""
    for entry in LedgerEntry.objects.order_by("number").iterator():
        if entry.number != number + 1 or entry.previous_seal != seal or entry.seal != entry.sealed():
            yield entry
        number, seal = entry.number, entry.seal
