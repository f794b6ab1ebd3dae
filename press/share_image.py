"""The picture that goes with an address where it is shared: 1200 x 630 pixels, drawn from words."""

import hashlib
import io
from functools import cache
from math import cos, radians, sin
from pathlib import Path

from django.core.cache import cache as kept
from PIL import Image, ImageDraw, ImageFont

from press import sharing
from press.models import Edition

SIZE = (1200, 630)
MARGIN = 80
FONT = Path(__file__).parent / "fonts" / "DejaVuSerifCondensed-Bold.ttf"
DRAWING = 1
"""Raised where the drawing is made in another way: kept pictures are drawn anew then."""
KEPT = 7 * 24 * 3600
"""Seconds."""

GROUND, PAPER, SOFT, BLUE = "#0a2454", "#ffffff", "#d3def2", "#12418f"
STEPS = (64, 56, 48, 42, 36)
"""Sizes of the headline in pixels; the first in which it fits is taken."""
ROOM = 330
"""Pixels that the lines of a headline may take in height."""
_ARCS = ((-71, 12), (50, 133), (171, 252))


def png(edition: Edition, organisation: str) -> bytes:
    """Drawn once for the words of an edition, which are frozen."""
    return _kept(edition.headline, sharing.day_of(edition), organisation)


def of_site(full_name: str, what: str, organisation: str) -> bytes:
    """For the pages that have none of their own. ``what``: what is shown."""
    return _kept(full_name, what, organisation)


def _kept(*words: str) -> bytes:
    name = f"share-image-{DRAWING}-{hashlib.sha256(repr(words).encode()).hexdigest()}"
    known = kept.get(name)
    if known is None:
        known = drawn(*words)
        kept.set(name, known, KEPT)
    return known


def drawn(headline: str, below: str, organisation: str) -> bytes:
    picture = Image.new("RGB", SIZE, GROUND)
    draw = ImageDraw.Draw(picture)
    picture.paste(mark(96), (MARGIN, 64), mark(96))
    draw.text((MARGIN + 124, 112), organisation, font=_font(40), fill=PAPER, anchor="lm")
    size, lines = _set(headline)
    top = 210
    for place, line in enumerate(lines):
        draw.text((MARGIN, top + place * round(size * 1.25)), line, font=_font(size), fill=PAPER)
    draw.text((MARGIN, SIZE[1] - 56), below, font=_font(28), fill=SOFT, anchor="ls")
    out = io.BytesIO()
    picture.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def mark(size: int) -> Image.Image:
    """As static/img/mark.svg. Drawn large and made small, so its edges are smooth."""
    scale = 4 * size / 48
    picture = Image.new("RGBA", (4 * size, 4 * size))
    draw = ImageDraw.Draw(picture)
    draw.ellipse([0, 0, 4 * size - 1, 4 * size - 1], fill=BLUE)
    for begin, end in _ARCS:
        draw.arc([(24 - 15.25) * scale, (24 - 15.25) * scale, (24 + 15.25) * scale, (24 + 15.25) * scale], begin, end,
                 fill=PAPER, width=round(4.5 * scale))  # fmt: skip
        for angle in (begin, end):
            x, y = 24 + 13 * cos(radians(angle)), 24 + 13 * sin(radians(angle))
            _dot(draw, x * scale, y * scale, 2.25 * scale)
    _dot(draw, 24 * scale, 24 * scale, 4.5 * scale)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def _dot(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=PAPER)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)


def _set(headline: str) -> tuple[int, list[str]]:
    """Size and lines. What fits in no size is cut after its last whole word."""
    for size in STEPS:
        lines, most = _lines(headline, size), ROOM // round(size * 1.25)
        if len(lines) <= most:
            return size, lines
    return STEPS[-1], [*lines[: most - 1], f"{lines[most - 1].rpartition(' ')[0] or lines[most - 1][:-1]} …"]


def _lines(text: str, size: int) -> list[str]:
    """Broken between words; within one that is wider than the picture."""
    font, width = _font(size), SIZE[0] - 2 * MARGIN
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= width:
            line = longer
            continue
        lines += [line] if line else []
        while font.getlength(word) > width:
            most = next(place for place in range(len(word), 0, -1) if font.getlength(word[:place]) <= width)
            lines.append(word[:most])
            word = word[most:]
        line = word
    return [*lines, line]
