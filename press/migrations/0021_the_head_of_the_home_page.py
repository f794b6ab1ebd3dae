"""Releases stand at the head of the home page, at a place, from when to when."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0020_the_focal_point_is_frozen"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Pin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(help_text="from the top, which is 1", verbose_name="place")),
                ("since", models.DateTimeField(verbose_name="since")),
                (
                    "until",
                    models.DateTimeField(
                        help_text="empty: until somebody takes it down", null=True, verbose_name="until"
                    ),
                ),
                (
                    "pinned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pinned by",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pins",
                        to="press.release",
                        verbose_name="release",
                    ),
                ),
            ],
            options={
                "verbose_name": "pin",
                "verbose_name_plural": "pins",
                "ordering": ["since", "place"],
                "indexes": [
                    models.Index(fields=["until", "since"], name="pins_by_their_end"),
                    models.Index(fields=["release", "until"], name="pins_of_a_release"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gt", models.F("since")), _connector="OR"),
                        name="a_pin_ends_after_it_begins",
                    ),
                    models.CheckConstraint(condition=models.Q(("place__gte", 1)), name="places_count_from_one"),
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("release",),
                        name="a_release_is_pinned_once_for_good",
                    ),
                ],
            },
        ),
    ]
