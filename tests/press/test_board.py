"""The board of languages: what is missing, out of date, in work, scheduled and public, release by release."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from osce_site import freshness
from press import board
from press.correcting import correct, withdraw
from press.models import Release, Text
from press.publishing import publish
from press.writing import now_renders, write
from tests import create

pytestmark = pytest.mark.django_db


def told(release: Release) -> dict[str, str]:
    row = board.rows(board.with_languages(Release.objects.filter(pk=release.pk)), freshness.now())[0]
    return {cell.language: str(cell.progress) for cell in row.cells if cell.progress != "missing"}


def cell(release: Release, language: str) -> board.Cell:
    return board.cell(board.with_languages(Release.objects.filter(pk=release.pk)).get(), language, freshness.now())


def test_a_draft_is_in_work_and_the_rest_is_missing() -> None:
    made = create.draft(languages=["en", "fr"])
    assert told(made) == {"en": "in-work", "fr": "in-work"}


def test_what_readers_have_is_public_until_it_is_written_on() -> None:
    made = create.release(languages=["en", "fr"])
    assert told(made) == {"en": "public", "fr": "public"}
    write(made, "fr", by=create.officer(), headline="Autrement")
    assert told(made) == {"en": "public", "fr": "in-work"}


def test_a_change_of_the_original_makes_its_translations_out_of_date() -> None:
    made = create.release(languages=["en", "fr"])
    write(made, "en", by=create.officer(), headline="Otherwise")
    assert told(made) == {"en": "in-work", "fr": "out-of-date"}
    correct(made, "en", by=create.officer("bo"), correction="correction", note="Otherwise.")
    assert told(made) == {"en": "public", "fr": "out-of-date"}
    now_renders(made, "fr", by=create.officer(), number=Text.objects.get(release=made, language="en").version)
    assert told(made) == {"en": "public", "fr": "public"}


def test_a_translation_says_which_edition_of_the_original_it_gives() -> None:
    made = create.release(languages=["en", "fr"])
    write(made, "en", by=create.officer(), headline="Otherwise")
    correct(made, "en", by=create.officer("bo"), correction="correction", note="Otherwise.")
    assert (cell(made, "fr").renders, cell(made, "fr").of_edition, cell(made, "fr").public) == (1, 1, 1)
    now_renders(made, "fr", by=create.officer(), number=2)
    assert (cell(made, "fr").renders, cell(made, "fr").of_edition) == (2, 2)


def test_what_is_scheduled_and_what_was_withdrawn() -> None:
    ahead = create.draft()
    publish(ahead, by=create.officer("bo"), at=freshness.now() + timedelta(hours=1))
    assert told(ahead) == {"en": "scheduled"}
    gone = create.release()
    withdraw(gone, by=create.officer("bo"), kind="in-error", reason="Not ours.")
    assert told(gone) == {"en": "withdrawn"}


@pytest.mark.parametrize("releases", [1, 3])
def test_a_board_costs_three_queries(releases: int, django_assert_num_queries: Any) -> None:
    for _one in range(releases):
        create.release(languages=["en", "fr", "de"])
    now = freshness.now()
    with django_assert_num_queries(3):
        assert len(board.rows(board.with_languages(Release.objects.all()), now)) == releases


def test_the_desk_shows_only_what_wants_work_in_a_language(client: Client) -> None:
    client.force_login(create.officer("cem", chief=True))
    done = create.release("All is said", languages=["en", "fr"])
    create.release("Nothing in French")
    stale = create.release("French is old", languages=["en", "fr"])
    write(stale, "en", by=create.officer(), headline="French is older")
    page = client.get("/desk/press/release/languages/?wanting=fr").content.decode()
    assert "Nothing in French" in page
    assert "French is older" in page
    assert str(done) not in page
    assert "All is said" in client.get("/desk/press/release/languages/").content.decode()


def test_the_board_shows_what_one_may_open(client: Client) -> None:
    mission = create.term("Mission", "field-operations", kind="operation")
    other = create.term("Other mission", "field-operations", kind="operation")
    dan = create.officer("dan")
    create.assign(dan, "translator", mission)
    create.draft("Ours", source=[mission])
    create.draft("Theirs", source=[other])
    client.force_login(dan)
    page = client.get("/desk/press/release/languages/").content.decode()
    assert "Ours" in page
    assert "Theirs" not in page


@pytest.mark.parametrize("asked", ["?wanting=xx", "?page=999999999999999999", "?page=%00&wanting=%00", "?page=-1"])
def test_ugly_addresses_of_the_board_get_an_answer(client: Client, asked: str) -> None:
    client.force_login(create.officer("cem", chief=True))
    assert client.get(f"/desk/press/release/languages/{asked}").status_code == 200
