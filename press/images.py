"""The forms in which a photo is given out: AVIF, WebP and JPEG in the widths the pages use, and a card cut for lists.

They are made in the background and lie in a folder of their own for each time they are made. When all are written
the photo turns to the new folder at once, so a page never offers a file that is not there. The folder of before stays
for a while, for those who are just reading it.
"""

import io
import logging
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks import task
from PIL import Image, ImageOps

from osce_site import freshness
from press import photo_metadata
from press.models import Edition, EditionPhoto, Photo
from press.photo_metadata import Words

log = logging.getLogger("press.images")

WIDTHS = (480, 960, 1600)
"""Pixels."""
FORMS = ("avif", "webp", "jpg")
"""The smallest first: the order in which a page offers them."""
CARD = (480, 320)
"""Pixels of the picture in a list."""
KEPT = timedelta(hours=1)
"""How long sizes stay in the store after the photo turned to newer ones."""

UNREADABLE = gettext_noop("The file of the photo is missing or damaged.")
UNWRITABLE = gettext_noop("The sizes could not be written: the store of files refused them.")


def widths(full: int) -> list[int]:
    """The widths in which a photo is kept; its own where it is narrower than all."""
    return [width for width in WIDTHS if width <= full] or [full]


def card(photo: Photo) -> str:
    """The file for a list: the card, or until it is made, the photo."""
    return "card.jpg" if "card.jpg" in photo.sizes else "full.jpg"


def offered(photo: Photo, form: str) -> list[int]:
    """The widths in which a form of a photo is there. No query, and no look at the store."""
    return [width for width in widths(photo.width) if f"{width}.{form}" in photo.sizes]


def ask(photo: Photo) -> None:
    """Has all sizes made anew in the background, once the caller's transaction is done."""
    with transaction.atomic():
        asked = Photo.objects.select_for_update().get(pk=photo.pk)
        asked.wanted += 1
        Photo.objects.filter(pk=photo.pk).update(wanted=asked.wanted, failure="")
        transaction.on_commit(partial(make.enqueue, photo.pk, asked.wanted))
    photo.wanted, photo.failure = asked.wanted, ""


def renew(shown: QuerySet[EditionPhoto]) -> None:
    """Once the caller's transaction is done, the files of these photos are looked at: whether they say what they should.

    To be called when the clock or an officer opened or ended editions that show them.
    """
    if keys := list(shown.order_by("photo").values_list("photo", flat=True).distinct()):
        transaction.on_commit(partial(look_at.enqueue, keys))


def set_aside(editions: list[Edition]) -> None:
    """Sizes that hold other words than were frozen are no longer offered, unless the public has them from elsewhere.

    Until new ones are made the photo is shown in full. In the caller's transaction.
    """
    elsewhere = Edition.objects.published(freshness.now()).exclude(pk__in=[edition.pk for edition in editions])
    shown = EditionPhoto.objects.filter(edition__in=editions).values("photo")
    known = EditionPhoto.objects.filter(edition__in=elsewhere, photo__in=shown).values("photo")
    # One that is just turning is left: it is looked at again afterwards (``renew``), and nobody waits for another.
    photos = Photo.objects.select_for_update(skip_locked=True, no_key=True)
    for photo in photos.filter(pk__in=shown).exclude(pk__in=known).exclude(sizes=[]):
        if photo.words_written != photo_metadata.digest(photo_metadata.words_of(photo)):
            Photo.objects.filter(pk=photo.pk).update(sizes=[])


@task()
def look_at(keys: list[int]) -> None:
    """Has the sizes made anew of those photos whose files do not say what the public was given."""
    for photo in Photo.objects.filter(pk__in=keys).order_by("pk"):
        # What is in work may have read its words before.
        in_work = photo.wanted > photo.generation
        if in_work or photo.words_written != photo_metadata.digest(photo_metadata.words_of(photo)):
            ask(photo)


@task()
def make(pk: int, wanted: int) -> None:
    """Makes the sizes that were asked for, unless they were asked for again since, or the photo is gone."""
    photo = Photo.objects.filter(pk=pk, wanted=wanted, generation__lt=wanted).first()
    if photo:
        make_sizes(photo, wanted)


