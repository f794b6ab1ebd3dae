"""A release set goes out at one instant, all of it or nothing, menu and all."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from osce_site import freshness
from osce_site.models import LedgerEntry
from press import release_sets
from press.models import Edition, Release, ReleaseSet, Review, SetMember, SetMenuChange
from press.publishing import call_off
from press.refusals import CannotPublish
from press.standing import State, standing
from press.writing import write
from taxonomy import changes
from taxonomy.models import Menu, MenuEntry, MenuEntryLabel
from tests import create
from tests.movable_clock import the_time_is
from tests.properties.outlets import addresses, answers

pytestmark = pytest.mark.django_db

NOON = create.instant(2026, 3, 1)
LATER = NOON + timedelta(hours=1)


def entry(text: str, *, kept_back: bool) -> MenuEntry:
    menu = Menu.objects.get_or_create(key="main")[0]
    made = MenuEntry.objects.create(
        menu=menu, key=text.lower().replace(" ", "-"), path="/search/", kept_back_since=NOON if kept_back else None
    )
    MenuEntryLabel.objects.create(entry=made, language="en", text=text)
    changes.announce()
    return made


def set_of(*releases: Release, languages: Any = (), shows: Any = (), ends: Any = ()) -> ReleaseSet:
    made = ReleaseSet.objects.create(name="The summit")
    for release in releases:
        SetMember.objects.create(release_set=made, release=release, languages=list(languages))
    for one in shows:
        SetMenuChange.objects.create(release_set=made, entry=one)
    for one in ends:
        SetMenuChange.objects.create(release_set=made, entry=one, shown=False)
    return made


def chief() -> Any:
    return create.officer("cem", chief=True)


def test_all_of_a_set_goes_out_at_one_instant(client: Client) -> None:
    with the_time_is(NOON):
        first, second = create.draft("First of two", languages=["en", "fr"]), create.draft("Second of two")
        new, old = entry("Summit page", kept_back=True), entry("Old campaign", kept_back=False)
        together = set_of(first, second, shows=[new], ends=[old])
        before = client.get("/").content.decode()
        assert ("Summit page" in before, "Old campaign" in before) == (False, True)
        release_sets.publish_together(together, by=chief(), at=LATER)
        assert set(Edition.objects.values_list("language", "published_at")) == {("en", LATER), ("fr", LATER)}
    with the_time_is(LATER - timedelta(seconds=1)):
        page = client.get("/").content.decode()
        assert [words in page for words in ("First of two", "Second of two", "Summit page", "Old campaign")] == [
            False,
            False,
            False,
            True,
        ]
    with the_time_is(LATER):
        page = client.get("/").content.decode()
        assert [words in page for words in ("First of two", "Second of two", "Summit page", "Old campaign")] == [
            True,
            True,
            True,
            False,
        ]


def test_a_set_that_is_scheduled_changes_no_answer_before_its_instant(client: Client) -> None:
    with the_time_is(NOON):
        create.release("Long public", published_at=NOON - timedelta(days=2))
        secret = create.draft("A secret summit", about=[create.term("Borders")])
        new, old = entry("A secret entry", kept_back=True), entry("Known entry", kept_back=False)
        together = set_of(secret, shows=[new], ends=[old])
        paths = addresses()
        before = answers(client, paths)
        release_sets.publish_together(together, by=chief(), at=LATER)
        assert answers(client, paths) == before
        release_sets.call_off_together(together, by=chief(), reason="Too early.")
        assert answers(client, paths) == before
    with the_time_is(LATER + timedelta(days=1)):
        page = client.get("/").content.decode()
        assert ("A secret" in page, "Known entry" in page) == (False, True)


def test_where_one_of_a_set_cannot_go_out_nothing_at_all_is_changed() -> None:
    whole, broken = create.draft("Whole"), create.draft("Broken", languages=["en", "fr"])
    write(broken, "fr", by=create.officer(), body="")
    kept = entry("Summit page", kept_back=True)
    together = set_of(whole, broken, shows=[kept])
    entries = LedgerEntry.objects.count()
    for at in (None, create.instant(2099)):
        with pytest.raises(CannotPublish, match="Broken: The body is empty in: Français"):
            release_sets.publish_together(together, by=chief(), at=at)
    kept.refresh_from_db()
    together.refresh_from_db()
    assert (Edition.objects.count(), Review.objects.count(), LedgerEntry.objects.count()) == (0, 0, entries)
    assert (kept.shown_from, together.sent_at, together.goes_out_at) == (None, None, None)
    assert standing(whole, freshness.now()).state == State.DRAFT


def test_all_that_stands_in_the_way_is_told_at_once() -> None:
    broken = create.draft("Broken", body="")
    own, early = create.draft("Own"), create.draft("Early", embargo_until=create.instant(2099))
    together = set_of(broken, own, early)
    ana = create.officer("ana")
    create.assign(ana, "chief")
    with pytest.raises(CannotPublish) as refused:
        release_sets.publish_together(together, by=ana)
    told = " ".join(refused.value.messages)
    assert [
        words in told for words in ("Broken: The body", "Own: You saved it last", "Early: It is under embargo")
    ] == [
        True,
        True,
        True,
    ]
    shown = release_sets.hindrances(together, by=ana)
    assert all(shown.members.values())


def test_only_the_languages_chosen_go_out_together() -> None:
    release = create.draft(languages=["en", "fr"])
    release_sets.publish_together(set_of(release, languages=["fr"]), by=chief())
    assert [edition.language for edition in release.editions.all()] == ["fr"]


def test_what_goes_out_with_a_set_is_not_called_off_alone() -> None:
    first, second = create.draft("First"), create.draft("Second")
    together = set_of(first, second)
    release_sets.publish_together(together, by=chief(), at=create.instant(2099))
    with pytest.raises(CannotPublish, match="It goes out with “The summit”"):
        call_off(first, by=chief(), reason="Alone.")
    release_sets.call_off_together(together, by=chief(), reason="Postponed.")
    assert [standing(release, freshness.now()).state for release in (first, second)] == [State.APPROVED] * 2
    release_sets.publish_together(together, by=chief())
    assert [standing(release, freshness.now()).state for release in (first, second)] == [State.PUBLIC] * 2
    acts = LedgerEntry.objects.filter(subject__startswith="press.releaseset").order_by("number")
    assert list(acts.values_list("act", "reason")) == [
        ("scheduled together", ""),
        ("called off together", "Postponed."),
        ("published together", ""),
    ]


def test_a_set_goes_out_once_and_never_in_the_past() -> None:
    together = set_of(create.draft())
    with pytest.raises(CannotPublish, match="instant is past"):
        release_sets.publish_together(together, by=chief(), at=create.instant(2020))
    release_sets.publish_together(together, by=chief())
    with pytest.raises(CannotPublish, match="already"):
        release_sets.publish_together(together, by=chief())
    with pytest.raises(CannotPublish, match="Nothing is scheduled"):
        release_sets.call_off_together(together, by=chief(), reason="Too late.")
    with pytest.raises(CannotPublish, match="nothing in it"):
        release_sets.publish_together(set_of(), by=chief())


def test_who_may_not_publish_one_of_them_publishes_none_and_only_a_chief_changes_the_menu() -> None:
    mission, other = create.term("Mission", "field-operations"), create.term("Other", "field-operations")
    together = set_of(create.draft(source=[mission]), create.draft(source=[other]))
    bo = create.officer("bo")
    create.assign(bo, "editor", mission)
    with pytest.raises(CannotPublish, match="You may not publish this release"):
        release_sets.publish_together(together, by=bo)
    create.assign(bo, "editor", other)
    with_menu = set_of(create.draft(source=[mission]), shows=[entry("Page", kept_back=True)])
    with pytest.raises(CannotPublish, match="Only a chief changes the menu"):
        release_sets.publish_together(with_menu, by=bo)
    release_sets.publish_together(together, by=bo)
    assert Edition.objects.count() == 2


def test_an_entry_that_is_shown_is_not_shown_again_and_one_that_ended_may_return(client: Client) -> None:
    shown, kept = entry("Shown", kept_back=False), entry("Kept", kept_back=True)
    with pytest.raises(CannotPublish, match="shown already"):
        release_sets.publish_together(set_of(shows=[shown]), by=chief())
    with pytest.raises(CannotPublish, match="not shown at that instant"):
        release_sets.publish_together(set_of(ends=[kept]), by=chief())
    release_sets.publish_together(set_of(ends=[shown]), by=chief())
    assert "Shown" not in client.get("/").content.decode()
    release_sets.publish_together(set_of(shows=[shown]), by=chief())
    assert "Shown" in client.get("/").content.decode()


# At the desk


def signed_in(name: str, role: str) -> Client:
    person = create.officer(name)
    create.assign(person, role)
    client = Client()
    client.force_login(person)
    return client


def test_a_set_is_put_together_scheduled_and_called_off_at_the_desk() -> None:
    release, desk = create.draft("Summit opens"), signed_in("cem", "chief")
    kept = entry("Summit page", kept_back=True)
    said = {
        "name": "The summit",
        "members-TOTAL_FORMS": 1,
        "members-INITIAL_FORMS": 0,
        "members-0-release": release.pk,
        "members-0-languages": ["en"],
        "menu_changes-TOTAL_FORMS": 1,
        "menu_changes-INITIAL_FORMS": 0,
        "menu_changes-0-entry": kept.pk,
        "menu_changes-0-shown": "on",
    }
    assert desk.post("/desk/press/releaseset/add/", said).status_code == 302
    made = ReleaseSet.objects.get()
    assert [(member.release_id, member.languages) for member in made.members.all()] == [(release.pk, ["en"])]
    at = f"/desk/press/releaseset/{made.pk}"
    assert "Summit opens" in desk.get(f"{at}/publication/").content.decode()
    assert desk.post(f"{at}/publication/", {"at": "2099-07-01T12:00"}).status_code == 302
    page = desk.get(f"{at}/change/").content.decode()
    assert "Goes out together" in page
    assert "data-countdown" in page
    assert desk.post(f"{at}/change/", said).status_code == 403
    assert desk.post(f"{at}/publication/cancellation/", {"reason": "Postponed."}).status_code == 302
    made.refresh_from_db()
    assert (made.goes_out_at, Edition.objects.ahead(freshness.now()).count()) == (None, 0)


def test_the_page_of_a_set_says_what_keeps_each_of_it() -> None:
    together, desk = set_of(create.draft("Broken", body="")), signed_in("cem", "chief")
    page = desk.get(f"/desk/press/releaseset/{together.pk}/change/").content.decode()
    assert "The body is empty in: English" in page
    refused = desk.post(f"/desk/press/releaseset/{together.pk}/publication/", {"at": ""})
    assert (refused.status_code, Edition.objects.count()) == (200, 0)


def test_an_entry_is_kept_back_at_the_desk(client: Client) -> None:
    desk, menu = signed_in("cem", "chief"), Menu.objects.create(key="main")
    rows = {"labels-TOTAL_FORMS": 1, "labels-INITIAL_FORMS": 0, "labels-0-language": "en", "labels-0-text": "Prepared"}
    said = {"menu": menu.pk, "position": 0, "key": "prepared", "path": "/search/", "grow": 0, "kept_back": "on"} | rows
    assert desk.post("/desk/taxonomy/menuentry/add/", said).status_code == 302
    assert MenuEntry.objects.get().kept_back_since
    assert "Prepared" not in client.get("/").content.decode()
