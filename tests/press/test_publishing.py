"""Publishing freezes, corrections replace, withdrawals end, and the ledger has it all."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from osce_site import freshness
from osce_site.models import LedgerEntry
from osce_site.models.ledger import broken_seals
from press.correcting import correct, withdraw
from press.models import Edition, Revision, Withdrawal
from press.publishing import CannotPublish, call_off, publish
from press.writing import write
from tests import create
from tests.movable_clock import the_time_is

pytestmark = pytest.mark.django_db

NOON = create.instant(2026, 3, 1)


def test_an_edition_keeps_what_was_published_whatever_happens_at_the_desk() -> None:
    release = create.release("As published", about=[create.term("Arms control")])
    write(release, "en", by=create.officer(), headline="As rewritten")
    release.taggings.all().delete()
    edition = release.editions.get()
    assert (edition.headline, len(edition.filed_under)) == ("As published", 1)


def test_several_languages_come_out_together_or_not_at_all() -> None:
    release = create.draft(languages=["en", "fr"])
    write(release, "fr", by=create.officer(), body="")
    with pytest.raises(CannotPublish, match="The body is empty in: Français"):
        publish(release, by=create.officer("bo"))
    assert Edition.objects.count() == 0
    write(release, "fr", by=create.officer(), body="<p>Formation.</p>")
    assert {edition.language for edition in publish(release, by=create.officer("bo"))} == {"en", "fr"}


def test_nothing_is_published_twice_or_before_its_embargo() -> None:
    release = create.draft(embargo_until=create.instant(2099))
    with pytest.raises(CannotPublish, match="under embargo"):
        publish(release, by=create.officer("bo"))
    publish(release, by=create.officer("bo"), at=create.instant(2099))
    with pytest.raises(CannotPublish, match="public or scheduled"):
        publish(release, by=create.officer("bo"), at=create.instant(2099))


def test_a_scheduled_correction_replaces_the_edition_at_its_instant(client: Client) -> None:
    with the_time_is(NOON):
        release = create.release("First words")
        write(release, "en", by=create.officer(), headline="Second words")
        later = NOON + timedelta(hours=1)
        correct(release, "en", by=create.officer("bo"), correction="clarification", note="Clearer.", at=later)
        page = f"/press-releases/{release.pk}/first-words/"
        before = client.get(page)
        assert (before.status_code, b"Clearer." in before.content) == (200, False)
    with the_time_is(later):
        assert client.get(page)["Location"] == f"/press-releases/{release.pk}/second-words/"
        after = client.get(f"/press-releases/{release.pk}/second-words/").content
        assert b"Clearer." in after
        assert [row.number for row in Edition.objects.published(later)] == [2]
        history = client.get(f"/press-releases/{release.pk}/second-words/history/").content.decode()
        assert re.search(r"<del\s*>First</del\s*>", history)
        assert re.search(r"<ins\s*>Second</ins\s*>", history)


def test_a_correction_that_is_called_off_leaves_readers_what_they_have(client: Client) -> None:
    with the_time_is(NOON):
        release = create.release("First words")
        write(release, "en", by=create.officer(), headline="Second words")
        later = NOON + timedelta(hours=1)
        correct(release, "en", by=create.officer("bo"), correction="typo", note="A slip.", at=later)
        call_off(release, by=create.officer("bo"), reason="It was right.")
    with the_time_is(later + timedelta(hours=1)):
        assert client.get(f"/press-releases/{release.pk}/first-words/").status_code == 200


@pytest.mark.parametrize(
    ("change", "reason"), [({}, "what readers have already"), ({"headline": "New"}, "note is empty")]
)
def test_a_correction_changes_something_and_says_what(change: dict[str, Any], reason: str) -> None:
    release = create.release()
    write(release, "en", by=create.officer(), **change)
    with pytest.raises(CannotPublish, match=reason):
        correct(release, "en", by=create.officer("bo"), correction="typo", note="" if change else "A slip.")
    assert [edition.ended_at for edition in release.editions.all()] == [None]


def test_a_withdrawn_release_is_gone_everywhere_and_says_why_at_its_address(client: Client) -> None:
    release = create.release("Seminar opens", about=[create.term("Arms control")], languages=["en", "fr"])
    withdraw(release, by=create.officer("bo"), kind="in-error", reason="There was no seminar.")
    for path in (f"/press-releases/{release.pk}/seminar-opens/", f"/fr/press-releases/{release.pk}/seminar-opens/"):
        gone = client.get(path)
        assert (gone.status_code, b"There was no seminar." in gone.content) == (410, True)
    for path in ("/", "/press-releases/", "/fields-of-work/arms-control/", "/feeds/press-releases.atom"):
        assert b"Seminar opens" not in client.get(path).content
    with pytest.raises(CannotPublish, match="Nothing is public"):
        withdraw(release, by=create.officer("bo"), kind="in-error", reason="Again.")


def test_the_ledger_names_who_did_what_and_shows_where_it_was_broken() -> None:
    release = create.release()
    write(release, "en", by=create.officer(), headline="Better")
    correct(release, "en", by=create.officer("bo"), correction="typo", note="A slip.")
    entries = list(LedgerEntry.objects.order_by("number"))
    assert [(entry.number, entry.act, str(entry.by), entry.reason) for entry in entries] == [
        (1, "published", "bo", ""),
        (2, "corrected", "bo", "A slip."),
    ]
    assert list(broken_seals()) == []
    LedgerEntry.objects.bulk_create([LedgerEntry(number=3, at=NOON, act="forged", subject="x", seal="0" * 64)])
    assert [entry.number for entry in broken_seals()] == [3]


def _change_an_edition() -> None:
    Edition.objects.update(headline="Forged")


def _delete_an_edition() -> None:
    Edition.objects.all()._raw_delete("default")


def _change_a_revision() -> None:
    Revision.objects.update(body="Forged")


def _change_the_ledger() -> None:
    LedgerEntry.objects.update(reason="Forged")


def _delete_from_the_ledger() -> None:
    LedgerEntry.objects.all()._raw_delete("default")


def _change_a_withdrawal() -> None:
    Withdrawal.objects.update(reason="Forged")


@pytest.mark.parametrize(
    "forge",
    [
        _change_an_edition,
        _delete_an_edition,
        _change_a_revision,
        _change_the_ledger,
        _delete_from_the_ledger,
        _change_a_withdrawal,
    ],
)
def test_the_database_refuses_to_change_what_was_said(forge: Any) -> None:
    release = create.release()
    withdraw(release, by=create.officer("bo"), kind="withdrawn", reason="Outdated.")
    with pytest.raises(DatabaseError, match=r"is never (changed|deleted)"), transaction.atomic():
        forge()


def test_a_release_in_the_archive_stands_where_it_belongs(client: Client) -> None:
    create.release("Newest", published_at=create.instant(2020))
    create.release("Oldest", published_at=create.instant(2001))
    create.release("Middle", published_at=create.instant(2010))
    page = client.get("/press-releases/").content.decode()
    assert sorted(("Newest", "Middle", "Oldest"), key=page.index) == ["Newest", "Middle", "Oldest"]
    assert freshness.now() > create.instant(2020)
