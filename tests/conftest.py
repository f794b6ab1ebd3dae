import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from tests import postgres_server

hypothesis.settings.register_profile("here", deadline=None)
# ``derandomize`` is off on purpose (hypothesis turns it on where CI is set): each run looks somewhere new.
hypothesis.settings.register_profile("ci", deadline=None, max_examples=30, derandomize=False, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session", autouse=True)
def _on_the_database_asked_for(request: pytest.FixtureRequest) -> None:
    if connection.vendor != request.config.getoption("--database"):
        pytest.skip(postgres_server.HOW_TO_INSTALL)


@pytest.fixture(scope="session", autouse=True)
def _settings_of_tests() -> Iterator[None]:
    """Static files by their plain names, as nothing was collected; passwords hashed fast."""
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(
        STORAGES=storages, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]
    ):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as in production: an in-memory database has other locks, and no second connection."""
    if connection.vendor == "sqlite":
        settings.DATABASES["default"]["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "site.sqlite3")
