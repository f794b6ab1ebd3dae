"""An entry of a menu is kept back, and is shown from an instant on or until one.

All may be empty: so SQLite adds the columns to the table, and its triggers stay.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("taxonomy", "0005_days_in_order_told_in_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="menuentry",
            name="kept_back_since",
            field=models.DateTimeField(
                editable=False,
                help_text="not shown to readers, but from the instant on that ``shown_from`` says",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="menuentry",
            name="shown_from",
            field=models.DateTimeField(editable=False, null=True, verbose_name="shown from"),
        ),
        migrations.AddField(
            model_name="menuentry",
            name="shown_until",
            field=models.DateTimeField(editable=False, null=True, verbose_name="shown until"),
        ),
    ]
