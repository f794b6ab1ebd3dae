"""A typed, dated link between two terms."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from taxonomy.models.spell import EVER_SINCE, Spell, SpellManager, in_order
from taxonomy.models.term import Term


class Relation(Spell):
    """``subject`` *kind* ``object``: Finland chairs the Chairpersonship, in 2025."""

    class Kind(models.TextChoices):
        BASED_IN = "based_in", _("based in")
        CHAIRS = "chairs", _("chairs")
        PARTNER_OF = "partner_of", _("partner of")
        WORKS_ON = "works_on", _("works on")
        CONVENED_BY = "convened_by", _("convened by")
        SUCCEEDED_BY = "succeeded_by", _("succeeded by")
        SPLIT_INTO = "split_into", _("split into")
        MERGED_INTO = "merged_into", _("merged into")

    SUCCESSION = (Kind.SUCCEEDED_BY, Kind.SPLIT_INTO, Kind.MERGED_INTO)
    """The kinds by which a term's past belongs to another's."""

    subject = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("relation"), max_length=20, choices=Kind)
    object = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="inverse_relations")

    objects = SpellManager()

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["kind", "since", "id"]
        constraints = [
            in_order("a_relation_ends_after_it_begins"),
            models.CheckConstraint(name="a_term_is_not_related_to_itself", condition=~Q(subject=F("object"))),
            models.UniqueConstraint("subject", "kind", "object", EVER_SINCE, name="a_relation_is_said_once"),
        ]

    def __str__(self) -> str:
        from taxonomy import snapshot

        return f"{self.get_kind_display()} {snapshot.current().name(self.object_id, 'en')}"
