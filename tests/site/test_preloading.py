"""The site may be read once and forked: what is opened while it is read would be shared by all that are forked from it."""

import subprocess
import sys

from django.conf import settings

LOOK = """
import gc, os, socket, threading
import osce_site.wsgi, osce_site.urls
from django.db import connections
print([one.alias for one in connections.all(initialized_only=True) if one.connection])
print([one for one in gc.get_objects() if isinstance(one, socket.socket)])
print([one.name for one in threading.enumerate()])
"""


def test_reading_the_site_opens_no_connection_and_begins_no_thread() -> None:
    said = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    ).stdout
    assert said.splitlines() == ["[]", "[]", "['MainThread']"]
