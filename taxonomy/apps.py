from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class TaxonomyConfig(AppConfig):
    name = "taxonomy"
    verbose_name = _("Taxonomy")

    def ready(self) -> None:
        from osce_site import freshness, telling
        from taxonomy import door, menu, naming

        freshness.next_changes["taxonomy"] = menu.next_change
        connection_created.connect(door.watch)
        telling.namers["taxonomy.term"] = naming.terms
        telling.sentences |= naming.SENTENCES
