"""Colleagues in one text: what kind of save a revision is, who is there; a text in work may lack its headline."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from osce_site import triggers


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0005_days_in_order_told_in_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # PostgreSQL changes no column that a trigger speaks of; at the end the table is frozen again.
        triggers.sql(postgresql=["DROP TRIGGER press_revision_frozen_update ON press_revision"], sqlite=[]),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        verbose_name="language",
                    ),
                ),
                ("seen_at", models.DateTimeField(verbose_name="seen at")),
            ],
            options={
                "verbose_name": "presence",
                "verbose_name_plural": "presences",
            },
        ),
        migrations.RemoveConstraint(
            model_name="text",
            name="a_text_has_a_headline",
        ),
        migrations.AddField(
            model_name="release",
            name="begun_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="begun by",
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="planned_for",
            field=models.DateTimeField(
                blank=True,
                help_text="when it is meant to go out; past it, it is overdue",
                null=True,
                verbose_name="planned for",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="based_on",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="the revision its writer had before him, or that was restored",
                null=True,
                verbose_name="based on",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="kind",
            field=models.CharField(
                choices=[
                    ("saved", "Saved"),
                    ("autosaved", "Saved by itself"),
                    ("aside", "Kept aside"),
                    ("merged", "Merged"),
                    ("restored", "Restored"),
                ],
                default="saved",
                help_text="kept aside: what a writer had before it was merged with what a colleague saved",
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="edition",
            name="headline",
            field=models.CharField(
                blank=True, help_text="may be missing as long as it is in work", max_length=300, verbose_name="headline"
            ),
        ),
        migrations.AlterField(
            model_name="revision",
            name="headline",
            field=models.TextField(blank=True, verbose_name="headline"),
        ),
        migrations.AlterField(
            model_name="revision",
            name="place",
            field=models.TextField(blank=True, verbose_name="place of the dateline"),
        ),
        migrations.AlterField(
            model_name="revision",
            name="lead",
            field=models.TextField(blank=True, verbose_name="lead"),
        ),
        migrations.AlterField(
            model_name="revision",
            name="number",
            field=models.PositiveIntegerField(help_text="counts all that was kept of a text", verbose_name="number"),
        ),
        migrations.AlterField(
            model_name="text",
            name="headline",
            field=models.CharField(
                blank=True, help_text="may be missing as long as it is in work", max_length=300, verbose_name="headline"
            ),
        ),
        migrations.AddField(
            model_name="presence",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="presences", to="press.release"
            ),
        ),
        migrations.AddField(
            model_name="presence",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(
                fields=("release", "language", "user"), name="a_person_is_once_in_a_text"
            ),
        ),
        triggers.frozen_again("press", "revision"),
    ]
