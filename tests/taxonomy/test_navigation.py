"""The menu is the reference page's navigation, word for word, and moves with the years."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from taxonomy.menu import Item, menu

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded() -> None:
    call_command("import_terms", verbosity=0)


def texts(items: Iterable[Item]) -> list[str]:
    return [text for item in items for text in (item.text, *texts(item.children))]


def find(items: Iterable[Item], text: str) -> Item:
    for item in items:
        if item.text == text:
            return item
        if item.children and text in texts(item.children):
            return find(item.children, text)
    raise LookupError(text)


def test_the_menu_of_june_2025_is_the_navigation_of_the_reference_page(seed_page: Path) -> None:
    navigation = seed_page.read_text("utf-8").partition("Press release")[0].splitlines()
    entries = [line.removeprefix("- ").strip() for line in navigation if line.strip() not in ("", "-")]
    assert len(entries) == 142
    assert texts(menu("main", "en", date(2025, 6, 1))) == entries


def test_the_entries_are_nested_as_the_reference_page_means_them() -> None:
    items = menu("main", "en", date(2025, 6, 1))

    def below(text: str) -> list[str]:
        return [item.text for item in find(items, text).children]

    assert [item.text for item in items] == [
        "Our work",
        "Fields of work",
        "Countries",
        "Structures and institutions",
        "About us",
    ]
    assert below("Our work") == [
        "Fields of work",
        "Field operations",
        "Projects",
        "Meetings and conferences",
        "Partnerships",
    ]
    assert len(items[0].children[0].children) == 23
    assert len(below("Meetings and conferences")) == 16
    assert below("Countries") == [
        "All",
        "Participating States",
        "Asian Partners for Co-operation",
        "Mediterranean Partners for Co-operation",
    ]
    assert len(below("Participating States")) == 57
    assert below("Structures and institutions") == [
        "Chairpersonship",
        "Secretariat",
        "Institutions",
        "Field operations",
        "Parliamentary Assembly",
        "Court of Conciliation and Arbitration",
        "Organizational structure",
    ]
    assert len(below("Secretariat")) == 12
    operations = items[3].children[3].children
    assert len(operations) == 13
    assert operations[-1].text == "Closed field activities"


@pytest.mark.parametrize(("year", "state"), [(2024, "Malta"), (2025, "Finland"), (2026, "Switzerland")])
def test_the_mark_of_the_chair_stands_at_the_state_of_the_year(year: int, state: str) -> None:
    marked = [text for text in texts(menu("main", "en", date(year, 6, 1))) if "OSCE Chairpersonship 20" in text]
    assert marked == [f"{state} – OSCE Chairpersonship {year}"]


@pytest.mark.parametrize("language", ["fr", "de", "it", "ru", "es"])
def test_the_menu_speaks_the_readers_language(language: str) -> None:
    items = menu("main", language, date(2025, 6, 1))
    assert len(texts(items)) == 142
    assert {item.name.language for item in items} == {language}
    assert items[0].text != "Our work"
