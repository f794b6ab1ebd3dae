"""Indexes that another begins with cost every release that is stored, and mislead PostgreSQL in its plans."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from osce_site import triggers


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0021_the_head_of_the_home_page"),
        ("taxonomy", "0006_shown_from_an_instant"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="placement",
            name="an_edition_stands_once_under_a_term_in_a_role",
        ),
        migrations.RemoveIndex(
            model_name="placement",
            name="is_an_edition_of_a_term",
        ),
        migrations.AlterField(
            model_name="edition",
            name="release",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="press.release"
            ),
        ),
        migrations.AlterField(
            model_name="frame",
            name="release",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="frames", to="press.release"
            ),
        ),
        migrations.AlterField(
            model_name="placement",
            name="edition",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="placements",
                to="press.edition",
            ),
        ),
        migrations.AlterField(
            model_name="placement",
            name="term",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="placements",
                to="taxonomy.term",
            ),
        ),
        migrations.AlterField(
            model_name="release",
            name="imported_from",
            field=models.CharField(
                editable=False, help_text="digest of the page it was read from", max_length=64, null=True
            ),
        ),
        migrations.AlterField(
            model_name="revision",
            name="text",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="press.text"
            ),
        ),
        migrations.AlterField(
            model_name="tagging",
            name="release",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="taggings", to="press.release"
            ),
        ),
        migrations.AlterField(
            model_name="text",
            name="release",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="press.release"
            ),
        ),
        migrations.RemoveIndex(
            model_name="placement",
            name="a_list_of_a_term",
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(fields=["term", "language", "-listed_at", "-release_number"], name="a_list_of_a_term"),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(
                fields=("edition", "term", "role"), name="an_edition_stands_once_under_a_term_in_a_role"
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("term", None)), fields=("edition",), name="an_edition_stands_once_in_the_newsroom"
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(fields=("imported_from",), name="a_page_is_imported_once"),
        ),
        triggers.frozen_again("press", "edition", but=["ended_at", "found_under"]),
        triggers.frozen_again("press", "frame"),
        triggers.frozen_again("press", "revision"),
    ]
