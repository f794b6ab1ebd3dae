from pathlib import Path

import pytest

WRITERS_BESIDE_EACH_OTHER = {"test_races.py", "test_two_transactions.py"}


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """SQLite lets in one writer at a time: what several do beside each other can only be seen on PostgreSQL."""
    if config.getoption("--database") == "sqlite" and collection_path.name in WRITERS_BESIDE_EACH_OTHER:
        return True
    return None
