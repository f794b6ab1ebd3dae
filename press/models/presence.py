"""Who has a text open at the desk just now."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from osce_site.languages import OFFICIAL
from press.models.release import Release

HERE = timedelta(seconds=45)
"""Who was heard of within it is there: three beats of the writing page."""


class PresenceQuerySet(models.QuerySet):
    def here(self, at: datetime) -> Self:
        return self.filter(seen_at__gt=at - HERE)


class Presence(models.Model):
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="presences")
    language = models.CharField(_("language"), max_length=8, choices=list(OFFICIAL.items()))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(_("seen at"))

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [
            models.UniqueConstraint(name="a_person_is_once_in_a_text", fields=["release", "language", "user"]),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.release_id} {self.language}"
