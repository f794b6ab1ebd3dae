"""Roles for a source."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0006_written_together"),
        ("taxonomy", "0005_days_in_order_told_in_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("translator", "Translator"),
                            ("writer", "Writer"),
                            ("editor", "Editor"),
                            ("chief", "Chief"),
                        ],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        help_text="with everything below it; empty: the whole organisation",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="taxonomy.term",
                        verbose_name="source",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "ordering": ["user", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "role", "source"),
                        name="a_role_is_given_once_for_a_source",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source", None)),
                        fields=("user", "role"),
                        name="a_role_is_given_once_for_the_whole",
                    ),
                ],
            },
        ),
    ]
