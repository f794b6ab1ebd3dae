"""What no writer can break: cycles in the tree and the menu, two preferred names of one day, two places at once."""

from django.db import migrations

from osce_site import triggers


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0001_vocabularies_terms_and_menus")]
    operations = [
        triggers.acyclic("taxonomy_term"),
        triggers.acyclic("taxonomy_menuentry"),
        triggers.one_at_a_time(
            "taxonomy_label",
            among=["term_id", "language", "kind"],
            when="NEW.kind <> 'alternative'",
            name="a_term_has_one_name_at_a_time",
        ),
        triggers.one_at_a_time(
            "taxonomy_broader", among=["term_id"], when="NEW.id IS NOT NULL", name="a_term_has_one_place_at_a_time"
        ),
    ]
