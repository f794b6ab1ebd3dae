"""What editors put at the head of the home page: who reads what of it, its order, its end, what it was on a day."""

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from osce_site import freshness
from osce_site.models import LedgerEntry
from press import pinning
from press.correcting import withdraw
from press.models import Pin, Release
from press.refusals import CannotPin
from tests import create
from tests.movable_clock import the_time_is

pytestmark = pytest.mark.django_db

NOW = create.instant(2021, 5, 1)
HEADLINE = re.compile(r'<h3\s+class="story__headline[^>]*>\s*<a[^>]*>([^<]*)</a>')


def head(client: Client, path: str = "/") -> list[str]:
    """The headlines at the head of the home page, from the top."""
    return HEADLINE.findall(client.get(path).content.decode())


def three() -> list[Release]:
    """Of three days, the newest last."""
    return [
        create.release(name, published_at=create.instant(2021, 4, day))
        for day, name in enumerate(("Bridge", "Court", "Vote"), 1)
    ]


def order() -> list[tuple[int, str]]:
    standing = Pin.objects.standing(freshness.now())
    return [(pin.place, pin.release.texts.get(language="en").headline) for pin in standing]


def test_without_pins_the_newest_release_leads_and_is_not_said_twice(client: Client) -> None:
    three()
    assert head(client) == ["Vote"]
    shown = client.get("/")
    assert [card.headline for day in shown.context["days"] for card in day.releases] == ["Court", "Bridge"]
    assert shown.content.decode().count(">Vote</a>") == 1


def test_editors_put_releases_at_the_head_and_order_them(client: Client) -> None:
    bridge, court, vote = three()
    editor = create.officer("bo")
    for release in (vote, court, bridge):
        pinning.pin(release, by=editor)
    assert head(client) == ["Bridge", "Court", "Vote"]
    assert pinning.move(bridge, to=2, by=editor) == 2
    assert head(client) == ["Court", "Bridge", "Vote"]
    assert pinning.move(court, to=99, by=editor) == 3
    pinning.unpin(vote, by=editor)
    assert head(client) == ["Bridge", "Court"]
    assert order() == [(1, "Bridge"), (2, "Court")]
    acts = LedgerEntry.objects.filter(by=editor).order_by("number").values_list("act", flat=True)
    assert [act for act in acts if act.partition(" ")[0] in {"pin", "pinned", "unpinned"}] == [
        *["pinned"] * 3,
        *["pin moved"] * 2,
        "unpinned",
    ]


def test_no_more_are_shown_than_there_is_room_for(client: Client) -> None:
    for number in range(pinning.MOST + 1):
        pinning.pin(create.release(f"Story {number}"), by=None)
    assert head(client) == [f"Story {number}" for number in range(pinning.MOST, 0, -1)]


def test_what_is_not_public_yet_or_no_more_is_not_shown_and_takes_no_room(client: Client) -> None:
    with the_time_is(NOW):
        bridge, court, _vote = three()
        later = create.release("Summit", published_at=NOW + timedelta(hours=1))
        for release in (create.draft("Draft"), bridge, court, later):
            pinning.pin(release, by=None)
        assert head(client) == ["Court", "Bridge"]
        withdraw(court, by=create.officer("bo"), kind="in-error", reason="It did not open.")
        assert head(client) == ["Bridge"]
    with the_time_is(NOW + timedelta(hours=1)):
        assert head(client) == ["Summit", "Bridge"]


def test_a_pin_ends_at_its_instant_and_what_is_past_is_no_end(client: Client) -> None:
    with the_time_is(NOW):
        bridge, court, vote = three()
        with pytest.raises(CannotPin):
            pinning.pin(bridge, by=None, until=NOW)
        pinning.pin(bridge, by=None, until=NOW + timedelta(hours=1))
        pinning.pin(court, by=None)
        pinning.pin(vote, by=None)
        pinning.move(bridge, to=1, by=None)
    with the_time_is(NOW + timedelta(minutes=59)):
        assert head(client) == ["Bridge", "Vote", "Court"]
    with the_time_is(NOW + timedelta(hours=1)):
        assert head(client) == ["Vote", "Court"]
        pinning.end(vote, until=NOW + timedelta(hours=2), by=None)
        assert order() == [(1, "Vote"), (2, "Court")]
        with pytest.raises(CannotPin):
            pinning.move(bridge, to=1, by=None)
    with the_time_is(NOW + timedelta(hours=2)):
        assert head(client) == ["Court"]


