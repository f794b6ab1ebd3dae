"""Vocabularies change their word in addresses too; what was deleted answers that it is gone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("osce_site", "0002_append_only_ledger"),
    ]

    operations = [
        migrations.AlterField(
            model_name="address",
            name="kind",
            field=models.CharField(
                choices=[
                    ("term", "term"),
                    ("vocabulary", "vocabulary"),
                    ("release", "release"),
                    ("gone", "gone for good"),
                ],
                max_length=10,
                verbose_name="leads to a",
            ),
        ),
    ]
