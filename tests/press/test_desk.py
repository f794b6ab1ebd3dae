"""The desk: from a text to the public, and every change after that."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from osce_site import freshness, roles
from osce_site.models import LedgerEntry, User
from press.models import Edition, Release, Revision, Text
from tests import create

pytestmark = pytest.mark.django_db


def signed_in(role: str) -> Client:
    """A colleague with a role, at the desk."""
    roles.make_roles()
    officer = create.officer(f"{role}-officer")
    officer.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(officer)
    return client


def words(headline: str = "Mission opens", version: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "headline": headline,
        "place": "VIENNA",
        "lead": "It opened.",
        "body": "<p>It opened today.</p>",
        "version": version,
    } | more


def test_an_officer_writes_publishes_corrects_and_withdraws() -> None:
    editor, reader = signed_in("editor"), Client()
    added = editor.post("/desk/press/release/add/", {"kind": "news", "original_language": "en", **management()})
    assert added.status_code == 302
    release = Release.objects.get()
    at = f"/desk/press/release/{release.pk}"
    assert editor.get(f"{at}/text/en/").status_code == 200
    assert editor.post(f"{at}/text/en/", words()).status_code == 302
    assert b"It opened today." in editor.get(f"{at}/preview/en/").content
    assert editor.get(f"{at}/publication/").status_code == 200
    assert editor.post(f"{at}/publication/", {"languages": ["en"], "at": ""}).status_code == 302
    page = release.editions.get().get_absolute_url()
    assert reader.get(page).status_code == 200
    assert editor.get(f"{at}/change/").status_code == 200

    editor.post(f"{at}/text/en/", words(version=1, body="<p>It opened yesterday.</p>"))
    assert b"yesterday" not in reader.get(page).content
    correction = {"correction": "correction", "note": "The day was wrong.", "at": ""}
    assert editor.post(f"{at}/correction/en/", correction).status_code == 302
    corrected = reader.get(page).content
    assert b"yesterday" in corrected
    assert b"The day was wrong." in corrected

    withdrawal = {"kind": "in-error", "reason": "It did not open.", "at": "", "replaced_by": ""}
    assert editor.post(f"{at}/withdrawal/", withdrawal).status_code == 302
    gone = reader.get(page)
    assert gone.status_code == 410
    assert b"It did not open." in gone.content
    acts = LedgerEntry.objects.order_by("number").values_list("act", flat=True)
    assert list(acts) == ["published", "corrected", "withdrawn"]


def management() -> dict[str, int]:
    return {
        f"{name}-{part}": 0
        for name in ("taggings", "release_photos", "release_documents")
        for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }


def test_a_text_is_scheduled_by_the_officers_own_clock() -> None:
    editor = signed_in("editor")
    User.objects.update(time_zone="Asia/Bishkek")
    release = create.draft()
    editor.post(f"/desk/press/release/{release.pk}/publication/", {"languages": ["en"], "at": "2099-07-01T18:00"})
    assert release.editions.get().published_at == create.instant(2099, 7, 1, 12)
    called_off = editor.post(f"/desk/press/release/{release.pk}/publication/cancellation/", {"reason": "Too early."})
    assert called_off.status_code == 302
    assert release.state(freshness.now()) == "draft"


def test_a_writer_writes_but_neither_publishes_nor_withdraws() -> None:
    writer, release = signed_in("writer"), create.release()
    at = f"/desk/press/release/{release.pk}"
    assert writer.get(f"{at}/text/en/").status_code == 200
    acts = ["publication", "publication/cancellation", "correction/en", "withdrawal"]
    assert [writer.post(f"{at}/{act}/").status_code for act in acts] == [403, 403, 403, 403]
    assert Edition.objects.count() == 1


def test_a_stale_save_keeps_both_texts() -> None:
    writer, release = signed_in("writer"), create.draft()
    at = f"/desk/press/release/{release.pk}/text/en/"
    writer.post(at, words("Theirs", version=1))
    stale = writer.post(at, words("Mine", version=1))
    assert stale.status_code == 200
    assert b"Mine" in stale.content
    assert b"Theirs" in stale.content
    assert Text.objects.get(release=release).headline == "Theirs"
    assert list(Revision.objects.order_by("number").values_list("headline", flat=True)) == [
        "Mission trains border police",
        "Theirs",
    ]
    assert writer.post(at, words("Mine", version=2)).status_code == 302
    assert Text.objects.get(release=release).headline == "Mine"


def test_what_was_said_and_done_cannot_be_changed_at_the_desk() -> None:
    chief, release = signed_in("chief"), create.release()
    entry, edition = LedgerEntry.objects.get(), release.editions.get()
    for page in (f"osce_site/ledgerentry/{entry.pk}", f"press/edition/{edition.pk}"):
        assert chief.get(f"/desk/{page}/change/").status_code == 200
        assert chief.post(f"/desk/{page}/change/", {"reason": "x"}).status_code == 403
        assert chief.post(f"/desk/{page}/delete/", {"post": "yes"}).status_code == 403


def test_the_first_page_tells_what_goes_out_and_what_is_in_work() -> None:
    create.draft("In work")
    create.release("Goes out", published_at=create.instant(2099))
    page = signed_in("editor").get("/desk/").content.decode()
    assert "In work" in page
    assert "Goes out" in page


@pytest.mark.parametrize(
    "path", ["", "press/release/", "press/photo/", "press/edition/", "taxonomy/term/", "taxonomy/menu/"]
)
def test_the_pages_of_the_desk_open_for_the_chief_and_for_nobody_unknown(path: str, client: Client) -> None:
    create.term("Arms control")
    create.release()
    assert signed_in("chief").get(f"/desk/{path}").status_code == 200
    assert client.get(f"/desk/{path}").status_code == 302
