"""Who was in one of the four groups has the role now, for the whole organisation; the groups gave nothing else."""

from typing import Any

from django.conf import settings
from django.db import migrations

ROLES = ("translator", "writer", "editor", "chief")


def assign(apps: Any, schema_editor: Any) -> None:
    """May be run again: what is there is left. Superusers, who may everything, keep their role beside it."""
    assignment, group = apps.get_model("press", "Assignment"), apps.get_model("auth", "Group")
    for one in group.objects.filter(name__in=ROLES):
        for user in one.user_set.all():
            assignment.objects.get_or_create(user=user, role=one.name, source=None)
        one.delete()


def nothing(apps: Any, schema_editor: Any) -> None:
    """The assignments stay: the groups that would have to be made again are made by no code any more."""


class Migration(migrations.Migration):
    dependencies = [
        ("press", "0012_acts_on_many"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(assign, nothing)]
