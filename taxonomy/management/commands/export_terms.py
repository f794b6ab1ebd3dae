"""``manage.py export_terms``: the taxonomy and the menus, in a format that ``import_terms`` takes in again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from taxonomy import exchange, exporting, sheets


class Command(BaseCommand):
    help = "Writes vocabularies, terms, names, relations, menus and former addresses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=list(exchange.ENDINGS), default=exchange.SEEDS, dest="form")
        parser.add_argument(
            "--to",
            type=Path,
            metavar="PLACE",
            help="a folder, which is made, or a .zip of tables; default: this screen",
        )
        parser.add_argument(
            "--site", default=f"https://{settings.ALLOWED_HOSTS[0]}", help="where concepts stand (default: %(default)s)"
        )

    def handle(self, *args: Any, form: str, to: Path | None, site: str, **options: Any) -> None:
        written = exchange.write(exporting.seed_files(), form, site=site.rstrip("/"))
        if to is None:
            for content in written.values():
                self.stdout.write(content.decode(), ending="")
            return
        try:
            _put(written, to, form)
        except OSError as reason:
            raise CommandError(f"{to} cannot be written: {reason.strerror}") from reason
        self.stdout.write(f"{to}: {len(written)} {'file' if len(written) == 1 else 'files'}.")


def _put(written: dict[str, bytes], to: Path, form: str) -> None:
    if form == exchange.CSV and to.suffix == ".zip":
        to.write_bytes(sheets.packed(written))
        return
    to.mkdir(parents=True, exist_ok=True)
    for name, content in written.items():
        (to / name).write_bytes(content)
