"""``manage.py import_addresses FILE…``: addresses of the old site go on answering, by a table of what they lead to."""

import contextlib
import csv
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import Resolver404, resolve

from osce_site.languages import ORIGINAL, without_language
from osce_site.models import Address
from osce_site.models.address import normal
from press.models import Release
from taxonomy.models import Term, Vocabulary

COLUMNS = ["address", "leads_to"]
LONGEST = Address._meta.get_field("path").max_length or 0
Target = tuple[str, int]


class Command(BaseCommand):
    help = (
        "Reads tables with the columns address,leads_to: /node/42 or /serbia/42 or a whole URL, and what it leads to: "
        "a release's number, or the path of a term or vocabulary of this site. All are taken, or none."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what is wrong, write nothing")

    def handle(self, *args: Any, files: list[Path], dry_run: bool, **options: Any) -> None:
        known = targets()
        read: dict[str, tuple[Target, str]] = {}
        wrong = [reason for file in files for reason in _take(file, known, read)]
        if wrong:
            raise CommandError("Refused, nothing was changed:\n" + "\n".join(wrong))
        if not dry_run:
            write({path: target for path, (target, _where) in read.items()})
        self.stdout.write(f"{len(read)} addresses{' (dry run, nothing written)' if dry_run else ''}.")


def targets() -> dict[str, Target]:
    """What an address may lead to, by how the table names it."""
    known = {str(pk): (Address.Kind.RELEASE.value, pk) for pk in Release.objects.values_list("pk", flat=True)}
    for pk, word in Vocabulary.objects.values_list("pk", "slug"):
        known[f"/{word}/"] = (Address.Kind.VOCABULARY.value, pk)
    for pk, vocabulary, slug in Term.objects.values_list("pk", "vocabulary__slug", "slug"):
        known[f"/{vocabulary}/{slug}/"] = (Address.Kind.TERM.value, pk)
    return known


def _take(file: Path, known: dict[str, Target], read: dict[str, tuple[Target, str]]) -> Iterator[str]:
    """Reads a table into ``read``; yields what is wrong with it, a line each."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as reason:
        yield f"{file.name}: cannot be read: {reason}"
        return
    try:
        rows = list(csv.reader(lines, strict=True))
    except csv.Error as reason:
        yield f"{file.name}: is no table: {reason}"
        return
    if not rows or rows[0] != COLUMNS:
        yield f"{file.name}:1: the columns must be {','.join(COLUMNS)}"
        return
    for number, row in enumerate(rows[1:], start=2):
        where = f"{file.name}:{number}"
        if not row:
            continue
        if len(row) != len(COLUMNS):
            yield f"{where}: has {len(row)} columns, not {len(COLUMNS)}"
            continue
        yield from _take_row(row[0].strip(), row[1].strip(), where, known, read)


def _take_row(
    raw: str, leads_to: str, where: str, known: dict[str, Target], read: dict[str, tuple[Target, str]]
) -> Iterator[str]:
    path = _path(raw)
    target = known.get(leads_to) or known.get(normal(leads_to))
    if not path or path == "/" or len(path) > LONGEST:
        yield f"{where}: “{raw[:80]}” is no address of a page"
    elif path in known or _answers(path):
        yield f"{where}: “{raw}” is an address of today"
    elif target is None:
        yield f"{where}: “{leads_to[:80]}” is no release, term or vocabulary of this site"
    elif read.setdefault(path, (target, where))[0] != target:
        yield f"{where}: “{raw}” led elsewhere at {read[path][1]}"


def _answers(path: str) -> bool:
    """Whether a page of today stands there, other than those of terms and vocabularies."""
    if path.startswith(("/static/", "/files/")):
        return True
    for written in (path, path.rstrip("/")):
        with contextlib.suppress(Resolver404):
            if resolve(written).url_name not in ("vocabulary", "term"):
                return True
    return False


def _path(raw: str) -> str:
    """The path of an address or URL, as the table of addresses keeps it: without host, query and language."""
    if "://" in raw:
        raw = "/" + raw.partition("://")[2].partition("/")[2]
    path = unquote(raw.partition("#")[0].partition("?")[0])
    if not path.startswith("/") or not path.isprintable():
        return ""
    return normal(without_language(path).removeprefix(f"/{ORIGINAL}/"))


def write(leading: dict[str, Target]) -> None:
    """The newest table wins over what an address led to before."""
    rows = [Address(path=path, kind=kind, target_id=key) for path, (kind, key) in leading.items()]
    with transaction.atomic():
        Address.objects.bulk_create(
            rows,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["kind", "target_id"],
        )
