"""Large acts are carried out in the background and watched meanwhile."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("osce_site", "0002_append_only_ledger"),
        ("taxonomy", "0002_no_cycles_no_two_names_at_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Undertaking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act", models.CharField(max_length=40, verbose_name="act")),
                ("said", models.JSONField(help_text="the act in the words of taxonomy.undertakings")),
                ("asked_at", models.DateTimeField(verbose_name="asked for at")),
                ("begun_at", models.DateTimeField(null=True, verbose_name="begun at")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                ("refusal", models.TextField(blank=True, help_text="why it was not done")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="osce_site.ledgerentry",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="undertakings",
                        to="taxonomy.term",
                    ),
                ),
            ],
            options={
                "verbose_name": "undertaking",
                "verbose_name_plural": "undertakings",
                "ordering": ["-asked_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("entry", None), ("refusal", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                models.Q(
                                    models.Q(("entry__isnull", False), ("refusal", "")),
                                    models.Q(("entry", None), models.Q(("refusal", ""), _negated=True)),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="an_undertaking_ends_done_or_refused",
                    )
                ],
            },
        ),
    ]
