"""A frozen version shown to a named person without an account: a preview, or embargoed access for a journalist."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from press.models.release import Release


class ShowingQuerySet(models.QuerySet):
    def valid(self, at: datetime) -> Self:
        return self.filter(Q(revoked_at=None) | Q(revoked_at__gt=at), expires_at__gt=at)


class Showing(models.Model):
    """What it shows is fixed when it is made; only its end and its openings come later."""

    class Kind(models.TextChoices):
        PREVIEW = "preview", _("Preview")
        EMBARGOED = "embargoed", _("Embargoed access")

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="showings")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    digest = models.CharField(
        max_length=64, unique=True, editable=False, help_text=_("SHA-256 of the word in its address")
    )
    name = models.CharField(_("name"), max_length=200)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    shown = models.JSONField(
        _("shown"), help_text=_("by language: the key of the revision; and filing, photos, documents, contacts")
    )
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("revoked by"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ShowingQuerySet.as_manager()

    class Meta:
        verbose_name = _("showing")
        verbose_name_plural = _("showings")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="a_showing_names_its_guest", condition=~Q(name="")),
            models.CheckConstraint(
                name="a_showing_ends_after_it_begins", condition=Q(expires_at__gt=models.F("made_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Opening(models.Model):
    """That a guest opened something, and when."""

    showing = models.ForeignKey(Showing, on_delete=models.PROTECT, related_name="openings")
    at = models.DateTimeField(_("at"))
    what = models.CharField(_("what"), max_length=300, help_text=_("a language, or the name of a file"))

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ["showing", "id"]
        constraints = [
            models.CheckConstraint(name="an_opening_says_of_what", condition=~Q(what="")),
        ]

    def __str__(self) -> str:
        return self.what
