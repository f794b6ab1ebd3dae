from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "osce_site"
    verbose_name = _("People and ledger")

    def ready(self) -> None:
        post_migrate.connect(make_areas, sender=self)


def make_areas(**kwargs: Any) -> None:
    """The rows whose versions are raised must be there from the first request on."""
    from osce_site.models import Area

    for key in ("taxonomy", "press"):
        Area.objects.get_or_create(key=key)