def test_a_release_is_pinned_once() -> None:
    bridge, _court, _vote = three()
    pinning.pin(bridge, by=None)
    with pytest.raises(CannotPin):
        pinning.pin(bridge, by=None)
    pinning.unpin(bridge, by=None)
    pinning.pin(bridge, by=None)
    assert order() == [(1, "Bridge")]


def test_a_story_is_told_in_the_language_of_the_page_or_in_its_fallback_and_says_which(client: Client) -> None:
    both = create.release("Bridge", languages=["en", "fr"])
    pinning.pin(create.release("Court", languages=["en"]), by=None)
    pinning.pin(create.release("Pont", languages=["fr"]), by=None)
    pinning.pin(both, by=None)
    assert head(client) == ["Bridge", "Court"]
    assert head(client, "/fr/") == ["Bridge", "Pont", "Court"]
    shown = client.get("/fr/").content.decode()
    assert f'href="/fr/press-releases/{both.pk}/bridge/" hreflang="fr"' in shown
    assert re.search(
        r'<h3 class="story__headline" lang="en">\s*<a href="/press-releases/\d+/court/" hreflang="en"', shown
    )


def test_the_home_page_of_a_day_has_the_head_of_that_day(client: Client) -> None:
    with the_time_is(create.instant(2021, 4, 1)):
        bridge, court = create.release("Bridge"), create.release("Court")
        pinning.pin(bridge, by=None)
        pinning.pin(court, by=None)
    with the_time_is(create.instant(2021, 4, 3)):
        pinning.move(bridge, to=1, by=None)
    with the_time_is(create.instant(2021, 4, 5)):
        pinning.unpin(bridge, by=None)
        pinning.pin(create.release("Vote"), by=None)
    with the_time_is(NOW):
        days = {day: head(client, f"/at/2021-04-0{day}/") for day in (1, 2, 3, 5)}
        withdraw(court, by=create.officer("bo"), kind="in-error", reason="It did not open.")
        assert head(client, "/at/2021-04-02/") == ["Bridge"]
    assert days == {1: ["Court", "Bridge"], 2: ["Court", "Bridge"], 3: ["Bridge", "Court"], 5: ["Vote", "Court"]}


def test_the_first_story_shows_its_first_photo_with_its_size_and_credit(client: Client) -> None:
    made = create.draft("Bridge opens")
    photo = create.photo(made, alt="A bridge", focal_x=90, focal_y=10)
    create.photo(made, alt="A road")
    from press.publishing import publish

    publish(made, by=create.officer("bo"))
    shown = client.get("/").content.decode()
    assert f'srcset="/files/{photo.token}/480.avif 480w' in shown
    assert 'class="across-100 down-0"' in shown
    assert re.search(r'width="1200"\s+height="800"\s+alt="A bridge"', shown)
    assert "OSCE/Ana" in shown
    assert "A road" not in shown


