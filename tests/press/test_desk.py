"""The desk: from a text to the public, and every change after that."""

from typing import Any

import pytest
from django.test import Client

from osce_site import freshness
from osce_site.models import LedgerEntry, User
from press import rights
from press.models import Edition, Release, Tagging
from press.publishing import call_off
from tests import create

pytestmark = pytest.mark.django_db


def signed_in(role: str) -> Client:
    """A colleague with a role, at the desk."""
    officer = create.officer(f"{role}-officer")
    create.assign(officer, role)
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
    writer, editor, reader = signed_in("writer"), signed_in("editor"), Client()
    added = writer.post("/desk/press/release/add/", {"kind": "news", "original_language": "en", **management()})
    assert added.status_code == 302
    release = Release.objects.get()
    at = f"/desk/press/release/{release.pk}"
    assert added["Location"] == f"{at}/text/en/"
    assert writer.get(f"{at}/text/en/").status_code == 200
    assert writer.post(f"{at}/text/en/", words()).status_code == 302
    assert b"It opened today." in editor.get(f"{at}/preview/en/").content
    assert editor.get(f"{at}/publication/").status_code == 200
    assert editor.post(f"{at}/publication/", {"languages": ["en"], "at": ""}).status_code == 302
    page = release.editions.get().get_absolute_url()
    assert reader.get(page).status_code == 200
    assert editor.get(f"{at}/change/").status_code == 200

    writer.post(f"{at}/text/en/", words(version=1, body="<p>It opened yesterday.</p>"))
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


def person(name: str, **more: Any) -> dict[str, Any]:
    """The form of a colleague."""
    said = {"username": name, "is_staff": "on", "is_active": "on", "language": "en", "time_zone": "Europe/Vienna"}
    said |= {"assignments-TOTAL_FORMS": "0", "assignments-INITIAL_FORMS": "0"}
    return said | {"date_joined_0": "2020-01-01", "date_joined_1": "00:00"} | more


def test_what_is_scheduled_is_shown_by_the_officers_own_clock() -> None:
    editor = signed_in("editor")
    User.objects.update(time_zone="Asia/Bishkek")
    release = create.release(published_at=create.instant(2099, 7, 1, 12, 7))
    assert "18:07" in editor.get("/desk/").content.decode()
    for page in (f"press/release/{release.pk}/change/", "press/release/", "press/edition/"):
        shown = editor.get(f"/desk/{page}").content.decode()
        assert "1 July 2099, 18:07" in shown, page
        assert "1 July 2099, 14:07" not in shown, page
    assert "Asia/Bishkek" in editor.get(f"/desk/press/release/{release.pk}/publication/").content.decode()


def test_an_embargo_is_set_by_the_officers_own_clock() -> None:
    editor = signed_in("editor")
    User.objects.update(time_zone="Asia/Bishkek")
    release = create.draft()
    said = {"kind": "news", "original_language": "en", "embargo_until": "2099-07-01T18:00"}
    assert editor.post(f"/desk/press/release/{release.pk}/change/", said | management()).status_code == 302
    release.refresh_from_db()
    assert release.embargo_until == create.instant(2099, 7, 1, 12)


def test_a_clock_that_does_not_exist_is_refused() -> None:
    chief, ana = signed_in("chief"), create.officer("ana")
    at = f"/desk/osce_site/user/{ana.pk}/change/"
    assert chief.post(at, person("ana", time_zone="Europe/Wien")).status_code == 200
    assert chief.post(at, person("ana", time_zone="Asia/Bishkek")).status_code == 302
    assert User.objects.get(username="ana").time_zone == "Asia/Bishkek"


def test_a_chief_neither_becomes_a_superuser_nor_takes_one_over() -> None:
    chief, above = signed_in("chief"), create.officer("root", chief=True)
    own = User.objects.get(username="chief-officer")
    chief.post(f"/desk/osce_site/user/{own.pk}/change/", person("chief-officer", is_superuser="on"))
    assert not User.objects.get(pk=own.pk).is_superuser
    assert chief.post(f"/desk/osce_site/user/{above.pk}/change/", person("root")).status_code == 403
    new = {"usable_password": "true", "password1": "as long as it takes", "password2": "as long as it takes"}
    assert chief.post(f"/desk/osce_site/user/{above.pk}/password/", new).status_code == 403
    assert chief.post(f"/desk/osce_site/user/{above.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_term_is_filed_only_in_a_role_of_its_vocabulary() -> None:
    writer, release, arms = signed_in("writer"), create.draft(), create.term("Arms control")

    def filed(role: str) -> dict[str, Any]:
        row = {"role": role, "term": arms.pk, "position": 0, "release": release.pk}
        said = {"kind": "news", "original_language": "en"} | management() | {"taggings-TOTAL_FORMS": 1}
        return said | {f"taggings-0-{key}": value for key, value in row.items()}

    at = f"/desk/press/release/{release.pk}/change/"
    assert "Nothing is filed under this term in that way." in writer.post(at, filed("country")).content.decode()
    assert writer.post(at, filed("field")).status_code == 302
    assert list(Tagging.objects.values_list("role", "term")) == [("field", arms.pk)]


def test_a_release_is_not_replaced_by_itself() -> None:
    editor, release, better = signed_in("editor"), create.release(), create.release("Better")
    at = f"/desk/press/release/{release.pk}/withdrawal/"
    said = {"kind": "replaced", "reason": "A better one is out.", "at": ""}
    assert editor.post(at, said | {"replaced_by": release.pk}).status_code == 200
    assert editor.post(at, said | {"replaced_by": better.pk}).status_code == 302
    assert release.withdrawals.get().replaced_by == better


def test_a_translator_sees_the_release_and_writes_its_text() -> None:
    translator, release = signed_in("translator"), create.draft()
    page = translator.get(f"/desk/press/release/{release.pk}/change/").content.decode()
    assert f"/desk/press/release/{release.pk}/text/fr/" in page
    assert "publication/" not in page
    assert translator.post(f"/desk/press/release/{release.pk}/text/fr/", words("La mission ouvre")).status_code == 302
    assert release.texts.get(language="fr").renders == release.texts.get(language="en").revisions.get()


def test_calling_off_is_offered_only_where_something_is_scheduled() -> None:
    editor = signed_in("editor")
    public, ahead = create.release(), create.release(published_at=create.instant(2099))

    def offered(release: Release) -> bool:
        at = f"/desk/press/release/{release.pk}"
        return f"{at}/publication/cancellation/" in editor.get(f"{at}/change/").content.decode()

    assert (offered(public), offered(ahead)) == (False, True)


def test_what_was_called_off_is_a_draft_again() -> None:
    release = create.release("Called off", published_at=create.instant(2099))
    call_off(release, by=create.officer("bo"), reason="Too early.")
    page = signed_in("editor").get("/desk/").content.decode()
    assert f'/desk/press/release/{release.pk}/change/"' in page


def test_nobody_is_given_a_permission_to_change_what_is_never_changed() -> None:
    kept = {*rights.WHAT_IS_NEVER_CHANGED, "ledgerentry"}
    changing = {f"{verb}_{model}" for verb in ("add", "change", "delete") for model in kept}
    assert not changing & {code.partition(".")[2] for code in rights.PERMISSIONS}
