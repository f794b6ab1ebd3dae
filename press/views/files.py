"""Files: readable only while a public edition shows them; to everyone else they do not exist."""

import io
from pathlib import PurePosixPath
from typing import IO

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from osce_site import freshness
from osce_site.query_strings import grammar
from press import photo_metadata
from press.models import Document, Edition, EditionDocument, EditionPhoto, Photo

TYPES = {".avif": "image/avif", ".webp": "image/webp", ".jpg": "image/jpeg", ".pdf": "application/pdf"}
"""All that is ever given out, and as what."""


@grammar()
def file(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    public = Edition.objects.published(freshness.now())
    shown = EditionPhoto.objects.filter(photo__token=token, edition__in=public).select_related("photo").first()
    listed = (
        None
        if shown
        else EditionDocument.objects.filter(document__token=token, edition__in=public)
        .select_related("document")
        .first()
    )
    thing = shown.photo if shown else listed.document if listed else None
    if thing is None:
        raise Http404
    return given(thing, name)


def given(thing: Photo | Document, name: str) -> FileResponse:
    """A file of a photo or a document as an answer. Raises ``Http404`` where it has none of that name."""
    try:
        return _answer(opened(thing, name), name)
    except FileNotFoundError as missing:
        raise Http404 from missing


def opened(thing: Photo | Document, name: str) -> IO[bytes]:
    """A file of a photo or a document. Raises ``FileNotFoundError`` where it has none of that name.

    The photo as it came in gets its words here: it says whose it is also before its sizes are made. One that can
    carry no words is not given out.
    """
    stored = stored_name(thing, name)
    if not stored:
        raise FileNotFoundError(name)
    file = default_storage.open(stored)
    if isinstance(thing, Document) or stored != thing.file.name:
        return file
    with file:
        try:
            return io.BytesIO(photo_metadata.into_jpeg(file.read(), photo_metadata.words_of(thing)))
        except ValueError as wordless:
            raise FileNotFoundError(name) from wordless


def stored_name(thing: Photo | Document, name: str) -> str | None:
    """Where the file of that name of a photo or a document lies in the store; ``None``: it has no such file.

    Names of a photo: ``full.jpg`` and those in ``photo.sizes``; of a document: the last part of its own.
    """
    if isinstance(thing, Document):
        return thing.file.name if name == thing.file_name else None
    if name in thing.sizes:
        return f"{thing.folder}{name}"
    return thing.file.name if name == "full.jpg" else None


def send(stored: str) -> FileResponse:
    """A file as it lies in the store. Raises ``Http404`` where there is none, or one that is never given out."""
    try:
        return _answer(default_storage.open(stored), stored)
    except FileNotFoundError as missing:
        raise Http404 from missing


def _answer(file: IO[bytes], name: str) -> FileResponse:
    kind = TYPES.get(PurePosixPath(name).suffix)
    if kind is None:
        file.close()
        raise Http404
    response = FileResponse(file, content_type=kind)
    # A withdrawn file is gone with the next request, so no cache may answer by itself.
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    # What it is called where it is saved, the link says, or else the address.
    del response["Content-Disposition"]
    return response
