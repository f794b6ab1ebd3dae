"""Reads a page of a release, saved as text or HTML, and files it as a draft.

A page has the parts of the old site's: kind, headline, facts (date, place, sources, fields of work and
so on, each with its label), and a body that opens with the dateline "ROME, 24 October 2017 – ". Their
order and the markup around them may differ.
"""

import difflib
import hashlib
import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lxml.html
from django.db import transaction
from django.utils.dates import MONTHS, MONTHS_ALT
from django.utils.translation import override

from osce_site import freshness
from osce_site.models import Address, ledger
from osce_site.models.address import remember
from press import body
from press.models import Release, Tagging
from press.models.release import Kind
from press.models.text import LONGEST_HEADLINE
from press.writing import write
from taxonomy import snapshot

LARGEST = 5_000_000
"""Bytes of a page."""

_LABELS = {
    "date": r"date",
    "place": r"place|location",
    "source": r"sources?",
    "field": r"fields? of work|topics?",
    "country": r"countr(?:y|ies)",
    "meeting": r"meetings?",
}
_LABEL = {part: re.compile(rf"(?:{words})\s*:\s*(.*)", re.IGNORECASE) for part, words in _LABELS.items()}
_ROLES = ("source", "field", "country", "meeting")
_DATELINE = re.compile(r"([^\d,.–—]{2,60}(?:,[^\d,.–—]{2,40})?),\s+(\d{1,2})\.?\s+([^\W\d]+)\.?\s+(\d{4})\s*[–—-]\s*")
_AFTERWARDS = re.compile(r"(contacts?|press contacts?|share|related|read more|tags)\s*:?", re.IGNORECASE)
_BLOCK = "h1|h2|h3|h4|p|li|dt|dd|td|th|time|div|span|blockquote"


class NoRelease(ValueError):
    """The page cannot be filed; the message says why, in one sentence."""


@dataclass(frozen=True)
class Line:
    """One line of a page; ``markup`` is its HTML where it had some."""

    text: str
    markup: str = ""


@dataclass
class Page:
    """The parts of a release as they stand on a page."""

    kind: str
    headline: str
    place: str
    day: date
    body: str
    names: dict[str, list[str]] = field(default_factory=dict)
    old_path: str = ""

    @property
    def digest(self) -> str:
        """What tells that a page was filed before, however it was saved."""
        said = "\n".join([self.kind, self.headline, self.day.isoformat(), body.plain(self.body)])
        return hashlib.sha256(said.encode()).hexdigest()


