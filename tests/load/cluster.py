"""The PostgreSQL server of the bench: started as that of the tests, but what it holds stays from one run to the next."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from tests import postgres_server

# As the script of the tests, but it ends in order and takes nothing away.
WATCH = """
folder=$1; shift
"$@" >"$folder/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -INT $server; wait $server
"""


_MEGABYTES = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
"""Of the machine's memory."""


class Kept(postgres_server.Server):
    """In a folder that outlives it, under the password it was given first."""

    watch_script = WATCH
    # As docs/operating.md has it for a large archive: a quarter of the memory.
    options = postgres_server.FAST | {"shared_buffers": f"{_MEGABYTES // 4}MB", "max_wal_size": "8GB"}

    def __init__(self, binaries: Path, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(binaries, folder)
        kept = folder / "password"
        self.password = kept.read_text() if kept.exists() else secrets.token_hex(16)
        self.url = self.address("postgres")

    def address(self, database: str) -> str:
        return f"postgres://tests:{self.password}@127.0.0.1:{self.port}/{database}"

    def runs_already(self) -> bool:
        """Whether another process has started it; then its port is known from there."""
        told = self.folder / "data" / "postmaster.pid"
        if not told.exists():
            return False
        kept, self.port = self.port, int(told.read_text().splitlines()[3])
        try:
            psycopg.connect(self.address("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            self.port = kept
            return False
        self.url = self.address("postgres")
        return True

    def _initialise(self) -> None:
        if not (self.folder / "data" / "PG_VERSION").exists():
            super()._initialise()

    def databases(self) -> set[str]:
        with psycopg.connect(self.url) as line:
            return {name for (name,) in line.execute("SELECT datname FROM pg_database")}

    def renew(self, database: str) -> None:
        """An empty database, whatever stood there."""
        self.drop(database)
        with psycopg.connect(self.url, autocommit=True) as line:
            line.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))

    def drop(self, database: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as line:
            line.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(database)))

    def rename(self, database: str, name: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as line:
            line.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(sql.Identifier, (database, name))))


@contextmanager
def running(folder: Path) -> Iterator[Kept]:
    """The server while it is needed; one that runs already is used and left. What ``folder`` lacks is made anew."""
    binaries = postgres_server.find_binaries()
    if binaries is None:
        raise SystemExit(postgres_server.HOW_TO_INSTALL)
    server = Kept(binaries, folder)
    if server.runs_already():
        yield server
        return
    server.start()
    try:
        yield server
    finally:
        server.stop()


def forget(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
