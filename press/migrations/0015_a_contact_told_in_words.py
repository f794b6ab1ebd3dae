"""A contact that nobody can reach is refused in a sentence."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0014_words_in_the_files_of_photos"),
        ("taxonomy", "0006_shown_from_an_instant"),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="contact",
            name="a_contact_can_be_reached",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", ""), ("telephone", ""), _negated=True),
                name="a_contact_can_be_reached",
                violation_error_message="Give an e-mail address or a telephone number.",
            ),
        ),
    ]
