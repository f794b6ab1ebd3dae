"""Foreign links and whether they answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0007_assignments"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.URLField(max_length=2000, unique=True, verbose_name="address")),
                ("checked_at", models.DateTimeField(null=True, verbose_name="checked at")),
                (
                    "status",
                    models.PositiveSmallIntegerField(
                        help_text="of HTTP; empty: no answer", null=True, verbose_name="status"
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="problem")),
                ("next_at", models.DateTimeField(null=True, verbose_name="next check")),
            ],
            options={
                "verbose_name": "checked link",
                "verbose_name_plural": "checked links",
                "ordering": ["url"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("url", ""), _negated=True), name="a_checked_link_has_an_address"
                    )
                ],
            },
        ),
    ]
