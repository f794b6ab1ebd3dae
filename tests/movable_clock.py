"""A clock that a test sets: every source agrees on its instant."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest import mock

from osce_site import clock, freshness


@contextmanager
def the_time_is(instant: datetime) -> Iterator[None]:
    with mock.patch.object(clock, "agreed", return_value=instant):
        freshness._current.set(None)
        yield
