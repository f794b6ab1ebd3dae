"""Tables of how many releases each list holds, filled with what there is."""

from typing import Any

from django.db import migrations, models


def count(apps: Any, schema_editor: Any) -> None:
    from press import tallying

    tallying.note(tallying.from_the_index())


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0022_one_index_for_each_question"),
    ]

    operations = [
        migrations.CreateModel(
            name="TallyChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.BigIntegerField()),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("source", "source"),
                            ("field", "field of work"),
                            ("country", "country"),
                            ("meeting", "meeting"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("fr", "Français"),
                            ("de", "Deutsch"),
                            ("it", "Italiano"),
                            ("ru", "Русский"),
                            ("es", "Español"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "other_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("source", "source"),
                            ("field", "field of work"),
                            ("country", "country"),
                            ("meeting", "meeting"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("press-release", "Press release"),
                            ("news", "News"),
                            ("statement", "Statement"),
                            ("media-advisory", "Media advisory"),
                            ("spot-report", "Spot report"),
                        ],
                        max_length=20,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("other_term", models.BigIntegerField()),
                ("count", models.IntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("term", models.BigIntegerField()),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("source", "source"),
                            ("field", "field of work"),
                            ("country", "country"),
                            ("meeting", "meeting"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("en", "English"),
                            ("fr", "Français"),
                            ("de", "Deutsch"),
                            ("it", "Italiano"),
                            ("ru", "Русский"),
                            ("es", "Español"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "other_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("source", "source"),
                            ("field", "field of work"),
                            ("country", "country"),
                            ("meeting", "meeting"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("press-release", "Press release"),
                            ("news", "News"),
                            ("statement", "Statement"),
                            ("media-advisory", "Media advisory"),
                            ("spot-report", "Spot report"),
                        ],
                        max_length=20,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("other_term", models.BigIntegerField()),
                ("count", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("term", "role", "language", "other_role", "kind", "year", "other_term"),
                        name="a_list_is_counted_once",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="tallychange",
            constraint=models.CheckConstraint(
                condition=models.Q(("count", 0), _negated=True), name="a_change_changes_a_tally"
            ),
        ),
        migrations.RunPython(count, migrations.RunPython.noop, elidable=True),
    ]
