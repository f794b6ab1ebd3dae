"""All that a newsroom needs of a release in one file: texts, photos, documents, who is to be credited.

Written while it is read, and the same bytes each time: nothing in it tells of the moment it was packed.
"""

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _

from osce_site.languages import OFFICIAL
from press import body, photo_metadata, reading
from press.models import Document, Edition, EditionDocument, EditionPhoto, Photo
from press.views import files

PIECE = 1 << 16
"""Bytes read at once."""


@dataclass(frozen=True)
class Kit:
    editions: list[Edition]
    """What is public of a release, in the order of the languages."""
    photos: list[EditionPhoto]
    documents: list[EditionDocument]
    credits: str
    """Written when it is asked for: the language of the reader is forgotten while it is packed."""

    @property
    def tag(self) -> str:
        """Equal tags mean equal bytes: editions are frozen, and of a photo only the words within its file change."""
        said: list[Any] = [edition.pk for edition in self.editions]
        said += [(row.photo_id, _words_within(row.photo)) for row in self.photos]
        said += [row.document_id for row in self.documents]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


def kit(editions: list[Edition]) -> Kit:
    """What is in the kit of the public editions of one release. Two queries. A thing stands in it once."""
    order = list(OFFICIAL)
    editions = sorted(editions, key=lambda edition: order.index(edition.language))
    place = {edition.pk: number for number, edition in enumerate(editions)}
    shown = EditionPhoto.objects.filter(edition__in=editions).select_related("photo")
    listed = EditionDocument.objects.filter(edition__in=editions).select_related("document")
    photos = {row.photo_id: row for row in sorted(shown, key=lambda row: (-place[row.edition_id], row.position))}
    documents = {row.document_id: row for row in sorted(listed, key=lambda row: (-place[row.edition_id], row.position))}
    in_order = sorted(photos.values(), key=lambda row: (row.position, row.pk))
    listed_in_order = sorted(documents.values(), key=lambda row: (row.position, row.pk))
    return Kit(editions, in_order, listed_in_order, _credits(in_order, listed_in_order))


def packed(kit: Kit) -> Iterator[bytes]:
    """The ZIP file, piece by piece. Nothing is compressed: photos and PDF files are already."""
    out: Any = _Passing()  # it is asked for write and flush alone
    stamp = max(edition.published_at for edition in kit.editions).astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, pieces in _contents(kit):
            entry = zipfile.ZipInfo(name, (max(stamp[0], 1980), *stamp[1:]))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as place:
                for piece in pieces:
                    place.write(piece)
                    yield out.taken()
    yield out.taken()


class _Passing:
    """A file that is written and cannot be turned back: what was written is given on and forgotten."""

    def __init__(self) -> None:
        self._kept = bytearray()

    def write(self, data: bytes) -> int:
        self._kept += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        data = bytes(self._kept)
        self._kept.clear()
        return data


def _contents(kit: Kit) -> Iterator[tuple[str, Iterator[bytes]]]:
    for edition in kit.editions:
        yield f"text-{edition.language}.txt", iter([text(edition).encode()])
    for place, row in enumerate(kit.photos, start=1):
        yield photo_name(place, row), _pieces(row.photo, "full.jpg")
    for place, document in enumerate(kit.documents, start=1):
        yield document_name(place, document), _pieces(document.document, document.document.file_name)
    if kit.credits:
        yield "credits.txt", iter([kit.credits.encode()])


def _words_within(photo: Photo) -> str:
    """The digest of the words that its file in full carries."""
    return photo.words_written if "full.jpg" in photo.sizes else photo_metadata.digest(photo_metadata.words_of(photo))


def _pieces(thing: Photo | Document, name: str) -> Iterator[bytes]:
    """One of its files; one that is missing leaves an empty entry, so that the rest can still be had."""
    try:
        file = files.opened(thing, name)
    except FileNotFoundError:
        return
    with file:
        while piece := file.read(PIECE):
            yield piece


def text(edition: Edition) -> str:
    """A release as plain text, its dateline before its first words."""
    plain = body.plain(edition.body)
    parts = [edition.headline, edition.lead, reading.dateline(edition) + plain]
    return "\n\n".join(part for part in parts if part) + "\n"


def photo_name(place: int, row: EditionPhoto) -> str:
    return f"photos/{place:02}-{row.photo.name}.jpg"


def document_name(place: int, row: EditionDocument) -> str:
    return f"documents/{place:02}-{row.document.file_name}"


def _credits(photos: list[EditionPhoto], documents: list[EditionDocument]) -> str:
    """Whom to credit for what, and what may be done with it, as it was when the release went out."""
    told = []
    for place, row in enumerate(photos, start=1):
        lines = [photo_name(place, row), row.caption or row.alt, _("Photo: %(name)s") % {"name": row.credit}]
        lines += [f"© {row.copyright}"] if row.copyright else []
        told.append("\n".join([*lines, row.usage_terms]))
    for place, document in enumerate(documents, start=1):
        told.append("\n".join([document_name(place, document), f"{document.title} ({OFFICIAL[document.language]})"]))
    return "\n\n".join(told) + "\n" if told else ""
