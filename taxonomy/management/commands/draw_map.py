"""Draws the map of States anew, from a file of borders; the drawing is kept with the code."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from taxonomy.map_drawing import draw
from taxonomy.mapping import FILE


class Command(BaseCommand):
    help = "Draws the map from the countries of Natural Earth, scale 1:50 million, as TopoJSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("borders", type=Path, help="countries-50m.json of world-atlas")

    def handle(self, *args: Any, borders: Path, **options: Any) -> None:
        try:
            told = json.loads(borders.read_text())
        except (OSError, ValueError) as reason:
            raise CommandError(f"{borders}: {reason}") from reason
        FILE.write_text(json.dumps(draw(told), separators=(",", ":"), indent=0, sort_keys=True) + "\n")
        self.stdout.write(f"{FILE}: {FILE.stat().st_size} bytes.")
