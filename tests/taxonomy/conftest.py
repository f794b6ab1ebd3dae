import pytest

WRITERS_BESIDE_EACH_OTHER = {"test_races.py", "test_two_transactions.py"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """SQLite lets in one writer at a time: what several do beside each other can only be seen on PostgreSQL."""
    if config.getoption("--database") != "sqlite":
        return
    left_out = [item for item in items if item.path.name in WRITERS_BESIDE_EACH_OTHER]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
