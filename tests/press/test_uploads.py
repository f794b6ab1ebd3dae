"""Bad files: each gets one clear line, and leaves nothing behind."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from PIL import Image

from press import attaching, uploads
from press.models import Document, Photo, WaitingFile
from tests import create
from tests.press import files

pytestmark = pytest.mark.django_db

NO_PHOTO = "This is no whole JPEG, PNG or WebP photo."
NO_PDF = "A document is a PDF file."
DAMAGED = "The PDF is damaged, or another file is hidden in it."

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def whole() -> bytes:
    return files.saved(files.corners())


BAD_PHOTOS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "0 bytes": ("a.jpg", lambda: b"", "The file is empty."),
    "a truncated JPEG": ("a.jpg", lambda: whole()[:-1500], NO_PHOTO),
    "a truncated PNG": ("a.png", lambda: files.saved(Image.effect_noise(files.SIZE, 60), "PNG")[:-9000], NO_PHOTO),
    "a truncated WebP": ("a.webp", lambda: files.saved(Image.effect_noise(files.SIZE, 60), "WEBP")[:-4000], NO_PHOTO),
    "the head of a JPEG": ("a.jpg", lambda: whole()[:20], NO_PHOTO),
    "a bomb": ("a.png", lambda: files.png_that_claims(50_000, 50_000), "The photo has more than 60 million pixels."),
    "a smaller bomb": (
        "a.png",
        lambda: files.png_that_claims(9000, 9000),
        "The photo has more than 60 million pixels.",
    ),
    "a strip": (
        "a.png",
        lambda: files.png_that_claims(100, 20_000),
        "The photo is more than ten times as long as it is wide.",
    ),
    "a dot": (
        "a.png",
        lambda: files.saved(Image.new("RGB", (1, 1)), "PNG"),
        "The photo is less than 100 pixels wide or high.",
    ),
    "a GIF called JPEG": ("a.jpg", lambda: files.saved(files.corners(), "GIF"), NO_PHOTO),
    "a PDF called JPEG": ("a.jpg", files.pdf, NO_PHOTO),
    "a program called PNG": ("a.png", lambda: b"MZ" + b"\0" * 4000, NO_PHOTO),
    "SVG": ("a.svg", lambda: SVG, NO_PHOTO),
    "SVG called PNG": ("a.png", lambda: SVG, NO_PHOTO),
    "HTML called JPEG": ("a.jpg", lambda: HTML, NO_PHOTO),
    "a zip with a photo behind it": ("a.jpg", lambda: files.zipped() + whole(), NO_PHOTO),
    "a PNG that moves": ("a.png", lambda: files.moving("PNG"), "The picture moves; a photo stands still."),
    "a WebP that moves": ("a.webp", lambda: files.moving("WEBP"), "The picture moves; a photo stands still."),
    "too many scans": ("a.jpg", lambda: whole() + b"\xff\xda" * 200, NO_PHOTO),
    "too many bytes": ("a.jpg", lambda: b"\xff\xd8" + b"\0" * uploads.LARGEST_PHOTO, "The photo is larger than 40 MB."),
}

BAD_DOCUMENTS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "0 bytes": ("a.pdf", lambda: b"", "The file is empty."),
    "a truncated PDF": ("a.pdf", lambda: files.pdf()[:-40], DAMAGED),
    "half a PDF that ends well": ("a.pdf", lambda: files.pdf()[:200] + b"\n%%EOF\n", DAMAGED),
    "the head of a PDF": ("a.pdf", lambda: b"%PDF-1.7\n", DAMAGED),
    "a photo called PDF": ("a.pdf", whole, NO_PDF),
    "HTML called PDF": ("a.pdf", lambda: HTML, NO_PDF),
    "SVG": ("a.svg", lambda: SVG, NO_PDF),
    "something before the header": ("a.pdf", lambda: b"GIF89a" + files.pdf(), NO_PDF),
    "HTML in its first lines": ("a.pdf", lambda: files.pdf().replace(b"\n", b"\n%<html><script>\n", 1), DAMAGED),
    "a zip behind it": ("a.pdf", lambda: files.pdf() + files.zipped(), DAMAGED),
    "a script behind it": ("a.pdf", lambda: files.pdf() + b"alert(1)", DAMAGED),
    "a script": ("a.pdf", files.pdf_with_script, "The PDF carries a script or starts a program."),
    "a script behind a link": (
        "a.pdf",
        files.pdf_with_a_script_behind_a_link,
        "The PDF carries a script or starts a program.",
    ),
    "a program to start": (
        "a.pdf",
        files.pdf_that_starts_a_program,
        "The PDF carries a script or starts a program.",
    ),
    "a file within": ("a.pdf", files.pdf_with_file, "The PDF carries other files or films within it."),
    "a password": ("a.pdf", files.locked_pdf, "The PDF is locked by a password."),
    "no page": ("a.pdf", lambda: files.pdf(pages=0), "The PDF has no page."),
}


def signed_in() -> Client:
    client = Client()
    client.force_login(create.officer("chief", chief=True))
    return client


def left_behind() -> list[Any]:
    """Every row and every file there is."""
    rows = [*Photo.objects.all(), *Document.objects.all(), *WaitingFile.objects.all()]
    media = Path(django_settings.MEDIA_ROOT)
    return [*rows, *(path for path in media.rglob("*") if path.is_file())]


def lines(page: str) -> list[str]:
    """What the page says of each file that was refused."""
    return [part.split("</span>")[0].strip() for part in page.split('<span class="upload__line">')[1:]]


@pytest.mark.parametrize("what", BAD_PHOTOS)
def test_a_bad_photo_gets_one_clear_line_and_leaves_nothing_behind(what: str) -> None:
    name, make, line = BAD_PHOTOS[what]
    answer = signed_in().post("/desk/press/photo/upload/", {"file": files.upload(name, make())})
    # An empty file is dropped by the form's own reading, and said to be missing.
    assert lines(answer.content.decode()) == [line]
    assert left_behind() == []


@pytest.mark.parametrize("what", BAD_DOCUMENTS)
def test_a_bad_document_gets_one_clear_line_and_leaves_nothing_behind(what: str) -> None:
    name, make, line = BAD_DOCUMENTS[what]
    answer = signed_in().post("/desk/press/document/upload/", {"file": files.upload(name, make())})
    assert lines(answer.content.decode()) == [line]
    assert left_behind() == []


def test_a_script_is_told_the_same_line_in_json() -> None:
    answer = signed_in().post(
        "/desk/press/photo/upload/",
        {"file": files.upload("a.jpg", HTML)},
        headers={"accept": "application/json"},
    )
    assert (answer.status_code, answer.json()) == (422, {"errors": [NO_PHOTO]})


class Unread(io.BytesIO):
    """A body of which nobody may read a byte."""

    def read(self, *args: Any) -> bytes:
        raise AssertionError("the body was read")


def test_200_megabytes_are_refused_by_their_length_before_any_of_them_is_read() -> None:
    answer = signed_in().generic(
        "POST",
        "/desk/press/photo/upload/",
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(200_000_000), "wsgi.input": Unread()},  # type: ignore[arg-type]
    )
    line = "This is more than 120 MB. A photo has at most 40 MB, a document at most 50 MB."
    assert (answer.status_code, answer.content.decode()) == (413, line)
    assert left_behind() == []


def test_a_form_without_a_file_says_so() -> None:
    answer = signed_in().post("/desk/press/photo/upload/", {})
    assert lines(answer.content.decode()) == ["No file came with this. Choose one, or drop it here."]


def test_several_files_are_judged_one_by_one() -> None:
    given = [files.upload("good.jpg", whole()), files.upload("bad.jpg", HTML), files.upload("fine.jpg", whole())]
    page = signed_in().post("/desk/press/photo/upload/", {"file": given}).content.decode()
    assert lines(page) == [NO_PHOTO]
    assert [one.name for one in WaitingFile.objects.all()] == ["good", "fine"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Bridge over the Danube.JPG", "bridge-over-the-danube"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system"),
        ("/etc/cron.d/job", "job"),
        ("a\0b.jpg", "ab"),
        ("photo\u202egpj.exe", "photogpj"),
        ("🙂🙂.jpg", "photo"),
        (".htaccess", "htaccess"),
        ("...", "photo"),
        ("", "photo"),
        ("CON.jpg", "photo-con"),
        ("lpt1", "photo-lpt1"),
        ("COM¹.jpg", "photo-com1"),
        ("Мост через Дунай.jpg", "most-cherez-dunay"),
        ("a;rm -rf ~;.jpg", "arm-rf"),
        ('"><script>.jpg', "script"),
        ("%2e%2e%2fx.jpg", "2e2e2fx"),
        ("x" * 5000 + ".jpg", "x" * 79),
    ],
)
def test_a_hostile_name_is_kept_as_a_plain_word(given: str, kept: str) -> None:
    assert uploads.safe_name(given, "photo") == kept


@pytest.mark.parametrize(
    "name", ["../../evil.jpg", "a\0b.jpg", "\u202egpj.jpg", "CON.jpg", "🙂.jpg", "y" * 300 + ".jpg"]
)
def test_a_good_photo_of_a_hostile_name_lies_where_all_photos_lie(name: str) -> None:
    signed_in().post("/desk/press/photo/upload/", {"file": files.upload(name, whole())})
    waiting = WaitingFile.objects.get()
    assert waiting.file.name == f"photos/{waiting.token}/full.jpg"
    assert [path.name for path in Path(django_settings.MEDIA_ROOT).rglob("*") if path.is_file()] == ["full.jpg"]


@pytest.mark.parametrize(
    "appended",
    [HTML, b"<?php system($_GET['c']); ?>", files.zipped(), b"alert(1)//"],
    ids=["HTML", "PHP", "zip", "JavaScript"],
)
def test_what_is_hidden_behind_a_photo_does_not_come_in(appended: bytes) -> None:
    comment = files.saved(files.corners(), comment=b"<script>alert(2)</script>")
    waiting = attaching.receive(files.upload("a.jpg", comment + appended), "photo", by=create.officer())
    with waiting.file.open() as file:
        kept = file.read()
    assert appended not in kept
    assert b"script" not in kept
    assert kept.endswith(b"\xff\xd9")


def test_a_name_is_told_back_in_one_line_without_what_turns_it() -> None:
    assert uploads.shown_name("a\u202eb\nc\0.jpg") == "abc.jpg"
    assert len(uploads.shown_name("x" * 500)) == 78


def test_what_nobody_describes_for_a_day_is_thrown_away() -> None:
    from osce_site import freshness

    ana = create.officer()
    with freshness.as_of(create.instant(2026, 3, 1)):
        attaching.receive(files.upload("old.jpg", whole()), "photo", by=ana)
    with freshness.as_of(create.instant(2026, 3, 1, 23)):
        attaching.receive(files.upload("new.jpg", whole()), "photo", by=ana)
    assert [one.name for one in WaitingFile.objects.all()] == ["old", "new"]


@pytest.mark.django_db(transaction=True)
def test_what_is_thrown_away_takes_its_file_along() -> None:
    from osce_site import freshness

    ana = create.officer()
    with freshness.as_of(create.instant(2026, 3, 1)):
        attaching.receive(files.upload("old.jpg", whole()), "photo", by=ana)
    with freshness.as_of(create.instant(2026, 3, 2, 13)):
        attaching.sweep()
    assert left_behind() == []


def test_an_upload_that_waits_is_seen_by_who_uploaded_it_alone() -> None:
    mine = signed_in()
    mine.post("/desk/press/photo/upload/", {"file": files.upload("a.jpg", whole())})
    token = WaitingFile.objects.get().token
    other = Client()
    other.force_login(create.officer("other-chief", chief=True))
    for address in (f"/desk/press/photo/upload/{token}/", f"/desk/press/photo/upload/{token}/file"):
        assert [files.fetched(client, address)[0] for client in (mine, other)] == [200, 404]
        assert Client().get(address).status_code == 302


def test_only_who_may_add_photos_uploads_them() -> None:
    reader = Client()
    reader.force_login(create.officer("reader"))
    for kind in ("photo", "document"):
        address = f"/desk/press/{kind}/upload/"
        assert reader.get(address).status_code == 403
        assert reader.post(address, {"file": files.upload("a.jpg", whole())}).status_code == 403
    assert left_behind() == []
