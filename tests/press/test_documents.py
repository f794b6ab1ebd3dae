"""Documents: PDF, as they came, with a title, a language, their pages and their size."""

import re

import pytest
from django.test import Client

from press import attaching
from press.models import Document, Release, ReleaseDocument, WaitingFile
from press.publishing import publish
from tests import create
from tests.press import files

pytestmark = pytest.mark.django_db


def signed_in() -> Client:
    client = Client()
    client.force_login(create.officer("chief", chief=True))
    return client


def document(
    release: Release | None = None, title: str = "Report on the mission", name: str = "report.pdf"
) -> Document:
    by = create.officer("chief", chief=True)
    waiting = attaching.receive(files.upload(name, files.pdf(pages=3)), "document", by=by, release=release)
    return attaching.make_document(waiting, by=by, title=title, language="fr")


def test_a_document_goes_from_upload_over_its_title_onto_its_release() -> None:
    desk, release = signed_in(), create.draft()
    data = files.pdf("Final report", pages=3)
    sent = desk.post(
        f"/desk/press/document/upload/?release={release.pk}", {"file": files.upload("Final Report (2).PDF", data)}
    )
    page = desk.get(sent["Location"]).content.decode()
    assert 'value="Final report"' in page, "what the file itself says stands there to begin with"
    assert "3 pages" in page
    there = desk.post(sent["Location"], {"title": "The final report", "language": "fr"})
    assert there["Location"] == f"/desk/press/release/{release.pk}/change/"
    kept = release.release_documents.get().document
    assert (kept.title, kept.language, kept.pages, kept.size) == ("The final report", "fr", 3, len(data))
    assert kept.file_name == "final-report-2.pdf"
    with kept.file.open() as file:
        assert file.read() == data, "a document is kept byte for byte"


@pytest.mark.parametrize("said", [{"title": "", "language": "fr"}, {"title": "A", "language": "xx"}])
def test_a_document_waits_for_a_title_and_a_language(said: dict[str, str]) -> None:
    desk = signed_in()
    sent = desk.post("/desk/press/document/upload/", {"file": files.upload("a.pdf", files.pdf())})
    answer = desk.post(sent["Location"], said)
    assert answer.status_code == 200
    assert answer.content.decode().count('class="errorlist"') == 1
    assert not Document.objects.exists()


def test_a_writing_page_gets_its_document_in_json() -> None:
    desk, wants = signed_in(), {"accept": "application/json"}
    data = {"file": files.upload("report.pdf", files.pdf(pages=2))}
    waiting = desk.post("/desk/press/document/upload/", data, headers=wants).json()
    assert (waiting["pages"], waiting["name"]) == (2, "report")
    answer = desk.post(waiting["words"], {"title": "Report", "language": "en"}, headers=wants)
    kept = Document.objects.get()
    assert answer.json() == {
        "id": kept.pk,
        "name": "report.pdf",
        "change": f"/desk/press/document/{kept.pk}/change/",
        "title": "Report",
        "language": "en",
        "pages": 2,
        "size": kept.size,
        "file": f"/desk/press/document/{kept.pk}/file/report.pdf",
    }


def test_a_document_is_read_by_the_public_only_while_an_edition_lists_it() -> None:
    release, desk, reader = create.draft(), signed_in(), Client()
    kept = document(release)
    public, at_the_desk = f"/files/{kept.token}/report.pdf", f"/desk/press/document/{kept.pk}/file/report.pdf"
    assert reader.get(public).status_code == 404
    assert files.fetched(desk, at_the_desk)[:2] == (200, "application/pdf")
    publish(release, by=create.officer("bo"))
    status, kind, body = files.fetched(reader, public)
    assert (status, kind, body[:5]) == (200, "application/pdf", b"%PDF-")
    assert reader.get(f"/files/{kept.token}/other.pdf").status_code == 404
    page = reader.get(release.editions.get().get_absolute_url()).content.decode()
    assert f'<a href="{public}" hreflang="fr">Report on the mission</a>' in page
    assert "3 pages" in page


def test_a_new_title_is_not_seen_where_the_old_one_went_out() -> None:
    release, desk = create.draft(), signed_in()
    kept = document(release)
    publish(release, by=create.officer("bo"))
    said = {"title": "Another title", "language": "en"}
    assert desk.post(f"/desk/press/document/{kept.pk}/change/", said).status_code == 302
    page = Client().get(release.editions.get().get_absolute_url()).content.decode()
    assert "Report on the mission" in page
    assert "Another title" not in page


def test_a_document_tells_where_it_is_used_and_is_not_deleted_while_it_is() -> None:
    desk, release = signed_in(), create.draft("Mission opens")
    kept, free = document(release), document(title="Unused")
    page = desk.get(f"/desk/press/document/{kept.pk}/change/").content.decode()
    assert f'At the desk: <a href="/desk/press/release/{release.pk}/change/">Mission opens</a>' in page
    refused = desk.post(f"/desk/press/document/{kept.pk}/delete/", {"post": "yes"})
    assert "Mission opens" in refused.content.decode()
    many = {"action": "delete_selected", "_selected_action": [kept.pk, free.pk], "post": "yes"}
    desk.post("/desk/press/document/", many)
    assert Document.objects.count() == 2
    assert desk.post(f"/desk/press/document/{free.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(Document.objects.all()) == [kept]


def test_the_list_tells_used_from_unused_and_shows_pages_and_size() -> None:
    desk = signed_in()
    document(create.draft(), title="Used paper")
    document(title="Free paper")

    def listed(query: str) -> set[str]:
        return set(re.findall(r"(Used|Free) paper", desk.get(f"/desk/press/document/{query}").content.decode()))

    assert listed("") == {"Used", "Free"}
    assert listed("?used=yes") == {"Used"}
    assert listed("?used=no") == {"Free"}
    assert listed("?language__exact=en") == set()
    assert ">3</td>" in desk.get("/desk/press/document/").content.decode()


def test_an_upload_that_is_not_wanted_is_thrown_away() -> None:
    desk = signed_in()
    sent = desk.post("/desk/press/document/upload/", {"file": files.upload("a.pdf", files.pdf())})
    assert desk.get(f"{sent['Location']}discard/").status_code == 405
    assert desk.post(f"{sent['Location']}discard/")["Location"] == "/desk/press/document/upload/"
    assert not WaitingFile.objects.exists()


def test_a_document_stands_once_on_a_release() -> None:
    release = create.draft()
    kept = document(release)
    attaching.put_on(release, kept, by=create.officer())
    assert ReleaseDocument.objects.count() == 1
