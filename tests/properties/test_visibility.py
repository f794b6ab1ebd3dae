"""The rule of visibility says the same in the database and in Python."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from press import visibility
from press.models import Edition, Release
from tests import create

NOON = create.instant(2020)
seconds = st.integers(-3, 3)
spells = st.tuples(seconds, st.none() | st.integers(0, 3))

RULES = [
    (visibility.public, visibility.is_public),
    (visibility.once_public, visibility.was_public),
    (visibility.ahead, visibility.is_ahead),
]


def after(amount: int) -> datetime:
    return NOON + timedelta(seconds=amount)


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(spells, min_size=1, max_size=8), now=seconds)
def test_the_rule_is_the_same_for_the_database_and_for_one_row(drawn: list[tuple[int, int | None]], now: int) -> None:
    editions = []
    for begins, lasts in drawn:
        edition = Edition(
            release=Release.objects.create(),
            language="en",
            number=1,
            kind="news",
            dateline_on=NOON.date(),
            headline="Something",
            published_at=after(begins),
            listed_at=after(begins),
            ended_at=None if lasts is None else after(begins + lasts),
        )
        edition.save()
        editions.append(edition)
    made = Edition.objects.filter(pk__in=[edition.pk for edition in editions])
    for in_database, in_python in RULES:
        expected = {edition.pk for edition in editions if in_python(edition, after(now))}
        assert set(made.filter(in_database(after(now))).values_list("pk", flat=True)) == expected
