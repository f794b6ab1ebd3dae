"""What comes in from outside: read by its content, never by its name, and refused in one line each.

A photo is drawn anew from its pixels, so nothing but the picture comes in. A document is kept byte for byte
(papers.py), so it is refused for whatever in it acts.
"""

import io
import struct
import unicodedata
import zlib
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, UnidentifiedImageError

from press.models.edition import slug_of

LARGEST_PHOTO = 40 * 1024**2
LARGEST_DOCUMENT = 50 * 1024**2
"""Bytes."""
MOST_PIXELS = 60_000_000
SHORTEST_SIDE = 100
"""Pixels."""
LONGEST_FORM = 10
"""How many times as long as wide a photo may be."""
MOST_SCANS = 100
"""Of a progressive JPEG; cameras and programs write ten or so, and each is drawn over the whole picture."""
FORMATS = ("JPEG", "PNG", "WEBP")

DAMAGE = (
    *(UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, OverflowError),
    *(ArithmeticError, RuntimeError, MemoryError, struct.error, zlib.error),
)
"""What is raised for files that are not what they seem, or half of it."""
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF's orientation -> what turns the picture upright."""
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
"""Names that Windows takes for a device, whatever stands behind the dot."""


class Refused(ValidationError):
    """The file is not taken; the message says why, in one line, to who uploaded it."""


# Names


def safe_name(given: str, otherwise: str) -> str:
    """A file's name as a word of an address, without its ending; ``otherwise`` where no letter is left."""
    last = unicodedata.normalize("NFKC", given).replace("\\", "/").rsplit("/", 1)[-1]
    stem = last.rpartition(".")[0] or last
    # "x" holds the place of a first letter, so that an empty name shows.
    name = slug_of(f"x{stem}".replace("_", " ")).removeprefix("x").strip("-")
    return f"{otherwise}-{name}" if name in _DEVICES else name or otherwise


def shown_name(given: str) -> str:
    """A file's name as it is told back: one line, nothing in it that turns or hides what follows."""
    plain = "".join(letter for letter in given if letter.isprintable()).strip()
    return plain if len(plain) <= 80 else f"{plain[:77]}…"


# Bytes


def read(upload: Any, largest: int, too_large: str) -> bytes:
    """The bytes of an upload, if they are not more than the limit. Raises ``Refused``."""
    if (upload.size or 0) > largest:
        raise Refused(too_large)
    upload.seek(0)
    data: bytes = upload.read(largest + 1)
    if len(data) > largest:
        raise Refused(too_large)
    if not data:
        raise Refused(_("The file is empty."))
    return data


# Photos


@dataclass(frozen=True)
class Picture:
    """A photo as it is kept: upright, sRGB, opaque; nothing of the upload but its pixels."""

    file: ContentFile
    width: int
    height: int


def picture(upload: Any) -> Picture:
    """Reads an uploaded photo. Raises ``Refused``.

    CMYK, 16 bits and palettes become RGB, by the photo's own colour profile where it has one; what is transparent
    becomes white; a picture that moves is refused.
    """
    data = read(upload, LARGEST_PHOTO, _("The photo is larger than 40 MB."))
    try:
        opened = Image.open(io.BytesIO(data), formats=FORMATS)
        _within_limits(opened, data)
        opened.load()
        drawn = _srgb(_turned(opened))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Refused(_("The photo has more than 60 million pixels.")) from bomb
    except Refused:
        raise
    except DAMAGE as damage:
        raise Refused(_("This is no whole JPEG, PNG or WebP photo.")) from damage
    drawn.info.clear()  # Pillow would carry a comment over
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=92, optimize=True, progressive=True)
    return Picture(ContentFile(out.getvalue(), name="full.jpg"), drawn.width, drawn.height)


def _within_limits(photo: Image.Image, data: bytes) -> None:
    """Looks at the header alone: nothing is decoded yet."""
    shorter, longer = sorted(photo.size)
    if shorter * longer > MOST_PIXELS:
        raise Refused(_("The photo has more than 60 million pixels."))
    if shorter < SHORTEST_SIDE:
        raise Refused(_("The photo is less than 100 pixels wide or high."))
    if longer > LONGEST_FORM * shorter:
        raise Refused(_("The photo is more than ten times as long as it is wide."))
    # A JPEG of several pictures (MPO) is one photo with a preview or a depth map behind it: its first is taken.
    if photo.format in ("PNG", "WEBP") and getattr(photo, "n_frames", 1) > 1:
        raise Refused(_("The picture moves; a photo stands still."))
    if photo.format in ("JPEG", "MPO") and data.count(b"\xff\xda") > MOST_SCANS:
        raise Refused(_("This is no whole JPEG, PNG or WebP photo."))


def _turned(photo: Image.Image) -> Image.Image:
    try:
        orientation = photo.getexif().get(0x0112, 1)
    except DAMAGE:  # the camera's notes are damaged, the picture is not
        orientation = 1
    turn = _UPRIGHT.get(orientation)
    if turn is None:
        return photo
    turned = photo.transpose(turn)
    turned.info = photo.info
    return turned


def _srgb(photo: Image.Image) -> Image.Image:
    profile = photo.info.get("icc_profile")
    if photo.has_transparency_data:
        full = photo.convert("RGBA")
        paper = Image.new("RGB", photo.size, "white")
        paper.paste(_by_profile(full.convert("RGB"), profile), mask=full.getchannel("A"))
        return paper
    if photo.mode.startswith("I") or photo.mode == "F":  # 16 bits or more of grey: the upper eight are kept
        levels = photo.convert("I").point(lambda level: level * (1 / 256))
        return levels.convert("L").convert("RGB")
    if photo.mode in ("L", "CMYK"):
        return _by_profile(photo, profile)
    return _by_profile(photo.convert("RGB"), profile)


def _by_profile(photo: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB, the space that is meant where a file names none."""
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            space = {"GRAY": "L"}.get(own.profile.xcolor_space.strip(), own.profile.xcolor_space.strip())
            if space == photo.mode:
                converted = ImageCms.profileToProfile(photo, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
                return converted if converted is not None else photo.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a damaged profile: the numbers are taken for sRGB
    return photo.convert("RGB")
