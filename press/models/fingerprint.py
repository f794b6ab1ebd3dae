"""What editions are recognised by: marks of their words, made when they are frozen, with them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from press.models.edition import Edition


class Fingerprint(models.Model):
    """One mark of an edition (``press.likeness``). Whoever reads them asks the edition whether it is public.

    There are some forty of an edition, so a row is as small as can be: the key answers which editions have a mark, in
    their order, and is all there is. No edition ever goes (a trigger refuses it), so the database need not look at
    each row whether its edition is there: that took half of the time of a row.
    """

    pk = models.CompositePrimaryKey("mark", "edition_id")
    mark = models.BigIntegerField(_("mark"))
    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="fingerprints", db_index=False, db_constraint=False
    )

    class Meta:
        verbose_name = _("fingerprint")
        verbose_name_plural = _("fingerprints")
        ordering = ["mark", "edition"]

    def __str__(self) -> str:
        return f"{self.mark} in {self.edition_id}"
