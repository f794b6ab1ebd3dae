"""Is this ours? A text, an address or a file is held against what readers were given, and forgotten."""

import importlib
import io
import logging
import random
import re
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from press import authenticity, likeness
from press.correcting import correct, withdraw
from press.models import Edition, Fingerprint
from press.publishing import publish
from press.writing import write
from tests import create
from tests.movable_clock import the_time_is

pytestmark = pytest.mark.django_db

NOW = create.instant(2024)
SAID = {
    "en": "In the past year the mission’s officers trained {} border guards at 14 crossings along the river, and the "
    "state’s police-training centre took part. “We shall go on,” said the head of the mission, who thanked the host "
    "country for 2,500 hours of work; the next course begins on 12 May in the town hall beside the old bridge.",
    "fr": "L’an dernier, les agents de la mission ont formé {} gardes-frontières à 14 postes le long du fleuve, et le "
    "centre de formation de la police y a pris part. « Nous continuerons », a dit le chef de la mission, qui a "
    "remercié le pays hôte de 2 500 heures de travail ; le prochain cours s’ouvrira le 12 mai à l’hôtel de ville.",
    "de": "Im vergangenen Jahr haben die Fachleute der Mission {} Angehörige des Grenzschutzes an 14 Übergängen am "
    "Fluss geschult; das Ausbildungszentrum der Polizei wirkte mit. „Wir werden weitermachen“, sagte die Leiterin "
    "der Mission und dankte dem Gastland für 2.500 Arbeitsstunden. Der nächste Lehrgang beginnt am 12. Mai im "
    "großen Saal des Rathauses.",
    "it": "L’anno scorso gli esperti della missione hanno formato {} guardie di frontiera in 14 valichi lungo il fiume "
    "e il centro di formazione della polizia vi ha preso parte. «Andremo avanti», ha detto il capo della missione, "
    "che ha ringraziato il Paese ospitante per 2.500 ore di lavoro; il prossimo corso si apre il 12 maggio in città.",
    "ru": "В прошлом году сотрудники миссии обучили {} пограничников на 14 пунктах пропуска вдоль реки; в обучении "
    "принял участие учебный центр полиции. «Мы продолжим работу», — сказал глава миссии и поблагодарил страну "
    "пребывания за 2500 часов совместного труда. Следующий курс начнётся 12 мая в здании городского совета у моста.",
    "es": "El año pasado los expertos de la misión formaron a {} guardias de frontera en 14 pasos a lo largo del río, y "
    "participó el centro de formación de la policía. «Seguiremos adelante», dijo el jefe de la misión, que agradeció "
    "al país anfitrión 2.500 horas de trabajo; el próximo curso empezará el 12 de mayo en el ayuntamiento.",
}
"""A paragraph in each language, with a figure to put in."""
FIGURE = "371"


def published() -> None:
    """Each language in a release of its own, and others beside it that share an opening and an end."""
    for number, (language, said) in enumerate(SAID.items()):
        for figure, headline in ((FIGURE, "Guards trained"), (None, "Another matter")):
            body = said.format(figure) if figure else "The mission works for the country, said its head on Friday."
            made = create.draft(f"{headline} {number}", languages=[language], body=f"<p>{body}</p>")
            publish(made, by=create.officer("bo"), at=create.instant(2020, 3, 1))


def asked(client: Client, text: str, **more: Any) -> str:
    response = client.post("/verify/", {"text": text, **more})
    assert response.status_code == 200
    return verdict(response)


def verdict(response: Any) -> str:
    """What the page says was found: the section of the verdict."""
    found = re.search(r'<section\s+class="verdict.*?</section>', response.content.decode(), re.DOTALL)
    return " ".join(found[0].split()) if found else ""


def _quotes(text: str) -> str:
    return re.sub("[“”«»„]", '"', text).replace("’", "'")


def _lines(text: str) -> str:
    return re.sub(r"((?:\S+ ){7})", r"\1\n", text).replace(" \n", "\r\n")


def _spaces(text: str) -> str:
    return text.replace(" ", "\u00a0 ")


def _hyphenated(text: str) -> str:
    """As a PDF file breaks words at the ends of lines."""
    return re.sub(r"([^\W\d_]{4})([^\W\d_]{4})", r"\1-\n\2", text, count=6)


def _soft(text: str) -> str:
    return re.sub(r"([^\W\d_]{3})([^\W\d_]{3})", "\\1\u00ad\\2", text)


def _ligatures(text: str) -> str:
    return text.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ")


def _capitals(text: str) -> str:
    return text.upper()


def _parted_accents(text: str) -> str:
    return unicodedata.normalize("NFD", text)


