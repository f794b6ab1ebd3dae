"""Two transactions cannot together do what each alone is refused: a circle of parents, two names of one day."""

from django.db import migrations

from osce_site import triggers


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0003_large_acts")]
    operations = [
        *(
            triggers.queued(f"taxonomy_{model}", lock="taxonomy")
            for model in ("term", "label", "broader", "relation", "profile")
        ),
        triggers.queued("taxonomy_menuentry", lock="taxonomy"),
        triggers.acyclic_however_it_comes("taxonomy_term"),
        triggers.acyclic_however_it_comes("taxonomy_menuentry"),
    ]
