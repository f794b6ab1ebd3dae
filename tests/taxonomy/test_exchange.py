"""The taxonomy given out and taken in by command, and each term under its concept address."""

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, SKOS
from rdflib.plugins.parsers.jsonld import to_rdf

from osce_site.models import Address
from osce_site.models.address import remember
from taxonomy import changes, exchange, exporting, sheets, tree
from taxonomy.acting import carry_out
from taxonomy.models import Term
from taxonomy.succession import Merge
from tests import create, taxonomy_rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", list(exchange.ENDINGS))
def test_the_shipped_taxonomy_given_out_and_taken_in_is_the_same(form: str, tmp_path: Path) -> None:
    call_command("import_terms", verbosity=0)
    before = taxonomy_rows.everything()
    call_command("export_terms", form=form, to=tmp_path / "out", verbosity=0)
    taxonomy_rows.empty()
    assert not Term.objects.exists()
    call_command("import_terms", tmp_path / "out", verbosity=0)
    assert taxonomy_rows.everything() == before
    call_command("import_terms", tmp_path / "out", verbosity=0)
    assert taxonomy_rows.everything() == before


def test_the_tables_come_as_a_zip_too(tmp_path: Path) -> None:
    create.term("Arms control")
    before = taxonomy_rows.everything()
    call_command("export_terms", form="csv", to=tmp_path / "terms.zip", verbosity=0)
    taxonomy_rows.empty()
    call_command("import_terms", tmp_path / "terms.zip", verbosity=0)
    assert taxonomy_rows.everything() == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.ttl", b"@prefix skos: <http"),
        ("cut.jsonld", b'{"@graph": ['),
        ("empty.ttl", b""),
        ("empty.txt", b""),
        ("odd.zip", b"PK\x03\x04nothing"),
        ("table.csv", b"a,b\n1,2\n"),
        ("picture.png", b"\x89PNG"),
        ("binary.txt", b"\xff\xfe\x00\x01"),
        ("missing.ttl", None),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_line_and_changes_nothing(
    name: str, content: bytes | None, tmp_path: Path
) -> None:
    create.term("Arms control")
    before = taxonomy_rows.everything()
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError, match="Refused, nothing was changed") as refused:
        call_command("import_terms", tmp_path / name)
    assert f"\n{name}" in str(refused.value)
    assert taxonomy_rows.everything() == before


def test_a_place_that_cannot_be_written_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_terms", to=tmp_path / "file" / "below")


def refused(path: Path) -> list[str]:
    with pytest.raises(CommandError) as told:
        call_command("import_terms", path)
    return str(told.value).splitlines()[1:]


