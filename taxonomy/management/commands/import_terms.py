"""``manage.py import_terms``: the taxonomy and the menus as files say. Run again, it changes nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from taxonomy import exchange, importing, seed_text

FOLDER = Path(importing.__file__).parent / "seeds"


class Command(BaseCommand):
    help = "Loads vocabularies, terms, names, relations and menus from seed text, SKOS or CSV tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="*",
            type=Path,
            metavar="FILE",
            help="files that end in .txt, .ttl, .jsonld or .zip, or a folder of them or of .csv tables; "
            "default: all of taxonomy/seeds",
        )
        parser.add_argument(
            "--format", choices=list(exchange.ENDINGS), default="", dest="form", help="where no ending tells it"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change, change nothing")

    def handle(self, *args: Any, files: list[Path], form: str, dry_run: bool, **options: Any) -> None:
        try:
            report = importing.apply(exchange.read(files or [FOLDER], form), dry_run=dry_run)
        except seed_text.BadSeed as refused:
            raise CommandError(f"Refused, nothing was changed:\n{refused}") from refused
        if dry_run or options["verbosity"] > 1:
            for line in report.lines:
                self.stdout.write(line)
        if dry_run or options["verbosity"]:
            for name, counts in report.counts.items():
                told = ", ".join(f"{count} {sort}" for sort, count in sorted(counts.items()))
                self.stdout.write(f"{name}: {told}")
            total = f"{len(report.lines)} changes" if report.lines else "nothing to change"
            self.stdout.write(f"Taxonomy: {total}{' (dry run, nothing written)' if dry_run else ''}.")
