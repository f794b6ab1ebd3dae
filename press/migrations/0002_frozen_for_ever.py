"""What was said is never overwritten: revisions, editions with what they show, withdrawals."""

from django.db import migrations

from osce_site import triggers


class Migration(migrations.Migration):
    dependencies = [("press", "0001_releases_editions_and_placements")]
    operations = [
        triggers.frozen("press", "revision"),
        # An edition ends when it is corrected, withdrawn or called off; nothing else about it changes.
        triggers.frozen("press", "edition", but=["ended_at"]),
        triggers.frozen("press", "editionphoto"),
        triggers.frozen("press", "editiondocument"),
        triggers.frozen("press", "withdrawal"),
    ]
