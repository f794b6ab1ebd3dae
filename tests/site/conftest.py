from collections.abc import Iterator

import pytest
from django.db import connections

from tests import postgres_server
from tests.postgres_replica import Replica


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
