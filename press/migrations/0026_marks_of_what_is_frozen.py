"""The editions that are there get their marks. Goes on where it was broken off; marks that are there stay."""

from itertools import islice
from typing import Any

from django.db import migrations
from django.db.models import Exists, OuterRef

AT_ONCE = 200


def enter_all(apps: Any, schema_editor: Any) -> None:
    from press.authenticity import marks_of, text_of

    fingerprint = apps.get_model("press", "Fingerprint")
    marked = fingerprint.objects.filter(edition_id=OuterRef("pk"))
    editions = apps.get_model("press", "Edition").objects.filter(~Exists(marked)).order_by("pk")
    waiting = editions.iterator(chunk_size=AT_ONCE)
    while some := list(islice(waiting, AT_ONCE)):
        rows = [
            fingerprint(mark=mark, edition_id=edition.pk) for edition in some for mark in marks_of(text_of(edition))
        ]
        fingerprint.objects.bulk_create(rows, batch_size=5000, ignore_conflicts=True)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("press", "0025_marks_in_rows_as_small_as_can_be")]

    operations = [migrations.RunPython(enter_all, migrations.RunPython.noop, elidable=True)]
