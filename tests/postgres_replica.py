"""A streaming replica of the tests' PostgreSQL server, which dies, is frozen, falls behind and comes back as it is told."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import psycopg

from tests import postgres_server

# As the script of the tests' server, but what died comes back with what it had.
WATCH = """
folder=$1; shift
"$@" >"$folder/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -QUIT $server; wait $server
"""


class Replica(postgres_server.Server):
    """Of the server of ``settings_dict``, all its databases."""

    watch_script = WATCH
    # As docs/operating.md has it; the primary is told each second what is read here.
    options = postgres_server.FAST | {
        "hot_standby_feedback": "on",
        "max_standby_streaming_delay": "5s",
        "wal_receiver_status_interval": "1s",
    }

    def __init__(self, binaries: Path, primary: dict[str, Any]) -> None:
        super().__init__(binaries)
        self.primary = primary
        self.database = primary["NAME"]

    def address(self, database: str) -> str:
        told = self.primary
        return f"postgres://{told['USER']}:{told['PASSWORD']}@127.0.0.1:{self.port}/{database}"

    def _initialise(self) -> None:
        if (self.folder / "data").exists():
            return
        told = self.primary
        command = [f"{self.binaries}/pg_basebackup", "-D", f"{self.folder}/data", "-R", "-X", "stream"]
        command += ["--checkpoint=fast", "--no-sync", "-h", told["HOST"], "-p", str(told["PORT"]), "-U", told["USER"]]
        done = subprocess.run(
            command, capture_output=True, text=True, env={"PGPASSWORD": told["PASSWORD"]}, **self._as_account()
        )
        if done.returncode:
            raise RuntimeError(f"pg_basebackup failed: {done.stderr}")

    def dies(self) -> None:
        """At once, connections and all."""
        self.stop()

    def comes_back(self) -> Self:
        return self.start()

    @property
    def is_running(self) -> bool:
        return self.watch.poll() is None

    def goes_with_its_folder(self) -> None:
        if self.is_running:
            self.stop()
        shutil.rmtree(self.folder)

    def asked(self, statement: str, *values: Any) -> Any:
        """The first column of the first row."""
        with psycopg.connect(self.address(self.database), autocommit=True) as line:
            row = line.execute(statement, values).fetchone()
        return row[0] if row else None

    def _ask_primary(self) -> psycopg.Connection[Any]:
        told = self.primary
        url = f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
        return psycopg.connect(url, autocommit=True)

    def catches_up(self) -> None:
        """Returns when all that the primary has committed can be read here."""
        with self._ask_primary() as line:
            # What was committed without waiting for the disk is sent once it is written: by a commit that waits. Its own
            # place in the log, as what others have begun behind it may lie unwritten for as long as they take.
            line.execute("SET synchronous_commit = on")
            row = line.execute("SELECT pg_logical_emit_message(true, 'tests', '')").fetchone()
        assert row
        until = time.monotonic() + 60
        while not self.asked("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", row[0]):
            assert time.monotonic() < until, "the replica does not catch up"
            time.sleep(0.02)

    def tells_what_is_read(self) -> None:
        """Returns when the primary knows of the snapshots held here, and clears none of it away."""
        held = self.asked(
            "SELECT min(backend_xmin::text::bigint) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        until = time.monotonic() + 60
        with self._ask_primary() as line:
            told = "SELECT bool_or(backend_xmin::text::bigint <= %s) FROM pg_stat_replication"
            while line.execute(told, [held]).fetchone() != (True,):
                assert time.monotonic() < until, "the primary is not told what is read"
                time.sleep(0.02)

    def pauses(self) -> None:
        self.asked("SELECT pg_wal_replay_pause()")
        while self.asked("SELECT pg_get_wal_replay_pause_state()") != "paused":
            time.sleep(0.01)

    def resumes(self) -> None:
        self.asked("SELECT pg_wal_replay_resume()")

    def ends_connections(self) -> None:
        """Returns when they have ended."""
        self.asked(
            "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """All its processes stand still, and none of its connections is closed."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(first, signal.SIGSTOP)  # before its children, so that none comes after
        pids = [*map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split()), first]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)
