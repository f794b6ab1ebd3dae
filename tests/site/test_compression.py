"""Answers are compressed once: text on its way, pictures and papers by their own form."""

from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from osce_site.compression import COMPRESSED, TextCompression
from press.publishing import publish
from tests import create
from tests.press import files

ACCEPTS = {"accept-encoding": "gzip"}


def through(response: Any) -> Any:
    return TextCompression(lambda _request: response)(RequestFactory().get("/", headers=ACCEPTS))


@pytest.mark.parametrize("kind", sorted(COMPRESSED))
def test_what_is_compressed_by_its_own_form_is_left_as_it_is(kind: str) -> None:
    response = HttpResponse(b"a" * 9000, content_type=kind)
    response["Content-Length"], response["ETag"] = "9000", '"a"'
    before = dict(response.headers)
    assert (through(response).content, dict(response.headers)) == (b"a" * 9000, before)
    streamed = through(StreamingHttpResponse([b"a" * 9000], content_type=f"{kind.upper()}; x=y"))
    assert b"".join(streamed) == b"a" * 9000


def test_text_is_compressed() -> None:
    page = through(HttpResponse("a" * 9000))
    assert (page["Content-Encoding"], page["Vary"]) == ("gzip", "Accept-Encoding")
    assert len(page.content) < 900


@pytest.mark.django_db
def test_photos_and_kits_say_how_long_they_are_and_pages_are_compressed() -> None:
    release, reader = create.draft(), Client(headers=ACCEPTS)
    photo = create.photo(release)
    publish(release, by=create.officer("bo"))
    path = release.editions.get().get_absolute_url()
    plain = files.fetched(Client(), f"/files/{photo.token}/480.avif")[2]
    picture: Any = reader.get(f"/files/{photo.token}/480.avif")
    assert b"".join(picture.streaming_content) == plain
    assert picture["Content-Length"] == str(len(plain))
    assert "Content-Encoding" not in picture
    kit: Any = reader.get(f"{path}media-kit.zip")
    assert b"".join(kit.streaming_content)[:2] == b"PK"
    assert "Content-Encoding" not in kit
    assert reader.get(path)["Content-Encoding"] == "gzip"
