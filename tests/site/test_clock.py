"""The clock never steps back past what was seen, and a leap ahead opens nothing."""

import logging
from datetime import timedelta

import pytest
from django.test import Client

from osce_site import clock, freshness
from osce_site.models import Area
from tests import create
from tests.movable_clock import the_time_is

NOON = create.instant(2030, 6, 1)


class Sources:
    """The clocks of this machine, as a test sets them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.system, self.seconds = NOON, 1000.0
        monkeypatch.setattr(clock, "system", lambda: self.system)
        monkeypatch.setattr(clock, "steady", lambda: self.seconds)
        clock.forget()

    def passes(self, seconds: float) -> None:
        self.system += timedelta(seconds=seconds)
        self.seconds += seconds


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> Sources:
    return Sources(monkeypatch)


def test_the_databases_clock_is_the_one_that_counts(sources: Sources) -> None:
    assert clock.agreed(NOON + timedelta(seconds=20)) == NOON + timedelta(seconds=20)
    sources.passes(5)
    assert clock.agreed(NOON + timedelta(seconds=25)) == NOON + timedelta(seconds=25)


def test_a_leap_of_the_databases_clock_opens_nothing_and_raises_an_alarm(
    sources: Sources, caplog: pytest.LogCaptureFixture
) -> None:
    clock.agreed(NOON)
    sources.passes(10)
    with caplog.at_level(logging.ERROR, "osce_site.clock"):
        assert clock.agreed(NOON + timedelta(hours=1)) == NOON + timedelta(seconds=10)
    assert "nothing opens by it" in caplog.text


def test_a_leap_of_every_clock_of_the_machine_is_held_by_the_time_that_passed(sources: Sources) -> None:
    clock.agreed(NOON)
    sources.passes(10)
    sources.system += timedelta(days=1)
    assert clock.agreed(sources.system) == NOON + timedelta(seconds=10)


def test_a_clock_that_is_set_back_does_not_take_the_site_with_it(sources: Sources) -> None:
    clock.agreed(NOON)
    sources.passes(10)
    assert clock.agreed(NOON - timedelta(hours=3)) == NOON + timedelta(seconds=10)
    sources.passes(10)
    assert clock.agreed(NOON + timedelta(seconds=20)) == NOON + timedelta(seconds=20)


def test_a_first_reading_trusts_the_earlier_of_two(sources: Sources) -> None:
    assert clock.agreed(NOON + timedelta(hours=1)) == NOON


@pytest.mark.django_db
def test_what_opened_stays_open_when_the_clock_is_set_back(client: Client) -> None:
    with the_time_is(NOON):
        release = create.release("Opened at noon", published_at=NOON + timedelta(minutes=5))
        page = f"/press-releases/{release.pk}/opened-at-noon/"
        assert client.get(page).status_code == 404
    with the_time_is(NOON + timedelta(minutes=6)):
        assert client.get(page).status_code == 200
        assert Area.objects.get(key="press").reached_at == NOON + timedelta(minutes=5)
    with the_time_is(NOON - timedelta(hours=3)):
        assert client.get(page).status_code == 200
        assert freshness.now() == NOON + timedelta(minutes=5)


@pytest.mark.django_db
def test_what_was_published_now_stays_public_when_the_clock_is_set_back(client: Client) -> None:
    with the_time_is(NOON):
        release = create.release("Said now")
    with the_time_is(NOON - timedelta(hours=3)):
        assert client.get(f"/press-releases/{release.pk}/said-now/").status_code == 200


@pytest.mark.django_db
def test_the_pulse_is_one_query(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        freshness.take()
