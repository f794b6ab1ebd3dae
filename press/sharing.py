"""A release given on: plain links to where people share, and a citation as a file."""

from urllib.parse import quote

from django.utils.formats import date_format
from django.utils.translation import override

from press.models import Edition
from press.models.release import Kind

PLACES = {
    "Bluesky": "https://bsky.app/intent/compose?text={text}%20{address}",
    "Facebook": "https://www.facebook.com/sharer/sharer.php?u={address}",
    "LinkedIn": "https://www.linkedin.com/sharing/share-offsite/?url={address}",
    "Telegram": "https://t.me/share/url?url={address}&text={text}",
    "WhatsApp": "https://wa.me/?text={text}%20{address}",
    "X": "https://x.com/intent/post?text={text}&url={address}",
}
"""Links and nothing else: nobody there hears of a reader before he follows one."""


def links(headline: str, address: str) -> list[tuple[str, str]]:
    """(name, address) of each place, filled in."""
    filled = {"text": quote(headline, safe=""), "address": quote(address, safe="")}
    return [(name, pattern.format(**filled)) for name, pattern in PLACES.items()]


def ris(edition: Edition, organisation: str, address: str) -> str:
    """As reference managers read it: https://en.wikipedia.org/wiki/RIS_(file_format)."""
    day = edition.dateline_on
    told = [
        ("TY", "PRESS"),
        ("AU", organisation),
        ("PB", organisation),
        ("TI", edition.headline),
        ("AB", edition.lead),
        ("PY", f"{day:%Y}"),
        ("DA", f"{day:%Y/%m/%d}"),
        ("CY", edition.place),
        ("LA", edition.language),
        ("M3", _kind(edition)),
        ("UR", address),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in told if value]
    return "\r\n".join([*lines, "ER  - ", ""])


_LATEX = {letter: f"\\{letter}" for letter in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def bibtex(edition: Edition, organisation: str, address: str) -> str:
    def plain(text: str) -> str:
        return "".join(_LATEX.get(letter, letter) for letter in " ".join(text.split()))

    day = edition.dateline_on
    fields = {
        "author": f"{{{plain(organisation)}}}",
        "title": f"{{{plain(edition.headline)}}}",
        "howpublished": plain(_kind(edition)),
        "address": plain(edition.place),
        "year": f"{day:%Y}",
        "date": f"{day:%Y-%m-%d}",
        "langid": edition.language,
        "url": address,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{release-{edition.release_id}-{edition.language},", *lines, "}", ""])


FORMS = {"ris": (ris, "application/x-research-info-systems"), "bib": (bibtex, "application/x-bibtex")}
"""Ending of a file -> who writes it, and its type."""


def _kind(edition: Edition) -> str:
    with override(edition.language):
        return str(Kind(edition.kind).label)


def day_of(edition: Edition) -> str:
    """The day of its dateline, in its own language."""
    with override(edition.language):
        return date_format(edition.dateline_on, "DATE_FORMAT")