def read(path: Path, language: str) -> Page:
    """The parts of a page. Raises ``NoRelease``."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise NoRelease(f"cannot be read: {error.strerror}") from error
    if len(raw) > LARGEST:
        raise NoRelease("is larger than 5 MB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoRelease("is not text in UTF-8") from error
    if "\0" in text:
        raise NoRelease("is not text")
    if re.search(r"<(html|body|p|h1|div)\b", text[:20000], re.IGNORECASE):
        return _from_html(text, language)
    lines = [Line(stripped) for line in text.splitlines() if (stripped := _bare(line))]
    return _parts(lines, language)


def _bare(line: str) -> str:
    """A line without the mark of a list."""
    return re.sub(r"^[-*•](\s+|$)", "", " ".join(line.split()))


def _from_html(text: str, language: str) -> Page:
    root = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", text))
    canonical = root.xpath("//link[@rel='canonical']/@href | //meta[@property='og:url']/@content")
    headings = [" ".join(heading.text_content().split()) for heading in root.iter("h1")]
    for noise in root.xpath("//script | //style | //head | //noscript | //comment()"):
        noise.drop_tree()
    lines: list[Line] = []
    for block in root.iter(*_BLOCK.split("|")):
        if any(True for _inner in block.iter(*_BLOCK.split("|")) if _inner is not block and _is_block(_inner)):
            continue
        if block.tag in {"span", "time"} and any(_is_block(above) for above in block.iterancestors(*_BLOCK.split("|"))):
            continue
        if words := " ".join(block.text_content().split()):
            lines.append(Line(words, _markup(block)))
    page = _parts(lines, language, headings[0] if headings else "")
    page.old_path = urlsplit(canonical[0]).path if canonical else ""
    return page


def _is_block(element: Any) -> bool:
    return element.tag not in {"span", "time"}


def _markup(block: Any) -> str:
    tag = block.tag if block.tag in {"h2", "h3", "h4", "li", "blockquote"} else "p"
    inner = html.escape(block.text or "", quote=False) + "".join(
        lxml.html.tostring(child, encoding="unicode") for child in block
    )
    return f"<{tag}>{inner}</{tag}>"


def _parts(lines: list[Line], language: str, headline: str = "") -> Page:
    opening = next((at for at, line in enumerate(lines) if _DATELINE.match(line.text)), None)
    if opening is None:
        raise NoRelease("is no release: no paragraph opens with a dateline (PLACE, 24 October 2017 – )")
    kinds = _kinds(language)
    named = [at for at, line in enumerate(lines) if line.text.casefold() in kinds and at < opening]
    named = named or [at for at, line in enumerate(lines) if line.text.casefold() in kinds]
    if not named:
        raise NoRelease("is no release: it does not say of which kind (Press release, News, …)")
    at = named[-1]
    headline = headline or (lines[at + 1].text if at + 1 < len(lines) else "")
    if not headline or at + 1 == opening or len(headline) > LONGEST_HEADLINE:
        raise NoRelease(f"is no release: no headline of at most {LONGEST_HEADLINE} characters follows its kind")
    facts = _facts(lines, opening)
    place, day = _place_and_day(lines[opening].text, language)
    return Page(
        kind=kinds[lines[at].text.casefold()],
        headline=headline,
        place=(facts["place"] or [place])[0],
        day=day,
        body=_body(lines[opening:]),
        names={role: facts[role] for role in _ROLES},
    )


def _kinds(language: str) -> dict[str, str]:
    names = {}
    for known in ("en", language):
        with override(known):
            names.update({str(label).casefold(): value for value, label in Kind.choices})
    return names


def _facts(lines: list[Line], opening: int) -> dict[str, list[str]]:
    """What stands behind each label: on its line, or on the lines after it.

    Before the body a list of values goes on until the next label or the body; behind the body, where
    other things follow, and for the place, it is one line.
    """
    facts: dict[str, list[str]] = {part: [] for part in _LABEL}
    part = ""
    for at, line in enumerate(lines):
        labels = {name: match for name, form in _LABEL.items() if (match := form.fullmatch(line.text))}
        if labels:
            part, match = labels.popitem()
            if match[1]:
                facts[part].append(match[1])
        elif at == opening:
            part = ""
        elif part:
            facts[part].append(line.text)
        if part and facts[part] and (at > opening or part == "place"):
            part = ""
    return facts


def _place_and_day(opening: str, language: str) -> tuple[str, date]:
    match = _DATELINE.match(opening)
    assert match is not None  # the opening was found by this very form
    months = _months(language)
    month = months.get(match[3].casefold())
    if month is None:
        raise NoRelease(f"has a dateline with the unknown month “{match[3]}”")
    try:
        day = date(int(match[4]), month, int(match[2]))
    except ValueError as error:
        raise NoRelease(f"has a dateline with an impossible date: {match[0].strip()}") from error
    if day.year < 1973:
        raise NoRelease(f"has a dateline before the organisation was: {day.year:04}")
    return match[1].strip(), day


def _months(language: str) -> dict[str, int]:
    found = {}
    for known in ("en", language):
        with override(known):
            for number, name in [*MONTHS.items(), *MONTHS_ALT.items()]:
                found[str(name).casefold()] = number
    return found


def _body(lines: list[Line]) -> str:
    """From the dateline, without it, to what is no body any more."""
    written = []
    for at, line in enumerate(lines):
        if at and (_AFTERWARDS.fullmatch(line.text) or any(form.fullmatch(line.text) for form in _LABEL.values())):
            break
        written.append(line.markup or f"<p>{html.escape(line.text, quote=False)}</p>")
    text = "".join(written)
    text = re.sub(r"(?:<li>.*?</li>)+", lambda items: f"<ul>{items[0]}</ul>", text, flags=re.DOTALL)
    cleaned = body.clean(text)
    plain = body.paragraphs(cleaned)[0]
    match = _DATELINE.match(plain)
    return _without_opening(cleaned, len(match[0]) if match else 0)


def _without_opening(cleaned: str, length: int) -> str:
    """Takes that many characters of text off the beginning of a body."""
    root = lxml.html.fragment_fromstring(cleaned, create_parent="div")
    for text in root.xpath(".//text()"):
        parent, taken = text.getparent(), min(length, len(text))
        if text.is_tail:
            parent.tail = parent.tail[taken:]
        else:
            parent.text = parent.text[taken:]
        length -= taken
        if not length:
            break
    return body.clean("".join(lxml.html.tostring(child, encoding="unicode") for child in root))


def terms(page: Page) -> list[tuple[str, int]]:
    """(role, term) for every name on the page. Raises ``NoRelease`` with the nearest names for one that is unknown."""
    return [(role, term_id) for role in _ROLES for value in page.names[role] for term_id in _named(value, role)]


def _named(value: str, role: str) -> list[int]:
    """The terms of a list of names parted by commas; a name may itself hold commas."""
    known = _names(role)
    parts = [part.strip() for part in re.split(r"[,;]", value) if part.strip()]
    found = []
    while parts:
        for length in range(len(parts), 0, -1):
            term_id = known.get(", ".join(parts[:length]).casefold())
            if term_id is not None:
                found.append(term_id)
                parts = parts[length:]
                break
        else:
            near = difflib.get_close_matches(parts[0].casefold(), known, n=3, cutoff=0.5)
            shown = ", ".join(snapshot.current().name(known[name], "en") for name in near) or "none"
            raise NoRelease(f"names the {role} “{parts[0]}”, which is no term; nearest: {shown}")
    return found


def _names(role: str) -> dict[str, int]:
    """Every name a term of a role has or had -> its key. Proper vocabularies and present names go first."""
    taxonomy = snapshot.current()
    found: dict[str, int] = {}
    today = freshness.now().date()
    for names_of in (lambda key: [taxonomy.name(key, "en", today)], taxonomy.all_names):
        call: Callable[[int], list[str]] = names_of
        for vocabulary in taxonomy.filing_as(role):
            for term_id, node in taxonomy.nodes.items():
                if node.vocabulary == vocabulary.slug:
                    for name in call(term_id):
                        found.setdefault(name.casefold(), term_id)
    return found


def file(page: Page, language: str, *, by: Any = None) -> Release | None:
    """Files a page as a draft, all or nothing; ``None`` where it was filed before."""
    filed = terms(page)
    with transaction.atomic():
        if Release.objects.filter(imported_from=page.digest).exists():
            return None
        release = Release.objects.create(
            kind=page.kind, dateline_on=page.day, original_language=language, imported_from=page.digest
        )
        write(release, language, by=by, place=page.place, headline=page.headline, body=page.body)
        Tagging.objects.bulk_create(
            Tagging(release=release, term_id=term_id, role=role, position=at)
            for at, (role, term_id) in enumerate(dict.fromkeys(filed))
        )
        if page.old_path not in ("", "/"):
            remember(page.old_path, Address.Kind.RELEASE, release.pk)
        ledger.record("imported", release, by=by, at=freshness.now(), digest=page.digest)
    return release
