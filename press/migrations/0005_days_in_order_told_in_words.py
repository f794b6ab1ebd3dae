"""Days in the wrong order are refused in a sentence, not by the name of a constraint."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0004_filed_anew"),
        ("taxonomy", "0005_days_in_order_told_in_words"),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="contact",
            name="a_contact_ends_after_it_begins",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="a_contact_ends_after_it_begins",
                violation_error_message="The last day lies before the first.",
            ),
        ),
    ]