def zipped(path: Path, tables: list[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in tables:
            archive.writestr(name, content)
    return path


def test_a_mistake_is_told_with_its_line_in_every_format(tmp_path: Path) -> None:
    create.term("Arms control")
    for form in exchange.ENDINGS:
        call_command("export_terms", form=form, to=tmp_path / form, verbosity=0)
    terms = tmp_path / "csv" / "terms.csv"
    terms.write_text(terms.read_text().replace(",field,", ",dragon,"))
    assert [line.partition(";")[0] for line in refused(tmp_path / "csv")] == ["terms.csv:2: “kind” is “dragon”"]
    seeds = tmp_path / "seeds" / "fields-of-work.txt"
    seeds.write_text(seeds.read_text().replace("kind: field", "kind: dragon"))
    assert [line.partition(";")[0] for line in refused(seeds)] == ["fields-of-work.txt:5: “kind” is “dragon”"]
    turtle = tmp_path / "turtle" / "taxonomy.ttl"
    turtle.write_text(turtle.read_text().replace('"field"', '"dragon"', 1).replace('tx:kind "field"', "tx:kind 7"))
    assert refused(turtle)[0].startswith("taxonomy.ttl:fields-of-work")
    turtle.write_text("@prefix tx: <urn:x> .\n\ntx:a tx:b [[ .\n")
    assert refused(turtle)[0].startswith("taxonomy.ttl:3: is no Turtle")
    json_ld = tmp_path / "json-ld" / "taxonomy.jsonld"
    json_ld.write_text('{\n "@graph": [\n  {]\n}')
    assert refused(json_ld)[0].startswith("taxonomy.jsonld:3: is no JSON")


def test_no_address_in_a_file_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(*args: object, **options: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket.connect", fetch)
    for context in ('"http://example.org/c"', '["http://example.org/c"]', '{"@import": "http://example.org/c"}'):
        path = tmp_path / "taxonomy.jsonld"
        path.write_text(f'{{"@context": {{"a": {{"@id": "urn:a", "@context": {context}}}}}, "a": 1}}')
        assert refused(path) == ["taxonomy.jsonld:1: its context stands elsewhere; it must stand in the file itself"]


def test_a_zip_is_read_however_it_was_packed_but_not_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create.term("Arms control")
    before = taxonomy_rows.everything()
    tables = sheets.write(exporting.seed_files())
    taxonomy_rows.empty()
    packed = [("__MACOSX/._terms.csv", b"\0"), ("taxonomy/", b"")]
    packed += [(f"taxonomy/{name}", table) for name, table in tables.items()]
    call_command("import_terms", zipped(tmp_path / "packed.zip", packed), verbosity=0)
    assert taxonomy_rows.everything() == before
    twice = zipped(tmp_path / "twice.zip", [("terms.csv", b""), ("a/terms.csv", b"")])
    assert refused(twice) == ["twice.zip: “terms.csv” is in it twice"]
    monkeypatch.setattr(sheets, "LARGEST", 10_000)
    bomb = zipped(tmp_path / "bomb.zip", [("terms.csv", b"0" * 1_000_000)])
    assert refused(bomb) == ["bomb.zip: unpacked it is larger than 10000 bytes"]


def test_tables_saved_with_semicolons_are_read(tmp_path: Path) -> None:
    create.term("Arms control")
    before = taxonomy_rows.everything()
    call_command("export_terms", form="csv", to=tmp_path / "out", verbosity=0)
    for path in (tmp_path / "out").iterdir():
        path.write_text(path.read_text("utf-8-sig").replace(",", ";"), "utf-8")
    taxonomy_rows.empty()
    call_command("import_terms", tmp_path / "out", verbosity=0)
    assert taxonomy_rows.everything() == before


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1", "'", "'=1", "''x"])
def test_no_cell_is_a_formula_and_none_is_changed_by_that(text: str) -> None:
    assert sheets.guarded(text)[0] == "'"
    assert sheets.unguarded(sheets.guarded(text)) == text


def test_an_export_does_not_mix_with_other_files(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text("vocabulary: old\n")
    with pytest.raises(CommandError, match=r"holds “old.txt” already"):
        call_command("export_terms", to=tmp_path)
    with pytest.raises(CommandError, match="is several files: name a folder"):
        call_command("export_terms")
    with pytest.raises(CommandError, match="is not written into a file of this ending"):
        call_command("export_terms", form="turtle", to=tmp_path / "terms.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["old.txt"]


def test_the_ending_of_a_file_tells_the_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    create.term("Arms control")
    for name in ("terms.ttl", "terms.jsonld", "terms.zip"):
        call_command("export_terms", to=tmp_path / name)
        call_command("import_terms", tmp_path / name)
    told = capsys.readouterr().out.splitlines()
    assert told[::2] == [str(tmp_path / name) for name in ("terms.ttl", "terms.jsonld", "terms.zip")]
    assert told[1::2] == ["Taxonomy: nothing to change."] * 3
    call_command("export_terms", form="turtle")
    assert capsys.readouterr().out.encode() == (tmp_path / "terms.ttl").read_bytes()


def test_a_file_may_promise_names_in_some_languages_alone(tmp_path: Path) -> None:
    path = tmp_path / "fields.txt"
    text = "vocabulary: fields\nkind: field\nlanguages: {}\nname en: Fields\nname fr: Domaines\n= arms\nen: Arms\n{}"
    path.write_text(text.format("en, fr", ""))
    assert refused(path) == ["fields.txt:6: “arms” has no name in fr"]
    path.write_text(text.format("en, xx", ""))
    assert refused(path)[0].startswith("fields.txt:3: “languages” is “none”, or some of en, fr")
    path.write_text(text.format("en, fr", "fr: Armes\n"))
    call_command("import_terms", path, verbosity=0)
    assert [file.head.values["languages"] for file in exporting.seed_files()] == ["en, fr"]


def test_former_addresses_go_along_and_take_none_away(tmp_path: Path) -> None:
    arms, border = create.term("Arms control"), create.term("Border")
    remember("/fields-of-work/arms/", "term", arms.pk)
    call_command("export_terms", to=tmp_path / "out", verbosity=0)
    taxonomy_rows.empty()
    call_command("import_terms", tmp_path / "out", verbosity=0)
    arms, border = Term.objects.get(uuid=arms.uuid), Term.objects.get(uuid=border.uuid)
    assert Address.objects.get(path="/fields-of-work/arms/").target_id == arms.pk
    remember("/fields-of-work/arms/", "term", border.pk)
    assert refused(tmp_path / "out") == [
        "fields-of-work.txt:12: the address “/fields-of-work/arms/” leads to something else already"
    ]


# The address of a concept


def graph(client: Client, path: str, accept: str = "*/*") -> tuple[str, Graph]:
    answer = client.get(path, headers={"accept": accept})
    assert answer.status_code == 200
    media_type = answer["Content-Type"].partition(";")[0]
    if media_type == "application/ld+json":
        return media_type, to_rdf(json.loads(answer.content), Graph("SimpleMemory"))
    assert media_type == "text/turtle"
    return media_type, Graph().parse(data=answer.content.decode(), format="turtle")


def test_a_concept_answers_people_with_its_page_in_their_language(client: Client) -> None:
    arms = create.term("Arms control")
    for accept in ("text/html", "*/*", "text/html,application/xhtml+xml,*/*;q=0.8", "image/png", "nonsense"):
        answer = client.get(f"/id/{arms.uuid}", headers={"accept": accept, "accept-language": "ru, en;q=0.5"})
        assert (answer.status_code, answer["Location"]) == (303, "/ru/fields-of-work/arms-control/")
        assert {"Accept", "Accept-Language"} <= {*answer["Vary"].split(", ")}
    answer = client.get(f"/id/{arms.uuid}", headers={"accept-language": "xx"})
    assert answer["Location"] == "/fields-of-work/arms-control/"


@pytest.mark.parametrize(
    ("path", "accept", "media_type"),
    [
        ("", "text/turtle", "text/turtle"),
        ("", "application/ld+json", "application/ld+json"),
        ("", "text/html;q=0.3, text/turtle;q=0.9", "text/turtle"),
        (".ttl", "text/html", "text/turtle"),
        (".jsonld", "*/*", "application/ld+json"),
    ],
)
def test_a_concept_answers_machines_in_the_form_they_ask_for(
    client: Client, path: str, accept: str, media_type: str
) -> None:
    arms = create.term("Arms control")
    create.label(arms, "Désarmement", "fr")
    small = create.term("Small arms", under=arms)
    told, statements = graph(client, f"/id/{arms.uuid}{path}", accept)
    here = URIRef(f"http://testserver/id/{arms.uuid}")
    assert told == media_type
    assert {str(name) for name in statements.objects(here, SKOS.prefLabel)} == {"Arms control", "Désarmement"}
    assert list(statements.objects(here, SKOS.narrower)) == [URIRef(f"http://testserver/id/{small.uuid}")]


def test_a_merged_concept_answers_for_ever(client: Client) -> None:
    arms, security = create.term("Arms control"), create.term("Security")
    act = Merge(term=arms, target=security, on=date(2020, 5, 1), reason="One field.")
    carry_out(act, by=create.officer())
    assert client.get(f"/id/{arms.uuid}", headers={"accept": "text/html"})["Location"] == "/fields-of-work/security/"
    _told, statements = graph(client, f"/id/{arms.uuid}.ttl")
    here, there = (URIRef(f"http://testserver/id/{term.uuid}") for term in (arms, security))
    assert list(statements.objects(here, DCTERMS.isReplacedBy)) == [there]
    assert [str(name) for name in statements.objects(here, SKOS.prefLabel)] == ["Arms control"]
    _told, statements = graph(client, f"/id/{security.uuid}.jsonld")
    assert list(statements.objects(there, DCTERMS.replaces)) == [here]


def test_what_split_another_off_is_replaced_only_when_it_closes(client: Client) -> None:
    whole, part = create.term("Serbia and Montenegro"), create.term("Montenegro")
    create.relation(whole, "split_into", part, date(2006, 6, 3))
    here = URIRef(f"http://testserver/id/{whole.uuid}")
    _told, statements = graph(client, f"/id/{whole.uuid}.ttl")
    assert list(statements.objects(here, DCTERMS.isReplacedBy)) == []
    Term.objects.filter(pk=whole.pk).update(closed_on=date(2006, 6, 3))
    changes.announce()
    _told, statements = graph(client, f"/id/{whole.uuid}.ttl")
    assert list(statements.objects(here, DCTERMS.isReplacedBy)) == [URIRef(f"http://testserver/id/{part.uuid}")]


def test_a_concept_costs_no_query_but_the_pulse(client: Client, django_assert_num_queries: Any) -> None:
    arms = create.term("Arms control", under=create.term("Security"))
    client.get("/")  # the taxonomy of this version is read once
    for path in (f"/id/{arms.uuid}", f"/id/{arms.uuid}.ttl", f"/id/{arms.uuid}.jsonld"):
        with django_assert_num_queries(1):
            client.get(path)


def test_a_cookie_changes_no_answer_that_is_kept_for_others(client: Client) -> None:
    arms = create.term("Arms control")
    client.cookies["django_language"] = "fr"
    assert client.get(f"/id/{arms.uuid}")["Location"] == "/fields-of-work/arms-control/"


def test_no_concept_answers_under_another_address(client: Client) -> None:
    arms = create.term("Arms control")
    assert client.get("/id/00000000-0000-4000-8000-000000000000").status_code == 404
    assert client.get(f"/id/{arms.uuid}.rdf").status_code == 404
    assert client.get(f"/id/{arms.uuid}?format=turtle")["Location"] == f"/id/{arms.uuid}"
    tree.delete(arms)
    assert client.get(f"/id/{arms.uuid}").status_code == 410
