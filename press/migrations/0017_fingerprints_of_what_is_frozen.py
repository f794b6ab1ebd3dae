"""The editions that are there get their marks. Goes on where it was broken off; marks that are there stay."""

from itertools import islice
from typing import Any

from django.db import migrations

AT_ONCE = 200


def enter_all(apps: Any, schema_editor: Any) -> None:
    from press.authenticity import text_of
    from press.likeness import marks, stream, words

    editions = apps.get_model("press", "Edition").objects.filter(fingerprints=None).order_by("pk")
    fingerprint = apps.get_model("press", "Fingerprint")
    waiting = editions.iterator(chunk_size=AT_ONCE)
    while some := list(islice(waiting, AT_ONCE)):
        rows = [
            fingerprint(mark=mark, edition_id=edition.pk)
            for edition in some
            for mark in marks(stream(words(text_of(edition)).keys))
        ]
        fingerprint.objects.bulk_create(rows, batch_size=5000, ignore_conflicts=True)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("press", "0016_fingerprints")]

    operations = [migrations.RunPython(enter_all, migrations.RunPython.noop, elidable=True)]
