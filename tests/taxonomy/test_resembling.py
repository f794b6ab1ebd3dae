"""Terms that look alike are found, those that only read alike are not; of a change only the new is compared."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from taxonomy import resembling
from tests import create

pytestmark = pytest.mark.django_db

Told = list[tuple[str, tuple[str, str], str]]


def told() -> Told:
    return [(pair.how.name, pair.names, pair.language) for pair in resembling.pairs()]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Border management", "Border managment"),
        ("Project Co-ordinator in Ukraine", "Project Coordinators in Ukraine"),
        ("Freedom of the media", "Media, freedom of the"),
        ("Elections", "Election"),
        ("Roma and Sinti issues", "Roma and Sinti issue"),
        ("Arms control", "Arms controls"),
        ("Rule of law", "The rule of law"),
        ("Gender equality", "Gender-equality"),
        ("Gender equality", "Equality of gender"),
        ("Cyber/ICT security", "Cyber and ICT security"),
        ("Economic activities", "Economic activity"),
        ("Countering terrorism", "Counter-terrorism"),
    ],
)
def test_names_that_may_be_one_misspelt_are_a_pair(one: str, other: str) -> None:
    create.term(one)
    double = create.term("Double")
    double.labels.update(text=other)
    create.label(double, "Doble", "es")
    assert told() == [("NEAR", (one, other), "en")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mission to Estonia", "Mission to Latvia"),
        ("Austria", "Australia"),
        ("Ministerial Council of 2019", "Ministerial Council of 2020"),
        ("Working group of the Committee A", "Working group of the Committee B"),
        ("Programme Office in Bishkek", "Programme Office in Dushanbe"),
        ("Working group of the Committee", "Working group of the Committee A"),
        ("Review Conferences", "Security Review Conferences"),
        ("Arms", "Education"),
    ],
)
def test_names_that_differ_by_what_matters_are_no_pair(one: str, other: str) -> None:
    create.term(one)
    create.term(other)
    assert told() == []


def test_small_words_are_those_of_the_language() -> None:
    for one, other in (("Mission de l’OSCE en Estonie", "Mission de l’OSCE en Lettonie"), ("Droit", "Le droit")):
        for name in (one, other):
            create.label(create.term(f"{name[:4]} {len(name)}"), name, "fr")
    create.term("Droit")
    create.term("Le droit")
    assert told() == [("NEAR", ("Droit", "Le droit"), "fr")]


def test_one_name_in_two_terms_comes_first_whatever_its_case_and_accents() -> None:
    create.term("Border management")
    create.term("Border managment")
    paris = create.term("Elections")
    create.label(paris, "Élections", "fr")
    create.label(create.term("Votes"), "elections", "fr")
    assert told() == [
        ("SAME", ("Élections", "elections"), "fr"),
        ("NEAR", ("Border management", "Border managment"), "en"),
    ]


def test_a_former_name_that_another_bears_now_makes_a_pair() -> None:
    old = create.term("Arms")
    old.labels.update(until=date(2009, 12, 31))
    create.label(old, "Weapons", since=date(2010, 1, 1))
    double = create.term("Double")
    double.labels.update(text="ARMS")
    create.label(double, "Armas", "es")
    assert told() == [("FORMER", ("Arms", "ARMS"), "en")]


def test_what_follows_the_other_or_stands_elsewhere_or_was_merged_is_no_pair() -> None:
    first, second = create.term("Arms control"), create.term("Arms controls")
    create.term("Arms control", "structures", kind="body")
    assert told() == [("NEAR", ("Arms control", "Arms controls"), "en")]
    create.relation(first, "succeeded_by", second)
    assert told() == []
    third = create.term("Arms control s")
    create.relation(third, "merged_into", create.term("Police"), since=date(2020, 1, 1))
    assert told() == []


def test_a_name_that_was_mended_is_no_longer_told_and_a_new_slip_is() -> None:
    create.term("Border management")
    slip = create.term("Border managment")
    assert [names for _how, names, _language in told()] == [("Border management", "Border managment")]
    create.term("Borders management")
    assert len(told()) == 3
    slip.labels.update(text="Water")
    create.label(slip, "Agua", "es")
    assert [names for _how, names, _language in told()] == [("Border management", "Borders management")]


def compare(names: frozenset[str], new: frozenset[str]) -> Iterator[tuple[str, str]]:
    return resembling._compare(names, new, "en")


WORDS = st.sampled_from(["arms", "army", "border", "borders", "control", "controls", "media", "of", "2020"])
NAMES = st.frozensets(st.lists(WORDS, min_size=1, max_size=2).map(" ".join), max_size=12)


@given(NAMES, NAMES)
def test_what_is_compared_bit_by_bit_is_what_is_compared_at_once(first: frozenset[str], second: frozenset[str]) -> None:
    whole = first | second
    bit_by_bit = {*compare(first, first), *compare(whole, whole - first)}
    assert bit_by_bit == set(compare(whole, whole))


@given(NAMES)
def test_nothing_alike_escapes_its_block(names: frozenset[str]) -> None:
    def words(name: str) -> list[str]:
        return [word for word in name.split() if word != "of"] or name.split()

    def ordered(name: str) -> str:
        return " ".join(sorted(words(name)))

    expected = {
        (one, other)
        for one, other in combinations(sorted(names), 2)
        if ordered(one) == ordered(other)
        or "".join(words(one)) == "".join(words(other))
        or (
            fuzz.ratio(ordered(one), ordered(other)) >= resembling.ALIKE
            and resembling._are_one(ordered(one), ordered(other))
        )
    }
    assert set(compare(names, names)) == expected
