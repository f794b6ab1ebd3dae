"""What goes out around the words is kept under numbers, and decisions name the one they have seen.

Decisions of before have seen what stood at the first look: 0. Of a release that is changed before it is looked at,
the first number is 1, and no decision of before covers it.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from osce_site import triggers


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0018_a_search_that_weighs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="release",
            name="frame",
            field=models.PositiveIntegerField(
                default=0, editable=False, help_text="number of what goes out around the words, as it stands now"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="frame",
            field=models.PositiveIntegerField(
                default=0,
                help_text="number of what goes out around the words; empty: it does not speak of that",
                null=True,
                verbose_name="frame",
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Frame",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "number",
                    models.PositiveIntegerField(
                        help_text="0: as it was when it was first looked at", verbose_name="number"
                    ),
                ),
                ("said", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField(verbose_name="saved at")),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="frames", to="press.release"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saved by",
                    ),
                ),
            ],
            options={
                "verbose_name": "frame",
                "verbose_name_plural": "frames",
                "ordering": ["release", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("release", "number"), name="a_frame_number_is_given_once")
                ],
            },
        ),
        triggers.frozen_again("press", "review"),
        triggers.frozen("press", "frame"),
    ]
