"""Where a release stands: the same for one release and for the database, and no query for what was fetched."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from press import attaching, reviewing
from press.correcting import correct, withdraw
from press.models import Release
from press.publishing import call_off, publish
from press.refusals import CannotPublish, CannotReview
from press.standing import NEEDS, Standing, State, annotated, in_state, standing
from press.writing import write
from tests import create
from tests.movable_clock import the_time_is

pytestmark = pytest.mark.django_db

NOON = create.instant(2026, 3, 1)
HOUR = timedelta(hours=1)

Act = Callable[[Release], Any]


def _writes(release: Release) -> None:
    write(release, "en", by=create.officer("ana"), headline=f"Version {release.reviews.count()}")


def _translates(release: Release) -> None:
    write(release, "fr", by=create.officer("bo"), headline="Titre", body="<p>Mots.</p>")


def _asks(release: Release) -> None:
    reviewing.ask(release, by=create.officer("ana"))


def _approves(release: Release) -> None:
    reviewing.approve(release, by=create.officer("cem"))


def _approves_in_part(release: Release) -> None:
    reviewing.approve(release, by=create.officer("bo"))


def _sends_back(release: Release) -> None:
    reviewing.send_back(release, by=create.officer("bo"), reason="No.")


def _publishes(release: Release) -> None:
    publish(release, by=create.officer("cem"))


def _schedules(release: Release) -> None:
    publish(release, by=create.officer("cem"), at=NOON + HOUR)


def _forces(release: Release) -> None:
    root = create.officer("root", chief=True)
    write(release, "en", by=root, headline="By the chief")
    publish(release, by=root, languages=["en"], forced="In a hurry.")


def _reviews_afterwards(release: Release) -> None:
    reviewing.review_afterwards(release, by=create.officer("dora"))


def _corrects(release: Release) -> None:
    write(release, "en", by=create.officer("ana"), headline="Corrected")
    correct(release, "en", by=create.officer("cem"), correction="typo", note="A slip.")


def _calls_off(release: Release) -> None:
    call_off(release, by=create.officer("bo"), reason="Too early.")


def _withdraws(release: Release) -> None:
    withdraw(release, by=create.officer("bo"), kind="withdrawn", reason="Outdated.")


def _attaches(release: Release) -> None:
    attaching.put_on(release, create.document(create.draft("Another")), by=create.officer("bo"))


def _dates(release: Release) -> None:
    """By a way that nobody has thought of: the next decision notices."""
    Release.objects.filter(pk=release.pk).update(dateline_on=NOON.date() - timedelta(days=release.reviews.count()))


def _plans(release: Release) -> None:
    Release.objects.filter(pk=release.pk).update(planned_for=NOON + HOUR / 2)


ACTS: list[Act] = [
    _writes,
    _translates,
    _asks,
    _approves,
    _approves_in_part,
    _sends_back,
    _publishes,
    _schedules,
    _forces,
    _reviews_afterwards,
    _corrects,
    _calls_off,
    _withdraws,
    _attaches,
    _dates,
    _plans,
]


def in_database(release: Release, at: Any) -> dict[str, Any]:
    row = annotated(Release.objects.filter(pk=release.pk), at).get()
    flags = ("unreviewed", "overdue", "changed_since", "in_work")
    return {"state": row.stands, **{flag: getattr(row, f"stands_{flag}") for flag in flags}}  # type: ignore[attr-defined]


def in_python(stands: Standing) -> dict[str, Any]:
    flags = ("unreviewed", "overdue", "changed_since", "in_work")
    return {"state": str(stands.state), **{flag: getattr(stands, flag) for flag in flags}}


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=8))
def test_a_release_stands_where_the_database_says_it_does(acts: list[Act]) -> None:
    with transaction.atomic(), the_time_is(NOON):
        release = create.draft()
        for act in acts:
            try:
                act(release)
            except (CannotPublish, CannotReview):
                continue
        for at in (NOON, NOON + HOUR / 2, NOON + HOUR, NOON + 2 * HOUR):
            fresh = Release.objects.prefetch_related(*NEEDS).get(pk=release.pk)
            stands = standing(fresh, at)
            assert in_database(release, at) == in_python(stands), [act.__name__ for act in acts]
            assert in_state(Release.objects.all(), stands.state, at=at).filter(pk=release.pk).exists()
        transaction.set_rollback(True)


def test_where_a_release_stands_costs_no_query_once_it_is_fetched(django_assert_num_queries: Any) -> None:
    for _one in range(3):
        create.release()
    with django_assert_num_queries(4):
        releases = list(Release.objects.prefetch_related(*NEEDS))
        assert [standing(release, NOON + timedelta(days=9000)).state for release in releases] == [State.PUBLIC] * 3


def test_what_was_planned_is_overdue_until_it_is_scheduled() -> None:
    release = create.draft(planned_for=NOON)
    assert not standing(release, NOON - HOUR).overdue
    assert standing(release, NOON).overdue
    with the_time_is(NOON + HOUR):
        publish(release, by=create.officer("bo"), at=NOON + 2 * HOUR)
        stands = standing(release, NOON + HOUR)
    assert (stands.overdue, stands.state, stands.goes_out_at) == (False, State.SCHEDULED, NOON + 2 * HOUR)


def test_a_text_that_was_written_anew_is_in_work_beside_what_readers_have() -> None:
    release = create.release("As published")
    assert not standing(release, NOON + timedelta(days=9000)).in_work
    write(release, "en", by=create.officer(), headline="As rewritten")
    stands = standing(release, NOON + timedelta(days=9000))
    assert (stands.state, stands.in_work, stands.changed_since) == (State.PUBLIC, True, True)
    write(release, "en", by=create.officer(), headline="As published")
    assert not standing(release, NOON + timedelta(days=9000)).in_work
