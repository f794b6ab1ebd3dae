"""Photos and documents on their way into the newsroom: checked, given their words, put on a release, thrown away.

An upload that is found good waits under its token for its words; only with them it becomes a photo or a document.
What is refused leaves nothing behind: no row, no file.
"""

from datetime import timedelta
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.db.models import Max
from django.urls import reverse

from osce_site import freshness
from osce_site.languages import OFFICIAL
from press import framing, images, papers, uploads
from press.models import Document, Photo, PhotoText, Release, ReleaseDocument, ReleasePhoto, WaitingFile
from press.photo_metadata import Words

PATIENCE = timedelta(days=1)
"""How long an upload waits for its words."""

PHOTO, DOCUMENT = WaitingFile.Kind.PHOTO, WaitingFile.Kind.DOCUMENT


def receive(upload: Any, kind: str, *, by: Any, release: Release | None = None) -> WaitingFile:
    """Checks an upload and keeps it until it has its words. Raises ``uploads.Refused``; then nothing is kept."""
    sweep()
    waiting = WaitingFile(
        kind=kind, name=uploads.safe_name(upload.name or "", kind), release=release, by=by, at=freshness.now()
    )
    if kind == PHOTO:
        picture = uploads.picture(upload)
        file, kept_as = picture.file, "full.jpg"
        waiting.width, waiting.height = picture.width, picture.height
    else:
        paper = papers.paper(upload)
        file, kept_as = paper.file, f"{waiting.name}.pdf"
        waiting.title, waiting.pages = paper.title, paper.pages
    waiting.size = file.size
    waiting.file.save(kept_as, file, save=False)
    try:
        waiting.save()
    except DatabaseError:
        _remove_files(waiting)
        raise
    return waiting


def waiting_for(person: Any, kind: str, release: Release | None = None) -> list[WaitingFile]:
    """What a person uploaded and has not described yet, in the order it came."""
    return list(WaitingFile.objects.filter(by=person, kind=kind, release=release).order_by("pk"))


def sweep() -> None:
    """Throws away what nobody described for a day."""
    for waiting in WaitingFile.objects.filter(at__lt=freshness.now() - PATIENCE):
        discard_waiting(waiting)


def discard_waiting(waiting: WaitingFile) -> None:
    with transaction.atomic():
        waiting.delete()
        transaction.on_commit(partial(_remove_files, waiting))


def make_photo(waiting: WaitingFile, words: Words, *, by: Any) -> Photo:
    """Makes a photo of what waited. Its sizes are made in the background."""
    with transaction.atomic():
        held = WaitingFile.objects.select_for_update().get(pk=waiting.pk, kind=PHOTO)
        photo = Photo(
            token=held.token,
            name=held.name,
            credit=words.credit,
            copyright=words.copyright,
            usage_terms=words.usage_terms,
            added_by=by,
            added_at=freshness.now(),
        )
        photo.focal_x, photo.focal_y = words.focal
        photo.file = held.file.name
        photo.save()
        PhotoText.objects.bulk_create(
            PhotoText(photo=photo, language=language, alt=words.alt[language], caption=words.caption.get(language, ""))
            for language in OFFICIAL
            if words.alt.get(language)
        )
        held.delete()
        if held.release:
            put_on(held.release, photo, by=by)
        images.ask(photo)
    return photo


def make_document(waiting: WaitingFile, *, by: Any, title: str, language: str) -> Document:
    """Makes a document of what waited."""
    with transaction.atomic():
        held = WaitingFile.objects.select_for_update().get(pk=waiting.pk, kind=DOCUMENT)
        document = Document(token=held.token, title=title, language=language, size=held.size, pages=held.pages)
        document.added_by, document.added_at = by, freshness.now()
        document.file = held.file.name
        document.save()
        held.delete()
        if held.release:
            put_on(held.release, document, by=by)
    return document


def put_on(release: Release, thing: Photo | Document, *, by: Any) -> None:
    """Puts a photo or a document on a release, behind those that stand there. It stands there once."""
    with transaction.atomic():
        framing.lock(release)
        rows = release.release_photos if isinstance(thing, Photo) else release.release_documents
        last = rows.aggregate(last=Max("position"))["last"]
        position = 0 if last is None else last + 1
        if isinstance(thing, Photo):
            ReleasePhoto.objects.get_or_create(release=release, photo=thing, defaults={"position": position})
        else:
            ReleaseDocument.objects.get_or_create(release=release, document=thing, defaults={"position": position})
        framing.note(release, by=by)


def take_off(release: Release, *, by: Any, photo: int | None = None, document: int | None = None) -> None:
    """Takes a photo or a document, named by its key, off a release, where it stands there."""
    with transaction.atomic():
        framing.lock(release)
        release.release_photos.filter(photo=photo).delete()
        release.release_documents.filter(document=document).delete()
        framing.note(release, by=by)


def put_in_order(release: Release, photos: list[int], *, by: Any) -> None:
    """Shows the photos of a release in the order of their keys; those not named follow."""
    place = {key: position for position, key in enumerate(photos)}
    with transaction.atomic():
        framing.lock(release)
        rows = sorted(release.release_photos.all(), key=lambda row: (place.get(row.photo_id, len(place)), row.position))
        for position, row in enumerate(rows):
            row.position = position
        ReleasePhoto.objects.bulk_update(rows, ["position"])
        framing.note(release, by=by)


def throw_away(thing: Photo | Document) -> None:
    """Deletes a photo or a document with its files. Raises ``ProtectedError`` while anything uses it."""
    with transaction.atomic():
        thing.delete()
        transaction.on_commit(partial(_remove_files, thing))


def _remove_files(thing: Photo | Document | WaitingFile) -> None:
    """All that lies under its token, which is nobody else's."""
    if thing.file.name:
        default_storage.delete(thing.file.name)
        images.remove(f"{thing.file.name.rpartition('/')[0]}/")


def told(thing: Photo | Document) -> dict[str, Any]:
    """A photo or a document in words that JSON can hold, for the desk's own pages."""
    kind = "photo" if isinstance(thing, Photo) else "document"
    said: dict[str, Any] = {"id": thing.pk, "name": thing.name if isinstance(thing, Photo) else thing.file_name}
    said["change"] = reverse(f"admin:press_{kind}_change", args=[thing.pk])
    if isinstance(thing, Photo):
        texts = list(thing.texts.all())
        return said | {
            "thumb": desk_address(thing, images.card(thing)),
            "width": thing.width,
            "height": thing.height,
            "alt": {text.language: text.alt for text in texts},
            "caption": {text.language: text.caption for text in texts if text.caption},
            "credit": thing.credit,
            "copyright": thing.copyright,
            "usage_terms": thing.usage_terms,
            "focal_x": thing.focal_x,
            "focal_y": thing.focal_y,
            "sizes": thing.standing,
        }
    more = {"title": thing.title, "language": thing.language, "pages": thing.pages, "size": thing.size}
    return said | more | {"file": desk_address(thing, thing.file_name)}


def desk_address(thing: Photo | Document, name: str) -> str:
    """Where who may see it at the desk sees a file, whether public or not."""
    kind = "photo" if isinstance(thing, Photo) else "document"
    return reverse(f"admin:press_{kind}_file", args=[thing.pk, name])
