"""``manage.py demo``: the example newsroom, and an officer for each role. Run again, it changes nothing."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand

from osce_site.models import User
from press import example
from press.models import Assignment
from press.models.assignment import Role
from taxonomy import snapshot

MISSION = ("field-operations", "mission-to-serbia")
"""The source of the officer who writes for one field operation alone."""


class Command(BaseCommand):
    help = "Fills an empty site with the example newsroom and makes an officer for each role."

    def handle(self, *args: Any, **options: Any) -> None:
        for role in Role:
            self._officer(role.value, role)
        if mission := snapshot.current().find(*MISSION):
            self._officer("mission", Role.WRITER, mission.id)
        editor, writer = (User.objects.get(username=name) for name in ("editor", "writer"))
        filed = example.load(by=editor, writer=writer)
        self.stdout.write(f"Example newsroom: {filed} releases filed." if filed else "Example newsroom: nothing to do.")

    def _officer(self, name: str, role: Role, source: int | None = None) -> None:
        """``source``: ``None`` for the whole organisation."""
        known = {"is_staff": True, "email": f"{name}@example.org"}
        officer, made = User.objects.get_or_create(username=name, defaults=known)
        if made:
            # Printed this once and kept nowhere: the database holds its hash.
            password = secrets.token_urlsafe(12)
            officer.set_password(password)
            officer.save()
            Assignment.objects.create(user=officer, role=role, source_id=source)
            self.stdout.write(f"Officer {name:<12} password {password}")
