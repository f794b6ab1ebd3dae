"""Terms are found in a text by any name they have or had, as whole words, in any of the six languages."""

from datetime import date

import pytest
from django.core.management import call_command

from taxonomy import changes, recognising, snapshot, tree
from taxonomy.models import Label, Relation
from taxonomy.recognising import Mention, hits, mentioned
from tests import create

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 25)


def found(text: str, language: str = "en", on: date = DAY) -> list[str]:
    taxonomy = snapshot.current()
    return [taxonomy.nodes[mention.term_id].slug for mention in mentioned(text, language, on)]


def test_a_term_is_mentioned_with_its_count_and_first_place() -> None:
    migration = create.term("Migration")
    text = "Of migration. Migration governance is the future of migration."
    assert mentioned(text, "en", DAY) == [Mention(migration.pk, "migration", 3, 3)]
    assert mentioned("Of immigration and remigration.", "en", DAY) == []


def test_short_and_alternative_names_and_former_ones_are_known() -> None:
    office = create.term("Programme Office in Astana", "field-operations", kind="operation")
    create.label(office, "Astana Office", kind=Label.Kind.SHORT)
    create.label(office, "Kazakhstan Office", kind=Label.Kind.ALTERNATIVE)
    create.label(office, "Centre in Almaty", since=date(1998, 1, 1), until=date(2007, 6, 20), kind="alternative")
    for name in ("Programme Office in Astana", "Astana Office", "Kazakhstan Office", "Centre in Almaty"):
        assert found(f"The {name} reported.") == ["programme-office-in-astana"]


def test_the_longest_name_wins() -> None:
    create.term("Kosovo", "countries", kind="state")
    create.term("Mission in Kosovo", "field-operations", kind="operation")
    assert found("The Mission in Kosovo reported.") == ["mission-in-kosovo"]
    assert found("The Mission went to Kosovo.") == ["kosovo"]


def test_a_name_does_not_go_over_the_end_of_a_sentence() -> None:
    create.term("Arms Control")
    assert found("They lost their arms. Control was kept.") == []
    assert found("Arms\nControl") == []
    assert found("On arms control.") == ["arms-control"]


def test_states_and_offices_are_known_by_their_capitals_and_fields_of_work_without() -> None:
    create.term("Turkey", "countries", kind="state")
    create.term("Georgia", "countries", kind="state")
    office = create.term("Office for Democratic Institutions", "structures", kind="institution")
    create.label(office, "ODIHR", kind=Label.Kind.ALTERNATIVE)
    create.term("Elections")
    assert found("A turkey was eaten; odihr and Odihr too.") == []
    assert found("Georgia’s elections, watched by ODIHR") == [
        "georgia",
        "elections",
        "office-for-democratic-institutions",
    ]


def test_hyphens_accents_and_the_plural_do_not_hide_a_name() -> None:
    create.term("Economic co-operation")
    cote = create.term("Gender equality")
    create.label(cote, "Égalité des genres", "fr")
    create.term("Election")
    assert found("On economic cooperation and Economic Co-operation.") == ["economic-co-operation"]
    assert found("L’EGALITE DES GENRES", "fr") == ["gender-equality"]
    assert found("Two elections") == ["election"]


def test_endings_of_russian_and_german_do_not_hide_a_name() -> None:
    mission = create.term("Mission to Serbia", "field-operations", kind="operation")
    create.label(mission, "Миссия ОБСЕ в Сербии", "ru")
    create.label(mission, "OSZE-Mission in Serbien", "de")
    land = create.term("Serbia", "countries", kind="state")
    create.label(land, "Сербия", "ru")
    create.label(land, "Serbien", "de")
    elections = create.term("Elections")
    create.label(elections, "Wahlen", "de")
    assert found("Глава Миссии ОБСЕ в Сербии посетил Сербию.", "ru") == ["mission-to-serbia", "serbia"]
    assert found("Die Regierung Serbiens und die OSZE-Mission in Serbien zur Wahl", "de") == [
        "serbia",
        "mission-to-serbia",
        "elections",
    ]
    assert found("Sie wählen.", "de") == []


def test_a_term_without_a_name_in_the_language_is_found_by_its_english_one() -> None:
    named = create.term("Migration")
    create.label(named, "Migrationspolitik", "de")
    create.term("Youth")
    assert found("Youth und Migration", "de") == ["youth"]
    assert found("Die Migrationspolitik", "de") == ["migration"]


def test_a_merged_term_gives_what_it_has_become() -> None:
    old, new = create.term("Toleration"), create.term("Tolerance and non-discrimination")
    create.relation(old, Relation.Kind.MERGED_INTO, new, since=date(2010, 1, 1))
    assert found("On toleration.") == ["tolerance-and-non-discrimination"]
    assert found("On toleration.", on=date(2009, 1, 1)) == ["toleration"]


def test_of_two_terms_of_one_name_the_one_that_had_it_on_the_day_is_meant() -> None:
    first = create.term("First", "field-operations", kind="operation")
    create.label(first, "Centre in Minsk", kind="alternative", until=date(2002, 12, 31))
    second = create.term("Second", "field-operations", kind="operation")
    create.label(second, "Centre in Minsk", kind="alternative", since=date(2003, 1, 1))
    assert found("The Centre in Minsk", on=date(2002, 6, 1)) == ["first"]
    assert found("The Centre in Minsk", on=date(2003, 6, 1)) == ["second"]


def test_pages_that_file_nothing_are_not_found() -> None:
    create.term("Vacancies", "pages", kind="page")
    assert found("Vacancies") == []


def test_a_new_name_is_known_at_once_and_the_words_are_laid_out_once_a_version() -> None:
    term = create.term("Arms")
    assert found("On weapons") == []
    first = recognising._names("en")
    assert recognising._names("en") is first
    create.label(term, "Weapons", kind="alternative")
    assert found("On weapons") == ["arms"]
    term.refresh_from_db()
    tree.delete(term)
    changes.announce()
    assert found("On weapons") == []


def test_hits_tell_where_each_name_stands() -> None:
    create.term("Arms control")
    text = "On arms control and Arms Control."
    assert [(hit.start, hit.end, hit.words) for hit in hits(text, "en")] == [
        (3, 15, "arms control"),
        (20, 32, "Arms Control"),
    ]


def test_the_shipped_taxonomy_is_found_in_six_languages() -> None:
    call_command("import_terms", verbosity=0)
    texts = {
        "en": "The OSCE Programme Office in Bishkek on migration in Kyrgyzstan",
        "fr": "Le Bureau des programmes de l’OSCE à Bichkek et le Kirghizistan",
        "de": "Das OSZE-Programmbüro in Bischkek in Kirgisistan",
        "ru": "Программный офис ОБСЕ в Бишкеке в Кыргызстане",
    }
    for language, text in texts.items():
        assert {"programme-office-in-bishkek", "kyrgyzstan"} <= {*found(text, language)}, language
