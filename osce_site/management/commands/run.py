"""``make run``: brings the database up to date, loads the taxonomy and the example newsroom, serves the site."""

import os
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Serves the site with gunicorn, after migrating and loading what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        refuse_taken(host, port)
        refuse_read_only(settings.VAR)
        call_command("migrate", verbosity=0)
        call_command("import_terms", stdout=self.stdout)
        call_command("demo", stdout=self.stdout)
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write(f"The site: http://{host}:{port}/")
        self.stdout.write(f"The desk: http://{host}:{port}/desk/")
        self.stdout.flush()
        gunicorn = [sys.executable, "-m", "gunicorn", "osce_site.wsgi", "--bind", f"{host}:{port}"]
        os.execv(sys.executable, [*gunicorn, "--worker-class", "gthread", "--workers", "2", "--threads", "4"])


def refuse_taken(host: str, port: int) -> None:
    """One line now instead of a server's complaint later."""
    if not 1 <= port <= 65535:
        raise CommandError(f"PORT is {port}; allowed is 1 to 65535.")
    with socket.socket() as trial:
        # A port that was let go a moment ago is free for a server, so it is for the trial.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            other = port + 1 if port < 65535 else 8000
            raise CommandError(f"Port {port} of {host} is taken: choose another with PORT={other}.") from error


def refuse_read_only(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial = folder / ".trial"
        trial.touch()
        trial.unlink()
    except OSError as error:
        raise CommandError(f"The folder {folder} cannot be written: {error.strerror}.") from error
