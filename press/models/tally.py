"""How many releases lists hold. Written by ``press.tallying`` and nobody else."""

from django.db import models

from osce_site.languages import OFFICIAL
from press.models.release import Kind
from press.models.tagging import Role


class Number(models.Model):
    """How many editions without an end stand in a list, told apart as ``press.tallying.keys`` says.

    Keys of terms, 0 for none, and no references: what a row says goes with the placements that it counts.
    """

    term = models.BigIntegerField()
    role = models.CharField(max_length=10, choices=Role, blank=True)
    language = models.CharField(max_length=8, choices=list(OFFICIAL.items()))
    other_role = models.CharField(max_length=10, choices=Role, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    year = models.PositiveSmallIntegerField()
    other_term = models.BigIntegerField()
    count = models.IntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.count} of {self.term} {self.role} {self.language} {self.kind} {self.year} {self.other_term}"


class Tally(Number):
    """Each list once, in the order in which lists are asked for: what is asked at once lies together.

    There is no other index, and on PostgreSQL half of each page is left free (a migration), so that a number that
    changes is written beside itself and no index has to be told.
    """

    pk = models.CompositePrimaryKey("term", "role", "language", "other_role", "kind", "year", "other_term")


class TallyChange(Number):
    """What comes to a tally or goes from it, added to it by who next has the time: so no writer waits for another."""

    class Meta:
        # While an archive is taken in, and until the table is swept, all that was added lies between the few that count.
        indexes = [models.Index(fields=["term", "role", "language"], name="changes_of_a_list")]
        constraints = [models.CheckConstraint(name="a_change_changes_a_tally", condition=~models.Q(count=0))]
