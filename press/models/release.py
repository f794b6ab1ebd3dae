"""A release: one thing the organisation says, at the desk. The public never reads this table."""

import secrets
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from osce_site.languages import OFFICIAL, ORIGINAL


def draw_number() -> int:
    """Eight digits by lot: a number in an address tells nothing of what else is being written."""
    return 10_000_000 + secrets.randbelow(90_000_000)


class Kind(models.TextChoices):
    PRESS_RELEASE = "press-release", _("Press release")
    NEWS = "news", pgettext_lazy("kind of release", "News")
    STATEMENT = "statement", _("Statement")
    MEDIA_ADVISORY = "media-advisory", _("Media advisory")
    SPOT_REPORT = "spot-report", _("Spot report")


def newest_first() -> tuple[Any, ...]:
    """An order of releases by the day of the dateline, or the one on which they last went out.

    What has no day yet is being written and comes first.
    """
    from press.models import Edition

    given = Edition.objects.filter(release=OuterRef("pk")).order_by("-published_at").values("dateline_on")
    return (Coalesce("dateline_on", Subquery(given[:1])).desc(nulls_first=True), "-pk")


class ReleaseQuerySet(models.QuerySet):
    def newest_first(self) -> Self:
        return self.order_by(*newest_first())


class Release(models.Model):
    """Its ``id`` is its identity in every address, for ever."""

    id = models.PositiveBigIntegerField(_("number"), primary_key=True, default=draw_number, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.PRESS_RELEASE)
    dateline_on = models.DateField(
        _("date of the dateline"), null=True, blank=True, help_text=_("empty: the day of publication")
    )
    original_language = models.CharField(
        _("original language"), max_length=8, choices=list(OFFICIAL.items()), default=ORIGINAL
    )
    embargo_until = models.DateTimeField(
        _("not before"), null=True, blank=True, help_text=_("nobody may publish it earlier than this instant")
    )
    planned_for = models.DateTimeField(
        _("planned for"), null=True, blank=True, help_text=_("when it is meant to go out; past it, it is overdue")
    )
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("begun by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    frame = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("number of what goes out around the words, as it stands now")
    )
    imported_from = models.CharField(  # noqa: DJ001  # many have none, and NULLs may repeat where "" may not
        max_length=64, null=True, editable=False, help_text=_("digest of the page it was read from")
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-dateline_on", "-id"]
        constraints = [
            # Not as unique=True, which PostgreSQL is given a second index for, for patterns.
            models.UniqueConstraint(name="a_page_is_imported_once", fields=["imported_from"]),
            models.CheckConstraint(
                name="a_release_is_dated_in_the_organisations_time",
                condition=Q(dateline_on=None) | Q(dateline_on__year__gte=1973),
            ),
        ]
        permissions = [
            ("publish_release", _("Can publish, schedule and correct")),
            ("withdraw_release", _("Can withdraw")),
        ]

    def __str__(self) -> str:
        original = next((text for text in self.texts.all() if text.language == self.original_language), None)
        return str(original or self.pk)

    def state(self, at: datetime) -> str:
        """Derived from its editions: draft, scheduled, public or withdrawn."""
        editions = list(self.editions.all())
        if any(edition.is_public(at) for edition in editions):
            return "public"
        if any(edition.is_ahead(at) for edition in editions):
            return "scheduled"
        if any(edition.was_public(at) for edition in editions):
            return "withdrawn"
        return "draft"
