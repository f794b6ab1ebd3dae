"""Of each photo is known which words its files hold, so that they are written anew only when others are public."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("press", "0013_roles_instead_of_groups")]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="words_written",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
    ]
