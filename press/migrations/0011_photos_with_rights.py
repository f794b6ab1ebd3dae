"""Photos carry their rights and say which sizes of them are there; files wait for their words; pages are counted."""

from typing import Any

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Substr

import press.models.attachment
from osce_site import triggers

WIDTHS = (480, 960, 1600)


def carry_over(apps: Any, schema_editor: Any) -> None:
    """What is there keeps its words and its sizes: whoever was credited is taken for who holds the rights."""
    photos = apps.get_model("press", "Photo").objects
    photos.filter(usage_terms="").update(usage_terms="Not stated.")
    photos.update(copyright=models.F("credit"))
    for pk, width in list(photos.values_list("pk", "width")):
        made = [f"{one}.jpg" for one in WIDTHS if one <= width] or [f"{width}.jpg"]
        photos.filter(pk=pk).update(sizes=made)
    undescribed = apps.get_model("press", "PhotoText").objects.filter(alt="")
    undescribed.exclude(caption="").update(alt=Substr("caption", 1, 300))
    undescribed.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0010_reviews_and_deliveries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WaitingFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(default=press.models.attachment.draw_token, max_length=40, unique=True)),
                ("kind", models.CharField(choices=[("photo", "photo"), ("document", "document")], max_length=10)),
                ("file", models.FileField(upload_to=press.models.attachment.waiting_path)),
                ("name", models.CharField(max_length=80)),
                (
                    "title",
                    models.CharField(blank=True, help_text="what the file itself says it is called", max_length=300),
                ),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("pages", models.PositiveIntegerField(null=True)),
                ("size", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="added_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="added at"),
        ),
        migrations.AddField(
            model_name="document",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="added by",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="pages",
            field=models.PositiveIntegerField(
                editable=False, help_text="empty: nobody counted them when it came in", null=True, verbose_name="pages"
            ),
        ),
        migrations.AddField(
            model_name="editionphoto",
            name="copyright",
            field=models.CharField(blank=True, help_text="empty: from before it was asked for", max_length=200),
        ),
        migrations.AddField(
            model_name="photo",
            name="added_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="added at"),
        ),
        migrations.AddField(
            model_name="photo",
            name="added_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="added by",
            ),
        ),
        migrations.AddField(
            model_name="photo",
            name="copyright",
            field=models.CharField(
                default="", help_text="who holds the rights", max_length=200, verbose_name="copyright"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="photo",
            name="failure",
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name="failure"),
        ),
        migrations.AddField(
            model_name="photo",
            name="focal_x",
            field=models.PositiveSmallIntegerField(
                default=50,
                help_text="percent",
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="focal point, from the left",
            ),
        ),
        migrations.AddField(
            model_name="photo",
            name="focal_y",
            field=models.PositiveSmallIntegerField(
                default=50,
                help_text="percent",
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="focal point, from the top",
            ),
        ),
        migrations.AddField(
            model_name="photo",
            name="generation",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="photo",
            name="name",
            field=models.CharField(default="photo", editable=False, max_length=80, verbose_name="name"),
        ),
        migrations.AddField(
            model_name="photo",
            name="sizes",
            field=models.JSONField(default=list, editable=False, verbose_name="sizes"),
        ),
        migrations.AddField(
            model_name="photo",
            name="wanted",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="photo",
            name="credit",
            field=models.CharField(
                help_text="as it stands below the photo: OSCE/First Last", max_length=200, verbose_name="credit"
            ),
        ),
        migrations.AlterField(
            model_name="photo",
            name="usage_terms",
            field=models.CharField(help_text="what others may do with it", max_length=300, verbose_name="usage terms"),
        ),
        triggers.frozen_again("press", "editionphoto"),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(("copyright", ""), _negated=True), name="a_photo_says_who_holds_its_rights"
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(("usage_terms", ""), _negated=True), name="a_photo_says_what_others_may_do_with_it"
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(("focal_x__lte", 100), ("focal_y__lte", 100)),
                name="the_focal_point_lies_in_the_photo",
            ),
        ),
        migrations.AddConstraint(
            model_name="phototext",
            constraint=models.CheckConstraint(
                condition=models.Q(("alt", ""), _negated=True), name="the_words_of_a_photo_say_what_it_shows"
            ),
        ),
        migrations.AddField(
            model_name="waitingfile",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="waitingfile",
            name="release",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="press.release"
            ),
        ),
        migrations.AddConstraint(
            model_name="waitingfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["photo", "document"])), name="what_waits_is_a_photo_or_a_document"
            ),
        ),
    ]
