"""Contacts: from when to when, in which duty, named by which releases."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from osce_site import freshness
from press.correcting import withdraw
from press.models import Contact
from taxonomy.models import Term
from tests import create

pytestmark = pytest.mark.django_db


def signed_in() -> Client:
    client = Client()
    client.force_login(create.officer("chief", chief=True))
    return client


def mission() -> Term:
    return create.term("Mission to Georgia", "field-operations", kind="operation")


def contact(source: Term, name: str = "Press desk", **more: Any) -> Contact:
    return Contact.objects.create(source=source, name=name, **{"email": "press@example.org", **more})


def test_a_contact_tells_which_public_releases_name_it_and_is_not_deleted_while_they_do() -> None:
    desk, source = signed_in(), mission()
    named, other = contact(source), contact(source, "Élodie’s desk", email="", telephone="+43 1 5")
    release = create.release("Mission opens", source=[source])
    page = desk.get(f"/desk/press/contact/{named.pk}/change/").content.decode()
    line = f'<a href="{release.editions.get().get_absolute_url()}">Mission opens</a> (en, public)'
    assert line in page
    assert line in desk.get(f"/desk/press/contact/{other.pk}/change/").content.decode()
    for address, data in (
        (f"/desk/press/contact/{other.pk}/delete/", {"post": "yes"}),
        (
            "/desk/press/contact/",
            {"action": "delete_selected", "_selected_action": [named.pk, other.pk], "post": "yes"},
        ),
    ):
        answer = desk.post(address, data)
        assert answer.status_code == 200
        assert "Mission opens" in answer.content.decode()
    assert Contact.objects.count() == 2


def test_one_that_no_release_names_any_more_is_deleted() -> None:
    desk, source = signed_in(), mission()
    named = contact(source)
    release = create.release(source=[source])
    withdraw(release, by=create.officer("bo"), kind="withdrawn", reason="It was not so.")
    assert "Nothing uses it." in desk.get(f"/desk/press/contact/{named.pk}/change/").content.decode()
    assert desk.post(f"/desk/press/contact/{named.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Contact.objects.exists()


def test_what_is_scheduled_names_it_too() -> None:
    desk, source = signed_in(), mission()
    named = contact(source)
    create.release("Election ahead", source=[source], published_at=create.instant(2099))
    page = desk.get(f"/desk/press/contact/{named.pk}/change/").content.decode()
    assert "Election ahead (en, scheduled)" in page
    assert "/press-releases/" not in page


def test_two_contacts_of_one_name_are_told_apart_by_how_they_are_reached() -> None:
    desk, source = signed_in(), mission()
    old = contact(source, email="old@example.org", until=date(2020, 1, 1))
    contact(source, email="new@example.org")
    create.release("Mission opens", source=[source])
    assert "Nothing uses it." in desk.get(f"/desk/press/contact/{old.pk}/change/").content.decode()


def test_the_list_tells_who_is_valid_ended_and_to_come() -> None:
    desk, source, today = signed_in(), mission(), freshness.now().date()
    day = timedelta(days=1)
    contact(source, "Until today", until=today)
    contact(source, "Until yesterday", until=today - day)
    contact(source, "From tomorrow", since=today + day)
    contact(source, "From today", since=today)

    def listed(query: str) -> list[str]:
        page = desk.get(f"/desk/press/contact/{query}").content.decode()
        return sorted(set(re.findall(r">((?:Until|From) \w+)</a>", page)))

    assert listed("?valid=now") == ["From today", "Until today"]
    assert listed("?valid=ended") == ["Until yesterday"]
    assert listed("?valid=later") == ["From tomorrow"]
    assert len(listed("")) == 4
    assert listed("?q=georgia+tomorrow") == ["From tomorrow"]


def test_a_contact_can_be_reached_and_ends_after_it_begins() -> None:
    source = mission()
    with pytest.raises(IntegrityError), transaction.atomic():
        contact(source, email="", telephone="")
    with pytest.raises(IntegrityError), transaction.atomic():
        contact(source, since=date(2026, 2, 1), until=date(2026, 1, 1))
