"""The pictures of docs/site.md and of the README: each kind of page of the site, in the example newsroom.

``pytest tests/browser/test_site_pictures.py --screenshots`` takes them anew; else it is only looked whether they are all
there and shown.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.html import strip_tags
from PIL import Image
from playwright.sync_api import Page, expect

from osce_site import freshness
from press.models import Edition, Release, Withdrawal

DOCS = Path(__file__).parents[2] / "docs"
FOLDER = DOCS / "screenshots" / "site"
LARGEST, ALL = 150_000, 3_000_000
"""Bytes of a picture, and of all together."""
SIZES = {"": (1280, 900), "phone-": (390, 844)}
"""What a picture's name begins with -> the window in pixels."""


def _edition(headline: str) -> Edition:
    editions = Edition.objects.published(freshness.now()).filter(headline__startswith=headline)
    return editions.get(language="en")


def _withdrawn() -> str:
    return f"/press-releases/{Withdrawal.objects.order_by('pk')[0].release_id}/"


JUDGES = "OSCE Centre in Almaty trains judges"
CORRECTED = "Parliaments and ombudspersons"

PAGES: dict[str, str | Callable[[], str]] = {
    "home": "/",
    "newsroom": "/press-releases/",
    "newsroom-narrowed": "/press-releases/?about=elections&kind=press-release",
    "release": lambda: _edition(JUDGES).path,
    "history": lambda: f"{_edition(CORRECTED).path}history/",
    "state": "/countries/switzerland/",
    "field-operation": "/field-operations/programme-office-in-dushanbe/",
    "structure": "/structures/office-for-democratic-institutions-and-human-rights/",
    "chart": "/pages/organizational-structure/#place",
    "meeting-series": "/meetings/economic-and-environmental-forum/",
    "field-of-work": "/fields-of-work/elections/",
    "countries": "/countries/",
    "field-operations": "/field-operations/",
    "search": "/search/?q=observers+elections",
    "verify": "/verify/",
    "at-a-date": "/at/2010-05-01/",
    "feeds": "/feeds/",
    "not-found": "/field-operations/mission-to-sebria/",
    "withdrawn": _withdrawn,
    "russian": "/ru/",
}
"""Name of a picture -> where it is taken."""


def shown_in(page: str) -> set[str]:
    return set(re.findall(r"screenshots/site/([\w-]+)\.webp", (DOCS.parent / page).read_text()))


def test_every_kind_of_page_is_pictured_shown_and_small() -> None:
    every = {f"{size}{name}" for name in PAGES for size in SIZES}
    assert {path.stem for path in FOLDER.glob("*")} == shown_in("docs/site.md") == every
    assert shown_in("README.md") < every
    sizes = [path.stat().st_size for path in FOLDER.glob("*.webp")]
    assert max(sizes) < LARGEST
    assert sum(sizes) < ALL


def test_below_each_picture_stands_where_it_was_taken() -> None:
    told = re.findall(r"screenshots/site/([\w-]+)\.webp\)\n\n`([^`]+)`", (DOCS / "site.md").read_text())
    assert {name for name, _address in told} == PAGES.keys()
    assert {name: way for name, way in told if isinstance(PAGES[name], str)} == {
        name: way for name, way in PAGES.items() if isinstance(way, str)
    }


@pytest.mark.pictures
@pytest.mark.django_db(transaction=True)
def test_the_pictures_of_the_site(page: Page, live_server: Any) -> None:
    call_command("import_terms", verbosity=0)
    call_command("demo", verbosity=0)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert Release.objects.count() > 30
    for before, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for name, way in PAGES.items():
            page.goto(f"{live_server.url}{way if isinstance(way, str) else way()}")
            if name == "verify":
                forge(page)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            take(page, f"{before}{name}")


def forge(page: Page) -> None:
    """What was given out, with another figure in it."""
    words = strip_tags(_edition(JUDGES).body.replace("</p>", "\n\n")).strip()
    figure = re.search(r"\b(?:\d+|[Tt]wenty|[Tt]hirty|[Ff]orty|[Tt]wo|[Tt]hree)\b", words)
    assert figure
    page.locator("#verify-text").fill(f"{words[: figure.start()]}ninety{words[figure.end() :]}")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#verdict-head")).to_contain_text("altered")
    page.locator("#verdict").scroll_into_view_if_needed()


def take(page: Page, name: str) -> None:
    path = FOLDER / f"{name}.webp"
    page.screenshot(path=path.with_suffix(".png"))
    with Image.open(path.with_suffix(".png")) as whole:
        whole.convert("RGB").save(path, quality=72, method=6)
    path.with_suffix(".png").unlink()
