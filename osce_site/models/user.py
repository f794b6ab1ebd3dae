"""People who sign in at the desk."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from osce_site.languages import OFFICIAL


class User(AbstractUser):
    """A member of the communications staff."""

    language = models.CharField(_("language of the desk"), max_length=8, choices=list(OFFICIAL.items()), default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Vienna", help_text=_("IANA name"))

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_user_has_a_known_language", condition=models.Q(language__in=list(OFFICIAL))),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username
