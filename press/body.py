"""The body of a text: which HTML it may hold, and how foreign HTML becomes that.

The schema of the rich-text editor is the allow-list; there is no second one.
"""

import re
from typing import Any

import lxml.html
import nh3
from django_prose_editor.config import allowlist_from_extensions, expand_extensions
from lxml import etree

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    # ``release:`` and ``term:`` lead to what is our own, wherever it stands (press/references.py).
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "release", "term"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
}

_ALLOWED = allowlist_from_extensions(expand_extensions(EXTENSIONS))
_ALLOWED["attributes"]["a"] = {"href"}
_ALLOWED["attributes"].pop("ol", None)
_ALLOWED["tags"] -= {"colgroup", "col"}
_strict = nh3.Cleaner(**_ALLOWED)

# What word processors write, and what each becomes.
_MEANT = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
_BOXES = {"div", "section", "article", "main", "center", "address", "pre", "header", "footer", "figure", "figcaption"}
_lenient = nh3.Cleaner(**{**_ALLOWED, "tags": _ALLOWED["tags"] | set(_MEANT) | _BOXES})

_BLOCKS = {"p", "h2", "h3", "ul", "ol", "blockquote", "table"}
_MAY_BE_EMPTY = {"br", "td", "th"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile(r"[ \t\r\n\xa0]+")

EMPTY = ""
_ROUNDS = 5
_SAID = r"(?=\S)[^<>&\x00-\x1f\x7f-\xa0\ud800-\udfff\ufffe\uffff\U00010000-\U0010ffff]+(?<=\S)"
_MARKED = (
    rf"(?:<strong>{_SAID}</strong>|<em>{_SAID}</em>|<a href=\"https?://[a-z0-9.-]++/[a-zA-Z0-9./-]*+\">{_SAID}</a>)"
)
# Words and what is marked, a space at most between them, and none at the ends.
_LINE = rf"(?:{_SAID}|{_MARKED})(?: ?{_MARKED}(?: ?{_SAID})?)*+"
_SIMPLE = re.compile(rf"(?:<p>{_LINE}</p>|<h2>{_SAID}</h2>|<h3>{_SAID}</h3>|<ul>(?:<li><p>{_LINE}</p></li>)++</ul>)++")
_MARK = re.compile(r"</?(?:strong|em|a)\b[^>]*>")
_BETWEEN = re.compile(r"(?:</?(?:p|h2|h3|ul|li)>)+")


def _is_simple(html: str) -> bool:
    """Whether it is nothing but clean paragraphs, headings and lists, as most of an archive is: known at a glance."""
    return "  " not in html and _SIMPLE.fullmatch(html) is not None


def clean(html: str) -> str:
    """HTML of any origin as a body: paragraphs, headings of two levels, lists, quotes, tables, links.

    Scripts, styles, pictures and everything active are gone, spaces folded, empty paragraphs dropped.
    Cleaning what is clean changes nothing.
    """
    if _is_simple(html):
        return html
    for _round in range(_ROUNDS):
        cleaned = _strict.clean(_tidied(_lenient.clean(_CONTROL.sub("", html)))).strip()
        if cleaned == html:
            break
        html = cleaned
    return html


def _tidied(html: str) -> str:
    if not html.strip():
        return EMPTY
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in list(root.iter(etree.Element)):
        if isinstance(element.tag, str):
            element.tag = _MEANT.get(element.tag, element.tag)
            element.text = _folded(element.text)
            element.tail = _folded(element.tail)
    for link in [link for link in root.iter("a") if not link.get("href")]:
        link.drop_tag()
    _open_boxes(root)
    _wrap_loose(root)
    _drop_empty(root)
    return _inner(root)


def _folded(text: str | None) -> str | None:
    return _SPACES.sub(" ", text) if text else text


def _open_boxes(root: Any) -> None:
    """A box around blocks is opened; a box around words is a paragraph. So are nested paragraphs."""
    for box in [element for element in root.iter(*_BOXES) if element is not root]:
        if any(child.tag in _BLOCKS | _BOXES for child in box):
            _wrap_loose(box)
            box.drop_tag()
        else:
            box.tag = "p"


def _wrap_loose(parent: Any) -> None:
    """Words that stand outside of any block become paragraphs."""
    loose: Any = None
    children = list(parent)
    text, parent.text = parent.text, None
    if text and text.strip():
        loose = etree.Element("p")
        loose.text = text
        parent.insert(0, loose)
    for child in children:
        tail, child.tail = child.tail, None
        if child.tag in _BLOCKS | _BOXES:
            loose = None
        else:
            if loose is None:
                loose = etree.Element("p")
                child.addprevious(loose)
            loose.append(child)
        if tail and tail.strip():
            if loose is None:
                loose = etree.Element("p")
                child.addnext(loose)
                loose.text = tail
            elif len(loose):
                loose[-1].tail = (loose[-1].tail or "") + tail
            else:
                loose.text = (loose.text or "") + tail
        elif tail and loose is not None and len(loose):
            loose[-1].tail = (loose[-1].tail or "") + tail


def _drop_empty(root: Any) -> None:
    for element in reversed(list(root.iterdescendants())):
        hollow = not len(element) and not (element.text or "").strip()
        if hollow and element.tag not in _MAY_BE_EMPTY:
            element.drop_tag() if element.text else element.drop_tree()
        elif element.tag in {"p", "h2", "h3", "li"}:
            _trim(element)


def _trim(block: Any) -> None:
    """No space and no line break at the edges of a block."""
    while len(block) and block[0].tag == "br" and not (block.text or "").strip():
        block[0].drop_tree()
    while len(block) and block[-1].tag == "br" and not (block[-1].tail or "").strip():
        block[-1].drop_tree()
    if block.text:
        block.text = block.text.lstrip()
    if len(block) and block[-1].tail:
        block[-1].tail = block[-1].tail.rstrip()
    elif not len(block) and block.text:
        block.text = block.text.rstrip()
    if not len(block) and not block.text:
        block.drop_tree()


def _inner(root: Any) -> str:
    return "".join(lxml.html.tostring(child, encoding="unicode") for child in root)


def from_plain(text: str) -> str:
    """Paragraphs of plain text, one a line or parted by blank lines, as a body."""
    return clean("".join(f"<p>{nh3.clean_text(line)}</p>" for line in text.splitlines() if line.strip()))


_WORDED = ("p", "h2", "h3", "li", "td", "th")
_HOLDING = {*_WORDED, *_BLOCKS, "thead", "tbody", "tfoot", "tr"}


def paragraphs(html: str) -> list[str]:
    """The words of a body, block by block, without markup. Each word once: a block within a block is its own."""
    if _is_simple(html):
        return _BETWEEN.split(_MARK.sub("", html))[1:-1]
    if not html.strip():
        return []
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    said = (_SPACES.sub(" ", _own_words(block)).strip() for block in root.iter(*_WORDED))
    return [words for words in said if words]


def _own_words(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == "br":
            parts.append(" ")
        elif child.tag not in _HOLDING:
            parts.append(_own_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def plain(html: str) -> str:
    return "\n".join(paragraphs(html))
