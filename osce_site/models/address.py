"""Every path a thing ever had, the old site's included."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Address(models.Model):
    """A former path and the thing it leads to; where that thing stands today is asked at each request,

    so that one redirect always suffices and none can form a loop.
    """

    class Kind(models.TextChoices):
        TERM = "term", _("term")
        VOCABULARY = "vocabulary", _("vocabulary")
        RELEASE = "release", _("release")
        GONE = "gone", _("gone for good")

    path = models.CharField(_("path"), max_length=500, unique=True, help_text=_("without language, with slashes"))
    kind = models.CharField(_("leads to a"), max_length=10, choices=Kind)
    target_id = models.PositiveBigIntegerField(_("key"))

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        indexes = [models.Index(name="addresses_of_a_thing", fields=["kind", "target_id"])]
        constraints = [
            models.CheckConstraint(name="an_address_begins_with_a_slash", condition=models.Q(path__startswith="/")),
        ]

    def __str__(self) -> str:
        return self.path


def normal(path: str) -> str:
    """One spelling of a path: lower case, a slash at both ends."""
    bare = path.strip("/").lower()
    return f"/{bare}/" if bare else "/"


def remember(path: str, kind: str, target_id: int) -> None:
    """Keeps a path answering; the newest thing to have had it wins."""
    Address.objects.update_or_create(path=normal(path), defaults={"kind": kind, "target_id": target_id})
