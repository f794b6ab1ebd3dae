"""What is true from one day to another."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

EVER_SINCE = Coalesce("since", Value(date(1, 1, 1), output_field=models.DateField()))
"""``since`` with an open beginning made comparable, for constraints."""


class SpellQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Those that hold on a day; both ends are inclusive."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


SpellManager = models.Manager.from_queryset(SpellQuerySet)


class Spell(models.Model):
    """A statement with a first and a last day; an empty end is open."""

    since = models.DateField(_("since"), null=True, blank=True, help_text=_("first day; empty: ever since"))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("last day; empty: to this day"))

    class Meta:
        abstract = True

    def holds(self, day: date) -> bool:
        return holds(self.since, self.until, day)


def holds(since: date | None, until: date | None, day: date) -> bool:
    return (since is None or since <= day) and (until is None or until >= day)


def in_order(name: str) -> models.CheckConstraint:
    """The constraint that a spell does not end before it begins."""
    return models.CheckConstraint(
        name=name,
        condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
        violation_error_message=_("The last day lies before the first."),
    )
