"""What editions are recognised by: marks of their words, made when they are frozen, with them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from press.models.edition import Edition


class Fingerprint(models.Model):
    """One mark of an edition (``press.likeness``). Whoever reads them asks the edition whether it is public."""

    mark = models.BigIntegerField(_("mark"))
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="fingerprints", db_index=False)

    class Meta:
        verbose_name = _("fingerprint")
        verbose_name_plural = _("fingerprints")
        ordering = ["mark", "edition"]
        constraints = [
            # Its index answers which editions have a mark, in their order.
            models.UniqueConstraint(name="an_edition_has_a_mark_once", fields=["mark", "edition"]),
        ]

    def __str__(self) -> str:
        return f"{self.mark} in {self.edition_id}"
