"""A term's history as a picture and in words, and what its page says first."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from taxonomy import history
from taxonomy.history import History
from taxonomy.models import Term
from tests import create

pytestmark = pytest.mark.django_db

TODAY = date(2025, 1, 1)
Budget = Callable[[int], Any]
Told = list[tuple[str, list[tuple[str, str]], list[str]]]


def operation(name: str, **more: Any) -> Term:
    return create.term(name, "field-operations", kind="operation", **more)


def renamed(term: Term, *names: tuple[str, date | None, date | None]) -> Term:
    term.labels.all().delete()
    for text, since, until in names:
        create.label(term, text, since=since, until=until)
    return term


def of(term: Term, language: str = "en", today: date = TODAY) -> History:
    told = history.of(term.pk, language, today)
    assert told is not None
    return told


def words(told: History) -> Told:
    return [
        (lane.bars[-1].name.text, [(bar.name.text, bar.dates) for bar in lane.bars], lane.origins)
        for lane in told.lanes
    ]


def stretches(told: History) -> list[tuple[str, int, int]]:
    return [(bar.name.text, bar.begin, bar.end) for lane in told.lanes for bar in lane.bars]


def pieces(told: History) -> list[list[tuple[str, str, int]]]:
    return [[(piece.kind, piece.part, piece.at) for piece in bar.pieces] for lane in told.lanes for bar in lane.bars]


@pytest.fixture
def office() -> Term:
    """A centre, later an office, then a programme office."""
    return renamed(
        operation("Office", opened_on=date(2000, 1, 1)),
        ("Centre", date(2000, 1, 1), date(2004, 12, 31)),
        ("Office", date(2005, 1, 1), date(2014, 12, 31)),
        ("Programme office", date(2015, 1, 1), None),
    )


def test_the_names_of_a_term_stand_in_turn_each_with_its_stretch(office: Term) -> None:
    told = of(office)
    assert words(told) == [
        (
            "Programme office",
            [
                ("Centre", "1 January 2000 – 31 December 2004"),
                ("Office", "1 January 2005 – 31 December 2014"),
                ("Programme office", "1 January 2015 – today"),
            ],
            [],
        )
    ]
    assert stretches(told) == [("Centre", 0, 200), ("Office", 200, 600), ("Programme office", 600, 1000)]
    assert pieces(told) == [
        [("renamed", "down", 200)],
        [("renamed", "up", 200), ("renamed", "down", 600)],
        [("renamed", "up", 600)],
    ]


def test_a_place_on_the_line_is_written_alike_in_every_language() -> None:
    assert [history.percent(place) for place in (0, 5, 254, 1000)] == ["0%", "0.5%", "25.4%", "100%"]


def test_one_term_under_one_name_has_no_history() -> None:
    assert history.of(operation("Mission", opened_on=date(1995, 1, 1)).pk, "en", TODAY) is None


def test_every_predecessor_and_successor_has_a_lane_in_the_order_of_their_beginnings() -> None:
    third = operation("Co-ordinator", opened_on=date(2006, 7, 1))
    second = operation("Centre", opened_on=date(2000, 12, 14), closed_on=date(2006, 6, 30))
    first = operation("Liaison office", opened_on=date(1995, 3, 16), closed_on=date(2000, 12, 13))
    create.relation(first, "succeeded_by", second, since=date(2000, 12, 14))
    create.relation(second, "succeeded_by", third, since=date(2006, 7, 1))
    expected = [
        ("Liaison office", [("Liaison office", "16 March 1995 – 13 December 2000")], []),
        ("Centre", [("Centre", "14 December 2000 – 30 June 2006")], ["Took over from Liaison office"]),
        ("Co-ordinator", [("Co-ordinator", "1 July 2006 – today")], ["Took over from Centre"]),
    ]
    for term in (first, second, third):
        told = of(term)
        assert words(told) == expected
        assert [lane.term_id for lane in told.lanes if lane.own] == [term.pk]
        assert [(tie.kind, tie.source, tie.target, tie.day) for tie in told.ties] == [
            ("succeeded_by", first.pk, second.pk, date(2000, 12, 14)),
            ("succeeded_by", second.pk, third.pk, date(2006, 7, 1)),
        ]


def test_what_was_split_off_leaves_the_name_of_the_eve() -> None:
    serbia = renamed(
        operation("Serbia", opened_on=date(2001, 1, 1)),
        ("Serbia and Montenegro", date(2001, 1, 1), date(2006, 6, 28)),
        ("Serbia", date(2006, 6, 29), None),
    )
    montenegro = operation("Montenegro", opened_on=date(2006, 6, 29))
    create.relation(serbia, "split_into", montenegro, since=date(2006, 6, 29))
    told = of(montenegro)
    assert told.lanes[1].origins == ["Split off from Serbia and Montenegro"]
    at = told.lanes[1].bars[0].begin
    assert pieces(told) == [
        [("renamed", "down", at), ("split_into", "down", at)],
        [("renamed", "up", at), ("split_into", "through", at)],
        [("split_into", "up", at)],
    ]


def test_a_term_that_was_merged_ends_on_the_eve_of_the_merger() -> None:
    security, arms = (
        create.term("Security", opened_on=date(2000, 1, 1)),
        create.term("Arms", opened_on=date(2001, 1, 1)),
    )
    create.relation(arms, "merged_into", security, since=date(2020, 1, 1))
    assert words(of(security)) == [
        ("Security", [("Security", "1 January 2000 – today")], ["Arms was merged into it on 1 January 2020"]),
        ("Arms", [("Arms", "1 January 2001 – 31 December 2019")], []),
    ]


def test_days_are_told_as_exactly_as_they_are_known() -> None:
    first = operation(
        "First",
        opened_on=date(1998, 10, 1),
        opened_precision="month",
        closed_on=date(1999, 12, 31),
        closed_precision="year",
    )
    create.relation(first, "succeeded_by", operation("Second", opened_on=date(2000, 1, 1)))
    assert words(of(first))[0][1] == [("First", "October 1998 – 1999")]


def test_what_is_not_known_is_drawn_open() -> None:
    first, second = operation("First", closed_on=date(2003, 12, 31)), operation("Second", opened_on=date(2004, 1, 1))
    create.relation(first, "succeeded_by", second)
    told = of(first)
    assert [(bar.open_begin, bar.begin, bar.dates) for lane in told.lanes for bar in lane.bars[:1]] == [
        (True, 0, "not known – 31 December 2003"),
        (False, told.lanes[1].bars[0].begin, "1 January 2004 – today"),
    ]
    assert told.lanes[0].bars[0].end > 60  # there is room for the time before


def test_where_no_day_is_known_there_are_only_words(client: Client) -> None:
    first, second = operation("First"), operation("Second")
    create.relation(first, "succeeded_by", second)
    told = of(second)
    assert (told.drawn, words(told)) == (
        False,
        [("First", [("First", "")], []), ("Second", [("Second", "")], ["Took over from First"])],
    )
    page = client.get("/field-operations/second/").content.decode()
    assert "history__lane" in page
    assert "history__line" not in page


@pytest.mark.parametrize("days", [1, 40, 366, 50 * 365, 900 * 365])
def test_a_day_can_be_seen_beside_any_span(days: int) -> None:
    begins = TODAY - timedelta(days=days)
    first = operation("First", opened_on=begins, closed_on=begins)
    create.relation(first, "succeeded_by", operation("Second", opened_on=begins + timedelta(days=1)))
    told = of(first)
    assert all(0 <= begin < end <= 1000 and end - begin >= history.LEAST for _name, begin, end in stretches(told))
    assert 1 <= len(told.ticks) <= history.TICKS + 1
    assert all(0 <= tick.at <= 1000 for tick in told.ticks)


def test_twelve_lanes_are_drawn_and_the_last_of_hundreds_are_counted() -> None:
    last = create.term("Last", opened_on=date(2000, 1, 1))
    for number in range(11):
        create.relation(create.term(f"Field {number}"), "merged_into", last, since=date(2001 + number, 1, 1))
    told = of(last)
    assert (len(told.lanes), told.more) == (12, 0)
    for number in range(11, 30):
        create.relation(create.term(f"Field {number}"), "merged_into", last)
    told = of(last)
    assert (len(told.lanes), told.more) == (history.LANES, 31 - history.LANES)
    assert any(lane.own for lane in told.lanes)


def test_terms_that_follow_each_other_in_a_circle_are_each_drawn_once(client: Client) -> None:
    first, second, third = operation("First"), operation("Second"), operation("Third")
    for subject, target in ((first, second), (second, third), (third, first)):
        create.relation(subject, "succeeded_by", target, since=date(2010, 1, 1))
    told = of(second)
    assert sorted(lane.term_id for lane in told.lanes) == sorted([first.pk, second.pk, third.pk])
    assert len(told.ties) == 3
    assert client.get("/field-operations/second/").status_code == 200


def test_what_is_still_ahead_is_not_told(office: Term) -> None:
    office.labels.filter(text="Programme office").update(until=date(2029, 12, 31))
    create.label(office, "Centre again", since=date(2030, 1, 1))
    create.relation(office, "succeeded_by", operation("Next", opened_on=date(2031, 1, 1)), since=date(2031, 1, 1))
    told = of(office)
    assert [bar.name.text for lane in told.lanes for bar in lane.bars] == ["Centre", "Office", "Programme office"]


def test_a_name_missing_in_a_language_is_told_in_the_original(office: Term) -> None:
    create.label(office, "Bureau des programmes", "fr", since=date(2015, 1, 1))
    assert [(bar.name.text, bar.name.language) for bar in of(office, "fr").lanes[0].bars] == [
        ("Centre", "en"),
        ("Office", "en"),
        ("Bureau des programmes", "fr"),
    ]


def test_a_history_costs_no_query_however_long_it_is(client: Client, django_assert_num_queries: Budget) -> None:
    terms = [operation(f"Office {number}", opened_on=date(2000 + number, 1, 1)) for number in range(6)]
    for older, newer in pairwise(terms):
        create.relation(older, "succeeded_by", newer)
        client.get("/field-operations/office-0/")  # reads the taxonomy of this version
        with django_assert_num_queries(4):
            client.get("/field-operations/office-0/")


def test_the_page_shows_each_name_beside_its_line_and_links_the_others(client: Client) -> None:
    old = operation("Centre in Tashkent", opened_on=date(2000, 12, 14), closed_on=date(2006, 6, 30))
    new = operation("Co-ordinator", opened_on=date(2006, 7, 1))
    create.relation(old, "succeeded_by", new, since=date(2006, 7, 1))
    page = client.get("/field-operations/co-ordinator/").content.decode()
    assert page.count('<svg class="history__line"') == 2
    within = page.partition('<div class="history">')[2].partition("</section>")[0]
    assert within.count("<a ") == 1
    assert '<a href="/field-operations/centre-in-tashkent/">' in within
    assert "style=" not in within


# What the page says first


def said(client: Client, path: str) -> str:
    """The text of the head of a page."""
    head = client.get(path).content.decode().partition('<header class="page-head">')[2].partition("</header>")[0]
    return " ".join(head.split())


def test_a_closed_body_s_page_says_when_and_into_what(client: Client) -> None:
    old = operation("Centre in Tashkent", opened_on=date(2000, 12, 14), closed_on=date(2006, 6, 30))
    create.relation(old, "succeeded_by", operation("Co-ordinator"), since=date(2006, 7, 1))
    assert (
        '<div class="notice term__closed"> <p>Closed on 30 June 2006.</p>'
        '<p>Its work went on as <a href="/field-operations/co-ordinator/">Co-ordinator</a>.</p> </div>'
    ) in said(client, "/field-operations/centre-in-tashkent/")


@pytest.mark.parametrize(
    ("precision", "sentence"),
    [("day", "Closed on 31 July 1993."), ("month", "Closed in July 1993."), ("year", "Closed in 1993.")],
)
def test_a_closing_is_told_as_exactly_as_it_is_known(client: Client, precision: str, sentence: str) -> None:
    operation("Missions", closed_on=date(1993, 7, 31), closed_precision=precision)
    assert f"<p>{sentence}</p>" in said(client, "/field-operations/missions/")


def test_a_closed_body_can_have_been_split(client: Client) -> None:
    old = operation("Old", closed_on=date(2006, 6, 30))
    for name in ("East", "West"):
        create.relation(old, "split_into", operation(name), since=date(2006, 7, 1))
    page = said(client, "/field-operations/old/")
    assert 'It was split into <a href="/field-operations/east/">East</a>.' in page
    assert 'It was split into <a href="/field-operations/west/">West</a>.' in page


def test_a_successor_s_page_says_from_what_it_follows_and_when(client: Client) -> None:
    old = operation("Centre", opened_on=date(2000, 12, 14), closed_on=date(2006, 6, 30))
    create.relation(old, "succeeded_by", operation("Co-ordinator"), since=date(2006, 7, 1))
    create.relation(old, "succeeded_by", operation("Undated"))
    link = '<a href="/field-operations/centre/">Centre</a> <span class="now">(2000–2006)</span>'
    assert f"<p>It took over from {link} on 1 July 2006.</p>" in said(client, "/field-operations/co-ordinator/")
    assert f"<p>It follows {link}.</p>" in said(client, "/field-operations/undated/")


def test_a_term_says_what_was_merged_into_it_without_a_link_to_itself(client: Client) -> None:
    security, arms = create.term("Security"), create.term("Arms control")
    create.relation(arms, "merged_into", security, since=date(2020, 1, 1))
    page = said(client, "/fields-of-work/security/")
    assert "<p>Arms control was merged into it on 1 January 2020.</p>" in page
    assert "<a " not in page


def test_many_that_were_merged_are_counted(client: Client) -> None:
    security = create.term("Security")
    for number in range(7):
        create.relation(create.term(f"Field {number}"), "merged_into", security, since=date(2020, 1, 1))
    page = said(client, "/fields-of-work/security/")
    assert page.count("was merged into it on 1 January 2020.") == 5
    assert "<p>2 more were merged into it.</p>" in page


def test_a_body_at_work_says_what_was_split_off_from_it(client: Client) -> None:
    create.relation(operation("Serbia"), "split_into", operation("Montenegro"), since=date(2006, 6, 29))
    link = '<a href="/field-operations/montenegro/">Montenegro</a>'
    page = said(client, "/field-operations/serbia/")
    assert f'<div class="term__follows"> <p>{link} was split off from it on 29 June 2006.</p> </div>' in page
    assert "notice" not in page


def test_what_has_yet_to_come_is_not_said(client: Client) -> None:
    old = operation("Old", closed_on=date(2199, 12, 31))
    create.relation(old, "succeeded_by", operation("New", opened_on=date(2200, 1, 1)), since=date(2200, 1, 1))
    assert "notice" not in said(client, "/field-operations/old/")
    assert "follows" not in said(client, "/field-operations/new/")
    assert "not known – 31 December 2199" in client.get("/field-operations/old/").content.decode()


def test_a_name_of_another_language_says_so(client: Client) -> None:
    old, new = operation("Centre", closed_on=date(2006, 6, 30)), operation("Co-ordinator")
    create.relation(old, "succeeded_by", new, since=date(2006, 7, 1))
    with translation.override("fr"):
        assert '<a href="/fr/field-operations/centre/"><span lang="en">Centre</span></a>' in said(
            client, "/fr/field-operations/co-ordinator/"
        )


def test_an_evil_name_stays_text(client: Client) -> None:
    old = renamed(operation("Old", closed_on=date(2006, 6, 30)), ("<b>{day}</b>", None, None))
    create.relation(old, "succeeded_by", operation("New"), since=date(2006, 7, 1))
    assert "&lt;b&gt;{day}&lt;/b&gt;" in said(client, "/field-operations/new/")


def test_what_belongs_to_a_term_leaves_out_the_merged_and_puts_the_closed_last(client: Client) -> None:
    above = create.term("Field operations at large", "field-operations", kind="group")
    operation("Estonia", under=above, closed_on=date(2001, 12, 31))
    operation("Serbia", under=above)
    create.relation(operation("Twin", under=above), "merged_into", above, since=date(2020, 1, 1))
    page = client.get("/field-operations/field-operations-at-large/").content.decode()
    listed = " ".join(page.partition('<ul class="term-list">')[2].partition("</ul>")[0].split())
    assert listed.index("Serbia") < listed.index("Estonia")
    assert '<span class="mark">closed 2001</span>' in listed
    assert "Twin" not in listed
