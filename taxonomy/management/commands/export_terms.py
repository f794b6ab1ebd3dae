"""``manage.py export_terms``: the whole taxonomy and the menus, for ``import_terms`` or for others to use."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from osce_site import locks
from taxonomy import exchange, exporting, sheets

ONE_FILE = {exchange.TURTLE, exchange.JSON_LD}


class Command(BaseCommand):
    help = "Writes vocabularies, terms, names, relations and menus as seed text, SKOS or CSV tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--format", choices=list(exchange.ENDINGS), dest="form", help="default: told by --to, else seeds"
        )
        parser.add_argument(
            "--to",
            type=Path,
            metavar="PLACE",
            help="a folder, or a file that ends in .ttl, .jsonld or .zip; default: standard output for SKOS",
        )
        parser.add_argument(
            "--site", default=_site(), help="the address of the site, for the concepts of SKOS (default: %(default)s)"
        )

    def handle(self, *args: Any, form: str | None, to: Path | None, site: str, **options: Any) -> None:
        form = form or (exchange.form_of_ending(to) if to else "") or exchange.SEEDS
        if to is None and form not in ONE_FILE:
            raise CommandError(f"“{form}” is several files: name a folder with --to.")
        with transaction.atomic():
            locks.take("taxonomy", shared=True)  # nothing changes between two of its queries
            files = exporting.seed_files()
        written = exchange.write(files, form, site=site.rstrip("/"))
        if to is None:
            self.stdout.write(next(iter(written.values())).decode(), ending="")
            return
        try:
            places = _write(to, form, written)
        except OSError as error:
            raise CommandError(f"{error.filename or to}: cannot be written: {error.strerror}") from error
        if options["verbosity"]:
            for place in places:
                self.stdout.write(str(place))


def _site() -> str:
    """What the settings know of the site's address."""
    host = next((host for host in settings.ALLOWED_HOSTS if host != "*"), "localhost")
    return f"{'https' if settings.TLS else 'http'}://{host.removeprefix('.')}"


def _write(to: Path, form: str, written: dict[str, bytes]) -> list[Path]:
    """One file where ``to`` names one, else a folder that holds nothing but what is written."""
    if to.is_dir() or not to.suffix:
        to.mkdir(parents=True, exist_ok=True)
        if others := sorted(path.name for path in to.iterdir() if path.name not in written):
            raise CommandError(f"{to}: holds “{others[0]}” already, which is none of the export: name an empty folder.")
        for name, content in written.items():
            (to / name).write_bytes(content)
        return [to / name for name in written]
    if exchange.form_of_ending(to) != form or form == exchange.SEEDS or to.suffix.lower() == ".csv":
        raise CommandError(f"{to}: “{form}” is not written into a file of this ending: name a folder, or another file.")
    to.write_bytes(sheets.packed(written) if form == exchange.CSV else next(iter(written.values())))
    return [to]
