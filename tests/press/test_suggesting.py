"""What a text mentions is suggested for its filing, where it is not filed yet."""

from datetime import date

import pytest

from press.suggesting import MOST, Suggestion, suggest
from taxonomy.models import Relation
from tests import create

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 25)


def words(headline: str = "", lead: str = "", body: str = "") -> dict[str, str]:
    return {"place": "", "headline": headline, "lead": lead, "body": body}


def test_terms_are_suggested_with_their_role_and_reason_the_headlines_first() -> None:
    migration = create.term("Migration")
    albania = create.term("Albania", "countries", kind="state")
    office = create.term("Presence in Albania", "field-operations", kind="operation")
    council = create.term("Permanent Council meetings", "meetings", kind="meeting-series")
    release = create.draft()
    body = "<p>Migration, migration and <strong>migration</strong>.</p><p>Permanent Council meetings in Albania</p>"
    assert suggest(release, "en", words("Presence in Albania trains police", body=body), DAY) == [
        Suggestion(office.pk, "source", "Presence in Albania", "“Presence in Albania” stands in the text."),
        Suggestion(migration.pk, "field", "Migration", "“Migration” stands in the text 3 times."),
        Suggestion(
            council.pk, "meeting", "Permanent Council meetings", "“Permanent Council meetings” stands in the text."
        ),
        Suggestion(albania.pk, "country", "Albania", "“Albania” stands in the text."),
    ]


def test_what_it_is_filed_under_is_not_suggested_nor_what_that_has_become() -> None:
    migration, arms, weapons = create.term("Migration"), create.term("Arms"), create.term("Weapons")
    create.relation(arms, Relation.Kind.MERGED_INTO, weapons, since=date(2010, 1, 1))
    release = create.draft(about=[migration, arms])
    assert suggest(release, "en", words("Migration, arms and weapons"), DAY) == []


def test_the_organisation_as_a_whole_is_not_suggested() -> None:
    whole = create.term("Organization", "structures", kind="body")
    create.label(whole, "OSCE", kind="short")
    assert suggest(create.draft(), "en", words("OSCE speaks"), DAY) == []


def test_no_more_are_suggested_than_are_read() -> None:
    names = [f"Field {letter}" for letter in "abcdefghijklmnop"]
    for name in names:
        create.term(name)
    found = suggest(create.draft(), "en", words(body=f"<p>{', '.join(names)}</p>"), DAY)
    assert [one.name for one in found] == names[:MOST]


def test_names_are_told_in_the_language_of_the_text() -> None:
    migration = create.term("Migration")
    create.label(migration, "Миграция", "ru")
    (found,) = suggest(create.draft(), "ru", words("О миграции"), DAY)
    assert (found.name, found.reason) == ("Миграция", "“миграции” stands in the text.")
