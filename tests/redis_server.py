"""A Redis for a test, which dies, is frozen and comes back as it is told. It keeps nothing on the disk."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import redis

from tests.servers import free_port


class Redis:
    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.line = redis.Redis(port=self.port, socket_timeout=5)

    def starts(self) -> Self:
        command = ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, cwd="/", stdout=subprocess.DEVNULL)
        until = time.monotonic() + 30
        while not self._answers():
            assert time.monotonic() < until, "the Redis does not answer"
            time.sleep(0.02)
        return self

    def _answers(self) -> bool:
        try:
            return bool(self.line.ping())
        except redis.ConnectionError:
            return False

    def dies(self) -> None:
        self.process.kill()
        self.process.wait()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        os.kill(self.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.process.pid, signal.SIGCONT)

    def held(self) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        for key in self._keys():
            found[key] = self.line.get(key)  # type: ignore[assignment]  # of the client that waits
        return found

    def _keys(self) -> list[bytes]:
        keys: Any = self.line.keys()
        return list(keys)

    def ends(self) -> None:
        self.line.close()
        self.dies()
