"""``manage.py import_archive FILE.jsonl``: releases of years, published as they were, many a second."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from press.archive import taking_in

TOLD = 50


class Command(BaseCommand):
    help = "Takes in an archive of releases, one JSON object a line (docs/archive.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="- reads what is given on standard input")
        parser.add_argument("--dry-run", action="store_true", help="say what would be refused, take nothing in")
        parser.add_argument(
            "--processes",
            type=int,
            default=os.cpu_count() or 1,
            help="that take it in side by side (default: as many as there are cores); 0: this one alone",
        )

    def handle(self, *args: Any, file: Path, dry_run: bool, processes: int, **options: Any) -> None:
        out = cast(TextIO, self.stdout)
        console = Console(file=out, highlight=False, width=None if out.isatty() else 160)
        with _opened(file) as stream, _bar(console) as bar:
            size = file.stat().st_size if file.is_file() else None
            row = bar.add_task("Releases", total=size, releases=0)
            outcome = taking_in.take_in(
                _counted(stream, lambda read: bar.update(row, completed=read)),
                by=None,
                processes=processes,
                dry_run=dry_run,
                progress=lambda so_far: bar.update(row, releases=so_far.taken),
            )
            bar.update(row, completed=size)
        self._tell(outcome, dry_run=dry_run)

    def _tell(self, outcome: taking_in.Outcome, *, dry_run: bool) -> None:
        for refusal in outcome.reasons[:TOLD]:
            self.stderr.write(f"Line {refusal.number} {refusal.reason}.")
        if more := outcome.refused - len(outcome.reasons[:TOLD]):
            self.stderr.write(f"And {more} more.")
        taken = f"{outcome.read - outcome.known - outcome.refused:,}" if dry_run else f"{outcome.taken:,}"
        done = "would be taken in" if dry_run else "taken in"
        self.stdout.write(f"{taken} releases {done}, {outcome.known:,} were there, {outcome.refused:,} refused.")
        if outcome.refused:
            raise CommandError(f"{outcome.refused} of {outcome.read} lines refused.")


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    if str(file) == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    with stream:
        yield stream


def _counted(stream: BinaryIO, tell: Callable[[int], object]) -> Iterator[bytes]:
    """The lines; tells how many bytes were read, now and then."""
    read = 0
    for number, line in enumerate(stream):
        read += len(line)
        if number % 500 == 0:
            tell(read)
        yield line


def _bar(console: Console) -> Progress:
    """How much is done, how many releases, and since when."""
    columns = [
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[releases]}"),
    ]
    return Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=console)
