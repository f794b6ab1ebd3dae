"""What stands at the head of the home page: a release, at a place, from when to when."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from press.models.release import Release


class PinQuerySet(models.QuerySet):
    def standing(self, at: datetime) -> Self:
        """As the page is ordered at an instant, from the top."""
        holds = Q(since__lte=at) & (Q(until=None) | Q(until__gt=at))
        return self.filter(holds).order_by("place")

    def ending(self, after: datetime) -> Self:
        """Those that the clock takes down after an instant."""
        return self.filter(until__gt=after).order_by("until")


class Pin(models.Model):
    """How a release stood for a time: moved or taken down, its row ends, and what follows is a row of its own.

    So the home page can be read as of a day. What is shown of it is what is public of the release then.
    """

    release = models.ForeignKey(
        Release, verbose_name=_("release"), on_delete=models.PROTECT, related_name="pins", db_index=False
    )
    place = models.PositiveSmallIntegerField(_("place"), help_text=_("from the top, which is 1"))
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, help_text=_("empty: until somebody takes it down"))
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("pinned by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = PinQuerySet.as_manager()

    class Meta:
        verbose_name = _("pin")
        verbose_name_plural = _("pins")
        ordering = ["since", "place"]
        indexes = [
            # What stands at the head of the home page; when the clock next takes one down.
            models.Index(name="pins_by_their_end", fields=["until", "since"]),
            # Whether a release is pinned.
            models.Index(name="pins_of_a_release", fields=["release", "until"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_pin_ends_after_it_begins", condition=Q(until=None) | Q(until__gt=F("since"))
            ),
            models.CheckConstraint(name="places_count_from_one", condition=Q(place__gte=1)),
            models.UniqueConstraint(
                name="a_release_is_pinned_once_for_good", fields=["release"], condition=Q(until=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.release_id}"
