"""What is decided later holds too: an embargo after scheduling, a withdrawal before guests, a set as a whole."""

from datetime import date, timedelta

import pytest
from django.test import Client

from press import release_sets, reviewing, showing
from press.correcting import correct, withdraw
from press.models import Edition, Release, ReleaseSet, SetMember
from press.publishing import call_off, publish
from press.refusals import CannotPublish, NotReviewed
from press.writing import write
from tests import create
from tests.movable_clock import the_time_is

pytestmark = pytest.mark.django_db
NOW = create.instant(2021, 5, 1)
LATER = NOW + timedelta(hours=1)


def link(release: Release, kind: str, by: str = "bo") -> str:
    _made, word = showing.show_to(
        release, kind=kind, name="Dee", by=create.officer(by), expires_at=NOW + timedelta(days=9)
    )
    return f"/preview/{word}/en/"


def test_an_embargo_is_not_set_behind_what_is_scheduled_before_it(client: Client) -> None:
    client.force_login(create.officer("cem", chief=True))
    with the_time_is(NOW):
        draft = create.draft()
        publish(draft, by=create.officer("bo"), at=LATER)
        form = {
            "kind": "news",
            "original_language": "en",
            "embargo_until": "2021-05-01T23:00",
            **{f"{rows}-TOTAL_FORMS": "0" for rows in ("taggings", "release_photos", "release_documents")},
            **{f"{rows}-INITIAL_FORMS": "0" for rows in ("taggings", "release_photos", "release_documents")},
        }
        page = client.post(f"/desk/press/release/{draft.pk}/change/", form).content.decode()
    assert "It is scheduled for an earlier instant: call that off first." in page
    draft.refresh_from_db()
    assert draft.embargo_until is None


def test_a_guest_by_ones_own_link_is_no_second_pair_of_eyes() -> None:
    with the_time_is(NOW):
        draft = create.draft()
        write(draft, "en", by=create.officer("bo"), headline="By Bo alone")
        made, _word = showing.show_to(
            draft, kind="preview", name="Bo again", by=create.officer("bo"), expires_at=NOW + timedelta(days=1)
        )
        reviewing.approve(draft, showing=made)
        with pytest.raises(NotReviewed):
            publish(draft, by=create.officer("bo"))
        publish(draft, by=create.officer("dora"))


def test_a_withdrawal_ends_the_links_of_guests(client: Client) -> None:
    with the_time_is(NOW):
        public = create.release(languages=["en", "fr"])
        address = link(public, "preview")
        assert client.get(address).status_code == 200
        withdraw(public, by=create.officer("bo"), kind="in-error", reason="Not ours.", at=LATER)
        assert client.get(address).status_code == 200
    with the_time_is(LATER):
        assert client.get(address).status_code == 404


def test_what_is_called_off_is_closed_to_journalists_and_open_to_who_previews_it(client: Client) -> None:
    with the_time_is(NOW):
        draft = create.draft()
        publish(draft, by=create.officer("bo"), at=LATER)
        journalist, ambassador = link(draft, "embargoed"), link(draft, "preview")
        assert client.get(journalist).status_code == 200
        call_off(draft, by=create.officer("bo"), reason="Not yet.")
        assert (client.get(journalist).status_code, client.get(ambassador).status_code) == (404, 200)


def test_a_member_of_a_scheduled_set_is_not_withdrawn_alone() -> None:
    bo = create.officer("bo")
    create.assign(bo, "editor")
    with the_time_is(NOW):
        one, other = create.release(languages=["en"]), create.draft("Another")
        write(one, "fr", by=create.officer(), headline="Encore", body="<p>Texte.</p>")
        package = ReleaseSet.objects.create(name="Package", made_by=bo)
        SetMember.objects.create(release_set=package, release=one, languages=["fr"])
        SetMember.objects.create(release_set=package, release=other)
        release_sets.publish_together(package, by=bo, at=LATER)
        with pytest.raises(CannotPublish, match="It goes out with “Package”: call that off"):
            withdraw(one, by=bo, kind="withdrawn", reason="No.")
        assert Edition.objects.published(LATER).count() == 3


def test_readers_count_the_editions_they_had(client: Client) -> None:
    """What was called off before it opened never was."""
    bo = create.officer("bo")
    with the_time_is(NOW):
        draft = create.draft()
        publish(draft, by=bo, at=LATER)
        call_off(draft, by=bo, reason="Not yet.")
        publish(draft, by=bo)
    with the_time_is(LATER + timedelta(hours=1)):
        write(draft, "en", by=create.officer(), headline="Other words")
        correct(draft, "en", by=bo, correction="correction", note="Other words.")
        page = client.get(f"{draft.editions.latest('pk').path}history/").content.decode()
    assert "Edition 1" in page
    assert "Edition 2" in page
    assert "Edition 3" not in page


def test_a_correction_keeps_the_day_of_the_dateline() -> None:
    bo = create.officer("bo")
    with the_time_is(NOW):
        public = create.release()
    write(public, "en", by=create.officer(), headline="Other words")
    with the_time_is(NOW + timedelta(days=3)):
        corrected = correct(public, "en", by=bo, correction="correction", note="Other words.")
    assert corrected.dateline_on == NOW.date()


def test_what_has_no_day_yet_comes_first_and_what_is_out_stands_at_its_day() -> None:
    with the_time_is(NOW):
        old, today = create.release("Old", dateline_on=date(2010, 1, 1)), create.release("Of today")
        draft, ahead = create.draft("Draft"), create.draft("Ahead", dateline_on=date(2022, 1, 1))
    assert list(Release.objects.newest_first()) == [draft, ahead, today, old]


@pytest.mark.parametrize("year", ["0001", "1972", "9999"])
def test_years_in_which_the_organisation_says_nothing_are_refused(client: Client, year: str) -> None:
    client.force_login(create.officer("cem", chief=True))
    draft = create.draft()
    asked = {"languages": ["en"], "at": f"{year}-01-01T00:00", "seen": "{}"}
    page = client.post(f"/desk/press/release/{draft.pk}/publication/", asked)
    assert "The year lies between 1973 and 2199." in page.content.decode()
    rows = ("taggings", "release_photos", "release_documents")
    form = {
        "kind": "news",
        "original_language": "en",
        "planned_for": f"{year}-01-01T00:00",
        **{f"{row}-{total}_FORMS": "0" for row in rows for total in ("TOTAL", "INITIAL")},
    }
    page = client.post("/desk/press/release/add/", form)
    assert "The year lies between 1973 and 2199." in page.content.decode()
