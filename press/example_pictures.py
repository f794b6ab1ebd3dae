"""The photos of the example newsroom: simple scenes, drawn, so that they are nobody's."""

import io
import random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFilter

SIZE = (1600, 1067)
"""Pixels."""
_SKIES = [((196, 216, 232), (240, 228, 208)), ((152, 182, 210), (226, 234, 240)), ((96, 122, 156), (236, 200, 168))]


def draw(scene: str, seed: str) -> ContentFile:
    """A JPEG of one of the scenes; the same seed draws the same picture."""
    lot = random.Random(seed)  # a picture, no secret
    picture = _sky(*lot.choice(_SKIES))
    pen = ImageDraw.Draw(picture)
    _hills(pen, lot, 620, (124, 146, 160), 90)
    {
        "mountains": _mountains,
        "river": _river,
        "city": _city,
        "conference": _conference,
        "ballot": _ballot,
        "bridge": _bridge,
    }.get(scene, _mountains)(pen, lot)
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(0.8)).save(out, "JPEG", quality=88)
    return ContentFile(out.getvalue(), name="full.jpg")


def _sky(top: tuple[int, int, int], bottom: tuple[int, int, int]) -> Image.Image:
    strip = Image.new("RGB", (1, 2))
    strip.putdata([top, bottom])
    return strip.resize(SIZE, Image.Resampling.BILINEAR)


def _hills(pen: ImageDraw.ImageDraw, lot: random.Random, base: int, colour: tuple[int, int, int], height: int) -> None:
    line = [(x, base - lot.randint(0, height)) for x in range(0, SIZE[0] + 200, 200)]
    pen.polygon([(0, SIZE[1]), *line, (SIZE[0], SIZE[1])], fill=colour)


def _mountains(pen: ImageDraw.ImageDraw, lot: random.Random) -> None:
    for layer, colour in enumerate([(104, 126, 146), (78, 100, 112), (58, 80, 78)]):
        base, peaks = 640 + layer * 130, []
        for x in range(-200, SIZE[0] + 300, 260):
            peaks += [(x, base), (x + 130, base - lot.randint(140, 360 - layer * 60))]
        pen.polygon([(0, SIZE[1]), *peaks, (SIZE[0], SIZE[1])], fill=colour)


def _river(pen: ImageDraw.ImageDraw, lot: random.Random) -> None:
    _hills(pen, lot, 700, (98, 124, 92), 80)
    bend = lot.randint(500, 1100)
    pen.polygon([(bend, 690), (bend + 60, 690), (bend + 420, SIZE[1]), (bend - 520, SIZE[1])], fill=(120, 158, 180))


def _city(pen: ImageDraw.ImageDraw, lot: random.Random) -> None:
    x = 0
    while x < SIZE[0]:
        width, top = lot.randint(90, 170), lot.randint(380, 720)
        shade = lot.randint(70, 130)
        pen.rectangle([x, top, x + width, SIZE[1]], fill=(shade, shade + 8, shade + 20))
        for window_x in range(x + 16, x + width - 22, 34):
            for window_y in range(top + 24, SIZE[1] - 60, 52):
                if lot.random() > 0.4:
                    pen.rectangle([window_x, window_y, window_x + 14, window_y + 24], fill=(236, 214, 150))
        x += width + 8


def _conference(pen: ImageDraw.ImageDraw, lot: random.Random) -> None:
    pen.rectangle([0, 0, SIZE[0], 640], fill=(214, 204, 188))
    pen.rectangle([0, 640, SIZE[0], SIZE[1]], fill=(120, 92, 70))
    pen.ellipse([200, 560, 1400, 1040], fill=(158, 122, 88))
    pen.ellipse([420, 650, 1180, 950], fill=(214, 204, 188))
    for x in range(240, 1400, 110):
        shade = lot.randint(40, 110)
        pen.ellipse([x, 470, x + 56, 526], fill=(190 - shade // 2, 150 - shade // 2, 128 - shade // 2))
        pen.rounded_rectangle([x - 20, 526, x + 76, 640], 24, fill=(shade, shade + 6, shade + 24))


def _ballot(pen: ImageDraw.ImageDraw, lot: random.Random) -> None:
    pen.rectangle([0, 760, SIZE[0], SIZE[1]], fill=(150, 136, 118))
    pen.rectangle([520, 480, 1080, 940], fill=(224, 228, 232), outline=(90, 104, 120), width=8)
    pen.rectangle([700, 500, 900, 522], fill=(60, 70, 84))
    lean = lot.randint(-30, 30)
    pen.polygon([(720 + lean, 240), (880 + lean, 240), (880, 512), (720, 512)], fill=(250, 250, 246))
    pen.line([(760, 330), (790, 370), (850, 290)], fill=(30, 64, 130), width=12)


def _bridge(pen: ImageDraw.ImageDraw, lot: random.Random) -> None:
    pen.rectangle([0, 800, SIZE[0], SIZE[1]], fill=(112, 148, 168))
    pen.rectangle([0, 600, SIZE[0], 640], fill=(126, 112, 98))
    span = lot.choice([320, 400])
    for x in range(-60, SIZE[0], span):
        pen.rectangle([x, 640, x + 60, 900], fill=(126, 112, 98))
        pen.arc([x + 60, 640, x + span, 960], 180, 360, fill=(126, 112, 98), width=26)
