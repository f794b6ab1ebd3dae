"""An archive is taken in as if each of its releases had been written, filed and published alone."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from osce_site import freshness, locks
from osce_site.models import LedgerEntry, ledger
from press import body, search, tallying
from press.archive import filing, lexing, taking_in
from press.archive.rows import TABLES
from press.models import Contact, Edition, Fingerprint, Placement, Release, Tagging, TallyChange
from press.publishing import publish
from press.writing import write
from taxonomy.snapshot import current
from tests import create

pytestmark = pytest.mark.django_db

SAID: list[dict[str, Any]] = [
    {
        "source": "https://old.example.org/node/1",
        "number": 4711,
        "kind": "statement",
        "dateline_on": "2006-05-11",
        "published_at": "2006-05-12T09:30:00+02:00",
        "terms": {"source": ["field-operations/centre"], "field": ["fields-of-work/small-arms"]},
        "texts": {
            "ru": {"place": "АЛМА-АТА", "headline": "Судьи изучают  право", "body": "<p>Сорок судей – ёлка.</p>"},
            "en": {
                "place": "ALMATY",
                "headline": "Judges  study Co-operation\u0007",
                "lead": " A week\nof  training. ",
                "body": "<div>Forty <b>judges</b> took part.</div><script>x()</script><p>Read"
                " <a href='/fields-of-work/small-arms/'>more</a> &amp; again.</p>",
            },
        },
    },
    {
        "source": "node 2",
        "number": 4712,
        "original_language": "fr",
        "published_at": "2019-01-31T23:30:00Z",
        "terms": {"country": ["countries/serbia"], "source": ["countries/serbia", "countries/serbia"]},
        "texts": {
            "fr": {"headline": "L’été à Belgrade", "body": "<p>Dix-sept <em>États</em>.</p><ul><li>Un</li></ul>"}
        },
    },
]


@pytest.fixture(autouse=True)
def _terms() -> None:
    arms = create.term("Arms")
    create.term("Small arms", under=arms)
    old = create.term("Centre", "field-operations", kind="operation")
    create.relation(old, "succeeded_by", create.term("Programme", "field-operations"), since=date(2010, 1, 1))
    create.term("Serbia", "countries", kind="state")
    told = {"source": old, "email": "press@example.org"}
    Contact.objects.create(name="Zoe", until=date(2006, 5, 12), **told)
    Contact.objects.create(name="Ana", duty="Spokesperson", since=date(2007, 1, 1), **told)


def lines(said: Iterable[Any]) -> list[bytes]:
    return [json.dumps(one).encode() for one in said]


def one_by_one() -> None:
    taxonomy = current()
    for said in SAID:
        original = said.get("original_language", "en")
        day = date.fromisoformat(said["dateline_on"]) if "dateline_on" in said else None
        release = Release.objects.create(
            pk=said["number"], kind=said.get("kind", "press-release"), dateline_on=day, original_language=original
        )
        filed = {(role, name): None for role, names in said["terms"].items() for name in names}
        for position, (role, name) in enumerate(filed):
            vocabulary, slug = name.split("/")
            term = taxonomy.by_slug[vocabulary, slug]
            Tagging.objects.create(release=release, term_id=term, role=role, position=position)
        for language in sorted(said["texts"], key=lambda one: one != original):
            write(release, language, by=None, **said["texts"][language])
        publish(release, by=None, at=datetime.fromisoformat(said["published_at"]))


def stored(numbers: str) -> dict[str, list[str]]:
    """All rows of the releases whose numbers begin so, keys of other rows by what they name."""
    models: list[Any] = [*TABLES, Placement, Fingerprint]
    told = {model.__name__: [_told(row) for row in model._default_manager.all()] for model in models}
    told["search"] = _index()
    return {
        name: sorted(row.replace(numbers, "number ") for row in rows if numbers in row) for name, rows in told.items()
    }


def _told(row: Any) -> str:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    for name, field in (("edition_id", "edition"), ("text_id", "text")):
        if name in values:
            values[name] = (getattr(row, field).release_id, getattr(row, field).language)
    for name, field in (("revision_id", "revision"), ("renders_id", "renders")):
        if values.get(name):
            revision = getattr(row, field)
            values[name] = (revision.text.release_id, revision.text.language, revision.number)
    if not isinstance(row, Release):
        values.pop("id", None)
    values.pop("imported_from", None)
    return str(sorted(values.items()))


def _index() -> list[str]:
    keys = {edition.pk: (edition.release_id, edition.language) for edition in Edition.objects.all()}
    columns = "edition_id, words" if connection.vendor == "postgresql" else "rowid, headline, lead, body, spelt"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM press_search")
        return [f"{keys[key]} {words}" for key, *words in cursor.fetchall()]


def test_it_stores_what_publishing_one_by_one_stores() -> None:
    with freshness.as_of(create.instant(2026, 1, 1)):
        one_by_one()
        outcome = taking_in.take_in(lines(one | {"number": one["number"] + 1000} for one in SAID), by=None)
    assert (outcome.taken, outcome.editions, outcome.reasons) == (2, 3, [])
    assert tallying.there() == tallying.from_the_index() != {}
    expected = stored("471")
    assert {name: len(rows) for name, rows in expected.items()} == {
        "Release": 2,
        "Text": 3,
        "Revision": 3,
        "Tagging": 4,
        "Frame": 2,
        "Edition": 3,
        "Placement": 13,
        "Fingerprint": 3,
        "search": 3,
    }
    assert stored("571") == expected


def test_what_others_had_no_time_to_add_to_the_numbers_is_added_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "try_to_take", lambda name: False)
    taking_in.take_in(lines(SAID), by=None)
    assert not TallyChange.objects.exists()
    assert tallying.there() == tallying.from_the_index() != {}


def test_taken_in_once_however_often_it_is_begun(tmp_path: Path) -> None:
    archive = tmp_path / "archive.jsonl"
    archive.write_bytes(b"\n".join(lines(SAID[:1])))
    call_command("import_archive", str(archive), "--processes=0", verbosity=0)
    archive.write_bytes(b"\n\n".join(lines([*SAID, SAID[1]])))
    call_command("import_archive", str(archive), "--processes=0", verbosity=0)
    assert [*Release.objects.order_by("pk").values_list("pk", flat=True)] == [4711, 4712]
    call_command("import_archive", str(archive), "--processes=0", verbosity=0)
    assert Release.objects.count() == 2
    assert list(ledger.broken_seals()) == []
    told = LedgerEntry.objects.filter(act=taking_in.ACT).order_by("number")
    assert [(entry.details["lines"], entry.details["releases"]) for entry in told] == [
        ([1, 1], [4711]),
        ([1, 5], [4712]),
    ]


def test_readers_have_it_at_once(client: Client) -> None:
    assert "L’été" not in client.get("/fr/countries/serbia/").text
    taking_in.take_in(lines(SAID), by=None)
    assert "L’été à Belgrade" in client.get("/fr/countries/serbia/").text
    assert "/press-releases/4712/" in client.get("/fr/search/?q=ete").text
    assert "Judges study Co-operation" in client.get("/field-operations/programme/").text
    assert client.get("/fr/press-releases/4712/lete-a-belgrade/").status_code == 200


REFUSED: list[tuple[Any, str]] = [
    ("x", "is no object"),
    ({}, "has no source: an address or another word that names it for ever"),
    ({"source": "a", "colour": 1, "body": ""}, "has what no release has: body, colour"),
    ({"source": "a", "number": True}, "has a number that is no whole number from 1 to 999999999999"),
    (
        {"source": "a", "kind": "poem"},
        "has the kind 'poem'; allowed are press-release, news, statement, media-advisory, spot-report",
    ),
    ({"source": "a", "dateline_on": "11.5.2006"}, "has the dateline_on '11.5.2006'; it is written as 2006-05-11"),
    ({"source": "a", "dateline_on": "1972-05-11"}, "is dated before the organisation was"),
    ({"source": "a"}, "has the published_at None; it is written as 2006-05-11T09:30:00+02:00"),
    ({"source": "a", "published_at": "2006-05-11T09:30:00"}, "has a published_at without offset from UTC"),
    (
        {**SAID[0], "terms": {"field": ["small-arms"]}},
        "names the terms of the role field otherwise than as vocabulary/slug",
    ),
    (
        {**SAID[0], "terms": {"field": ["fields-of-work/poems"]}},
        "names the field fields-of-work/poems, which is no term that is filed as such",
    ),
    (
        {**SAID[0], "terms": {"field": ["countries/serbia"]}},
        "names the field countries/serbia, which is no term that is filed as such",
    ),
    ({**SAID[0], "texts": {}}, "has no texts"),
    ({**SAID[0], "original_language": "de"}, "has no text in its original language, 'de'"),
    ({**SAID[0], "texts": {"en": {"headline": "A"}}}, "has no body in en"),
    ({**SAID[0], "texts": {"en": {"headline": " ", "body": "A"}}}, "has no headline in en"),
    ({**SAID[0], "texts": {"en": {"headline": 1, "body": "A"}}}, "has a headline in en that is no text"),
    (
        {**SAID[0], "texts": {"en": {"headline": "A" * 301, "body": "A"}}},
        "has a text in en that is too long: headline",
    ),
    ({**SAID[0], "published_at": "2126-05-11T09:30:00Z"}, "is published in the future: that is scheduled at the desk"),
    ({**SAID[0], "number": 99}, "has the number 99, which another release has"),
]


def test_what_cannot_be_taken_in_is_told_by_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Release.objects.create(pk=99)
    apart = [
        one | {"source": f"{place}"} if isinstance(one, dict) and "source" in one else one
        for place, (one, _reason) in enumerate(REFUSED)
    ]
    archive = tmp_path / "archive.jsonl"
    archive.write_bytes(b"\n".join([b"{", *lines(apart), *lines(SAID[1:])]))
    before = Release.objects.count()
    with pytest.raises(CommandError, match="21 of 22 lines refused"):
        call_command("import_archive", str(archive), "--processes=0", "--dry-run")
    assert Release.objects.count() == before
    with pytest.raises(CommandError, match="21 of 22 lines refused"):
        call_command("import_archive", str(archive), "--processes=0")
    said = capsys.readouterr().err.splitlines()[-21:]
    assert said[1:] == [f"Line {number} {reason}." for number, (_said, reason) in enumerate(REFUSED, 2)]
    assert said[0].startswith("Line 1 is no JSON: ")
    assert Release.objects.count() == before + 1


def test_what_stands_in_it_belongs_to_nobody_else_yet() -> None:
    """Numbers that are drawn by lot are those of no other release, and of no line that names its own."""
    lot = [one | {"source": f"lot {place}"} for place, one in enumerate([SAID[1]] * 3)]
    for one in lot:
        del one["number"]
    taking_in.take_in(lines([*lot, *SAID]), by=create.officer())
    assert Release.objects.count() == len({*Release.objects.values_list("pk", flat=True)}) == 5
    assert {*Release.objects.values_list("begun_by__username", flat=True)} == {"ana"}
    assert Placement.objects.of(None).count() == 6


def test_a_number_that_another_draws_at_the_same_time_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    Release.objects.create(pk=99)
    drawn = [99]

    def numbers(found: list[Any]) -> list[int]:
        return [drawn.pop()] if len(found) == 1 and drawn else filing.numbers(found)

    monkeypatch.setattr(taking_in, "numbers", numbers)
    outcome = taking_in.take_in(lines([{key: said for key, said in SAID[1].items() if key != "number"}]), by=None)
    assert (outcome.taken, Release.objects.count(), drawn) == (1, 2, [])


WORDS = st.text(st.one_of(st.sampled_from("aeinst zзаеи12-–’²_.éß"), st.characters(exclude_categories=["Cs", "Cc"])))


@given(st.lists(st.tuples(st.sampled_from(["en", "ru", "fr"]), WORDS, WORDS, WORDS), max_size=4))
def test_vectors_are_those_of_the_server(said: list[tuple[str, str, str, str]]) -> None:
    if connection.vendor != "postgresql":
        return  # there is no vector
    entries = [
        (key, search.entry(language, place="", headline=headline, lead=lead, said=body.plain(body.from_plain(text))))
        for key, (language, headline, lead, text) in enumerate(said)
    ]
    made, left = lexing.vectors(entries)
    assert sorted([key for key, _vector in made] + [key for key, _entry in left]) == [key for key, _entry in entries]
    by_key = dict(entries)
    with connection.cursor() as cursor:
        for key, vector in made:
            entry = by_key[key]
            cursor.execute(
                f"SELECT %s::tsvector::text, ({search.VECTOR})::text "
                "FROM (VALUES (%s, %s, %s, %s, %s)) AS entered (rules, headline, lead, body, spelt)",
                [vector, search.rules(entry.language), *entry[1:]],
            )
            ours, theirs = cursor.fetchone()
            assert ours == theirs
