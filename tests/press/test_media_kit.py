"""The media kit: one file with all that a newsroom needs of a release, for as long as it is public."""

import io
import zipfile

import pytest
from django.test import Client

from press.correcting import withdraw
from press.models import PhotoText, Release
from press.publishing import publish
from tests import create
from tests.press import files
from tests.press.test_documents import document

pytestmark = pytest.mark.django_db


def told(release: Release, language: str = "en") -> str:
    prefix = "" if language == "en" else f"/{language}"
    edition = release.editions.filter(language=language).last()
    assert edition
    return f"{prefix}/press-releases/{release.pk}/{edition.slug}/media-kit.zip"


def illustrated(**more: object) -> Release:
    """A release in two languages with a photo and a document, not public yet."""
    release = create.draft("Mission opens", languages=("en", "fr"))
    photo = create.photo(release, alt="A bridge", name="bridge")
    PhotoText.objects.create(photo=photo, language="fr", alt="Un pont")
    document(release)
    return release


def test_a_kit_holds_the_texts_the_photos_the_documents_and_who_is_credited() -> None:
    release = illustrated()
    publish(release, by=create.officer("bo"), at=create.instant(2026, 3, 1))
    status, kind, body = files.fetched(Client(), told(release))
    assert (status, kind) == (200, "application/zip")
    archive = zipfile.ZipFile(io.BytesIO(body))
    assert archive.testzip() is None
    assert archive.namelist() == [
        "text-en.txt",
        "text-fr.txt",
        "photos/01-bridge.jpg",
        "documents/01-report.pdf",
        "credits.txt",
    ]
    text = "Mission opens\n\nA week of training ended.\n\nVIENNA, 1 March 2026 – Forty officers took part.\n"
    assert archive.read("text-en.txt").decode() == text
    assert "VIENNA, 1 mars 2026 – " in archive.read("text-fr.txt").decode()
    photo = release.release_photos.get().photo
    assert archive.read("photos/01-bridge.jpg") == files.fetched(Client(), f"/files/{photo.token}/full.jpg")[2]
    assert archive.read("documents/01-report.pdf")[:5] == b"%PDF-"
    assert archive.read("credits.txt").decode() == (
        "photos/01-bridge.jpg\nA bridge\nPhoto: OSCE/Ana\n© OSCE\nFree with the credit.\n\n"
        "documents/01-report.pdf\nReport on the mission (Français)\n"
    )


def test_a_kit_is_the_same_bytes_each_time_and_is_not_sent_twice() -> None:
    release, reader = illustrated(), Client()
    publish(release, by=create.officer("bo"))
    first, second = files.fetched(reader, told(release)), files.fetched(reader, told(release))
    assert first == second
    tag = reader.get(told(release))
    assert b"".join(tag.streaming_content) == first[2]  # type: ignore[attr-defined]
    again = reader.get(told(release), headers={"if-none-match": tag["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_kit_is_there_exactly_while_the_release_is_public() -> None:
    release, reader = illustrated(), Client()
    publish(release, by=create.officer("bo"), at=create.instant(2099))
    assert reader.get(told(release)).status_code == 404
    other = illustrated()
    publish(other, by=create.officer("bo"))
    assert files.fetched(reader, told(other))[0] == 200
    withdraw(other, by=create.officer("bo"), kind="withdrawn", reason="It was not so.")
    assert reader.get(told(other)).status_code == 404


def test_a_kit_holds_public_languages_alone() -> None:
    release, reader = illustrated(), Client()
    publish(release, by=create.officer("bo"), languages=["fr"])
    publish(release, by=create.officer("bo"), languages=["en"], at=create.instant(2099))
    english = reader.get(told(release))
    assert (english.status_code, english["Location"]) == (302, told(release, "fr"))
    archive = zipfile.ZipFile(io.BytesIO(files.fetched(reader, told(release, "fr"))[2]))
    assert [name for name in archive.namelist() if name.startswith("text")] == ["text-fr.txt"]
    assert "Un pont" in archive.read("credits.txt").decode()


def test_a_kit_has_one_address() -> None:
    release, reader = illustrated(), Client()
    publish(release, by=create.officer("bo"))
    moved = reader.get(f"/press-releases/{release.pk}/another-word/media-kit.zip")
    assert (moved.status_code, moved["Location"]) == (301, told(release))
    assert reader.get(told(release), {"x": "1"}).status_code == 301


def test_a_release_with_files_leads_to_its_kit_and_one_without_does_not() -> None:
    release, plain, reader = illustrated(), create.release("Nothing but words"), Client()
    publish(release, by=create.officer("bo"))
    for language in ("en", "fr"):
        page = reader.get(told(release, language).removesuffix("media-kit.zip")).content.decode()
        assert f'href="{told(release, language)}"' in page
    assert "media-kit.zip" not in reader.get(told(plain).removesuffix("media-kit.zip")).content.decode()