def make_sizes(photo: Photo, generation: int = 1) -> None:
    """Makes all sizes now and turns to them; a failure is written down at the photo."""
    words = photo_metadata.words_of(photo)
    try:
        files = dict(drawn(photo, words))
    except (OSError, ValueError, MemoryError):
        log.exception("no sizes of photo %s", photo.pk)
        return _failed(photo, generation, UNREADABLE)
    folder = f"photos/{photo.token}/{generation}/"
    try:
        for name, data in files.items():
            _write(f"{folder}{name}", data)
    except OSError:
        log.exception("no sizes of photo %s", photo.pk)
        remove(folder)
        return _failed(photo, generation, UNWRITABLE)
    _turn(photo, generation, list(files), photo_metadata.digest(words))
    return None


def _turn(photo: Photo, generation: int, sizes: list[str], words: str) -> None:
    with transaction.atomic():
        older = Photo.objects.select_for_update(no_key=True).filter(pk=photo.pk, generation__lt=generation)
        before = older.first()
        # Deleted meanwhile, or a later one was faster; or the public was given others, and then that had it asked anew.
        if before is None or words != photo_metadata.digest(photo_metadata.words_of(before)):
            transaction.on_commit(partial(remove, f"photos/{photo.token}/{generation}/"))
            return
        photo.generation, photo.sizes, photo.failure = generation, sizes, ""
        photo.wanted, photo.words_written = max(before.wanted, generation), words
        photo.save(update_fields=["generation", "sizes", "failure", "wanted", "words_written"])
        freshness.changed("press", at=freshness.now())
        transaction.on_commit(partial(_clear_later, before))


def _failed(photo: Photo, generation: int, failure: str) -> None:
    Photo.objects.filter(pk=photo.pk, wanted__lte=generation).update(failure=failure)


def _clear_later(before: Photo) -> None:
    """The sizes that nobody offers any more. The first ones lie beside the photo itself, which stays."""
    if before.generation or before.sizes:
        folder = [before.folder] if before.generation else []
        beside = [] if before.generation else [f"{before.folder}{name}" for name in before.sizes]
        names = [name for name in beside if name != before.file.name]
        clear.using(run_after=timezone.now() + KEPT).enqueue(folder, names)


@task()
def clear(folders: list[str], names: list[str]) -> None:
    """Throws away sizes that were offered once and are not any more."""
    for folder in folders:
        remove(folder)
    for name in names:
        default_storage.delete(name)


def _write(name: str, data: bytes) -> None:
    default_storage.delete(name)  # from a run that was broken off
    default_storage.save(name, ContentFile(data))


def remove(folder: str) -> None:
    """A folder of the store with all that is in it."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(f"{folder}{name}")
    for inner in folders:
        remove(f"{folder}{inner}/")
    default_storage.delete(folder)


# Drawing


def drawn(photo: Photo, words: Words) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every file of a photo, the words in each. The full one is not compressed once more."""
    with photo.file.open() as file:
        data = file.read()
    full = Image.open(io.BytesIO(data), formats=("JPEG",))
    full.load()
    for width in widths(full.width):
        height = max(1, round(full.height * width / full.width))
        scaled = full.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        yield from _forms(str(width), scaled, words)
    yield from _forms("card", cut(full, *words.focal), words)
    yield "full.jpg", photo_metadata.into_jpeg(data, words)


def cut(full: Image.Image, focal_x: int, focal_y: int) -> Image.Image:
    """A card: as much of the photo as has its form, the focal point as near its middle as the edges let it."""
    width, height = full.size
    scale = min(width / CARD[0], height / CARD[1])
    # ImageOps.fit shares out what is cut off; the share that puts the point into the middle.
    off_x, off_y = width - CARD[0] * scale, height - CARD[1] * scale
    share_x = (focal_x / 100 * width - CARD[0] * scale / 2) / off_x if off_x > 0 else 0.5
    share_y = (focal_y / 100 * height - CARD[1] * scale / 2) / off_y if off_y > 0 else 0.5
    centering = (min(1.0, max(0.0, share_x)), min(1.0, max(0.0, share_y)))
    return ImageOps.fit(full, CARD, Image.Resampling.LANCZOS, centering=centering)


def _forms(name: str, picture: Image.Image, words: Words) -> Iterator[tuple[str, bytes]]:
    for form in FORMS:
        out = io.BytesIO()
        if form == "avif":
            picture.save(out, "AVIF", quality=58, speed=7, xmp=photo_metadata.xmp(words))
        elif form == "webp":
            picture.save(out, "WEBP", quality=80, method=4, xmp=photo_metadata.xmp(words))
        else:
            picture.save(out, "JPEG", quality=84, optimize=True, progressive=True)
        data = out.getvalue()
        yield f"{name}.{form}", photo_metadata.into_jpeg(data, words) if form == "jpg" else data
