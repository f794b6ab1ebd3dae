"""``manage.py import_release FILE…``: pages of releases, saved as text or HTML, become drafts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track
from rich.table import Table

from osce_site.languages import OFFICIAL, ORIGINAL
from press import importing


class Command(BaseCommand):
    help = "Files pages of releases, saved as text or HTML, as drafts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--language", choices=list(OFFICIAL), default=ORIGINAL, help="of the pages")
        parser.add_argument("--dry-run", action="store_true", help="say what would be filed, file nothing")

    def handle(self, *args: Any, files: list[Path], language: str, dry_run: bool, **options: Any) -> None:
        console = Console(file=cast(TextIO, self.stdout), highlight=False, width=None if self.stdout.isatty() else 160)
        table = Table("File", "Outcome", "Headline or reason", box=None, pad_edge=False)
        refused = 0
        for path in track(files, "Reading", console=console, disable=len(files) < 2):
            try:
                outcome, told = self._file(path, language, dry_run=dry_run)
            except importing.NoRelease as reason:
                outcome, told, refused = "not filed", str(reason), refused + 1
            table.add_row(str(path), outcome, told)
        console.print(table)
        if refused:
            raise CommandError(f"{refused} of {len(files)} not filed.")

    def _file(self, path: Path, language: str, *, dry_run: bool) -> tuple[str, str]:
        page = importing.read(path, language)
        if dry_run:
            importing.terms(page)
            return "would be filed", page.headline
        release = importing.file(page, language)
        return (f"filed as {release.pk}" if release else "filed before"), page.headline
