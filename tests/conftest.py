import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import override_settings
from django.utils import translation

from osce_site import answers, clock, freshness, shared_answers
from tests import postgres_server
from tests.postgres_replica import Replica

BESIDE = Path(__file__).parent.parent.parent / "shared"
"""What the project is measured by and does not ship."""

hypothesis.settings.register_profile("here", deadline=None)
# ``derandomize`` is off on purpose (hypothesis turns it on where CI is set): each run looks somewhere new.
hypothesis.settings.register_profile("ci", deadline=None, max_examples=30, derandomize=False, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """SQLite lets in one writer at a time: what several do beside each other can only be seen on PostgreSQL."""
    if config.getoption("--database") != "sqlite":
        return
    left_out = [item for item in items if item.get_closest_marker("beside_each_other")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A reason for skipping is said once, however many tests it skipped."""
    reasons = Counter(report.longrepr[2] for report in terminalreporter.getreports("skipped"))
    for reason, count in reasons.items():
        terminalreporter.write_line(f"{reason} [{count}]")


@pytest.fixture(scope="session", autouse=True)
def _on_the_database_asked_for(request: pytest.FixtureRequest) -> None:
    if connection.vendor != request.config.getoption("--database"):
        pytest.skip(postgres_server.HOW_TO_INSTALL)


@pytest.fixture(scope="session", autouse=True)
def _settings_of_tests() -> Iterator[None]:
    """Static files by their plain names, as nothing was collected; passwords hashed fast."""
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=storages, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as in production: an in-memory database has other locks, and no second connection."""
    if connection.vendor == "sqlite":
        settings.DATABASES["default"]["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "site.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _every_table_can_be_emptied() -> Iterator[None]:
    """After a test with transactions of its own Django empties the tables it knows.

    Ours refuse deletions (triggers, on SQLite), and the search index is in tables it does not know.
    """
    operations = type(connection.ops)
    empty = operations.sql_flush

    def empty_all(self: Any, style: Any, tables: list[str], **options: Any) -> list[str]:
        if connection.vendor == "postgresql":
            statements: list[str] = empty(self, style, tables, **options | {"allow_cascade": True})
            return statements
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = dict(cursor.fetchall())
            cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
            indexes = [name for (name,) in cursor.fetchall()]
        return [
            *(f"DROP TRIGGER {name}" for name in triggers),
            *empty(self, style, tables, **options),
            *(f"DELETE FROM {name}" for name in indexes),
            *triggers.values(),
        ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", empty_all)
        yield


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _fresh_clock() -> Iterator[None]:
    """No reading of the clock, no language of a reader and nothing cached is carried from one test to the next."""
    translation.activate(settings.LANGUAGE_CODE)
    clock.forget()
    cache.clear()
    answers.forget()
    shared_answers.forget()
    freshness._current.set(None)
    yield
    freshness._current.set(None)


@pytest.fixture(autouse=True)
def _made_anew(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are made when they are asked for, so that a test sees what they are made from.

    That what is kept is the same is shown by the tests that are marked, and by all in the browser.
    """
    if not request.node.get_closest_marker("keeps_answers") and not request.node.get_closest_marker("browser"):
        monkeypatch.setattr(answers, "_keep", lambda *_answer: None)


@pytest.fixture(scope="session")
def _replica(django_db_setup: None) -> Iterator[Replica]:
    """One for all tests, of the server that they run on."""
    binaries = postgres_server.find_binaries()
    assert binaries, postgres_server.HOW_TO_INSTALL
    replica = Replica(binaries, connections["default"].settings_dict)
    try:
        yield replica.start()
    finally:
        replica.goes_with_its_folder()


@pytest.fixture
def replica(_replica: Replica) -> Iterator[Replica]:
    """As it was when it was made, whatever a test did to it before."""
    yield _replica
    if not _replica.is_running:
        _replica.comes_back()
    _replica.resumes()


@pytest.fixture
def seed_page() -> Path:
    """The reference page of the old site, which lies beside the project; required where all must be proved."""
    pages = sorted((BESIDE / "seeds").glob("*.txt"))
    if not pages:
        _without("the reference page does not lie in ../shared/seeds")
    return pages[0]


@pytest.fixture(scope="session")
def translations() -> list[dict[str, dict[str, str]]]:
    """Real texts by language, which lie beside the project; required where all must be proved."""
    rows = BESIDE / "data" / "debian_multilingual" / "sample_dev_six_languages.jsonl"
    if not rows.is_file():
        _without("the texts in six languages do not lie in ../shared/data")
    found: dict[str, dict[str, dict[str, str]]] = {}
    for line in rows.read_text().splitlines():
        words = json.loads(line)
        found.setdefault(words["translation_key"], {})[words["lang"]] = words
    return list(found.values())


def _without(message: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
