"""The marks that the editions were given here are others since; they are entered by 0025."""

from typing import Any

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("press", "0016_fingerprints")]

    operations: list[Any] = []
