from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    name = "press"
    verbose_name = _("Press")

    def ready(self) -> None:
        from osce_site import freshness
        from press import placing, visibility
        from taxonomy import changes

        freshness.next_changes["press"] = visibility.next_change
        changes.followers.append(placing.follow_tree)
