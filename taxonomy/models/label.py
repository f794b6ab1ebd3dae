"""What a term is called: in a language, in a form, from when to when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from osce_site.languages import OFFICIAL
from taxonomy.models.spell import EVER_SINCE, Spell, SpellManager, in_order
from taxonomy.models.term import Term


class Label(Spell):
    """A name. Of preferred and short names one holds on any day (a trigger refuses overlaps)."""

    class Kind(models.TextChoices):
        PREFERRED = "preferred", _("preferred")
        SHORT = "short", _("short, for menus")
        ALTERNATIVE = "alternative", _("alternative, found but not shown")

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=8, choices=list(OFFICIAL.items()))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PREFERRED)
    text = models.CharField(_("name"), max_length=300)

    objects = SpellManager()

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ["term", "language", "kind", "since", "id"]
        indexes = [models.Index(name="labels_by_name", fields=["text"])]  # an import looks terms up by name
        constraints = [
            in_order("a_name_ends_after_it_begins"),
            models.CheckConstraint(name="a_name_is_not_empty", condition=~Q(text="")),
            models.UniqueConstraint("term", "language", "kind", "text", EVER_SINCE, name="a_name_is_said_once"),
        ]

    def __str__(self) -> str:
        return self.text
