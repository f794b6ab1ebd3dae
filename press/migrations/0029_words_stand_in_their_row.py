"""PostgreSQL: the words of an edition stand in its row of the index, and not beside the table.

Two thousand bytes is where PostgreSQL begins to put a value elsewhere, and about as long as the words of an edition are:
every second look at one read three blocks more. All rows are written anew, some four minutes for a million.
"""

from django.db import migrations

from osce_site import triggers


class Migration(migrations.Migration):
    dependencies = [("press", "0028_changes_found_by_their_list")]
    operations = [
        triggers.sql(
            postgresql=[
                "ALTER TABLE press_search SET (toast_tuple_target = 8160)",
                "ALTER TABLE press_search ALTER words TYPE tsvector USING words || ''::tsvector",
            ],
            sqlite=[],
        )
    ]
