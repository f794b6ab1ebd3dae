"""What every test stands on: plain static files, media of its own, and a database that rolls back."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import settings as hypothesis_settings

from osce_site import clock, freshness

hypothesis_settings.register_profile("here", deadline=None, print_blob=True)
hypothesis_settings.load_profile("here")

SHARED = Path(__file__).parent.parent.parent / "shared"
"""Real pages that lie beside the project, not in it."""


@pytest.fixture(autouse=True)
def _plain_surroundings(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _fresh_clock() -> Iterator[None]:
    """No reading of the clock is carried from one test to the next."""
    clock.forget()
    freshness._current.set(None)
    yield
    freshness._current.set(None)


@pytest.fixture
def seed_page() -> Path:
    """The reference page of the old site; required where the tests gate a change."""
    pages = sorted((SHARED / "seeds").glob("*.txt"))
    if not pages:
        message = "the reference page does not lie in ../shared/seeds"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return pages[0]


@pytest.fixture(autouse=True, scope="session")
def _flushing_passes_the_triggers() -> Iterator[None]:
    """A test with real transactions empties the tables at its end. On SQLite that is DELETE, which the

    triggers of frozen rows refuse; they are taken off for it and put back.
    """
    if connection.vendor != "sqlite":
        yield
        return
    flush = connection.ops.execute_sql_flush

    def flush_without_triggers(statements: list[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
        flush(statements)
        with connection.cursor() as cursor:
            for _name, sql in triggers:
                cursor.execute(sql)

    connection.ops.execute_sql_flush = flush_without_triggers  # type: ignore[method-assign]
    yield
    connection.ops.execute_sql_flush = flush  # type: ignore[method-assign]
