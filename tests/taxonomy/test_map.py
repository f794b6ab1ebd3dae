"""The map on the pages of countries and field operations: what it shows, what it says, and that the list says the same."""

from collections.abc import Callable
from datetime import date
from itertools import combinations
from math import hypot
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from lxml import html

from taxonomy import map_drawing, mapping
from tests import create

pytestmark = pytest.mark.django_db


def countries() -> None:
    states = create.term("Participating States", "countries", kind="group")
    partners = create.term("Asian Partners", "countries", kind="group")
    for name, code, group in (
        ("France", "FR", states),
        ("Andorra", "AD", states),
        ("Spain", "ES", states),
        ("Atlantis", "ZZ", states),
        ("Australia", "AU", partners),
    ):
        create.label(create.term(name, "countries", kind="state", under=group, code=code), f"{name} (fr)", "fr")


def operations() -> None:
    """Two in neighbouring towns, one without a host State, one closed, one whose seat is not known."""
    for name, code in (("Albania", "AL"), ("Montenegro", "ME"), ("Spain", "ES")):
        state = create.term(name, "countries", kind="state", code=code)
        office = create.term(f"Mission to {name}", "field-operations", kind="operation")
        create.relation(office, "based_in", state)
    create.term("Mission in Kosovo", "field-operations", kind="operation")
    closed = create.term("Mission to Georgia", "field-operations", kind="operation", closed_on=date(2009, 6, 30))
    create.relation(closed, "based_in", create.term("Georgia", "countries", kind="state", code="GE"))


def drawn(client: Client, path: str) -> Any:
    (found,) = html.fromstring(client.get(path).content).xpath("//figure[contains(@class, 'map')]")
    return found


def links(part: Any) -> list[tuple[str, str]]:
    return [(one.get("aria-label"), one.get("href")) for one in part.xpath(".//svg//a")]


def test_each_state_is_a_link_with_its_name_and_what_is_small_is_drawn_last_with_a_mark(client: Client) -> None:
    countries()
    shown = drawn(client, "/countries/")
    assert links(shown) == [
        ("France", "/countries/france/"),
        ("Spain", "/countries/spain/"),
        ("Australia", "/countries/australia/"),
        ("Andorra", "/countries/andorra/"),
    ]
    assert links(drawn(client, "/fr/countries/"))[0] == ("France (fr)", "/fr/countries/france/")
    tones = [one.get("class").rpartition("--")[2] for one in shown.xpath(".//svg//a")]
    assert tones == ["first", "first", "second", "first"]
    assert len(shown.xpath(".//svg//circle")) == 1
    assert [one.text_content().strip() for one in shown.xpath(".//li")] == ["Participating States", "Asian Partners"]


def test_the_list_says_all_that_the_map_shows_and_what_it_does_not(client: Client) -> None:
    countries()
    page = html.fromstring(client.get("/countries/").content)
    listed = set(page.xpath("//*[@id='terms']//a/@href"))
    assert {href for _name, href in links(page)} < listed
    assert "/countries/atlantis/" in listed
    assert page.xpath("//figure/a/@href") == ["#terms"]


def test_operations_at_work_are_marks_with_the_numbers_of_the_list(client: Client) -> None:
    operations()
    page = html.fromstring(client.get("/field-operations/").content)
    assert links(page) == [
        ("1 Mission to Albania", "/field-operations/mission-to-albania/"),
        ("2 Mission to Montenegro", "/field-operations/mission-to-montenegro/"),
        ("3 Mission in Kosovo", "/field-operations/mission-in-kosovo/"),
    ]
    rows = {
        row.xpath("string(.//a)").strip(): row.xpath("string(.//*[@class='map-number'])")
        for row in page.xpath("//*[@id='terms']//li")
    }
    assert rows == {
        "Mission to Albania": "1",
        "Mission to Montenegro": "2",
        "Mission to Spain": "",
        "Mission in Kosovo": "3",
        "Mission to Georgia": "",
    }


def test_no_mark_lies_on_another_and_all_lie_in_the_picture() -> None:
    towns = [(place[0], place[1]) for place in mapping.drawing()["towns"].values()]
    for places in (towns, [(500, 500)] * 4):
        discs = mapping._apart(places)
        assert min(hypot(a[0] - b[0], a[1] - b[1]) for a, b in combinations(discs, 2)) > mapping.DISC * 0.9
        left, top, wide, high = mapping._around(discs)
        assert all(left < x < left + wide and top < y < top + high for x, y in discs)


def test_other_vocabularies_and_days_of_the_past_have_no_map(client: Client) -> None:
    countries()
    create.term("Arms control")
    assert b"<figure" not in client.get("/fields-of-work/").content
    assert b"<figure" not in client.get("/at/2020-01-01/countries/").content


def test_the_map_costs_no_query(client: Client, django_assert_num_queries: Callable[[int], Any]) -> None:
    countries()
    client.get("/countries/")
    with django_assert_num_queries(1):
        client.get("/countries/")


def test_every_state_of_the_seeds_has_a_shape_and_every_operation_at_work_a_town(client: Client) -> None:
    call_command("import_terms", verbosity=0)
    assert len(links(drawn(client, "/countries/"))) == 57 + 11
    assert len(links(drawn(client, "/field-operations/"))) == 12


# Drawing it


WEST, EAST = [0, 1], [~0, ~2]


def borders(**lands: list[int]) -> dict[str, Any]:
    """Two squares near the centre of the picture; line 0 is the border between them."""
    return {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [
            [[20, 50], [0, 5]],
            [[20, 55], [-6, 0], [0, -5], [6, 0]],
            [[20, 55], [6, 0], [0, -5], [-6, 0]],
        ],
        "objects": {
            "countries": {
                "geometries": [
                    {"type": "Polygon", "arcs": [ring], "properties": {"name": name.replace("_", " ")}}
                    for name, ring in lands.items()
                ]
            }
        },
    }


def test_neighbours_meet_and_land_of_one_state_has_no_border_within() -> None:
    apart = map_drawing.draw(borders(Poland=WEST, Ukraine=EAST))["states"]
    assert set(apart) == {"PL", "UA"}
    assert apart["PL"]["box"][2] == apart["UA"]["box"][0]
    source = map_drawing.Source.read(borders(Poland=WEST, Ukraine=EAST))
    whole = source.joined([[WEST], [EAST]])
    assert [sorted(max(line, ~line) for line in ring) for ring in whole] == [[1, 2]]


def test_land_is_drawn_with_the_state_it_belongs_to_whoever_holds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_drawing, "MOVED", {(23.0, 52.0): "UA"})
    assert set(map_drawing.draw(borders(Poland=WEST, Russia=EAST))["states"]) == {"PL", "UA"}
    told = map_drawing.draw(borders(Kosovo=WEST, Nowhere=WEST))
    assert (told["states"], bool(told["open"]), bool(told["land"])) == ({}, True, True)


def test_a_line_keeps_what_stands_out_and_loses_what_does_not() -> None:
    line = [(0.0, 0.0), (5.0, 0.5), (10.0, 0.0), (15.0, 9.0), (20.0, 0.0)]
    assert map_drawing.simplified(line, 1) == [line[0], line[2], line[3], line[4]]


def test_a_file_that_is_no_map_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "borders.json"
    broken.write_text("{")
    with pytest.raises(CommandError, match=r"borders\.json"):
        call_command("draw_map", str(broken))
