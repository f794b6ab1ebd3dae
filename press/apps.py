from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    name = "press"
    verbose_name = _("Press")

    def ready(self) -> None:
        from osce_site import freshness
        from press import visibility

        freshness.next_changes["press"] = visibility.next_change
