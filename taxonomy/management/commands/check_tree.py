"""``manage.py check_tree``: whether the tree, its dated rows and the index made from it are whole."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from taxonomy import verifying


class Command(BaseCommand):
    help = (
        "Says in words what is wrong with the tree, its dated rows, names, successions, menus and the index. "
        "Exit code 1 where anything is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="mend what follows from the parents; refuse the rest")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        left = self._repair() if repair else self._look()
        if left and repair:
            raise CommandError(f"{left} left to a person.")
        if left:
            raise CommandError(f"{left} wrong. What follows from the parents is mended by check_tree --repair.")
        self.stdout.write("The tree is whole.")

    def _look(self) -> int:
        faults = 0
        for finding in verifying.findings():
            faults += not finding.remark
            self.stdout.write(f"{'Remark' if finding.remark else 'Wrong'}: {finding.sentence}")
        return faults

    def _repair(self) -> int:
        done = verifying.mend()
        for sentence in done.mended:
            self.stdout.write(f"Mended: {sentence}")
        for sentence in done.refused:
            self.stdout.write(f"Refused: {sentence}")
        return len(done.refused)
