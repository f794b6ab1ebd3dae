"""The pages on which what was kept of a text is looked at, compared and restored."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from osce_site import freshness
from press import writing
from press.admin.revisions import LISTED, sittings
from press.models import Release, Revision, Text
from tests import create

pytestmark = pytest.mark.django_db


def signed_in(name: str = "ana", role: str = "writer") -> Client:
    officer = create.officer(name)
    create.assign(officer, role)
    client = Client()
    client.force_login(officer)
    return client


def at(release: Release, rest: str = "", language: str = "en") -> str:
    return f"/desk/press/release/{release.pk}/text/{language}/revisions/{rest}"


def save(release: Release, name: str, based_on: int, **words: Any) -> writing.Saved:
    return writing.save(release, "en", by=create.officer(name), based_on=based_on, **words)


@pytest.fixture
def release() -> Release:
    """Ana began it, Bo changed the headline, what Ana had is kept aside."""
    made = create.draft("Mission opens")
    save(made, "bo", 1, headline="Centre opens")
    save(made, "ana", 1, headline="Office opens")
    return made


def test_what_one_person_saved_without_a_long_pause_is_one_group() -> None:
    release, ana, bo = create.draft(), create.officer("ana"), create.officer("bo")
    begin = freshness.now()
    for minutes, by in [(5, ana), (14, ana), (25, ana), (26, bo), (27, ana)]:
        with freshness.as_of(begin + timedelta(minutes=minutes)):
            writing.write(release, "en", by=by, headline=f"After {minutes}")
    kept = Revision.objects.order_by("-number")
    assert [[one.number for one in group.revisions] for group in sittings(kept)] == [[6], [5], [4], [3, 2, 1]]


def test_all_that_was_kept_is_listed_with_its_kind(release: Release) -> None:
    page = signed_in().get(at(release)).content.decode()
    for told in ("Version 1", "Version 2", "Version 3", "kept aside", "written from version 1", "present"):
        assert told in page
    assert page.index("Version 3") < page.index("Version 2") < page.index("Version 1")


def test_any_two_are_compared_by_word(release: Release) -> None:
    page = signed_in().get(at(release), {"from": "2", "to": "3"}).content.decode()
    assert "From version 2 to 3" in page
    assert re.search(r"<del\s*>Centre</del\s*><ins\s*>Office</ins\s*> opens", page)
    same = signed_in().get(at(release), {"from": "2", "to": "2"}).content.decode()
    assert "They have the same words." in same


@pytest.mark.parametrize("query", ["from=1", "to=1", "from=1&to=9", "from=x&to=1", "from=²&to=1", f"from=1&to={10**30}",
                                   "from=0&to=1", "before=x", "from=%00&to=1"])  # fmt: skip
def test_what_cannot_be_compared_is_not_found(release: Release, query: str) -> None:
    assert signed_in().get(f"{at(release)}?{query}").status_code == 404


def test_one_is_read_in_full_and_restored(release: Release) -> None:
    ana = signed_in()
    page = ana.get(at(release, "1/")).content.decode()
    assert "<p>Forty officers took part.</p>" in page
    assert "Restore this version" in page
    restored = ana.post(at(release, "1/restoration/"), follow=True)
    assert "Restored, as version 4." in restored.content.decode()
    assert "restored from version 1" in restored.content.decode()
    text = Text.objects.get()
    assert (text.headline, text.version) == ("Mission opens", 4)
    assert "It is what stands there already." in ana.post(at(release, "1/restoration/"), follow=True).content.decode()
    assert Revision.objects.count() == 4


def test_what_is_present_is_not_offered_to_be_restored(release: Release) -> None:
    page = signed_in().get(at(release, "2/")).content.decode()
    assert "It is what stands there now." in page
    assert "Restore this version" not in page


def test_what_is_too_long_for_the_text_says_so(release: Release) -> None:
    with pytest.raises(writing.TooLong):
        save(release, "ana", 2, headline="x" * 301)
    page = signed_in().post(at(release, "4/restoration/"), follow=True).content.decode()
    assert "Headline: It has 301 characters and may have 300 at most." in page
    assert Text.objects.get().version == 2


def test_a_change_of_marks_alone_is_shown() -> None:
    release = create.draft(body="<p>In May.</p>")
    save(release, "ana", 1, body="<p>In <strong>May</strong>.</p>")
    page = signed_in().get(at(release), {"from": "1", "to": "2"}).content.decode()
    assert "&lt;strong&gt;" in page


def test_a_text_not_begun_has_an_empty_list(release: Release) -> None:
    assert "Nothing was saved yet." in signed_in().get(at(release, language="fr")).content.decode()
    assert signed_in().get(at(release, "1/", "fr")).status_code == 404
    assert signed_in().get(at(release, language="xx")).status_code == 404
    assert signed_in().post(at(release, "1/restoration/", "fr")).status_code == 404
    assert signed_in().post(at(release, "9/restoration/")).status_code == 404


def test_who_may_not_write_reads_what_was_saved_and_not_what_others_have_aside(release: Release) -> None:
    translator = signed_in("eva", "translator")
    page = translator.get(at(release)).content.decode()
    assert "Version 2" in page
    assert "Version 3" not in page
    assert translator.get(at(release, "3/")).status_code == 404
    assert translator.get(at(release), {"from": "1", "to": "3"}).status_code == 404
    assert "Restore this version" not in translator.get(at(release, "1/")).content.decode()
    assert translator.post(at(release, "1/restoration/")).status_code == 403
    assert Text.objects.get().version == 2


def test_who_is_of_another_source_is_told_nothing(release: Release) -> None:
    mission, other = create.term("Mission", "field-operations"), create.term("Centre", "field-operations")
    filed = create.draft(source=[mission])
    cem = create.officer("cem")
    create.assign(cem, "editor", other)
    client = Client()
    client.force_login(cem)
    assert client.get(at(filed)).status_code == 404
    assert client.get(at(filed, "1/")).status_code == 404
    assert client.post(at(filed, "1/restoration/")).status_code == 404
    assert Client().get(at(filed)).status_code == 302


def test_a_restoration_needs_the_button(release: Release) -> None:
    assert signed_in().get(at(release, "1/restoration/")).status_code == 405


def test_a_long_list_is_read_in_parts_for_the_same_cost(django_assert_num_queries: Any) -> None:
    release, ana = create.draft("Version 0"), signed_in()
    text = Text.objects.get()
    ana.get(at(release))
    with django_assert_num_queries(QUERIES):
        ana.get(at(release))
    Revision.objects.bulk_create(
        Revision(text=text, number=number, saved_at=freshness.now(), saved_by=create.officer(), headline=f"H {number}")
        for number in range(2, LISTED + 5)
    )
    Text.objects.update(version=LISTED + 4)
    with django_assert_num_queries(QUERIES):
        page = ana.get(at(release)).content.decode()
    assert "?before=5" in page
    older = ana.get(at(release), {"before": "5"}).content.decode()
    assert [f"Version {number}<" in "".join(older.split("\n")).replace("  ", "") for number in (5, 4, 1)] == [
        False,
        True,
        True,
    ]


QUERIES = 10
