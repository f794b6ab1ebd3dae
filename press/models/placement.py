"""The public index. Lists read this table and nothing else."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from osce_site import past
from osce_site.languages import OFFICIAL
from press import visibility
from press.models.edition import Edition
from press.models.release import Kind
from press.models.tagging import Role
from taxonomy import snapshot
from taxonomy.models import Term


class PlacementQuerySet(models.QuerySet):
    def published(self, at: datetime) -> Self:
        """What the public can find at an instant."""
        found = self.filter(visibility.public(at), visibility.not_withdrawn_since("release_number"))
        # Nothing is listed after it was published; by that a list begins at the day that is read, and not today.
        return found.filter(listed_at__lte=at) if past.look() else found

    def in_language(self, language: str) -> Self:
        return self.filter(language=language)

    def of(self, term_id: int | None) -> Self:
        """One row an edition: everything filed under a term, above it, or with its predecessors.

        ``None``: everything there is. As of a day that is read: what was filed under it or what stood below it then.
        """
        if term_id and past.look():
            return self.of(None).filter(Exists(Placement.objects.filed(term_id).filter(edition=OuterRef("edition"))))
        return self.filter(term_id=term_id, leads=True)

    def filed(self, term_id: int, role: str = "") -> Self:
        """What stands under a term in a role, or in any."""
        found = self.filter(role=role) if role else self
        if look := past.look():
            standing = [term_id, *snapshot.current().everything_that_stood_below(term_id, look.day)]
            return found.filter(term_id__in=standing, nearness=Placement.Nearness.DIRECT)
        return found.filter(term_id=term_id)

    def newest_first(self) -> Self:
        """For the rows of one term, or of none; by the term first, so that PostgreSQL sees its index in that order.

        Of a column that is to be NULL it does not conclude, as of an equal one, that it orders nothing.
        """
        return self.order_by("term_id", "-listed_at", "-release_number")

    def oldest_first(self) -> Self:
        return self.order_by("listed_at", "release_number")


class Placement(models.Model):
    """An edition under a term in a role, derived from what it is filed under and today's tree.

    ``press.placing`` writes it and nobody else. An edition also has one row without a term: the newsroom's.
    """

    class Nearness(models.TextChoices):
        DIRECT = "direct", _("filed under the term itself")
        BELOW = "below", _("filed under a term below")
        PREDECESSOR = "predecessor", _("said by what the term took over from")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="placements", db_index=False)
    term = models.ForeignKey(Term, null=True, on_delete=models.PROTECT, related_name="placements", db_index=False)
    role = models.CharField(max_length=10, choices=Role, blank=True)
    nearness = models.CharField(max_length=11, choices=Nearness)
    leads = models.BooleanField(help_text=_("the first row of its edition under its term, whatever the role"))
    # Copied from the edition, so that a list is one range of one index.
    release_number = models.PositiveBigIntegerField()
    language = models.CharField(max_length=8, choices=list(OFFICIAL.items()))
    kind = models.CharField(max_length=20, choices=Kind)
    published_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    listed_at = models.DateTimeField()

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["-listed_at", "-release_number"]
        indexes = [
            # Every list: the newest of a term in a language, from a key on.
            models.Index(name="a_list_of_a_term", fields=["term", "language", "-listed_at", "-release_number"]),
        ]
        constraints = [
            # Its index answers, too, whether an edition of one list is in another.
            models.UniqueConstraint(
                name="an_edition_stands_once_under_a_term_in_a_role", fields=["edition", "term", "role"]
            ),
            models.UniqueConstraint(
                name="an_edition_stands_once_in_the_newsroom", fields=["edition"], condition=Q(term=None)
            ),
            models.CheckConstraint(
                name="only_the_newsroom_s_row_has_no_role",
                condition=Q(term=None, role="") | (Q(term__isnull=False) & ~Q(role="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} under {self.term_id}"
