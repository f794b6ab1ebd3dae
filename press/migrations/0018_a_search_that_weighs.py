"""The search index tells headline, lead and body apart on SQLite, too, and holds headlines as they are spelt.

What is frozen already is entered anew on both databases: words are folded before they are stemmed by now.
"""

from typing import Any

from django.db import migrations

from osce_site import triggers
from press import search


def enter_all(apps: Any, schema_editor: Any) -> None:
    for edition in apps.get_model("press", "Edition").objects.iterator(chunk_size=500):
        search.enter(edition)


class Migration(migrations.Migration):
    dependencies = [("press", "0017_fingerprints_of_what_is_frozen")]
    operations = [
        triggers.sql(
            postgresql=[],
            sqlite=[
                "DROP TABLE press_search",
                "CREATE VIRTUAL TABLE press_search USING fts5 "
                "(headline, lead, body, spelt, tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
            ],
        ),
        migrations.RunPython(enter_all, migrations.RunPython.noop),
    ]
