"""By the officer's clock, told by others: also where summer time begins and ends."""

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from osce_site.models import User
from press import zones
from press.models import Release
from tests import create
from tests.movable_clock import the_time_is

pytestmark = pytest.mark.django_db

VIENNA = ZoneInfo("Europe/Vienna")


def editor(zone: str = "Europe/Vienna") -> Client:
    bo = create.officer("bo")
    create.assign(bo, "editor")
    User.objects.filter(pk=bo.pk).update(time_zone=zone)
    client = Client()
    client.force_login(bo)
    return client


def schedule(desk: Client, release: Release, at: str, **more: str) -> Any:
    return desk.post(f"/desk/press/release/{release.pk}/publication/", {"languages": ["en"], "at": at} | more)


def test_an_hour_that_comes_twice_is_asked_for_and_then_meant() -> None:
    release, desk = create.draft(), editor()
    asked = schedule(desk, release, "2099-10-25T02:30").content.decode()
    assert "your clock shows this hour twice" in asked
    assert [words in asked for words in ("02:30 by your clock (CEST), 00:30 UTC", "(CET), 01:30 UTC")] == [True, True]
    assert release.editions.count() == 0
    second = datetime(2099, 10, 25, 1, 30, tzinfo=UTC)
    assert schedule(desk, release, "2099-10-25T02:30", at_which=second.isoformat()).status_code == 302
    assert release.editions.get().published_at == second


def test_an_hour_that_never_comes_is_asked_for_and_then_meant() -> None:
    release, desk = create.draft(), editor()
    asked = schedule(desk, release, "2099-03-29T02:30").content.decode()
    assert "your clock never shows this hour" in asked
    first = datetime(2099, 3, 29, 0, 30, tzinfo=UTC)
    assert schedule(desk, release, "2099-03-29T02:30", at_which=first.isoformat()).status_code == 302
    assert release.editions.get().published_at == first


def test_an_answer_to_another_hour_is_none() -> None:
    release, desk = create.draft(), editor()
    other = datetime(2099, 10, 25, 7, 30, tzinfo=UTC)
    assert schedule(desk, release, "2099-10-25T02:30", at_which=other.isoformat()).status_code == 200
    assert schedule(desk, release, "tomorrow").status_code == 200
    assert release.editions.count() == 0


def saved(desk: Client, release: Release, **instants: str) -> Any:
    """A release through its form at the desk."""
    rows = ("taggings", "release_photos", "release_documents")
    counts = {f"{row}-{part}_FORMS": "0" for row in rows for part in ("TOTAL", "INITIAL")}
    said = {"kind": "news", "original_language": "en"} | counts | instants
    return desk.post(f"/desk/press/release/{release.pk}/change/", said)


@pytest.mark.parametrize("name", ["planned_for", "embargo_until"])
def test_a_plan_and_an_embargo_ask_too_which_of_two_hours_is_meant(name: str) -> None:
    release, desk = create.draft(), editor()
    asked = saved(desk, release, **{name: "2099-10-25T02:30"}).content.decode()
    assert "your clock shows this hour twice" in asked
    second = datetime(2099, 10, 25, 1, 30, tzinfo=UTC)
    assert f'name="{name}_which" value="{second.isoformat()}"' in " ".join(asked.split())
    assert saved(desk, release, **{name: "2099-10-25T02:30", f"{name}_which": second.isoformat()}).status_code == 302
    release.refresh_from_db()
    assert getattr(release, name) == second


def test_an_hour_that_comes_twice_is_shown_as_the_one_that_was_meant() -> None:
    second = datetime(2099, 10, 25, 1, 30, tzinfo=UTC)
    page = editor().get(f"/desk/press/release/{create.draft(planned_for=second).pk}/change/").content.decode()
    assert re.findall(r'value="([^"]*)"\s+checked', page) == [second.isoformat()]
    assert 'value="2099-10-25T02:30"' in page


def test_a_link_ends_at_the_hour_that_was_meant() -> None:
    release, desk = create.draft(), editor()
    with the_time_is(datetime(2099, 10, 24, tzinfo=UTC)):
        said = {"preview-name": "Jo", "preview-languages": ["en"], "preview-expires_at": "2099-10-25T02:30"}
        asked = desk.post(f"/desk/press/release/{release.pk}/showings/preview/", said).content.decode()
    assert "your clock shows this hour twice" in asked


@pytest.mark.parametrize(
    ("naive", "hours", "twice"),
    [
        (datetime(2026, 10, 25, 2, 30), [0, 1], True),  # noqa: DTZ001  # what a clock shows has no zone
        (datetime(2026, 3, 29, 2, 30), [0, 1], False),  # noqa: DTZ001
        (datetime(2026, 3, 29, 3, 30), [1], True),  # noqa: DTZ001
        (datetime(2026, 7, 1, 12, 30), [10], True),  # noqa: DTZ001
    ],
)
def test_what_a_clock_shows_has_one_reading_or_two(naive: datetime, hours: list[int], twice: bool) -> None:
    assert [one.hour for one in zones.readings(naive, VIENNA)] == hours
    assert zones.comes_twice(naive, VIENNA) is twice


def test_the_place_speaks_by_its_own_clock() -> None:
    albania = create.term("Albania", "countries", kind="state", code="AL")
    russia = create.term("Russian Federation", "countries", kind="state", code="RU")
    mission, far = create.term("Presence", "field-operations"), create.term("Far", "field-operations")
    create.relation(mission, "based_in", albania)
    create.relation(far, "based_in", russia)
    cases = [
        (create.draft(place="BISHKEK", source=[mission]), "Asia/Bishkek"),
        (create.draft(place="A VILLAGE", source=[mission]), "Europe/Tirane"),
        (create.draft(place="A VILLAGE", source=[far]), "Europe/Vienna"),  # of many clocks none is its own
        (create.draft(place="", source=[]), "Europe/Vienna"),
        (create.draft(place="Den Haag"), "Europe/Amsterdam"),
    ]
    assert [zones.zone_of(release).name for release, _zone in cases] == [zone for _release, zone in cases]
    assert "Albania" in zones.zone_of(cases[1][0]).why


def test_what_is_scheduled_is_told_by_every_clock_and_counted_down() -> None:
    desk = editor("America/New_York")
    with the_time_is(create.instant(2026, 7, 1)):
        release = create.draft(place="BISHKEK")
        schedule(desk, release, "2026-07-01T12:00")
        assert release.editions.get().published_at == create.instant(2026, 7, 1, 16)
        page = desk.get(f"/desk/press/release/{release.pk}/change/").content.decode()
    assert [hour in page for hour in ("2026-07-01 12:00", "2026-07-01 16:00", "2026-07-01 22:00")] == [True] * 3
    assert 'datetime="2026-07-01T16:00:00+00:00"' in page
    assert "4\xa0hours" in page


def test_a_release_is_planned_by_the_officers_clock_and_offered_for_then() -> None:
    desk, release = editor("Asia/Bishkek"), create.draft()
    Release.objects.filter(pk=release.pk).update(planned_for=create.instant(2099, 7, 1, 12))
    page = desk.get(f"/desk/press/release/{release.pk}/publication/").content.decode()
    assert 'value="2099-07-01T18:00"' in page
