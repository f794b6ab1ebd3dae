"""The words of a photo written into its files, as picture desks read them: XMP, IPTC-IIM and EXIF.

XMP goes into every form. JPEG also carries IPTC-IIM, which old archives read, and EXIF. The segments are laid into
a finished JPEG, so that its pixels are not compressed once more.
"""

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape

from PIL import Image

from osce_site import freshness
from osce_site.languages import OFFICIAL, ORIGINAL
from press.models import Edition, EditionPhoto, Photo, PhotoText

_ARTIST, _COPYRIGHT = 0x013B, 0x8298
_SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
}


@dataclass(frozen=True)
class Words:
    """What a file says of itself, and what its card is cut around."""

    credit: str
    copyright: str
    usage_terms: str
    alt: dict[str, str] = field(default_factory=dict)
    """Language -> what the photo shows."""
    caption: dict[str, str] = field(default_factory=dict)
    focal: tuple[int, int] = (50, 50)
    """Per cent from the left and from the top."""

    @property
    def description(self) -> dict[str, str]:
        """Language -> the caption, or where there is none, what the photo shows."""
        return self.alt | {language: said for language, said in self.caption.items() if said}


def words_of(photo: Photo) -> Words:
    """The words that belong into the files of a photo now. At most three queries.

    They are those the public was given: of the editions that are public, the newest in each language. Before any is,
    those that open next, so that the hour itself changes no file; and where nothing is to open, those at the desk.
    """
    now = freshness.now()
    frozen = _frozen(photo, now)
    if not frozen:
        ahead = Edition.objects.ahead(now).filter(photos__photo=photo).order_by("published_at")
        opens_at = ahead.values_list("published_at", flat=True).first()
        frozen = _frozen(photo, opens_at) if opens_at else []
    if not frozen:
        told = {text.language: text for text in photo.texts.all()}
        focal = photo.focal_x, photo.focal_y
        return Words(photo.credit, photo.copyright, photo.usage_terms, *_said(told), focal)
    newest = frozen[0]
    # Copyright was not asked for in the first editions.
    rights = next((row.copyright for row in frozen if row.copyright), "")
    by_language = {row.words_language: row for row in reversed(frozen)}
    focal = newest.focal_x, newest.focal_y
    return Words(newest.credit, rights, newest.usage_terms, *_said(by_language), focal)


def _frozen(photo: Photo, at: datetime) -> list[EditionPhoto]:
    """A photo as the editions that are public at an instant show it, the newest first."""
    public = Edition.objects.published(at)
    shown = EditionPhoto.objects.filter(photo=photo, edition__in=public)
    return list(shown.order_by("-edition__published_at", "-edition"))


def _said(told: Mapping[str, PhotoText | EditionPhoto]) -> tuple[dict[str, str], dict[str, str]]:
    """Alternative texts and captions, in the order of the languages."""
    rows = {language: told[language] for language in OFFICIAL if language in told}
    captions = {language: row.caption for language, row in rows.items() if row.caption}
    return {language: row.alt for language, row in rows.items()}, captions


def digest(words: Words) -> str:
    """Equal digests mean that the files of one photo say the same, byte for byte."""
    return hashlib.sha256(xmp(words) + iptc(words) + exif(words) + bytes(words.focal)).hexdigest()


def first(told: dict[str, str]) -> str:
    """The one for readers of no language in particular."""
    return told.get(ORIGINAL) or next(iter(told.values()), "")


# XMP


def xmp(words: Words) -> bytes:
    spaces = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _SPACES.items())
    parts = [
        f"<dc:creator><rdf:Seq><rdf:li>{_plain(words.credit)}</rdf:li></rdf:Seq></dc:creator>",
        f"<dc:rights>{_in_languages({ORIGINAL: words.copyright})}</dc:rights>" if words.copyright else "",
        f"<dc:description>{_in_languages(words.description)}</dc:description>" if words.description else "",
        f"<photoshop:Credit>{_plain(words.credit)}</photoshop:Credit>",
        "<xmpRights:Marked>True</xmpRights:Marked>",
        f"<xmpRights:UsageTerms>{_in_languages({ORIGINAL: words.usage_terms})}</xmpRights:UsageTerms>",
        "<Iptc4xmpCore:AltTextAccessibility>" + _in_languages(words.alt) + "</Iptc4xmpCore:AltTextAccessibility>"
        if words.alt
        else "",
    ]
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {spaces}><rdf:Description rdf:about="">'
        f"{''.join(parts)}</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    ).encode()


def _in_languages(told: dict[str, str]) -> str:
    """An alternative for each language; the first has to be the default."""
    lines = {"x-default": first(told)} | told
    items = (f'<rdf:li xml:lang="{language}">{_plain(said)}</rdf:li>' for language, said in lines.items())
    return f"<rdf:Alt>{''.join(items)}</rdf:Alt>"


def _plain(said: str) -> str:
    """Words for XML, which knows no control characters."""
    return escape("".join(letter for letter in " ".join(said.split()) if letter.isprintable()))


# IPTC-IIM and EXIF


def iptc(words: Words) -> bytes:
    """The record 2 of IPTC-IIM 4 in UTF-8, as the resource of an APP13 segment. Lengths are the standard's, in bytes."""
    sets = [
        (1, 90, b"\x1b%G"),  # says that what follows is UTF-8
        (2, 0, b"\0\4"),
        (2, 40, _cut(words.usage_terms, 256)),
        (2, 80, _cut(words.credit, 32)),
        (2, 110, _cut(words.credit, 32)),
        (2, 116, _cut(words.copyright, 128)),
        (2, 120, _cut(first(words.description), 2000)),
    ]
    data = b"".join(b"\x1c" + struct.pack(">BBH", record, number, len(said)) + said for record, number, said in sets)
    padded = data + b"\0" * (len(data) % 2)
    return b"Photoshop 3.0\0" + b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(data)) + padded


def _cut(said: str, most: int) -> bytes:
    """At most so many bytes, no letter halved."""
    return " ".join(said.split()).encode()[:most].decode(errors="ignore").encode()


def exif(words: Words) -> bytes:
    notes = Image.Exif()
    # As bytes: Pillow would turn every letter that is not ASCII into "?"; readers take these fields for UTF-8.
    notes[_ARTIST] = words.credit.encode()
    notes[_COPYRIGHT] = words.copyright.encode()
    return notes.tobytes()


def into_jpeg(data: bytes, words: Words) -> bytes:
    """A JPEG that carries the words. ``data`` is one that Pillow wrote, without any."""
    if data[:4] != b"\xff\xd8\xff\xe0":
        raise ValueError("no JPEG with a JFIF segment")
    (length,) = struct.unpack(">H", data[4:6])
    segments = [
        (0xE1, exif(words)),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(words)),
        (0xED, iptc(words)),
    ]
    carried = b"".join(b"\xff" + struct.pack(">BH", mark, len(said) + 2) + said for mark, said in segments)
    opening = 4 + length
    return data[:opening] + carried + data[opening:]
