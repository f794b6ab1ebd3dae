"""A PostgreSQL server for one run of the tests, in a folder of its own that goes with it."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

PLACES = [
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/latest/bin",
]
HOW_TO_INSTALL = (
    "No PostgreSQL server: apt install postgresql, brew install postgresql@17, or DATABASE_URL=postgres://…"
)

# The shell outlives a killed test run just long enough to stop the server: its input ends then.
WATCH = """
folder=$1; shift
"$@" >"$folder/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -QUIT $server; wait $server
rm -rf "$folder"
"""

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "timezone": "UTC"}
"""Nothing in it is meant to survive."""


def find_binaries() -> Path | None:
    """The folder of ``initdb`` and ``postgres``: that of ``pg_config``, else the newest among ``PLACES``."""
    folders = []
    if pg_config := shutil.which("pg_config"):
        folders.append(Path(subprocess.check_output([pg_config, "--bindir"], text=True).strip()))
    for place in PLACES:
        folders += sorted(Path("/").glob(place[1:]), key=_version, reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def _version(folder: Path) -> int:
    digits = folder.parent.name.rpartition("@")[2]
    return int(digits) if digits.isdigit() else 0


TOO_EARLY = ("starting up", "not yet accepting connections")


class Server:
    """Listens on a free port of 127.0.0.1; ``url`` names its database ``postgres``."""

    watch_script = WATCH
    options: Mapping[str, str] = FAST

    def __init__(self, binaries: Path, folder: Path | None = None) -> None:
        self.binaries = binaries
        self.folder = folder or Path(tempfile.mkdtemp(prefix="pg-"))
        self.account = _account()
        self.port = _free_port()
        self.password = secrets.token_hex(16)
        self.url = f"postgres://tests:{self.password}@127.0.0.1:{self.port}/postgres"

    def start(self) -> Self:
        """Raises ``RuntimeError`` with the server's log if it does not answer within a minute."""
        (self.folder / "password").write_text(self.password)
        for path in (self.folder, self.folder / "password"):
            shutil.chown(path, self.account.pw_uid, self.account.pw_gid)
        self._initialise()
        options = [word for name, value in self.options.items() for word in ("-c", f"{name}={value}")]
        server = [f"{self.binaries}/postgres", "-D", f"{self.folder}/data", "-k", str(self.folder)]
        server += ["-h", "127.0.0.1", "-p", str(self.port), *options]
        self.watch = subprocess.Popen(
            ["/bin/sh", "-c", self.watch_script, "watch", str(self.folder), *server],
            stdin=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the tests; the server goes after them
            **self._as_account(),
        )
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """At once, connections and all, and the folder with it."""
        assert self.watch.stdin
        self.watch.stdin.close()
        self.watch.wait()

    def _initialise(self) -> None:
        locale = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
        command = [f"{self.binaries}/initdb", "-D", f"{self.folder}/data", "-U", "tests", "--no-sync"]
        command += ["--encoding=UTF8", f"--locale={locale}", "--auth=password", f"--pwfile={self.folder}/password"]
        done = subprocess.run(command, capture_output=True, text=True, **self._as_account())
        if done.returncode:
            shutil.rmtree(self.folder)
            raise RuntimeError(f"initdb failed: {done.stderr}")

    def _wait(self) -> None:
        until = time.monotonic() + 60
        ready = [f"{self.binaries}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(ready, **self._as_account()).returncode:
            log = (self.folder / "log").read_text() if (self.folder / "log").exists() else ""
            # One that asks too early is told so with the same word as a real failure.
            failed = [line for line in log.splitlines() if "FATAL" in line and not any(map(line.count, TOO_EARLY))]
            if failed or time.monotonic() > until:
                raise RuntimeError(f"The PostgreSQL server did not start: {log}")
            time.sleep(0.05)

    def _as_account(self) -> dict[str, Any]:
        """PostgreSQL refuses to run as root, and must be able to read its working folder."""
        if os.geteuid():
            return {"cwd": self.folder}
        account = self.account
        return {"cwd": self.folder, "user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _account() -> pwd.struct_passwd:
    if os.geteuid():
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
