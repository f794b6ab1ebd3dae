"""The surroundings of a test run: which database (``--database``), and a ``var/`` that goes with it.

A plugin and not a conftest (pyproject.toml, addopts), because the settings read the environment
before pytest reads a conftest. Workers of xdist inherit what the first process has set.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from tests import postgres_server


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite", help="(default: sqlite)")


@pytest.hookimpl(wrapper=True)  # a wrapper runs before pytest-django, which loads the settings here
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        for name in (
            "ALLOWED_HOSTS",
            "ANSWERS_CACHE_URL",
            "DATABASE_REPLICA_URLS",
            "DEBUG",
            "EMAIL_URL",
            "MEDIA_S3_BUCKET",
            "PROXIES",
            "TLS",
        ):  # a developer's own settings prove nothing
            os.environ.pop(name, None)
        os.environ["DATABASE_URL"] = _database(early_config)
        os.environ["SECOND_FACTOR"] = "offered"  # what it is where it is required has tests of its own
        os.environ["SECRET_KEY"] = "of the tests " * 5
        os.environ["VAR"] = _passing_folder(early_config)
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        # A cache of its own: each test begins with an empty one.
        os.environ["CACHE_URL"] = f"filecache://{os.environ['VAR']}/cache-{worker}"
    return (yield)


def _passing_folder(config: pytest.Config) -> str:
    folder = tempfile.mkdtemp(prefix="var-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    Path(folder, "static").mkdir()  # whitenoise warns where it is missing
    return folder


def _database(config: pytest.Config) -> str:
    """A missing server fails where everything must be proved, elsewhere the tests are skipped (conftest)."""
    if config.known_args_namespace.database == "sqlite":
        return "sqlite://:memory:"
    if (given := os.environ.get("DATABASE_URL", "")).startswith("postgres"):
        return given
    if binaries := postgres_server.find_binaries():
        server = postgres_server.Server(binaries).start()
        config.add_cleanup(server.stop)
        return server.url
    if os.environ.get("CI"):
        raise pytest.UsageError(postgres_server.HOW_TO_INSTALL)
    return "sqlite://:memory:"
