"""``manage.py tell_alarms``: mails what cannot wait to the people it concerns. For a cron where no worker runs."""

from typing import Any

from django.core.management.base import BaseCommand

from osce_site import freshness
from press import alarms


class Command(BaseCommand):
    help = "Mails what is overdue, cannot go out or went out unreviewed to its people, once. The worker sends the mails."

    def handle(self, *args: Any, **options: Any) -> None:
        for alarm in alarms.standing(freshness.now()):
            self.stdout.write(f"{alarm.release.pk} {alarm.kind}: {alarm.message}")
        self.stdout.write(f"Mails written: {alarms.tell(freshness.now())}")
