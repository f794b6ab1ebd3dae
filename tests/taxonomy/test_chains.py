"""The field operations of the seeds over the years: what each was called, what became of it, and what it said."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from taxonomy import snapshot
from taxonomy.models import Term
from tests import create

pytestmark = pytest.mark.django_db
EVE_OF_2026 = date(2025, 12, 31)


@pytest.fixture(scope="module", autouse=True)
def _seeds(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for all tests here, and taken back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("import_terms", verbosity=0)
        yield
        transaction.set_rollback(True)


def operation(slug: str) -> Term:
    return Term.objects.get(vocabulary__slug="field-operations", slug=slug)


def names(slug: str, *days: date) -> list[str]:
    return [operation(slug).label("en", day) for day in days]


def became(slug: str) -> list[tuple[str, str, date | None]]:
    """What follows a term at once: how, what, and from when."""
    taxonomy = snapshot.current()
    succession = ("succeeded_by", "split_into", "merged_into")
    return [
        (link.kind, taxonomy.nodes[link.term_id].slug, link.since)
        for link in taxonomy.links.get(operation(slug).pk, ())
        if link.kind in succession
    ]


def followers(slug: str) -> list[str]:
    """All that took over from a term, at once or in turn."""
    taxonomy = snapshot.current()
    return sorted(taxonomy.nodes[link.term_id].slug for link in taxonomy.successors(operation(slug).pk))


def page(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split()).replace(" </a>", "</a>")


def said_by(slug: str, *, in_year: int, headline: str = "Forty judges trained") -> int:
    """A release that a field operation gave out in the spring of a year."""
    release = create.release(headline, source=[operation(slug)], published_at=create.instant(in_year, 4, 12))
    return int(release.pk)


def lists(client: Client, slug: str) -> tuple[bool, bool]:
    """Whether the page of a field operation lists the release, and whether as that of a predecessor."""
    shown = page(client, f"/field-operations/{slug}/")
    return "Forty judges trained" in shown, "Said by a predecessor" in shown


def test_the_mission_to_tajikistan_became_the_centre_in_dushanbe_in_2002() -> None:
    assert names("programme-office-in-dushanbe", date(2002, 10, 30), date(2002, 10, 31)) == [
        "OSCE Mission to Tajikistan",
        "OSCE Centre in Dushanbe",
    ]


def test_the_mission_to_tajikistan_opened_in_1994_and_works_on_under_its_fourth_name() -> None:
    office = operation("programme-office-in-dushanbe")
    assert (office.opened_on, office.closed_on) == (date(1994, 2, 19), None)
    assert names(office.slug, date(1994, 2, 19), date(2005, 1, 1), date(2010, 1, 1), EVE_OF_2026) == [
        "OSCE Mission to Tajikistan",
        "OSCE Centre in Dushanbe",
        "OSCE Office in Tajikistan",
        "OSCE Programme Office in Dushanbe",
    ]


def test_the_centre_in_dushanbe_became_the_office_in_tajikistan_in_june_2008() -> None:
    assert names("programme-office-in-dushanbe", date(2008, 5, 31), date(2008, 7, 1)) == [
        "OSCE Centre in Dushanbe",
        "OSCE Office in Tajikistan",
    ]


def test_the_office_in_tajikistan_became_the_programme_office_in_dushanbe_in_july_2017() -> None:
    assert names("programme-office-in-dushanbe", date(2017, 6, 30), date(2017, 7, 1)) == [
        "OSCE Office in Tajikistan",
        "OSCE Programme Office in Dushanbe",
    ]


def test_what_the_centre_in_dushanbe_said_in_2005_stands_under_that_name_with_the_present_one(client: Client) -> None:
    said = said_by("programme-office-in-dushanbe", in_year=2005)
    shown = page(client, f"/press-releases/{said}/")
    assert "OSCE Centre in Dushanbe</a>" in shown
    assert "(now OSCE Programme Office in Dushanbe)" in shown


def test_a_renamed_operation_lists_what_it_said_as_its_own(client: Client) -> None:
    said_by("programme-office-in-dushanbe", in_year=2005)
    assert lists(client, "programme-office-in-dushanbe") == (True, False)


def test_the_liaison_office_in_central_asia_became_the_centre_in_tashkent_and_that_the_co_ordinator() -> None:
    assert became("liaison-office-in-central-asia") == [("succeeded_by", "centre-in-tashkent", date(2000, 12, 14))]
    assert became("centre-in-tashkent") == [("succeeded_by", "project-co-ordinator-in-uzbekistan", date(2006, 7, 1))]
    assert became("project-co-ordinator-in-uzbekistan") == []
    assert operation("liaison-office-in-central-asia").opened_on == date(1995, 3, 16)


def test_each_of_the_chain_of_tashkent_ended_on_the_eve_of_the_next() -> None:
    chain = ("liaison-office-in-central-asia", "centre-in-tashkent", "project-co-ordinator-in-uzbekistan")
    assert [(operation(slug).opened_on, operation(slug).closed_on) for slug in chain] == [
        (date(1995, 3, 16), date(2000, 12, 13)),
        (date(2000, 12, 14), date(2006, 6, 30)),
        (date(2006, 7, 1), None),
    ]


def test_what_the_liaison_office_said_stands_marked_with_both_that_followed(client: Client) -> None:
    said_by("liaison-office-in-central-asia", in_year=1998)
    assert lists(client, "liaison-office-in-central-asia") == (True, False)
    assert lists(client, "centre-in-tashkent") == (True, True)
    assert lists(client, "project-co-ordinator-in-uzbekistan") == (True, True)


def test_what_the_co_ordinator_in_uzbekistan_says_is_not_put_in_the_mouth_of_the_centre(client: Client) -> None:
    said_by("project-co-ordinator-in-uzbekistan", in_year=2019)
    assert lists(client, "project-co-ordinator-in-uzbekistan") == (True, False)
    assert lists(client, "centre-in-tashkent") == (False, False)


def test_the_office_in_baku_gave_way_to_the_co_ordinator_in_2014_who_closed_with_the_year_2015(client: Client) -> None:
    assert became("office-in-baku") == [("succeeded_by", "project-co-ordinator-in-baku", date(2014, 1, 1))]
    assert operation("office-in-baku").closed_on == date(2013, 12, 31)
    assert operation("project-co-ordinator-in-baku").closed_on == date(2015, 12, 31)
    said_by("office-in-baku", in_year=2010)
    assert lists(client, "project-co-ordinator-in-baku") == (True, True)


def test_the_centre_moved_from_almaty_to_astana_in_2007_and_became_a_programme_office_in_2015() -> None:
    days = (date(2007, 6, 20), date(2007, 6, 21), date(2014, 12, 31), date(2015, 1, 1))
    assert names("programme-office-in-astana", *days) == [
        "OSCE Centre in Almaty",
        "OSCE Centre in Astana",
        "OSCE Centre in Astana",
        "OSCE Programme Office in Astana",
    ]


def test_the_office_in_astana_bore_the_name_of_nur_sultan_until_september_2022() -> None:
    assert names("programme-office-in-astana", date(2020, 1, 1), date(2022, 9, 22), date(2022, 9, 23)) == [
        "OSCE Programme Office in Nur-Sultan",
        "OSCE Programme Office in Nur-Sultan",
        "OSCE Programme Office in Astana",
    ]


def test_what_the_centre_in_almaty_said_in_2006_says_what_it_is_now(client: Client) -> None:
    said = said_by("programme-office-in-astana", in_year=2006)
    shown = page(client, f"/press-releases/{said}/")
    assert "OSCE Centre in Almaty</a>" in shown
    assert "(now OSCE Programme Office in Astana)" in shown


def test_the_centre_in_bishkek_became_a_programme_office_in_may_2017() -> None:
    assert names("programme-office-in-bishkek", date(2017, 4, 30), date(2017, 5, 1)) == [
        "OSCE Centre in Bishkek",
        "OSCE Programme Office in Bishkek",
    ]


def test_the_mission_to_serbia_and_montenegro_was_renamed_on_29_june_2006() -> None:
    assert names("mission-to-serbia", date(2006, 6, 28), date(2006, 6, 29)) == [
        "OSCE Mission to Serbia and Montenegro",
        "OSCE Mission to Serbia",
    ]
    assert operation("mission-to-serbia").closed_on is None


def test_the_mission_to_montenegro_was_split_off_on_the_same_day() -> None:
    assert became("mission-to-serbia") == [("split_into", "mission-to-montenegro", date(2006, 6, 29))]
    assert operation("mission-to-montenegro").opened_on == date(2006, 6, 29)


def test_what_the_mission_to_serbia_and_montenegro_said_in_2005_stands_with_both(client: Client) -> None:
    said_by("mission-to-serbia", in_year=2005)
    assert lists(client, "mission-to-serbia") == (True, False)
    assert lists(client, "mission-to-montenegro") == (True, True)


def test_what_the_mission_to_serbia_said_in_2007_is_its_own_alone(client: Client) -> None:
    said_by("mission-to-serbia", in_year=2007)
    assert lists(client, "mission-to-serbia") == (True, False)
    assert lists(client, "mission-to-montenegro") == (False, False)


def test_the_mission_in_kosovo_followed_the_verifiers_in_july_1999(client: Client) -> None:
    verifiers = operation("kosovo-verification-mission")
    assert (verifiers.opened_on, verifiers.opened_precision) == (date(1998, 10, 1), "month")
    assert (verifiers.closed_on, verifiers.closed_precision) == (date(1999, 6, 30), "month")
    assert became(verifiers.slug) == [("succeeded_by", "mission-in-kosovo", date(1999, 7, 1))]
    said_by(verifiers.slug, in_year=1999)
    assert lists(client, "mission-in-kosovo") == (True, True)


def test_the_mission_to_ukraine_gave_way_to_the_project_co_ordinator_in_1999() -> None:
    assert became("mission-to-ukraine") == [("succeeded_by", "project-co-ordinator-in-ukraine", date(1999, 6, 1))]
    assert followers("mission-to-ukraine") == ["project-co-ordinator-in-ukraine"]


@pytest.mark.parametrize(
    ("slug", "day"),
    [
        ("mission-to-estonia", date(2001, 12, 31)),
        ("mission-to-latvia", date(2001, 12, 31)),
        ("assistance-group-to-chechnya", date(2003, 3, 21)),
        ("office-in-minsk", date(2011, 3, 31)),
        ("office-in-zagreb", date(2012, 1, 17)),
    ],
)
def test_a_mission_that_closed_for_good_has_its_last_day_and_no_follower(slug: str, day: date) -> None:
    assert (operation(slug).closed_on, became(slug)) == (day, [])


def test_both_operations_in_ukraine_closed_in_2022() -> None:
    closed = [
        operation(slug).closed_on
        for slug in ("special-monitoring-mission-to-ukraine", "project-co-ordinator-in-ukraine")
    ]
    assert [day.year for day in closed if day] == [2022, 2022]
