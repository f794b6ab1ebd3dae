"""Releases can be filed anew: beside what an edition was filed under when it went out stands what it is found under."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from osce_site import triggers


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0003_full_text_search"),
        ("taxonomy", "0002_no_cycles_no_two_names_at_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="found_under",
            field=models.JSONField(
                editable=False, help_text="the same today; empty: as it went out", null=True, verbose_name="found under"
            ),
        ),
        migrations.AlterField(
            model_name="edition",
            name="filed_under",
            field=models.JSONField(
                default=list,
                help_text="pairs of role and key of a term, in order, as it went out",
                verbose_name="filed under",
            ),
        ),
        migrations.CreateModel(
            name="Refiling",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(verbose_name="at")),
                ("reason", models.TextField(verbose_name="reason")),
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
                        verbose_name="as",
                    ),
                ),
                (
                    "added",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="taxonomy.term",
                        verbose_name="put on",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "removed",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="taxonomy.term",
                        verbose_name="taken off",
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="press.refiling",
                        verbose_name="takes back",
                    ),
                ),
            ],
            options={
                "verbose_name": "refiling",
                "verbose_name_plural": "refilings",
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="Refiled",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                (
                    "edition",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refiled",
                        to="press.edition",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refiled", to="press.release"
                    ),
                ),
                (
                    "refiling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refiled", to="press.refiling"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddConstraint(
            model_name="refiling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("added", None), ("removed", None), _negated=True),
                    models.Q(("undoes", None), _negated=True),
                    _connector="OR",
                ),
                name="a_refiling_takes_off_or_puts_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="refiling",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="a_refiling_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="refiled",
            constraint=models.UniqueConstraint(
                condition=models.Q(("edition", None)),
                fields=("refiling", "release"),
                name="a_release_is_filed_anew_once_in_an_act",
            ),
        ),
        migrations.AddConstraint(
            model_name="refiled",
            constraint=models.UniqueConstraint(
                fields=("refiling", "edition"), name="an_edition_is_filed_anew_once_in_an_act"
            ),
        ),
        triggers.frozen("press", "refiling"),
        triggers.frozen("press", "refiled"),
    ]
