"""Frozen versions shown to named persons without an account."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from osce_site import triggers


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0008_links_checked"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Showing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("preview", "Preview"), ("embargoed", "Embargoed access")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        editable=False, help_text="SHA-256 of the word in its address", max_length=64, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("organisation", models.CharField(blank=True, max_length=200, verbose_name="organisation")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "shown",
                    models.JSONField(
                        help_text="by language: the key of the revision; and filing, photos, documents, contacts",
                        verbose_name="shown",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("expires_at", models.DateTimeField(verbose_name="expires at")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="revoked at")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="showings", to="press.release"
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="revoked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "showing",
                "verbose_name_plural": "showings",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "what",
                    models.CharField(
                        help_text="a language, or the name of a file", max_length=300, verbose_name="what"
                    ),
                ),
                (
                    "showing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="openings", to="press.showing"
                    ),
                ),
            ],
            options={
                "verbose_name": "opening",
                "verbose_name_plural": "openings",
                "ordering": ["showing", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="showing",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_showing_names_its_guest"
            ),
        ),
        migrations.AddConstraint(
            model_name="showing",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("made_at"))), name="a_showing_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.CheckConstraint(
                condition=models.Q(("what", ""), _negated=True), name="an_opening_says_of_what"
            ),
        ),
        # It can be ended early; nothing else about it changes.
        triggers.frozen("press", "showing", but=["revoked_at", "revoked_by_id"]),
        triggers.frozen("press", "opening"),
    ]
