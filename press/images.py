"""Photos: checked, turned upright, stripped of what a camera wrote, in the widths the pages use."""

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from press.models import Photo

WIDTHS = (480, 960, 1600)
"""Pixels."""
MOST_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


def widths(full: int) -> list[int]:
    """The widths in which a photo is kept; its own where it is narrower than all."""
    return [width for width in WIDTHS if width <= full] or [full]


def prepare(upload: Any) -> ContentFile:
    """A photo as it is kept: JPEG, upright, without the camera's notes (place, owner, date).

    Raises ``ValidationError`` with a sentence for what is no photo, truncated or too large.
    """
    try:
        upload.seek(0)
        photo = Image.open(upload, formats=FORMATS)
        if photo.width * photo.height > MOST_PIXELS:
            raise ValidationError(_("The photo has more than 60 million pixels."))
        photo.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This is no whole JPEG, PNG or WebP photo.")) from error
    upright = ImageOps.exif_transpose(photo)
    if "A" in upright.getbands():
        paper = Image.new("RGB", upright.size, "white")
        paper.paste(upright, mask=upright.getchannel("A"))
        upright = paper
    return _jpeg(upright.convert("RGB"), "full.jpg")


def _jpeg(photo: Image.Image, name: str) -> ContentFile:
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=86, optimize=True, progressive=True)
    return ContentFile(out.getvalue(), name=name)


def make_widths(photo: Photo) -> None:
    """Writes the narrower forms of a photo beside it, those that are not there."""
    with photo.file.open() as file:
        full = Image.open(file)
        full.load()
    for width in widths(photo.width):
        name = f"photos/{photo.token}/{width}.jpg"
        if not default_storage.exists(name):
            height = max(1, round(photo.height * width / photo.width))
            default_storage.save(name, _jpeg(full.resize((width, height), Image.Resampling.LANCZOS), f"{width}.jpg"))
