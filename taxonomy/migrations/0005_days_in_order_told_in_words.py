"""Days in the wrong order are refused in a sentence, not by the name of a constraint."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("taxonomy", "0004_one_writer_at_a_time"),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="broader",
            name="a_place_in_the_tree_ends_after_it_begins",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="a_place_in_the_tree_ends_after_it_begins",
                violation_error_message="The last day lies before the first.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="label",
            name="a_name_ends_after_it_begins",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="a_name_ends_after_it_begins",
                violation_error_message="The last day lies before the first.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="menuentry",
            name="a_menu_entry_ends_after_it_begins",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="a_menu_entry_ends_after_it_begins",
                violation_error_message="The last day lies before the first.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="relation",
            name="a_relation_ends_after_it_begins",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="a_relation_ends_after_it_begins",
                violation_error_message="The last day lies before the first.",
            ),
        ),
    ]
