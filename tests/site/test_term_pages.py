"""Term pages by kind: what a State, an operation, a structure, a series of meetings, a group, a page says of itself."""

import gzip
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from lxml import html

from taxonomy import tree
from taxonomy.models import Broader, Menu, MenuEntry, Term
from tests import create
from tests.movable_clock import the_time_is

pytestmark = pytest.mark.django_db

Budget = Callable[[int], Any]
NOW = create.instant(2025, 6, 1)


@pytest.fixture(autouse=True)
def _a_day_in_2025() -> Iterator[None]:
    with the_time_is(NOW):
        yield


def read(client: Client, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, path
    return html.fromstring(response.content)


def words(page: Any, css_class: str) -> list[str]:
    """The texts of the elements of a class, their spaces as one."""
    found = page.xpath(f'//*[contains(concat(" ", @class, " "), " {css_class} ")]')
    return [" ".join(one.text_content().split()) for one in found]


def under(page: Any, heading: str) -> list[str]:
    """The items of the lists in the section of a heading."""
    found = page.xpath(f'//section[.//h2[normalize-space()="{heading}"]]//li[not(.//li)]')
    return [" ".join(one.text_content().split()) for one in found]


def key_facts(page: Any) -> list[tuple[str, list[str]]]:
    def text(one: Any) -> str:
        return " ".join(one.text_content().split())

    return [
        (text(fact.find("dt")), [text(one) for one in fact.findall("dd")])
        for fact in page.xpath('//dl[@class="key-facts"]/div')
    ]


def placed(term: Term, since: date | None, until: date | None = None, under: Term | None = None) -> Term:
    """It stood there from when to when."""
    if until:
        Broader.objects.filter(term=term, until=None).update(since=since)
        Broader.objects.create(term=term, broader=under, until=until)
    else:
        Broader.objects.filter(term=term, until=None).update(since=since)
    return term


def states(*names: str, group: str = "Participating States", since: date | None = date(1973, 6, 25)) -> list[Term]:
    above = create.term(group, "countries", kind="group")
    return [placed(create.term(name, "countries", kind="state", under=above), since) for name in names]


def operation(name: str, **more: Any) -> Term:
    return create.term(name, "field-operations", kind="operation", **more)


# States


def test_a_state_is_told_by_its_years_its_chairpersonships_and_its_operations(client: Client) -> None:
    poland, *_others = states("Poland", "Portugal", "Romania")
    chair = create.term("Chairpersonship", "structures", kind="body")
    for year in (1998, 2022, 2026):
        create.relation(poland, "chairs", chair, since=date(year, 1, 1), until=date(year, 12, 31))
    closed = operation("Office in Warsaw", opened_on=date(2000, 2, 16), closed_on=date(2010, 8, 31))
    for one in (closed, operation("Mission to Poland", opened_on=date(2011, 1, 1))):
        create.relation(one, "based_in", poland)
    create.relation(create.term("Human rights office", "structures", kind="institution"), "based_in", poland)
    page = read(client, "/countries/poland/")
    assert key_facts(page) == [
        ("Participating States", ["since 1973"]),
        ("Chairpersonship", ["1998", "2022"]),
        ("Field operation", ["Mission to Poland"]),
    ]
    assert words(page, "history__name") == ["Office in Warsaw", "Mission to Poland"]
    assert words(page, "history__dates") == ["16 February 2000 – 31 August 2010", "1 January 2011 – today"]
    assert words(page, "facts") == ["Based here Human rights office"]
    assert words(page, "neighbours") == ["Next in the list Portugal"]
    assert words(read(client, "/countries/portugal/"), "neighbours") == [
        "Previous in the list Poland Next in the list Romania"
    ]


def test_a_state_shows_its_flag_which_says_nothing_that_its_name_does_not(client: Client) -> None:
    above = create.term("Participating States", "countries", kind="group")
    create.term("Poland", "countries", kind="state", under=above, code="PL")
    create.term("Nowhere", "countries", kind="state", under=above, code="ZZ")
    [flag] = read(client, "/countries/poland/").xpath("//main//img")
    assert (flag.get("src"), flag.get("alt")) == ("/static/img/flags/pl.svg", "")
    assert int(flag.get("width")) * 3 == int(flag.get("height")) * 4
    assert read(client, "/countries/nowhere/").xpath("//main//img") == []


def test_every_state_of_the_seed_has_a_flag_of_one_shape_and_no_flag_is_left_over() -> None:
    seed = (settings.BASE_DIR / "taxonomy" / "seeds" / "countries.txt").read_text()
    codes = {code.lower() for code in re.findall(r"^code: (\w+)$", seed, re.MULTILINE)}
    files = [*(settings.BASE_DIR / "static" / "img" / "flags").glob("*.*")]
    assert {path.stem for path in files} == codes
    assert len(files) == len(codes) > 60
    assert [path.name for path in files if path.suffix == ".svg" and not _is_four_by_three(path)] == []
    assert [path.name for path in files if len(gzip.compress(path.read_bytes())) > 14_000] == []


def _is_four_by_three(path: Path) -> bool:
    return 'viewBox="0 0 640 480"' in path.read_text() and "<style" not in path.read_text()


def test_of_a_past_day_a_state_says_what_had_begun_by_then(client: Client) -> None:
    [mongolia] = states("Mongolia", since=date(2012, 11, 21))
    partners = create.term("Asian Partners", "countries", kind="group")
    placed(mongolia, date(2012, 11, 21), date(2012, 11, 20), partners)
    Term.objects.filter(pk=mongolia.pk).update(code="MN")
    chair = create.term("Chairpersonship", "structures", kind="body")
    create.relation(mongolia, "chairs", chair, since=date(2014, 1, 1), until=date(2014, 12, 31))
    create.relation(operation("Mission to Mongolia", opened_on=date(2015, 1, 1)), "based_in", mongolia)
    early = operation("Office in Ulaanbaatar", opened_on=date(2005, 1, 1), closed_on=date(2013, 12, 31))
    create.relation(early, "based_in", mongolia)
    create.release(published_at=create.instant(2009))
    then = read(client, "/at/2010-05-01/countries/mongolia/")
    assert key_facts(then) == [("Belongs to", ["Asian Partners"]), ("Field operation", ["Office in Ulaanbaatar"])]
    assert words(then, "history__dates") == ["1 January 2005 – today"]
    assert then.xpath("//main//img") == []
    assert key_facts(read(client, "/countries/mongolia/")) == [
        ("Asian Partners", ["until 2012"]),
        ("Participating States", ["since 2012"]),
        ("Chairpersonship", ["2014"]),
        ("Field operation", ["Mission to Mongolia"]),
    ]


# Field operations


def test_an_operation_is_told_by_its_host_its_mandate_and_what_came_before_and_after(client: Client) -> None:
    [host] = states("Uzbekistan")
    centre = operation("Centre", opened_on=date(2000, 12, 14), closed_on=date(2006, 6, 30))
    project = operation("Co-ordinator", opened_on=date(2006, 7, 1))
    create.relation(centre, "succeeded_by", project, since=date(2006, 7, 1))
    for one in (centre, project):
        create.relation(one, "based_in", host)
    page = read(client, "/field-operations/co-ordinator/")
    assert key_facts(page) == [("Host State", ["Uzbekistan"]), ("Mandate", ["1 July 2006 – today"])]
    assert page.xpath('//dl[@class="key-facts"]//a/@href') == ["/countries/uzbekistan/"]
    assert words(page, "history__name") == ["Centre", "Co-ordinator"]
    assert key_facts(read(client, "/field-operations/centre/"))[1] == ("Mandate", ["14 December 2000 – 30 June 2006"])


def test_of_a_past_day_a_mandate_has_no_end_yet(client: Client) -> None:
    operation("Office in Baku", opened_on=date(2000, 7, 17), closed_on=date(2013, 12, 31))
    create.release(published_at=create.instant(2009))
    page = read(client, "/at/2010-05-01/field-operations/office-in-baku/")
    assert key_facts(page) == [("Mandate", ["17 July 2000 – today"])]
    assert words(page, "facts") == []


def test_closed_activities_stand_on_one_time_line_and_are_counted_as_closed(client: Client) -> None:
    closed = create.term("Closed field activities", "field-operations", kind="group")
    one = operation("Centre", under=closed, opened_on=date(2000, 12, 14), closed_on=date(2006, 6, 30))
    operation("Mission", under=closed, opened_on=date(1993, 2, 15), closed_on=date(2001, 12, 31))
    create.relation(operation("Liaison", under=closed, opened_on=date(1992, 1, 1), closed_on=date(2000, 12, 13)),
                    "succeeded_by", one, since=date(2000, 12, 14))  # fmt: skip
    page = read(client, "/field-operations/closed-field-activities/")
    assert words(page, "term__count") == ["3 closed from 2000 to 2006"]
    # What followed one another stands together.
    assert words(page, "history__name") == ["Liaison", "Centre", "Mission"]
    assert words(read(client, "/field-operations/"), "vocabulary__said") == ["3 closed from 2000 to 2006"]


def test_where_an_operation_has_moved_its_former_host_is_told_with_the_years(client: Client) -> None:
    moldova, romania = states("Moldova", "Romania")
    mission = operation("Mission", opened_on=date(2000, 1, 1))
    create.relation(mission, "based_in", romania, since=date(2000, 1, 1), until=date(2009, 12, 31))
    create.relation(mission, "based_in", moldova, since=date(2010, 1, 1))
    assert key_facts(read(client, "/field-operations/mission/"))[0] == (
        "Host States",
        ["Romania 2000–2009", "Moldova since 2010"],
    )
    former = read(client, "/countries/romania/")
    assert key_facts(former) == [("Participating States", ["since 1973"])]
    assert words(former, "history__name") == ["Mission"]


# Structures


@pytest.fixture
def organisation() -> dict[str, Term]:
    """Itself, a secretariat with two offices, a council, and one mission in the field."""
    made = {"itself": create.term("Organization", "structures", kind="body")}
    made["secretariat"] = create.term("Secretariat", "structures", kind="body")
    for name in ("Legal office", "Press office"):
        made[name] = create.term(name, "structures", kind="unit", under=made["secretariat"])
    made["council"] = create.term("Council", "structures", kind="body")
    create.term("Former process", "structures", kind="body", closed_on=date(2020, 1, 1))
    made["mission"] = operation("Mission to Malta")
    closed = create.term("Closed", "field-operations", kind="group")
    operation("Office in Rome", under=closed, closed_on=date(2000, 1, 1))
    return made


def boxes(page: Any) -> list[tuple[int, str]]:
    """Each box of the chart with its depth."""
    found = page.xpath('//a[contains(concat(" ", @class, " "), " chart__box ")]')
    return [(len(one.xpath("ancestor::ul[starts-with(@class, 'chart')]")), one.text_content().strip()) for one in found]


def test_a_structure_shows_its_place_as_a_chart_and_what_is_below_it_as_a_list(
    organisation: dict[str, Term], client: Client
) -> None:
    page = read(client, "/structures/secretariat/")
    offices = [(3, "Legal office"), (3, "Press office")]
    assert boxes(page) == [
        (1, "Organization"),
        (2, "Secretariat"),
        *offices,
        (2, "Council"),
        (2, "Field operations"),
    ]
    assert page.xpath('//ul[@class="chart"]//a[@aria-current="page"]/@href') == ["/structures/secretariat/"]
    assert under(page, "Belonging to it") == ["Legal office", "Press office"]
    assert boxes(read(client, "/structures/legal-office/")) == boxes(page)
    assert boxes(read(client, "/structures/council/")) == [box for box in boxes(page) if box not in offices]


def test_what_has_closed_is_drawn_on_its_own_page_only(organisation: dict[str, Term], client: Client) -> None:
    assert (2, "Former process") in boxes(read(client, "/structures/former-process/"))
    assert (2, "Former process") not in boxes(read(client, "/structures/council/"))


@pytest.mark.parametrize("path", ["/structures/", "/pages/organizational-structure/"])
def test_the_whole_organisation_is_drawn_where_it_is_listed_and_described(
    organisation: dict[str, Term], path: str, client: Client
) -> None:
    create.term("Organizational structure", "pages", kind="page")
    chair = create.term("Chairpersonship", "structures", kind="body")
    [finland] = states("Finland")
    create.relation(finland, "chairs", chair, since=date(2025, 1, 1), until=date(2025, 12, 31))
    shown = boxes(read(client, path))
    assert [(depth, " ".join(text.split())) for depth, text in shown] == [
        (1, "Organization"),
        (2, "Secretariat"),
        (3, "Legal office"),
        (3, "Press office"),
        (2, "Council"),
        (2, "Chairpersonship Finland"),
        (2, "Field operations"),
        (3, "Mission to Malta"),
    ]


def test_the_chart_of_a_past_day_is_that_of_the_day(organisation: dict[str, Term], client: Client) -> None:
    create.release(published_at=create.instant(2009))
    with the_time_is(create.instant(2020, 6, 1)):
        tree.move(organisation["Legal office"], under=organisation["council"])
    then, now = (read(client, f"{day}/structures/") for day in ("/at/2010-05-01", ""))
    assert boxes(then).index((3, "Legal office")) < boxes(then).index((2, "Council"))
    assert boxes(now).index((3, "Legal office")) > boxes(now).index((2, "Council"))
    assert (2, "Former process") in boxes(then)


def test_of_very_many_below_one_only_some_are_drawn_and_always_the_one_whose_place_it_is(
    organisation: dict[str, Term], client: Client
) -> None:
    offices = [create.term(f"Office {n}", "structures", kind="unit", under=organisation["council"]) for n in range(43)]
    whole = read(client, "/structures/")
    assert len([box for box in boxes(whole) if box[1].startswith("Office")]) == 40
    assert words(whole, "chart__more") == ["3 more"]
    last = read(client, f"/structures/{offices[-1].slug}/")
    assert (3, "Office 42") in boxes(last)
    assert words(last, "chart__more") == ["2 more"]


def test_an_organisation_that_has_no_term_of_itself_has_no_chart(client: Client) -> None:
    create.term("Secretariat", "structures", kind="body")
    for path in ("/structures/", "/structures/secretariat/"):
        assert boxes(read(client, path)) == []


def test_an_office_that_is_chaired_lists_by_whom_year_by_year(client: Client) -> None:
    chair = create.term("Chairpersonship", "structures", kind="body")
    malta, poland = states("Malta", "Poland")
    for state, year in ((poland, 1998), (malta, 2024), (poland, 2022), (malta, 2026)):
        create.relation(state, "chairs", chair, since=date(year, 1, 1), until=date(year, 12, 31))
    page = read(client, "/structures/chairpersonship/")
    assert under(page, "Chaired by") == ["2024 Malta", "2022 Poland", "1998 Poland"]


# Fields of work, partners, pages


def test_a_field_names_who_works_on_it_by_what_they_are(client: Client) -> None:
    arms = create.term("Arms control")
    create.term("Borders")
    centre = create.term("Centre", "structures", kind="unit")
    mission, closed = operation("Mission"), operation("Old office", closed_on=date(2010, 1, 1))
    for one in (closed, mission, centre):
        create.relation(one, "works_on", arms)
    page = read(client, "/fields-of-work/arms-control/")
    assert words(page, "group-name") == ["Field operations", "Structures"]
    assert under(page, "Who works on it") == ["Mission", "Old office closed 2010", "Centre"]
    assert words(page, "neighbours") == ["Next in the list Borders"]


def test_partners_are_called_partners_with_their_years_and_those_that_have_left(client: Client) -> None:
    body = create.term("Organization", "structures", kind="body")
    japan, korea = states("Japan", "Korea", group="Asian Partners", since=date(1992, 1, 1))
    for one in (japan, korea):
        create.relation(one, "partner_of", body, since=date(1992, 1, 1))
    [mongolia] = states("Mongolia")
    placed(mongolia, date(2012, 11, 21), date(2012, 11, 20), japan.parent)
    page = read(client, "/countries/asian-partners/")
    assert (words(page, "eyebrow"), words(page, "term__count")) == (["Partners"], ["2 partner States"])
    assert under(page, "States") == ["Japan since 1992", "Korea since 1992"]
    assert under(page, "Formerly") == ["Mongolia until 2012"]
    assert words(read(client, "/countries/"), "vocabulary__said") == ["2 partner States", "1 State"]


def test_a_page_is_read_as_a_page_with_what_is_below_it_and_no_empty_list(client: Client) -> None:
    about = create.term("About us", "pages", kind="page")
    create.term("History", "pages", kind="page", under=about)
    about.profiles.create(language="en", summary="Who we are.", body="First.\n\nSecond.")
    menu = Menu.objects.create(key="main")
    entry = MenuEntry.objects.create(menu=menu, key="about-us", term=about)
    MenuEntry.objects.create(menu=menu, key="arms", term=create.term("Arms control"), parent=entry)
    page = read(client, "/pages/about-us/")
    assert page.xpath('//div[@class="prose"]/p/text()') == ["First.", "Second."]
    assert under(page, "In this section") == ["History", "Arms control"]
    assert "Nothing has been published" not in page.text_content()
    assert words(page, "eyebrow") == []
    create.release("We are fifty", about=[create.term("Jubilee")], source=[about])
    assert "We are fifty" in read(client, "/pages/about-us/").text_content()


# Meetings


def test_a_series_leads_to_the_years_in_which_it_was_reported_on_and_to_no_other(client: Client) -> None:
    series = create.term("Reviews", "meetings", kind="meeting-series")
    for year in (2009, 2014, 2014):
        create.release(f"Review of {year}", meeting=[series], published_at=create.instant(year, 5, 1))
    create.release("Other", published_at=create.instant(2011))
    create.draft("Draft", meeting=[series])
    create.release("Ahead", meeting=[series], published_at=create.instant(2030))
    page = read(client, "/meetings/reviews/")
    assert under(page, "Releases by year") == ["2014 2 releases", "2009 1 release"]
    links = page.xpath('//ul[@class="year-list"]//a')
    assert [(link.get("href"), link.get("rel")) for link in links] == [
        ("/press-releases/?meeting=reviews&year=2014", "nofollow"),
        ("/press-releases/?meeting=reviews&year=2009", "nofollow"),
    ]
    assert words(read(client, links[0].get("href")), "release-card__headline") == ["Review of 2014", "Review of 2014"]
    then = read(client, "/at/2010-01-01/meetings/reviews/")
    assert under(then, "Releases by year") == ["2009 1 release"]
    assert under(read(client, "/fr/meetings/reviews/"), "Communiqués par année") == []


def test_single_meetings_have_the_day_they_were_held_and_are_not_called_closed(client: Client) -> None:
    series = create.term("Reviews", "meetings", kind="meeting-series")
    held = date(2010, 12, 1)
    create.term("Astana", "meetings", kind="meeting-series", under=series, opened_on=held, closed_on=held)
    assert under(read(client, "/meetings/reviews/"), "Meetings") == ["Astana 1 December 2010"]


# What they cost

COSTS = {
    "/countries/state-0/": 4,
    "/field-operations/mission-0/": 4,
    "/structures/office-0/": 4,
    "/structures/": 1,
    "/meetings/series-0/": 4,
    "/field-operations/": 1,
    "/pages/page-0/": 4,
    "/fields-of-work/field-0/": 4,
}


@pytest.mark.parametrize("path", COSTS)
def test_each_kind_costs_the_same_with_one_of_everything_and_with_three(
    path: str, client: Client, django_assert_num_queries: Budget
) -> None:
    itself = create.term("Organization", "structures", kind="body")
    group = create.term("Participating States", "countries", kind="group")
    first: dict[str, Term] = {}
    for number in range(3):
        state = create.term(f"State {number}", "countries", kind="state", under=group)
        mission = operation(f"Mission {number}", opened_on=date(2000 + number, 1, 1))
        office = create.term(f"Office {number}", "structures", kind="body", under=first.get("office", itself))
        series = create.term(f"Series {number}", "meetings", kind="meeting-series")
        field = create.term(f"Field {number}")
        create.term(f"Page {number}", "pages", kind="page")
        first = first or {"state": state, "mission": mission, "office": office, "series": series, "field": field}
        create.relation(mission, "based_in", first["state"])
        create.relation(first["state"], "chairs", first["office"], since=date(2010 + number, 1, 1))
        create.relation(mission, "works_on", first["field"])
        create.release(
            f"Release {number}",
            published_at=create.instant(2010 + number),
            about=[first["field"]],
            source=[first["mission"], first["office"]],
            country=[first["state"]],
            meeting=[first["series"]],
        )
        client.get(path)  # reads the taxonomy of this version
        if number in (0, 2):
            with django_assert_num_queries(COSTS[path]):
                assert client.get(path).status_code == 200
