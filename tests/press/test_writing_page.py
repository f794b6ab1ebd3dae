"""The writing page as a plain form, and what stands around the text. The scripts have journeys in the browser."""

import re
from typing import Any

import pytest
from django.test import Client

from osce_site.models import User
from press.models import Revision, Text
from press.writing import now_renders, write
from taxonomy.models import Term
from tests import create

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Term:
    return create.term("Mission", "field-operations", kind="operation")


@pytest.fixture
def ana(client: Client, mission: Term) -> User:
    ana = create.officer("ana")
    create.assign(ana, "writer", mission)
    client.force_login(ana)
    return ana


def address(release: Any, language: str = "en") -> str:
    return f"/desk/press/release/{release.pk}/text/{language}/"


def words(**changed: str) -> dict[str, str]:
    return {"version": "1", "headline": "H", "place": "VIENNA", "lead": "L", "body": "<p>B</p>"} | changed


def test_a_save_without_scripts_stands_in_the_text(client: Client, ana: User, mission: Term) -> None:
    draft = create.draft(source=[mission])
    assert client.post(address(draft), words(headline="Other words")).status_code == 302
    assert Text.objects.get(release=draft).headline == "Other words"


def test_a_stale_save_without_scripts_is_merged_and_conflicts_are_shown(
    client: Client, ana: User, mission: Term
) -> None:
    draft = create.draft(source=[mission], body="<p>One.</p><p>Two.</p>")
    write(draft, "en", by=create.officer("bo"), headline="Bo's headline", body="<p>One.</p><p>Two, says Bo.</p>")
    sent = words(headline="Ana's headline", body="<p>One, says Ana.</p><p>Two.</p>", lead="A week of training ended.")
    page = client.post(address(draft), sent).content.decode()
    text = Text.objects.get(release=draft)
    assert text.body == "<p>One, says Ana.</p><p>Two, says Bo.</p>"
    assert "Ana&#x27;s headline" in page
    assert "Bo&#x27;s headline" in page
    assert "Written by two at once" in page
    aside = Revision.objects.get(text=text, kind="aside")
    assert (aside.headline, aside.saved_by) == ("Ana's headline", ana)


def test_what_is_too_long_is_told_and_kept(client: Client, ana: User, mission: Term) -> None:
    draft = create.draft(source=[mission])
    page = client.post(address(draft), words(headline="x" * 301)).content.decode()
    assert "It has 301 characters and may have 300 at most." in page
    assert "x" * 301 in page
    assert Text.objects.get(release=draft).headline == "Mission trains border police"


def test_a_new_text_begins_with_the_place_its_source_last_reported_from(
    client: Client, ana: User, mission: Term
) -> None:
    create.release(source=[mission], place="SKOPJE")
    draft = create.draft(languages=[], source=[mission])
    assert 'value="SKOPJE"' in client.get(address(draft)).content.decode()


def test_the_dateline_is_written_in_the_language_of_the_text(client: Client, ana: User, mission: Term) -> None:
    draft = create.draft(source=[mission], languages=["en", "fr"], dateline_on="2017-10-24", place="ROME")
    assert "ROME, 24 octobre 2017 –" in client.get(address(draft, "fr")).content.decode()


def test_a_translator_sees_what_changed_in_the_original_since_his_version(client: Client, mission: Term) -> None:
    dan = create.officer("dan")
    create.assign(dan, "translator", mission)
    client.force_login(dan)
    draft = create.draft(source=[mission], languages=["en", "fr"])
    write(draft, "en", by=create.officer(), body="<p>Fifty officers took part.</p>")
    page = client.get(address(draft, "fr")).content.decode()
    assert re.search(r"<del\s*>Forty</del>\s*<ins\s*>Fifty</ins>", page)
    assert "The translation gives version 1; the original stands at version 2." in " ".join(page.split())
    client.post(f"{address(draft, 'fr')}rendering/", {"number": "2"})
    page = client.get(address(draft, "fr")).content.decode()
    assert "<del" not in page
    assert "The translation gives this version, number 2." in " ".join(page.split())


@pytest.mark.parametrize("number", ["", "7", "-1", "x", "9" * 30])
def test_a_translation_gives_no_version_that_is_not_there(
    client: Client, ana: User, mission: Term, number: str
) -> None:
    draft = create.draft(source=[mission], languages=["en", "fr"])
    before = Text.objects.get(release=draft, language="fr").renders_id
    assert client.post(f"{address(draft, 'fr')}rendering/", {"number": number}).status_code == 302
    assert Text.objects.get(release=draft, language="fr").renders_id == before
    now_renders(draft, "fr", by=ana, number=1)


def test_a_translator_reads_the_original_but_does_not_write_it(client: Client, mission: Term) -> None:
    dan = create.officer("dan")
    create.assign(dan, "translator", mission)
    client.force_login(dan)
    draft = create.draft(source=[mission])
    page = client.get(address(draft)).content.decode()
    assert "Mission trains border police" in page
    assert "disabled" in page
    client.post(address(draft), words(headline="Not mine"))
    assert Text.objects.get(release=draft).headline == "Mission trains border police"


def test_a_pasted_link_to_our_own_page_becomes_a_reference(client: Client, ana: User, mission: Term) -> None:
    draft = create.draft(source=[mission])
    pasted = '<p class="MsoNormal">On the <a href="http://localhost/fr/field-operations/mission/">mission</a>.<o:p></o:p></p>'
    client.post(address(draft), words(body=pasted))
    assert Text.objects.get(release=draft).body == f'<p>On the <a href="term:{mission.uuid}">mission</a>.</p>'


@pytest.mark.parametrize("releases", [1, 3])
def test_the_page_costs_the_same_however_much_is_filed(
    client: Client, ana: User, mission: Term, releases: int, django_assert_max_num_queries: Any
) -> None:
    about = [create.term(f"Field {number}") for number in range(releases)]
    draft = create.draft(source=[mission], about=about, languages=["en", "fr", "de"][:releases])
    client.get(address(draft))
    with django_assert_max_num_queries(32):
        client.get(address(draft))


def test_the_release_of_another_source_has_no_writing_page(client: Client, ana: User) -> None:
    other = create.draft(source=[create.term("Other mission", "field-operations", kind="operation")])
    assert client.get(address(other)).status_code == 404
    assert client.post(address(other), words()).status_code == 404
