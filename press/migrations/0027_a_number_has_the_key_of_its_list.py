"""Numbers of lists have no key beside their list, and room to change within a page: that costs a third."""

from typing import Any

from django.db import migrations, models

COLUMNS = "term, role, language, other_role, kind, year, other_term, count"


def leave_room(apps: Any, schema_editor: Any) -> None:
    """PostgreSQL writes a changed row beside the old one and tells no index, where there is room on the page."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE press_tally SET (fillfactor = 50)")


class Migration(migrations.Migration):
    dependencies = [("press", "0026_marks_of_what_is_frozen")]

    operations = [
        migrations.RemoveConstraint(model_name="tally", name="a_list_is_counted_once"),
        migrations.RenameModel(old_name="Tally", new_name="FormerTally"),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "term",
                        "role",
                        "language",
                        "other_role",
                        "kind",
                        "year",
                        "other_term",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
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
            options={"abstract": False},
        ),
        migrations.RunPython(leave_room, migrations.RunPython.noop, elidable=False),
        migrations.RunSQL(
            f"INSERT INTO press_tally ({COLUMNS}) SELECT {COLUMNS} FROM press_formertally ORDER BY {COLUMNS}",
            migrations.RunSQL.noop,
            elidable=True,
        ),
        migrations.DeleteModel(name="FormerTally"),
    ]
