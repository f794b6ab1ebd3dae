"""``make run``: from a fresh checkout to a running site; a second start takes seconds."""

import errno
import hashlib
import os
import socket
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from press import watching
from taxonomy.models import Vocabulary

SERVER = [
    "--worker-class=gthread",
    "--workers=2",
    "--threads=4",
    "--timeout=60",  # seconds: an import of many releases at the desk is the longest request
    "--graceful-timeout=10",
    "--log-level=warning",
    "--no-control-socket",
]
"""Not preloaded: each worker opens its own connections and reads the taxonomy itself."""


class Command(BaseCommand):
    help = "Prepares the database, the seed taxonomy and the static files, then serves the site with gunicorn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", default="8000")

    def handle(self, *, host: str, port: str, **options: Any) -> None:
        _refuse_taken(host, _number(port))
        _refuse_unwritable(settings.VAR)
        self._migrate()
        if not Vocabulary.objects.exists():
            # Once only: what was changed at the desk since is not to be put back at each start.
            call_command("import_terms")
        call_command("demo")
        watching.start()
        _collect_static()
        connections.close_all()
        address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self.stdout.write(f"The site: http://{address}/\nThe desk: http://{address}/desk/\nCtrl-C stops it.")
        self.stdout.flush()
        os.environ.setdefault("SITE_URL", f"http://{address}")  # where the links in mails lead, unless it is said
        _start_worker()
        os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "osce_site.wsgi", f"--bind={address}", *SERVER])

    def _migrate(self) -> None:
        try:
            executor = MigrationExecutor(connection)
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {str(error).splitlines()[0]}") from error
        if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write(f"Preparing the database: {len(plan)} migrations.")
            call_command("migrate", interactive=False, verbosity=0)


WATCH = '"$@" & worker=$!; cat >/dev/null; kill $worker; wait $worker'
"""Reads until the site's processes are gone, however they ended; then ends the worker, which finishes what it is at."""


def _start_worker() -> None:
    """What is done in the background is done beside the site, as long as that runs."""
    reading, writing = os.pipe()
    os.set_inheritable(writing, True)  # held open by the server that takes this process over
    worker = [sys.executable, "manage.py", "db_worker", "--no-reload", "--verbosity=0"]
    subprocess.Popen(["sh", "-c", WATCH, "sh", *worker], stdin=reading, cwd=settings.BASE_DIR)
    os.close(reading)


def _number(raw: str) -> int:
    if raw.isascii() and raw.isdigit() and 0 < int(raw) < 65536:
        return int(raw)
    raise CommandError(f"PORT is {raw!r}; allowed is a whole number from 1 to 65535.")


def _refuse_taken(host: str, port: int) -> None:
    """Looks before a minute's work is done; gunicorn would retry and print a page of errors."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.create_server(address, family=family):
            pass
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise CommandError(f"{host}:{port} cannot be served: {error.strerror}") from error
        other = port + 1 if port < 65535 else port - 1
        raise CommandError(f"Port {port} is taken: choose another with PORT={other}") from error


def _refuse_unwritable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK | os.X_OK)
    except OSError:
        writable = False
    if not writable:
        raise CommandError(f"The folder {folder} cannot be written; VAR= names another.")


def _collect_static() -> None:
    """Only where a file or the storage is another than last time: compressing takes half a minute."""
    digest = hashlib.sha256(repr(settings.STORAGES).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = os.stat(storage.path(name))
            digest.update(f"{storage.path(name)} {state.st_size} {state.st_mtime_ns}\n".encode())
    collected = settings.VAR / "static.collected"
    if not (collected.exists() and settings.STATIC_ROOT.exists() and collected.read_text() == digest.hexdigest()):
        call_command("collectstatic", interactive=False, verbosity=0)
        collected.write_text(digest.hexdigest())