CHANGES: list[Callable[[str], str]] = [
    _quotes, _lines, _spaces, _hyphenated, _soft, _ligatures, _capitals, _parted_accents,
]  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(sorted(SAID)),
    st.lists(st.sampled_from(CHANGES), unique=True, max_size=4),
    st.integers(0, 8),
    st.integers(0, 10**6),
)
def test_forty_words_are_found_whatever_became_of_quotes_spaces_and_lines(
    language: str, changes: list[Callable[[str], str]], begin: int, seed: int
) -> None:
    if not Fingerprint.objects.exists():
        published()
    fragment = " ".join(SAID[language].format(FIGURE).split()[begin : begin + 40])
    changed = fragment
    for change in changes:
        changed = change(changed)
    found = authenticity.look_up(changed, NOW)
    assert found is not None, changed
    assert found.identical, changed
    assert found.edition.language == language
    forged = re.sub(r"\b14\b", str(15 + seed), changed, count=1)
    if forged != changed:
        altered = authenticity.look_up(forged, NOW)
        assert altered is not None
        assert not altered.identical
        assert altered.edition.pk == found.edition.pk
        assert "14" in [one.text.strip() for one in altered.stretches if one.tag == "gone"]
        assert str(15 + seed) in [one.text.strip() for one in altered.stretches if one.tag == "new"]


def test_a_forged_figure_is_marked_and_nothing_else(client: Client) -> None:
    published()
    said = asked(client, SAID["en"].format("471"))
    assert "was altered" in said
    assert re.findall(r"<(del|ins)\s*>([^<]*)<", said.partition("What differs")[2].partition("difference")[2]) == [
        ("del", "371 "),
        ("ins", "471 "),
    ]


def test_what_is_ours_is_told_with_address_language_and_date(client: Client) -> None:
    published()
    said = asked(client, SAID["ru"].format(FIGURE))
    edition = Edition.objects.get(language="ru", headline__startswith="Guards")
    assert "part of a text of ours" in said
    assert f'href="/ru{edition.path}"' in said
    assert "Русский" in said
    assert "1 March 2020" in said


def test_the_whole_text_is_told_from_a_part(client: Client) -> None:
    published()
    edition = Edition.objects.get(language="en", headline__startswith="Guards")
    assert "Yes, this is ours" in asked(client, authenticity.text_of(edition))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("word " * 60, "no such text"),
        (" ".join(f"word{number}" for number in range(60)), "no such text"),
        ("Nine words are too few to tell us anything", "too short"),
        ("🦆 " * 40, "too short"),
        ("'; DROP TABLE press_edition; -- \0 %s {{ x }} <script>" * 5, "no such text"),
    ],
)
def test_what_is_not_ours_is_not(text: str, told: str, client: Client) -> None:
    published()
    assert told in asked(client, text)


def test_what_was_corrected_and_what_was_withdrawn_is_said(client: Client) -> None:
    body = f"<p>{SAID['en'].format(FIGURE)}</p>"
    made = create.draft("Guards trained", body=body)
    publish(made, by=create.officer("bo"), at=create.instant(2020, 3, 1))
    write(made, "en", by=create.officer(), body=body.replace(FIGURE, "372"))
    with the_time_is(create.instant(2020, 4, 1)):
        correct(made, "en", by=create.officer("bo"), correction="correction", note="There were 372.")
    with the_time_is(create.instant(2020, 5, 1)):
        said = asked(client, SAID["en"].format(FIGURE))
        assert "has been corrected since" in said
        assert "There were 372." in said
        assert "Yes, this is part" in asked(client, SAID["en"].format("372"))
        withdraw(made, by=create.officer("bo"), kind="in-error", reason="It was a mistake.")
    with the_time_is(create.instant(2020, 6, 1)):
        for text in (SAID["en"].format("372"), SAID["en"].format("999")):
            said = asked(client, text)
            assert "withdr" in said
            assert "It was a mistake." in said
            assert "crossings" not in said
            assert "Guards" not in said
            assert "guards-trained" not in said
        assert "was withdrawn" in verdict(client.get("/verify/", {"address": f"/press-releases/{made.pk}/x/"}))


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("{path}", "Yes, this is ours"),
        ("http://testserver{path}", "Yes, this is ours"),
        ("testserver{path}", "Yes, this is ours"),
        ("http://testserver.example.org{path}", "not an address of ours"),
        ("http://testserver@example.org{path}", "not an address of ours"),
        ("/press-releases/1/", "no page at this address"),
        ("/nothing/", "no page at this address"),
        ("http://[", "not an address of ours"),
    ],
)
def test_an_address_is_told_from_a_forged_one(address: str, told: str, client: Client) -> None:
    path = Edition.objects.get(release=create.release(published_at=create.instant(2020))).path
    asked_for = address.format(path=path)
    assert told in verdict(client.get("/verify/", {"address": asked_for}, follow=True))
    if asked_for.startswith(("/", "http")):
        assert told in asked(client, asked_for)


