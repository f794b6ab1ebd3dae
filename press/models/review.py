"""What was decided on a text before it went out, and what was remarked on its passages. Decisions are frozen."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from osce_site.languages import OFFICIAL
from press.models.release import Release
from press.models.revision import Revision
from press.models.showing import Showing


class Review(models.Model):
    """One step from draft to public. ``versions`` and ``frame`` name what it speaks of: later changes are not covered."""

    class Kind(models.TextChoices):
        ASKED = "asked", _("Review asked for")
        APPROVED = "approved", _("Approved")
        SENT_BACK = "sent-back", _("Sent back")
        FORCED = "forced", _("Published without review")
        REVIEWED = "reviewed", _("Reviewed afterwards")

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    versions = models.JSONField(_("versions"), default=dict, help_text=_("language and version of each text"))
    frame = models.PositiveIntegerField(
        _("frame"), null=True, help_text=_("number of what goes out around the words; empty: it does not speak of that")
    )
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    showing = models.ForeignKey(
        Showing,
        verbose_name=_("by a guest"),
        null=True,
        on_delete=models.PROTECT,
        related_name="reviews",
        help_text=_("the preview in which a person without account decided"),
    )
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked of"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["release", "-id"]
        constraints = [
            models.CheckConstraint(
                name="who_forces_or_sends_back_says_why", condition=~Q(kind__in=["forced", "sent-back"]) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.kind}"


class Remark(models.Model):
    """A remark on a passage of a text, as it stood in a revision."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="remarks")
    language = models.CharField(_("language"), max_length=8, choices=list(OFFICIAL.items()))
    revision = models.ForeignKey(Revision, null=True, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(
        _("field"), max_length=10, blank=True, help_text=_("headline, lead, body; empty: all of it")
    )
    quote = models.TextField(_("passage"), blank=True)
    start = models.IntegerField(
        default=-1, help_text=_("where the passage began, in characters of the field's plain text; -1: not known")
    )
    words = models.TextField(_("remark"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    showing = models.ForeignKey(
        Showing, verbose_name=_("by a guest"), null=True, on_delete=models.PROTECT, related_name="remarks"
    )
    resolved_at = models.DateTimeField(_("resolved at"), null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("resolved by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["release", "id"]
        constraints = [models.CheckConstraint(name="a_remark_says_something", condition=~Q(words=""))]

    def __str__(self) -> str:
        return self.words
