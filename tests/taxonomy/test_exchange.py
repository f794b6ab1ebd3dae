"""The taxonomy given out and taken in by command, and each term under its concept address."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, SKOS
from rdflib.plugins.parsers.jsonld import to_rdf

from taxonomy import exchange, tree
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


def test_no_concept_answers_under_another_address(client: Client) -> None:
    arms = create.term("Arms control")
    assert client.get("/id/00000000-0000-4000-8000-000000000000").status_code == 404
    assert client.get(f"/id/{arms.uuid}.rdf").status_code == 404
    assert client.get(f"/id/{arms.uuid}?format=turtle")["Location"] == f"/id/{arms.uuid}"
    tree.delete(arms)
    assert client.get(f"/id/{arms.uuid}").status_code == 410
