"""The bench in small: what is a matter of ratios fails where one is far off, whatever the machine is busy with."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from osce_site import answers
from press.archive import taking_in
from press.models import Edition, Release
from tests import create
from tests.load import archive, by_lot, drawing, telling

FEW, MANY = 100, 500
PAGES = ["/", "/press-releases/", "/fields-of-work/arms/", "/feeds/press-releases.atom"]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> archive.Archive:
    monkeypatch.setattr(archive, "SENTENCES", 200)
    arms = create.term("Arms")
    fields = [arms, *(create.term(f"Arms {number}", under=arms) for number in range(5))]
    sources = [create.term(f"Mission {number}", "field-operations", kind="operation") for number in range(4)]
    states = [create.term(f"State {number}", "countries", kind="state") for number in range(4)]
    meetings = [create.term("Forum", "meetings", kind="meeting-series")]
    return archive.Archive(
        {
            role: [f"{term.vocabulary.slug}/{term.slug}" for term in found]
            for role, found in {"field": fields, "source": sources, "country": states, "meeting": meetings}.items()
        }
    )


def spent(act: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def asked(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200, path


@pytest.mark.django_db
@pytest.mark.keeps_answers
def test_pages_cost_alike_with_five_times_as_many_and_an_archive_is_taken_in_faster_than_one_by_one(
    small: archive.Archive, client: Client
) -> None:
    lines = list(small.lines(MANY))
    taking_in.take_in(lines[:FEW], by=None)
    pages = [*PAGES, f"/search/?q={_most_common(small)}"]
    few = {path: _queries(client, path) for path in pages}
    times: dict[str, list[float]] = {path: [] for path in pages}
    for path in pages * 4:
        answers.forget()
        times[path].append(spent(lambda path=path: asked(client, path)))  # type: ignore[misc]

    taken = spent(lambda: taking_in.take_in(lines[FEW:], by=None)) / (MANY - FEW)
    assert Release.objects.count() == MANY
    assert Edition.objects.values("language").distinct().count() == 6
    alone = median(spent(lambda: create.release(about=[_first_field()])) for _ in range(5))
    assert taken < alone / 2, (taken, alone)

    assert {path: _queries(client, path) for path in pages} == few
    for path in pages:
        made, kept = [], []
        for _ in range(4):
            answers.forget()
            made.append(spent(lambda path=path: asked(client, path)))  # type: ignore[misc]
            kept.append(spent(lambda path=path: asked(client, path)))  # type: ignore[misc]
        assert median(kept) < median(made), path
        assert min(made) < 5 * max(times[path]), path


@pytest.mark.django_db
@pytest.mark.keeps_answers
def test_whatever_is_drawn_by_lot_answers_with_few_queries(
    small: archive.Archive, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new state of the site asks once for what is waiting and for the numbers of years; then a page has its own."""
    taking_in.take_in(small.lines(FEW), by=None)
    monkeypatch.setattr(by_lot, "EACH", 4)
    drawn = by_lot.kinds(Random(1))
    assert len(drawn) == 14
    for kind, paths in drawn.items():
        for path in paths:
            led_to = client.get(path, follow=True).redirect_chain
            assert _queries(client, led_to[-1][0] if led_to else path) <= 4, (kind, path)


def _queries(client: Client, path: str) -> int:
    asked(client, path)
    answers.forget()
    with CaptureQueriesContext(connection) as captured:
        asked(client, path)
    return len(captured)


def _most_common(small: archive.Archive) -> str:
    said = " ".join(small.stocks["en"].sentences).lower().replace(".", "").split()
    return Counter(said).most_common(1)[0][0]


def _first_field() -> Any:
    from taxonomy.models import Term

    return Term.objects.get(slug="arms-0")


@pytest.mark.django_db
def test_a_longer_archive_begins_with_a_shorter_one(small: archive.Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    again = archive.Archive({role: drawn.choices for role, drawn in small.terms.items()})
    assert list(small.lines(30))[:20] == list(again.lines(20))


def figures(size: int, factor: float) -> dict[str, Any]:
    def site(ms: float, **more: Any) -> dict[str, Any]:
        return {"ms": ms, "rate": 2000 / ms, "of bare": 0.5 / ms, "queries": 3, "sql": ms / 2, "bytes": 9} | more

    pages = [
        {"name": name, "path": "/", "bare": site(0.5), "warm": site(1), "cold": site(ms * factor), "naive": site(900)}
        for name, ms in (("home", 9.0), ("search & find", 70.0))
    ]
    return {
        "size": size,
        "pages": pages,
        "machine": {"cores": 2, "processor": "P", "python": "3.11", "postgresql": "15", "load": 0.1, "gigabytes": 1.0}
        | {"day": f"{datetime.now(UTC):%Y-%m-%d}", "system": "Linux"},
        "built": {
            "releases": size,
            "seconds": 9.0,
            "processor seconds": 17.0,
            "load": 0.5,
            "megabytes together": 240.0,
        },
        "megabytes": {"asked": 100_000, "workers": [120.0, 131.0]},
        "publishing": {"ms": 40.0, "ms in the database": 20.0, "queries": 30, "seen at once": True},
        "first answer": 700.0,
    }


def test_figures_stand_in_the_document_once_and_all_else_stays(tmp_path: Path) -> None:
    document, picture = tmp_path / "performance.md", tmp_path / "growth.svg"
    document.write_text(f"# Before\n\n{telling.BEGINS}\nold\n{telling.ENDS}\nAfter\n")
    for _ in range(2):
        telling.write([figures(10_000, 1), figures(1_000_000, 1.3)], document, picture)
    said = document.read_text()
    assert said.startswith(f"# Before\n\n{telling.BEGINS}\n\nWritten on ")
    assert said.endswith(f"{telling.ENDS}\nAfter\n")
    assert "| home | 9.0 ms | 11.7 ms | 1.30 |" in said
    assert "| search & find | 1.0 ms | 0.50 | 91 ms | 0.005 | 3 | 46 ms |" in said
    assert "| search & find | 900 ms | 0.00056 | 3 | 450 ms | 9.9 |" in said
    assert "131 MB after 100,000" in said
    root = ElementTree.fromstring(picture.read_text())
    assert [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")][-2:] == [
        "home: 12 ms",
        "search & find: 91 ms",
    ]


def test_names_at_the_ends_of_lines_do_not_lie_on_each_other() -> None:
    heights = drawing._apart({"a": 100, "b": 101, "c": 300, "d": 379, "e": 380})
    placed = sorted(heights.values())
    assert all(lower - upper >= 15 for upper, lower in pairwise(placed))
    assert placed[-1] <= drawing.HEIGHT - drawing.BOTTOM
