"""``manage.py tell_alarms``: mails what cannot wait to the people it concerns, once, or by the worker each minute."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from osce_site import freshness
from press import alarms, watching


class Command(BaseCommand):
    help = "Mails what is overdue, cannot go out or went out unreviewed to its people. The worker sends the mails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--each-minute", action="store_true", help="has the worker do it from now on; a second time changes nothing"
        )

    def handle(self, *, each_minute: bool, **options: Any) -> None:
        for alarm in alarms.standing(freshness.now()):
            self.stdout.write(f"{alarm.release.pk} {alarm.kind}: {alarm.message}")
        self.stdout.write(f"Mails written: {alarms.tell(freshness.now())}")
        if each_minute:
            watching.start()
