"""The house style: rules over the words of one field in one language. Each yields findings, all of them advisory.

Who adds a rule writes a function of a ``Passage`` and enters it in ``RULES``; its code stands in docs/house-style.md.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from press.findings import Finding
from press.quotation_marks import quotation_marks
from press.wording import (
    CURRENCIES,
    EMPTY_LINK_WORDS,
    OTHERS_WITH_MEMBERS,
    OURSELVES,
    PER_CENT,
    PROMISES_OF_A_LINK,
    RIGHT_TWICE,
    SIZE_PATTERNS,
    size_of,
)


@dataclass(frozen=True)
class Passage:
    """The plain text of one field; paragraphs are parted by line breaks."""

    field: str
    language: str
    text: str
    links: tuple[tuple[int, int], ...] = ()
    """Where words that are a link begin and end."""

    def finding(self, code: str, message: str, start: int, end: int, suggestion: str = "") -> Finding:
        return Finding(code, self.field, message, False, self.text[start:end], start, suggestion)


Rule = Callable[[Passage], Iterator[Finding]]

_SPACE = "[ \u00a0\u202f\u2009]"


def space_before_comma(passage: Passage) -> Iterator[Finding]:
    """No language of the six has a space before a comma or a full stop."""
    for said in re.finditer(rf"(?<!\S)(\S+){_SPACE}+(,(?!\d)|\.(?=[\s”»“\"’')]|$))(?!\.)", passage.text):
        after = passage.text[said.end() : said.end() + 2].lstrip()
        if said[2] == "." and (said[1].endswith(".") or after.startswith(".")):  # dots in a row, parted by spaces
            continue
        mark = _("comma") if said[2] == "," else _("full stop")
        message = _("There is a space before a %s.") % mark
        yield passage.finding("space-before-comma", message, said.start(), said.end(), said[1] + said[2])


def space_before_mark(passage: Passage) -> Iterator[Finding]:
    """A space before ; : ! ? belongs to French alone."""
    if passage.language == "fr":
        return
    for said in re.finditer(rf"(?<!\S)(\S+){_SPACE}+([;:!?])(?=\s|$)", passage.text):
        message = _("There is a space before “%s”.") % said[2]
        yield passage.finding("space-before-mark", message, said.start(), said.end(), said[1] + said[2])


def french_spaces(passage: Passage) -> Iterator[Finding]:
    """In French a space, best a narrow one that does not break, stands before ; : ! ? and within « »."""
    if passage.language != "fr":
        return
    message = _("In French a space stands before “%s”.")
    for said in re.finditer(r"(?<![\w’'-])([^\W\d_][\w’'-]*)([;:!?])(?=\s|$)", passage.text):
        suggestion = f"{said[1]}\u202f{said[2]}"
        yield passage.finding("french-space", message % said[2], said.start(), said.end(), suggestion)
    for said in re.finditer(r"«\w+»?|(?<!\w)\w+»", passage.text):
        suggestion = said[0].replace("«", "«\u202f").replace("»", "\u202f»")
        message = _("In French a space stands within « and ».")
        yield passage.finding("french-space", message, said.start(), said.end(), suggestion)


def double_words(passage: Passage) -> Iterator[Finding]:
    """The same word twice. Two names in a row (Baden Baden) and what a language says twice rightly are left alone."""
    for said in re.finditer(r"(?<![-\w'’.])([^\W\d_]+) +(\1)(?![-\w'’])", passage.text, re.IGNORECASE):
        first, second = said[1], said[2]
        if second[0].isupper() or first.lower() in RIGHT_TWICE[passage.language]:
            continue
        message = _("“%s” stands twice in a row.") % second
        yield passage.finding("double-word", message, said.start(), said.end(), first)


def numbers_said_twice(passage: Passage) -> Iterator[Finding]:
    """ "200 hundred", "5,000 thousand", "2 million thousand": a size that the number has already."""
    sizes = SIZE_PATTERNS[passage.language]
    spaced = rf"{_SPACE}+"
    figures = r"(?<![\w.,])\d+(?:[.,'’ \u00a0\u202f]\d{3}){0,6}(?![.,]?\d)"
    for said in re.finditer(rf"({figures}){spaced}({sizes})(?!\w)", passage.text, re.IGNORECASE):
        value, size = int(re.sub(r"\D", "", said[1])), size_of(said[2], passage.language)
        if size <= 1000 and value >= size and value % min(size, 100) == 0:
            yield _size_twice(passage, said, said[1])
    for said in re.finditer(rf"(?<!\w)({sizes}){spaced}(?:(?:de|di) )?({sizes})(?!\w)", passage.text, re.IGNORECASE):
        first, second = (size_of(said[at], passage.language) for at in (1, 2))
        if _is_no_number(first, second):
            yield _size_twice(passage, said, said[1])


def _is_no_number(first: int, second: int) -> bool:
    """ "hundred thousand" and "thousand million" are numbers; "million thousand" and "hundred hundred" are none."""
    return second <= first and second <= 1000 and not (first == second == 1000 * 1000)


def _size_twice(passage: Passage, said: re.Match[str], suggestion: str) -> Finding:
    message = _("“%s” says a size twice.") % said[0]
    return passage.finding("number-said-twice", message, said.start(), said.end(), suggestion)


def signs_said_twice(passage: Passage) -> Iterator[Finding]:
    """ "5% per cent", "€5 million euros": a sign and its word."""
    patterns = [rf"\d{_SPACE}?%{_SPACE}*(?:{PER_CENT[passage.language]})\b"]
    for sign, word in CURRENCIES[passage.language].items():
        sized = rf"(?:{_SPACE}(?:{SIZE_PATTERNS[passage.language]}))?"
        patterns.append(rf"{re.escape(sign)}{_SPACE}?\d[\d.,]*{sized}{_SPACE}(?:{word})\b")
    for pattern in patterns:
        for said in re.finditer(pattern, passage.text, re.IGNORECASE):
            message = _("“%s” has a sign and its word: one of them is enough.") % said[0]
            yield passage.finding("sign-said-twice", message, said.start(), said.end())


def link_words(passage: Passage) -> Iterator[Finding]:
    """ "here" as the words of a link; and "can be found here" where no link stands."""
    empty = EMPTY_LINK_WORDS[passage.language]
    for start, end in passage.links:
        words = passage.text[start:end]
        if words.strip(" .…»>:→").lower() in empty:
            message = _("“%s” does not say where the link leads. Who hears links alone hears nothing.") % words.strip()
            yield passage.finding("link-words", message, start, end)
    for said in re.finditer(rf"\b{PROMISES_OF_A_LINK[passage.language]}\b(?=[.;!]|$)", passage.text, re.I | re.M):
        if not any(start <= said.start(1) < end for start, end in passage.links):
            message = _("“%s” promises a link, and there is none.") % said[0]
            yield passage.finding("promised-link", message, said.start(1), said.end(1))


# What the States of the organisation are called: wrong forms, and the right one.
_STATES: dict[str, list[tuple[str, str]]] = {
    "en": [
        (r"\b[Pp]articipating (state)(s?)\b", "participating State"),
        (r"(?<=[\w,;] )Participating [Ss]tate(s?)\b", "participating State"),
    ],
    "fr": [(r"\b[EÉ]tats? Participants?\b|\b[eé]tats? participants?\b|\bEtats? participants?\b", "États participants")],
    "de": [
        (r"\b[Tt]eilnehmenden? Staaten\b|\bTeilnahmestaaten\b|\bTeilnehmerländern?\b", "Teilnehmerstaaten"),
        (r"\bTeilnehmer-Staaten\b", "Teilnehmerstaaten"),
    ],
    "it": [
        (r"\b[Ss]tati Partecipanti\b|\bstati partecipanti\b|\bPaesi partecipanti all[’']OSCE\b", "Stati partecipanti")
    ],
    "ru": [
        (r"\b[Гг]осударств\w* участник\w*|\bГосударств\w*-Участник\w*", "государства-участники"),
        (r"\b[Сс]тран\w*[- ]участни[кц]\w* ОБСЕ\b", "государства-участники"),
    ],
    "es": [
        (r"\b[Ee]stados Participantes\b|\bestados participantes\b", "Estados participantes"),
        (r"\b[Pp]aíses participantes de la OSCE\b", "Estados participantes"),
    ],
}
_MEMBERS = {
    "en": (r"\b[Mm]ember [Ss]tates?\b", "participating States"),
    "fr": (r"\b[EÉeé]tats? membres?\b", "États participants"),
    "de": (r"\bMitglieds?staaten\b|\bMitglieds?länder\b", "Teilnehmerstaaten"),
    "it": (r"\b[Ss]tati [Mm]embri\b", "Stati partecipanti"),
    "ru": (r"\b[Гг]осударств\w*[- ]член\w*|\b[Сс]тран\w*[- ]член\w*", "государства-участники"),
    "es": (r"\b[Ee]stados [Mm]iembros?\b", "Estados participantes"),
}
_SENTENCE = re.compile(r"[^\n]+?(?:[.!?](?=\s|$)|$)", re.MULTILINE)


def states(passage: Passage) -> Iterator[Finding]:
    """The States are participating States, a small p and a large S; members are those of others."""
    if passage.language == "en" and passage.field == "headline" and _is_title_case(passage.text):
        return
    for pattern, right in _STATES[passage.language]:
        for said in re.finditer(pattern, passage.text):
            yield _wrong_states(passage, said, right)
    pattern, right = _MEMBERS[passage.language]
    for sentence in _SENTENCE.finditer(passage.text):
        if OURSELVES.search(sentence[0]) and not OTHERS_WITH_MEMBERS.search(sentence[0]):
            for said in re.finditer(pattern, sentence[0]):
                start = sentence.start() + said.start()
                message = _("The organisation has no members: its States are “%s”.") % right
                suggestion = _one_or_many(said[0], right)
                yield passage.finding("participating-states", message, start, start + len(said[0]), suggestion)


def _wrong_states(passage: Passage, said: re.Match[str], right: str) -> Finding:
    at_beginning = bool(re.search(r"(?:^|[.!?:”“\"»]\s*|\n)$", passage.text[max(0, said.start() - 4) : said.start()]))
    suggestion = _one_or_many(said[0], right)
    if at_beginning and said[0][0].isupper():
        suggestion = suggestion[0].upper() + suggestion[1:]
    message = _("The States are written “%s”.") % suggestion
    return passage.finding("participating-states", message, said.start(), said.end(), suggestion)


def _one_or_many(said: str, right: str) -> str:
    """The right form in the number of what was said; English and French alone can be told by their ending."""
    if right == "participating State" and said.endswith("s"):
        return "participating States"
    if right == "participating States" and not said.endswith("s"):
        return "participating State"
    if right == "États participants" and not said.endswith("s"):
        return "État participant"
    return right


def _is_title_case(text: str) -> bool:
    long = re.findall(r"[^\W\d_]{4,}", text)
    return sum(word[0].isupper() for word in long) > 0.8 * len(long)


def marks_twice(passage: Passage) -> Iterator[Finding]:
    """ ",," and "..": a sign that slipped twice. Three dots are a sign of their own."""
    for said in re.finditer(r"(?<!\w)(\w+)(,,+|;;+|(?<!\.)\.\.(?!\.))", passage.text):
        message = _("“%s” stands twice.") % said[2][0]
        yield passage.finding("mark-twice", message, said.start(), said.end(), said[1] + said[2][0])


def apostrophes(passage: Passage) -> Iterator[Finding]:
    """Straight and typographic apostrophes in one text; told once, at the first straight one."""
    straight = list(re.finditer(r"(?<!\w)\w+'\w+", passage.text))
    if straight and re.search(r"[^\W\d_]’\w", passage.text):
        first = straight[0]
        message = _("Straight and typographic apostrophes stand in one text.")
        suggestion = first[0].replace("'", "’")
        yield passage.finding("mixed-apostrophes", message, first.start(), first.end(), suggestion)


def quotes(passage: Passage) -> Iterator[Finding]:
    for code, message, start, end in quotation_marks(passage.text, passage.language):
        yield passage.finding(code, message, start, end)


RULES: list[Rule] = [
    space_before_comma,
    space_before_mark,
    french_spaces,
    double_words,
    numbers_said_twice,
    signs_said_twice,
    link_words,
    states,
    marks_twice,
    apostrophes,
    quotes,
]


def remarks(passage: Passage) -> list[Finding]:
    """What the house style has to say about a passage."""
    return [finding for rule in RULES for finding in rule(passage)]
