"""Tests in Chromium, the system's own: nothing is downloaded (no ``playwright install``)."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

PLACES = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]
HOW_TO_INSTALL = "No Chromium: apt install chromium, or brew install --cask chromium"

# A state that comes is waited for, however slow the machine; one that does not come is found out a little later.
expect.set_options(timeout=30_000)

# Started as root in a container, and with nothing to say to anybody but the site.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", action="store_true", help="keep the screenshots in docs/screenshots/")


@pytest.hookimpl(tryfirst=True)  # before -m looks at the marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")
    if not config.getoption("--screenshots", default=False):
        pictures = [item for item in items if item.get_closest_marker("pictures")]
        if pictures:
            config.hook.pytest_deselected(items=pictures)
            items[:] = [item for item in items if item not in pictures]


@pytest.fixture(scope="session", autouse=True)
def _database_beside_an_event_loop(django_db_setup: None) -> None:
    """The database stands before the live server starts: else it would lend its threads one SQLite connection.

    Playwright keeps an event loop in the tests' thread, where Django would refuse all queries.

    Not taken back: the loop stays until the process ends, and the databases are dropped after it.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = next(filter(None, map(shutil.which, PLACES)), None)
    if chromium is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HOW_TO_INSTALL)
    return browser_type_launch_args | {"executable_path": chromium, "args": QUIET}


@pytest.fixture
def screenshot(page: Page, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Path]:
    """Takes a picture of the page under a name: test_pictures.py for the documentation with --screenshots,

    else to look at.
    """
    kept = request.config.getoption("--screenshots") and request.path.name == "test_pictures.py"
    folder = request.config.rootpath / "docs" / "screenshots" if kept else tmp_path

    def take(name: str) -> Path:
        path = folder / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return take


@pytest.fixture
def said() -> Iterator[list[str]]:
    """What the consoles of the pages told (``at_the_desk.opened``): nothing, when all is well."""
    told: list[str] = []
    yield told
    assert told == []


@pytest.fixture
def any_factor(settings: Any) -> None:
    """Who may publish is not asked for a second factor; that has a journey of its own."""
    settings.SECOND_FACTOR = "offered"
