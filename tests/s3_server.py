"""A local S3 server (moto), in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers import free_port, running


@contextmanager
def s3_served() -> Iterator[str]:
    """Gives its address. Any key opens it."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with running(command, port, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)):
        yield f"http://127.0.0.1:{port}"