def test_the_page_costs_the_same_for_one_pin_and_for_three(
    client: Client, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for number, release in enumerate(three(), 1):
        pinning.pin(release, by=None)
        client.get("/")
        if number in (1, 3):
            with django_assert_num_queries(4):
                client.get("/")


def test_each_act_raises_the_version_and_an_act_that_changes_nothing_does_not() -> None:
    bridge, _court, _vote = three()
    versions = [freshness.version("press")]
    for act in (
        lambda: pinning.pin(bridge, by=None),
        lambda: pinning.move(bridge, to=1, by=None),
        lambda: pinning.end(bridge, until=freshness.now() + timedelta(days=1), by=None),
        lambda: pinning.unpin(bridge, by=None),
    ):
        act()
        versions.append(freshness.version("press"))
    assert [before != after for before, after in pairwise(versions)] == [True, False, True, True]


def test_the_end_of_a_pin_is_an_instant_at_which_the_page_changes() -> None:
    bridge, _court, _vote = three()
    until = freshness.now() + timedelta(hours=3)
    pinning.pin(bridge, by=None, until=until)
    assert freshness.next_changes["press"](freshness.now()) == until


# At the desk


def at_the_desk(role: str = "editor") -> Client:
    client, editor = Client(), create.officer("bo")
    create.assign(editor, role)
    client.force_login(editor)
    return client


def test_an_editor_pins_orders_and_takes_off_by_plain_forms(client: Client) -> None:
    bridge, court, _vote = three()
    desk, at = at_the_desk(), reverse("desk:pins")
    for release in (bridge, court):
        answer = desk.post(at, {"release": release.pk, "until_0": ""})
        assert (answer.status_code, answer.headers["Location"]) == (302, f"{at}#pin-{release.pk}")
    assert head(client) == ["Court", "Bridge"]
    page = desk.get(at).content.decode()
    assert f'id="pin-{court.pk}"' in page
    assert "until somebody takes it off" in page
    desk.post(reverse("desk:pin_place", args=[bridge.pk]), {"place": "1"})
    assert head(client) == ["Bridge", "Court"]
    assert "At place 1: Bridge" in desk.get(at).content.decode()
    desk.post(reverse("desk:pin_end", args=[bridge.pk]), {"until": "2999-01-01T12:00"})
    assert (
        "between"
        in desk.post(reverse("desk:pin_end", args=[bridge.pk]), {"until": "2999-01-01T12:00"}).content.decode()
    )
    desk.post(reverse("desk:pin_end", args=[bridge.pk]), {"until": "2199-01-01T12:00"})
    assert Pin.objects.standing(freshness.now()).get(release=bridge).until is not None
    desk.post(reverse("desk:pin_removal", args=[court.pk]))
    assert order() == [(1, "Bridge")]
    again = desk.post(reverse("desk:pin_removal", args=[court.pk]), follow=True)
    assert "It does not stand there any more." in again.content.decode()


def test_the_desk_says_what_readers_do_not_see(client: Client) -> None:
    pinning.pin(create.draft("Draft"), by=None)
    for number in range(pinning.MOST + 1):
        pinning.pin(create.release(f"Story {number}"), by=None)
    rows = at_the_desk().get(reverse("desk:pins")).context["rows"]
    assert [(row["is_public"], row["is_seen"]) for row in rows] == [
        *[(True, True)] * pinning.MOST,
        (True, False),
        (False, False),
    ]


def test_what_came_out_last_or_comes_out_next_is_offered_and_no_draft(client: Client) -> None:
    bridge, court, vote = three()
    create.draft("Draft")
    summit = create.release("Summit", published_at=freshness.now() + timedelta(hours=1))
    pinning.pin(court, by=None)
    page = at_the_desk().get(reverse("desk:pins"))
    assert page.context["offered"] == [summit, vote, bridge]


def test_the_ledger_tells_the_acts_in_sentences() -> None:
    bridge, _court, _vote = three()
    desk = at_the_desk()
    desk.post(reverse("desk:pins"), {"release": bridge.pk})
    told = desk.get(reverse("admin:osce_site_ledgerentry_changelist")).content.decode()
    assert "put at the head of the home page" in told


def test_a_release_is_found_by_its_headline_by_who_may_open_it() -> None:
    mission = create.term("Mission", "field-operations", kind="operation")
    bridge = create.draft("A bridge opens", source=[mission])
    create.draft("A bridge closes", source=[create.term("Other mission", "field-operations", kind="operation")])
    client, writer = Client(), create.officer("mila")
    create.assign(writer, "writer", mission)
    client.force_login(writer)
    found = client.get("/desk/find/", {"q": "bridge", "part": "releases"}).json()
    assert found == [{"number": str(bridge.pk), "name": "A bridge opens", "language": "en"}]
    assert client.get("/desk/find/", {"q": " ", "part": "releases"}).json() == []
