"""The links of a body: where each leads, and where its words stand in the body's plain text."""

from dataclasses import dataclass

import lxml.html

from press import body

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Private signs, which no text holds: set around the words of a link and looked for in the plain text."""


@dataclass(frozen=True)
class BodyLink:
    href: str
    words: str
    start: int
    end: int


def body_links(html: str) -> list[BodyLink]:
    """In the order of the text; the offsets are those of ``press.body.plain``."""
    if "<a " not in html:
        return []
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    hrefs = []
    for link in root.iter("a"):
        hrefs.append(link.get("href", ""))
        link.text = _OPEN + (link.text or "")
        if len(link):
            link[-1].tail = (link[-1].tail or "") + _CLOSE
        else:
            link.text += _CLOSE
    marked = body.plain("".join(lxml.html.tostring(child, encoding="unicode") for child in root))
    return _found(marked, hrefs, body.plain(html))


def _found(marked: str, hrefs: list[str], plain: str) -> list[BodyLink]:
    """Spaces beside a sign are folded otherwise than without it, so each link is looked for from the one before."""
    found, after = [], 0
    for href, part in zip(hrefs, marked.split(_OPEN)[1:], strict=False):
        words = part.split(_CLOSE)[0].strip()
        before = len(marked.split(_OPEN + part)[0].replace(_OPEN, "").replace(_CLOSE, ""))
        start = plain.find(words, max(after, before - 3)) if words else -1
        if start >= 0:
            after = start + len(words)
            found.append(BodyLink(href, words, start, after))
    return found
