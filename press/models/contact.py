"""Who answers the press, for which source, from when to when."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from taxonomy.models import Term
from taxonomy.models.spell import Spell, SpellQuerySet, in_order


class ContactQuerySet(SpellQuerySet):
    def ended(self, day: date) -> Self:
        """Those whose last day was before."""
        return self.filter(until__lt=day)

    def to_come(self, day: date) -> Self:
        """Those whose first day is after."""
        return self.filter(since__gt=day)


class Contact(Spell):
    source = models.ForeignKey(Term, verbose_name=_("source"), on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(_("name"), max_length=200)
    duty = models.CharField(_("duty"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("press contact")
        verbose_name_plural = _("press contacts")
        ordering = ["source", "name"]
        constraints = [
            in_order("a_contact_ends_after_it_begins"),
            models.CheckConstraint(
                name="a_contact_can_be_reached",
                condition=~models.Q(email="", telephone=""),
                violation_error_message=_("Give an e-mail address or a telephone number."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
