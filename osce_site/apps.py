from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "osce_site"
    verbose_name = _("People and ledger")

    def ready(self) -> None:
        pre_migrate.connect(take_the_time_it_takes, sender=self)
        post_migrate.connect(make_areas, sender=self)
        post_migrate.connect(hurry_again, sender=self)


def make_areas(**kwargs: Any) -> None:
    """The rows whose versions are raised must be there from the first request on."""
    from osce_site.models import Area

    for key in ("taxonomy", "press"):
        Area.objects.get_or_create(key=key)


def take_the_time_it_takes(using: str, **kwargs: Any) -> None:
    """A table of a million rows is written anew in minutes; a request may take half of one (``statement_timeout``)."""
    _say(using, "SET statement_timeout = 0")


def hurry_again(using: str, **kwargs: Any) -> None:
    _say(using, "RESET statement_timeout")


def _say(using: str, sql: str) -> None:
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute(sql)
