"""PDF files from outside: opened strictly, walked through, refused for whatever in them acts or is hidden."""

import io
import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from press.uploads import DAMAGE, LARGEST_DOCUMENT, Refused, read

if TYPE_CHECKING:
    # Six megabytes, read where a document comes in: most processes never see one.
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject

MOST_OBJECTS = 300_000
LONGEST_LOOK = 20
"""Seconds: what is packed into a few bytes can take for ever to unpack."""

_BEGINS = re.compile(rb"%PDF-[12]\.\d[\r\n %]")
_MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml|\?php)", re.IGNORECASE)
"""In the first kilobyte, where a browser would look for what a file is."""
_ACTING_KEYS = {"/JavaScript", "/JS", "/XFA"}
_ACTING_KINDS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/RichMediaExecute"}
_HOLDING_KEYS = {"/EmbeddedFiles", "/EF"}
_HOLDING_KINDS = {"/FileAttachment", "/RichMedia", "/Screen", "/3D", "/Movie", "/Sound"}


@dataclass(frozen=True)
class Paper:
    """A document as it is kept, byte for byte."""

    file: ContentFile
    title: str
    """What it says it is called; may be empty."""
    pages: int
    size: int
    """Bytes."""


def paper(upload: Any) -> Paper:
    """Reads an uploaded document. Raises ``Refused``."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    data = read(upload, LARGEST_DOCUMENT, _("The document is larger than 50 MB."))
    if not _BEGINS.match(data):
        raise Refused(_("A document is a PDF file."))
    whole = data.rstrip(b"\0\t\n\f\r ").endswith(b"%%EOF")
    if not whole or _MARKUP.search(data[:1024]) or zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused(_("The PDF is damaged, or another file is hidden in it."))
    try:
        title, pages = _looked_through(PdfReader(io.BytesIO(data), strict=True))
    except Refused:
        raise
    except (PyPdfError, *DAMAGE) as damage:
        raise Refused(_("The PDF is damaged, or another file is hidden in it.")) from damage
    return Paper(ContentFile(data, name="document.pdf"), title, pages, len(data))


def _looked_through(reader: "PdfReader") -> tuple[str, int]:
    """Its title and how many pages it has."""
    if reader.is_encrypted:
        raise Refused(_("The PDF is locked by a password."))
    for part in _parts(reader.trailer):
        kinds = {str(part.get(key)) for key in ("/S", "/Subtype", "/Type")}
        if part.keys() & _ACTING_KEYS or kinds & _ACTING_KINDS:
            raise Refused(_("The PDF carries a script or starts a program."))
        if part.keys() & _HOLDING_KEYS or kinds & _HOLDING_KINDS or "/EmbeddedFile" in kinds:
            raise Refused(_("The PDF carries other files or films within it."))
    pages = len(reader.pages)
    if not pages:
        raise Refused(_("The PDF has no page."))
    told = reader.metadata.title if reader.metadata else ""
    title = " ".join("".join(letter if letter.isprintable() else " " for letter in str(told or "")).split())
    return title[:300], pages


def _parts(trailer: "DictionaryObject") -> Iterator["DictionaryObject"]:
    """Every dictionary that can be reached, each once; what cannot be reached is never drawn and never acts."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [trailer]
    begun = time.monotonic()
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
            if len(seen) > MOST_OBJECTS or time.monotonic() - begun > LONGEST_LOOK:
                raise Refused(_("The PDF has too many parts."))
        if isinstance(one, DictionaryObject):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, ArrayObject):
            waiting.extend(one)
