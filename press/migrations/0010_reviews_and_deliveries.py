"""Decisions and remarks on texts, release sets, and what is sent by mail."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from osce_site import triggers


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0009_shown_to_guests"),
        ("taxonomy", "0005_days_in_order_told_in_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReleaseSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("goes_out_at", models.DateTimeField(editable=False, null=True, verbose_name="goes out at")),
                (
                    "sent_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="when it was published or scheduled as a whole",
                        null=True,
                        verbose_name="settled at",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
            ],
            options={
                "verbose_name": "release set",
                "verbose_name_plural": "release sets",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Remark",
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
                (
                    "field",
                    models.CharField(
                        blank=True,
                        help_text="headline, lead, body; empty: all of it",
                        max_length=10,
                        verbose_name="field",
                    ),
                ),
                ("quote", models.TextField(blank=True, verbose_name="passage")),
                (
                    "start",
                    models.IntegerField(
                        default=-1,
                        help_text="where the passage began, in characters of the field's plain text; -1: not known",
                    ),
                ),
                ("words", models.TextField(verbose_name="remark")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("resolved_at", models.DateTimeField(null=True, verbose_name="resolved at")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="press.release"
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="resolved by",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="press.revision"
                    ),
                ),
                (
                    "showing",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="press.showing",
                        verbose_name="by a guest",
                    ),
                ),
            ],
            options={
                "verbose_name": "remark",
                "verbose_name_plural": "remarks",
                "ordering": ["release", "id"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asked", "Review asked for"),
                            ("approved", "Approved"),
                            ("sent-back", "Sent back"),
                            ("forced", "Published without review"),
                            ("reviewed", "Reviewed afterwards"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "versions",
                    models.JSONField(
                        default=dict, help_text="language and version of each text", verbose_name="versions"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "asked_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked of",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="press.release"
                    ),
                ),
                (
                    "showing",
                    models.ForeignKey(
                        help_text="the preview in which a person without account decided",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="press.showing",
                        verbose_name="by a guest",
                    ),
                ),
            ],
            options={
                "verbose_name": "review",
                "verbose_name_plural": "reviews",
                "ordering": ["release", "-id"],
            },
        ),
        migrations.CreateModel(
            name="SetMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "languages",
                    models.JSONField(blank=True, default=list, help_text="empty: all it has", verbose_name="languages"),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="set_members",
                        to="press.release",
                        verbose_name="release",
                    ),
                ),
                (
                    "release_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="press.releaseset"
                    ),
                ),
            ],
            options={
                "verbose_name": "release of a set",
                "verbose_name_plural": "releases of a set",
                "ordering": ["release_set", "id"],
            },
        ),
        migrations.CreateModel(
            name="SetMenuChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "shown",
                    models.BooleanField(
                        default=True, help_text="from the instant on; else it ends then", verbose_name="shown"
                    ),
                ),
                (
                    "before",
                    models.JSONField(
                        default=dict, editable=False, help_text="how the entry stood before; put back if called off"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="taxonomy.menuentry",
                        verbose_name="menu entry",
                    ),
                ),
                (
                    "release_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="menu_changes", to="press.releaseset"
                    ),
                ),
            ],
            options={
                "verbose_name": "menu change of a set",
                "verbose_name_plural": "menu changes of a set",
                "ordering": ["release_set", "id"],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        help_text="what is told to whom: told once", max_length=200, unique=True, verbose_name="key"
                    ),
                ),
                ("address", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("subject", models.CharField(max_length=300, verbose_name="subject")),
                ("words", models.TextField(verbose_name="words")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent at")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="problem")),
                (
                    "to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(condition=models.Q(("sent_at", None)), fields=["made_at"], name="deliveries_to_send")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("address", ""), _negated=True), name="a_delivery_has_an_address"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="releaseset",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_release_set_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="a_remark_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["forced", "sent-back"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="who_forces_or_sends_back_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="setmember",
            constraint=models.UniqueConstraint(
                fields=("release_set", "release"), name="a_release_stands_once_in_a_set"
            ),
        ),
        migrations.AddConstraint(
            model_name="setmenuchange",
            constraint=models.UniqueConstraint(
                fields=("release_set", "entry"), name="a_menu_entry_changes_once_in_a_set"
            ),
        ),
        triggers.frozen("press", "review"),
        triggers.frozen("press", "remark", but=["resolved_at", "resolved_by_id"]),
    ]
