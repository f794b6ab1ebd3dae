"""Files as they come in from outside, good and bad, all made here."""

import io
import struct
import zipfile
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageCms, TiffImagePlugin
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

SIZE = (320, 240)


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def corners(size: tuple[int, int] = SIZE) -> Image.Image:
    """A picture whose four quarters are told apart: red, green / blue, white."""
    width, height = size
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, width // 2, height // 2))
    picture.paste("lime", (width // 2, 0, width, height // 2))
    picture.paste("blue", (0, height // 2, width // 2, height))
    return picture


def saved(picture: Image.Image, form: str = "JPEG", **more: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **more)
    return out.getvalue()


def from_a_camera(orientation: int = 1) -> bytes:
    """A photo with all that a camera and its owner note, turned as the number says."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F], exif[0x0110] = "Camera maker", "Camera model"
    exif[0x013B] = "Owner of the camera"
    place = exif.get_ifd(0x8825)
    place[1], place[3] = "N", "E"
    place[2] = tuple(TiffImagePlugin.IFDRational(part) for part in (48, 12, 30))
    place[4] = tuple(TiffImagePlugin.IFDRational(part) for part in (16, 22, 6))
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    upright = corners()
    lying = upright.transpose(back[orientation]) if orientation in back else upright
    return saved(lying, exif=exif.tobytes(), xmp=b"<x:xmpmeta>secret place</x:xmpmeta>", comment=b"secret note")


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG whose few bytes say that they hold a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def moving(form: str) -> bytes:
    first, second = Image.new("RGB", SIZE, "red"), Image.new("RGB", SIZE, "blue")
    return saved(first, form, save_all=True, append_images=[second], duration=100)


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("run.js", "alert(1)")
    return out.getvalue()


def linear_profile() -> bytes:
    """sRGB's colours, but its numbers measure light: each curve of the profile is made a straight line."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (count,) = struct.unpack_from(">I", profile, 128)
    for entry in range(count):
        name, at, length = struct.unpack_from(">4sII", profile, 132 + 12 * entry)
        if name in (b"rTRC", b"gTRC", b"bTRC"):
            profile[at : at + length] = (b"curv" + bytes(8)).ljust(length, b"\0")
    return bytes(profile)


def fetched(client: Client, address: str) -> tuple[int, str, bytes]:
    """Status, type and body of an answer, read to its end: the file behind it is closed then."""
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return answer.status_code, answer.headers.get("Content-Type", ""), body


# PDF


def pdf(title: str = "", pages: int = 2, **parts: Any) -> bytes:
    """A PDF; ``parts`` are entries of its root."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 300)
    if title:
        writer.add_metadata({"/Title": title})
    for name, value in parts.items():
        writer.root_object[NameObject(f"/{name}")] = value
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 300)
    writer.encrypt("secret", algorithm="RC4-128")
    return written(writer)


def script() -> DictionaryObject:
    return DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )


def pdf_with_script() -> bytes:
    return pdf(OpenAction=script())


def pdf_with_file() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 300)
    writer.add_attachment("run.exe", b"MZ")
    return written(writer)


def pdf_that_starts_a_program() -> bytes:
    act = {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("run.exe")}
    return pdf(OpenAction=DictionaryObject(act))


def pdf_with_a_script_behind_a_link() -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(200, 300)
    link = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject([NumberObject(0)] * 4),
            NameObject("/A"): writer._add_object(script()),
        }
    )
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(link)])
    return written(writer)
