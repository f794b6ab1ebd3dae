from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class TaxonomyConfig(AppConfig):
    name = "taxonomy"
    verbose_name = _("Taxonomy")

    def ready(self) -> None:
        from osce_site import telling
        from taxonomy import door, naming

        connection_created.connect(door.watch)
        telling.namers["taxonomy.term"] = naming.terms
        telling.sentences |= naming.SENTENCES