def _pdf(lines: list[str]) -> bytes:
    """A page with lines of plain letters."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    fonts = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): fonts})}
    )
    content = DecodedStreamObject()
    shown = "".join(f"({line}) Tj T* " for line in lines)
    content.set_data(f"BT /F1 10 Tf 12 TL 50 700 Td {shown}ET".encode("ascii"))
    page[NameObject("/Contents")] = content
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_and_a_text_file_are_read(client: Client) -> None:
    published()
    plain = _quotes(SAID["en"].format(FIGURE))
    words = _hyphenated(re.sub(r"((?:\S+ ){7})", r"\1\n", plain))
    paper = SimpleUploadedFile("x.pdf", _pdf(words.split("\n")), "application/pdf")
    assert "part of a text of ours" in asked(client, "", file=paper)
    for encoding in ("utf-8-sig", "utf-16"):
        file = SimpleUploadedFile("x.txt", SAID["ru"].format(FIGURE).encode(encoding), "text/plain")
        assert "part of a text of ours" in asked(client, "", file=file)


@pytest.mark.parametrize("data", [b"%PDF-1.7 nothing", b"\0\1\2\3", b"x" * (authenticity.LONGEST + 1)])
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(data: bytes, client: Client) -> None:
    response = client.post("/verify/", {"file": SimpleUploadedFile("x", data)})
    assert response.status_code == 422
    assert b'role="alert"' in response.content


def test_a_request_that_is_too_large_is_not_read(client: Client) -> None:
    response = client.post("/verify/", {"file": SimpleUploadedFile("x", b"x" * 6_000_000)})
    assert response.status_code == 422
    assert b"too much at once" in response.content


def test_nobody_is_told_what_was_pasted(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    word = "unmistakable"
    caplog.set_level(logging.DEBUG)
    response = client.post("/verify/", {"text": f"{word} " * 30})
    client.raise_request_exception = False
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies
    assert word not in caplog.text
    assert word not in str(response.headers)
    refused = client.post("/verify/", {"text": f"{word} " * 30}, headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
    assert word.encode() not in refused.content
    assert word not in caplog.text


def test_an_error_tells_nothing_of_what_was_pasted(
    client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(authenticity, "look_up", fail)
    client.raise_request_exception = False
    with caplog.at_level(logging.DEBUG):
        response = client.post("/verify/", {"text": "unmistakable " * 30})
    assert response.status_code == 500
    assert "unmistakable" not in caplog.text
    assert b"unmistakable" not in response.content


def test_a_look_up_costs_the_same_for_one_release_and_for_three(
    client: Client, django_assert_num_queries: Callable[[int], Any]
) -> None:
    text = SAID["en"].format(FIGURE)
    for number in range(3):
        made = create.draft(f"Guards {number}", body=f"<p>{text}</p>")
        publish(made, by=create.officer("bo"), at=create.instant(2020, 3, 1 + number))
        client.get("/verify/")
        if number != 1:
            with django_assert_num_queries(5):
                client.post("/verify/", {"text": text})


def test_what_many_editions_share_does_not_hide_the_one_that_is_meant() -> None:
    common = " ".join(f"standing word {number} of every release" for number in range(40))
    rows = []
    for number in range(30):
        made = create.draft(f"Release {number}", body=f"<p>Only here: {number} times {SAID['en'].format(number)} "
                                                      f"</p><p>{common}</p>")  # fmt: skip
        publish(made, by=create.officer("bo"), at=NOW - timedelta(days=30 - number))
        rows.append(made.pk)
    random.Random(1).shuffle(rows)
    edition = Edition.objects.get(release=rows[0])
    found = authenticity.look_up(authenticity.text_of(edition), NOW)
    assert found is not None
    assert found.identical
    assert found.edition.pk == edition.pk


def test_what_was_frozen_before_there_were_marks_gets_them() -> None:
    published()
    made = set(Fingerprint.objects.values_list("mark", "edition"))
    Fingerprint.objects.filter(edition__language__in=["en", "ru"]).delete()
    migration = importlib.import_module("press.migrations.0026_marks_of_what_is_frozen")
    for _twice in range(2):
        migration.enter_all(apps, None)
        assert set(Fingerprint.objects.values_list("mark", "edition")) == made


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_a_comparison_gives_all_that_was_asked(ours: str, asked_for: str) -> None:
    old, new = likeness.words(ours), likeness.words(asked_for)
    stretches = likeness.compared(old, new).stretches
    if stretches:
        kept = likeness.words("\n".join(one.text for one in stretches if one.tag != "gone"))
        assert likeness.stream(kept.keys) == likeness.stream(new.keys)
