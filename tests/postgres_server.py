"""A PostgreSQL server of the tests' own: a throwaway cluster, made at the start of a run and gone at its end."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
)
INSTALL = "PostgreSQL's server is missing; Debian: apt install postgresql, macOS: brew install postgresql"


def binaries() -> Path | None:
    """The folder of the newest server on this machine."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    places = [place for form in PLACES for place in Path("/").glob(form.lstrip("/")) if (place / "initdb").exists()]
    return max(places, key=lambda place: [int(digits) for digits in _numbers(str(place))], default=None)


def _numbers(text: str) -> list[str]:
    return "".join(letter if letter.isdigit() else " " for letter in text).split()


@contextlib.contextmanager
def running(binaries: Path) -> Iterator[str]:
    """The URL of a server that listens on 127.0.0.1 until the block ends. Safe against nothing: it never syncs."""
    folder = Path(tempfile.mkdtemp(prefix="site-tests-"))
    run_as = _run_as(folder)
    data, port = folder / "data", _free_port()

    def call(program: str, *words: str) -> None:
        told = subprocess.run([binaries / program, *words], capture_output=True, text=True, cwd=folder, **run_as)
        if told.returncode:
            raise RuntimeError(f"{program}: {told.stderr or told.stdout}")

    try:
        call("initdb", "-D", str(data), "-U", "tests", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c timezone=UTC"
        call("pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-o", options, "-w", "start")
        try:
            yield f"postgres://tests@127.0.0.1:{port}/postgres"
        finally:
            call("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run_as(folder: Path) -> dict[str, str]:
    """PostgreSQL refuses root: then another user runs it and owns its folder."""
    if os.geteuid() != 0:
        return {}
    users = {entry.pw_name for entry in pwd.getpwall()}
    user = next(name for name in ("postgres", "nobody") if name in users)
    shutil.chown(folder, user)
    return {"user": user}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
