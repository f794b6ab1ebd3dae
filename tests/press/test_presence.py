"""Who is in a text, and how long one is said to be."""

from datetime import timedelta

import pytest

from osce_site import freshness
from press import presence
from press.models import Presence
from tests import create

pytestmark = pytest.mark.django_db


def names(release: object, user: object) -> list[str]:
    return [one["name"] for one in presence.others(release, "en", user)]  # type: ignore[arg-type]


def test_each_is_told_of_the_others_and_not_of_himself() -> None:
    release, ana, bo = create.draft(), create.officer("ana"), create.officer("bo")
    presence.be_here(release, "en", ana)
    presence.be_here(release, "en", bo)
    presence.be_here(release, "fr", create.officer("cem"))
    assert (names(release, ana), names(release, bo)) == (["bo"], ["ana"])


def test_who_leaves_is_gone_at_once() -> None:
    release, ana, bo = create.draft(), create.officer("ana"), create.officer("bo")
    presence.be_here(release, "en", bo)
    presence.leave(release, "en", bo)
    presence.leave(release, "en", bo)
    assert names(release, ana) == []


def test_who_closed_the_laptop_is_gone_after_three_beats() -> None:
    release, ana, bo = create.draft(), create.officer("ana"), create.officer("bo")
    now = freshness.now()
    with freshness.as_of(now - timedelta(seconds=44)):
        presence.be_here(release, "en", bo)
    with freshness.as_of(now):
        assert names(release, ana) == ["bo"]
    with freshness.as_of(now + timedelta(seconds=1)):
        assert names(release, ana) == []


def test_who_comes_sweeps_out_who_went_without_a_word() -> None:
    release, ana, bo = create.draft(), create.officer("ana"), create.officer("bo")
    with freshness.as_of(create.instant(2020)):
        presence.be_here(release, "en", bo)
    presence.be_here(release, "en", ana)
    assert [row.user for row in Presence.objects.all()] == [ana]


@pytest.mark.parametrize(
    ("first", "last", "expected"), [("", "", "A"), ("Ana", "", "A"), ("ana", "de Sá", "AD"), ("Éva", "Ødegård", "ÉØ")]
)
def test_a_person_has_initials(first: str, last: str, expected: str) -> None:
    ana = create.officer("ana")
    ana.first_name, ana.last_name = first, last
    assert presence.initials(ana) == expected
