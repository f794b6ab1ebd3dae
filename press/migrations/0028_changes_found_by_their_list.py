"""What is still to be added to a list's numbers is looked up, and not read past what was added before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("press", "0027_a_number_has_the_key_of_its_list")]

    operations = [
        migrations.AddIndex(
            model_name="tallychange",
            index=models.Index(fields=["term", "role", "language"], name="changes_of_a_list"),
        ),
    ]
