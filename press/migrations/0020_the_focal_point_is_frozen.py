"""An edition keeps around what the card of a photo is cut. Those that are there keep what the photo has today."""

from typing import Any

import django.core.validators
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

from osce_site import triggers


def carry_over(apps: Any, schema_editor: Any) -> None:
    photo = apps.get_model("press", "Photo").objects.filter(pk=OuterRef("photo"))
    apps.get_model("press", "EditionPhoto").objects.update(
        focal_x=Subquery(photo.values("focal_x")), focal_y=Subquery(photo.values("focal_y"))
    )


class Migration(migrations.Migration):
    dependencies = [("press", "0019_what_goes_out_around_the_words")]

    operations = [
        migrations.AddField(
            model_name="editionphoto",
            name="focal_x",
            field=models.PositiveSmallIntegerField(
                default=50,
                help_text="percent",
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="focal point, from the left",
            ),
        ),
        migrations.AddField(
            model_name="editionphoto",
            name="focal_y",
            field=models.PositiveSmallIntegerField(
                default=50,
                help_text="percent",
                validators=[django.core.validators.MaxValueValidator(100)],
                verbose_name="focal point, from the top",
            ),
        ),
        migrations.AddConstraint(
            model_name="editionphoto",
            constraint=models.CheckConstraint(
                condition=models.Q(("focal_x__lte", 100), ("focal_y__lte", 100)),
                name="the_frozen_focal_point_lies_in_the_photo",
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        triggers.frozen_again("press", "editionphoto"),
    ]
