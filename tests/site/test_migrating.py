"""How long what brings the database up to date may take."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import pre_migrate


@pytest.mark.django_db
def test_migrate_takes_the_time_it_takes_and_what_comes_after_is_held_to_its_own() -> None:
    """Writing a table of a million rows anew was broken off after half a minute."""
    meanwhile: list[str] = []

    def look(**kwargs: Any) -> None:
        meanwhile.append(_longest())

    *_, last = apps.get_app_configs()
    pre_migrate.connect(look, sender=last)
    try:
        before = _longest()
        call_command("migrate", verbosity=0)
    finally:
        pre_migrate.disconnect(look, sender=last)
    usual, none = ("30s", "0") if connection.vendor == "postgresql" else ("", "")
    assert (before, meanwhile, _longest()) == (usual, [none], usual)


def _longest() -> str:
    """A statement may take; SQLite knows no such thing."""
    if connection.vendor == "sqlite":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return str(cursor.fetchone()[0])
