"""People who sign in at the desk."""

from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from osce_site.languages import OFFICIAL


class UserQuerySet(models.QuerySet):
    def called(self, login: str) -> Self:
        """Who signs in as that: by name, or by e-mail address however it is capitalised."""
        return self.filter(models.Q(username=login) | models.Q(email__iexact=login) & ~models.Q(email=""))

    def at_the_desk(self) -> Self:
        """Who may sign in at all."""
        return self.filter(is_active=True, is_staff=True)


class People(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # made at run time
    """Django's own, which ``createsuperuser`` calls, with the words above."""

    use_in_migrations = False


class User(AbstractUser):
    """A member of the communications staff."""

    language = models.CharField(_("language of the desk"), max_length=8, choices=list(OFFICIAL.items()), default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Vienna", help_text=_("IANA name"))

    objects = People()  # type: ignore[misc]  # the base class has its own

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_user_has_a_known_language", condition=models.Q(language__in=list(OFFICIAL))),
            models.UniqueConstraint(
                Lower("email"),
                name="an_email_address_is_one_persons",
                condition=~models.Q(email=""),
                violation_error_message=_("Somebody has this e-mail address already."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def zone(self) -> ZoneInfo:
        """The clock the person lives by; UTC where the name is not known."""
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            return ZoneInfo("UTC")

    def may_sign_in(self) -> bool:
        return self.is_active and self.is_staff
