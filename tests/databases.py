"""Plugin of the test run: on which database, and what its absence means.

It is loaded before pytest-django reads the settings, as those read the environment that is set here.
"""

import os
import tempfile
from contextlib import ExitStack

import pytest

from tests import postgres_server

_open = ExitStack()
_missing = ""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite", help="which database to test on")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """The controller of a parallel run starts the server; its workers find it in the environment."""
    global _missing
    os.environ.setdefault("VAR", _open.enter_context(tempfile.TemporaryDirectory(prefix="site-tests-")))
    if early_config.known_args_namespace.database == "sqlite":
        os.environ["DATABASE_URL"] = "sqlite://:memory:"
    elif not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        place = postgres_server.binaries()
        if place is None:
            _missing = postgres_server.INSTALL
        else:
            os.environ["DATABASE_URL"] = _open.enter_context(postgres_server.running(place))


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    if _missing and os.environ.get("CI") == "true":
        pytest.exit(_missing, returncode=1)
    if _missing:
        pytest.exit(f"Skipped: {_missing}", returncode=0)


def pytest_unconfigure() -> None:
    _open.close()
