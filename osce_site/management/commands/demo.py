"""``manage.py demo``: the example newsroom, and an officer for each role. Run again, it changes nothing."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand

from osce_site import roles
from osce_site.models import User
from press import example


class Command(BaseCommand):
    help = "Fills an empty site with the example newsroom and makes an officer for each role."

    def handle(self, *args: Any, **options: Any) -> None:
        groups = roles.make_roles()
        for name, group in groups.items():
            officer, made = User.objects.get_or_create(username=name, defaults={"is_staff": True})
            if made:
                # Printed this once and kept nowhere: the database holds its hash.
                password = secrets.token_urlsafe(12)
                officer.set_password(password)
                officer.save()
                officer.groups.add(group)
                self.stdout.write(f"Officer {name:<12} password {password}")
        filed = example.load(by=User.objects.get(username="editor"))
        self.stdout.write(f"Example newsroom: {filed} releases filed." if filed else "Example newsroom: nothing to do.")
