"""Reads dates, times and numbers from text of the six languages by their value, so that texts can be compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from press.wording import DAY_JOINTS, MONTHS, NUMBER_WORDS, SIZE_PATTERNS, size_of, small

_YEAR = r"(?:19|20)\d\d"
_ORDINAL = r"(?:st|nd|rd|th|er|º|ª|°|\.)?"


@dataclass(frozen=True)
class Day:
    """A day as a text names it; ``year`` is ``None`` where the text leaves it to the reader."""

    day: int
    month: int
    year: int | None
    start: int
    end: int

    @property
    def of_the_year(self) -> tuple[int, int]:
        return self.month, self.day

    def on(self, near: date) -> date | None:
        """The date it means in a text of a day: in the year said, else in the year that brings it nearest."""
        years = [self.year] if self.year else [near.year - 1, near.year, near.year + 1]
        meant = [one for year in years if (one := _date(year, self.month, self.day))]
        return min(meant, key=lambda one: abs((one - near).days), default=None)


@dataclass(frozen=True)
class Number:
    value: Decimal
    start: int
    end: int
    firm: bool = True
    """Written in figures and countable. Of the others a translation may make what it likes."""


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _patterns(language: str) -> list[re.Pattern[str]]:
    months = "|".join(sorted(MONTHS[language], key=len, reverse=True))
    joints = "|".join(map(re.escape, DAY_JOINTS[language]))
    days = rf"(?P<days>\b\d{{1,2}}{_ORDINAL}(?: ?(?:,|[-–—]|\b(?:{joints})\b|all[’']) ?\d{{1,2}}{_ORDINAL}){{0,4}})"
    of = r"(?: de| of)?"
    found = [rf"{days}{of} (?P<month>{months})\b(?:,?(?: de| del)? (?P<year>{_YEAR})\b)?"]
    if language == "en":
        found.append(rf"\b(?P<month>{months}) {days}(?!\d)(?:,? (?P<year>{_YEAR})\b)?")
    found.append(rf"\b(?P<year>{_YEAR})-(?P<month>\d\d)-(?P<days>\d\d)\b")
    found.append(rf"\b(?P<days>\d{{1,2}})[./](?P<month>\d{{1,2}})[./](?P<year>{_YEAR})\b")
    return [re.compile(pattern, re.IGNORECASE) for pattern in found]


def days(text: str, language: str) -> list[Day]:
    """The days a text names, in its order; of "24 and 25 October" both."""
    found: list[Day] = []
    for pattern in _patterns(language):
        for said in pattern.finditer(text):
            if any(said.start() < day.end and day.start < said.end() for day in found):
                continue
            month = small(said["month"])
            number = int(month) if month.isdigit() else MONTHS[language][month]
            year = int(said["year"]) if said["year"] else None
            found += [
                Day(int(day), number, year, said.start(), said.end())
                for day in re.findall(r"\d+", said["days"])
                if _date(year or 2000, number, int(day))
            ]
    return sorted(found, key=lambda day: (day.start, day.month, day.day))


_TIME = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-4])(?:(?:[:.]| ?h ?| heures? | uhr )(?P<minute>[0-5]\d)\b| ?h\b)(?: ?(?P<half>[ap])\.?m\b\.?)?"
    r"|\b(?P<whole>1?\d) ?(?P<part>[ap])\.?m\b\.?",
    re.IGNORECASE,
)
_TIME_NEAR = re.compile(r"uhr|heure|cet|cest|utc|gmt|hrs|час|:|\d ?h|[ap]\.?m\b", re.IGNORECASE)

_NOT_A_NUMBER = re.compile(
    r"https?://\S+|www\.\S+|(?<!\S)[^\s@]+@\S+"
    r"|\+\d[\d ()/-]{5,}\d"  # a telephone
    r"|\b\w*[^\W\d_][-‐/.]?\d[\w.-]*"  # COVID-19, UTF8, 5G's like
    r"|(?<!\d)\d+[^\W\d_]\w*"  # 5G, 21st, 1990er
    r"|(?<![\w.:/-])\d+(?:[.:/-]\d+){2,}\b(?![.,]\d)"  # 1.2.3, 12/3/4
    r"|\b(?:19|20)\d0(?:s|er|-е|-х)\b"
)
_FIGURES = re.compile(
    r"(?<![\w.,])\d{1,3}(?:[.,'’ \u00a0\u202f\u2009]\d{3}){1,6}(?:[.,]\d{1,2})?(?!\d)|(?<![\w])\d+(?:[.,]\d+)?"
)


def times(text: str) -> list[tuple[int, int, int]]:
    """The times of day a text names: minutes since midnight, start, end."""
    found = []
    for said in _TIME.finditer(text):
        if not _TIME_NEAR.search(text[said.start() : said.end() + 8]):
            continue
        half = (said["half"] or said["part"] or "").lower()
        hour = int(said["hour"] or said["whole"]) % (12 if half else 24) + (12 if half == "p" else 0)
        found.append((hour * 60 + int(said["minute"] or 0), said.start(), said.end()))
    return found


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    signs = list(text)
    for start, end in spans:
        signs[start:end] = "|" * (end - start)
    return "".join(signs)


@cache
def _size_after(language: str) -> re.Pattern[str]:
    return re.compile(rf"[ \u00a0\u202f-](?P<size>{SIZE_PATTERNS[language]})(?!\w)", re.IGNORECASE)


def numbers(text: str, language: str) -> list[Number]:
    """The numbers of a text by value, dates and times left out; in figures and, not firm, in words."""
    text = _blanked(text, [(day.start, day.end) for day in days(text, language)])
    text = _blanked(text, [(start, end) for _minutes, start, end in times(text)])
    loose = [said.span() for said in _NOT_A_NUMBER.finditer(text)]
    found = [number for start, end in loose for number in _loose(text, start, end, language)]
    text = _blanked(text, loose)
    for said in _FIGURES.finditer(text):
        if value := _value(said[0]):
            found += _sized(text, said, value, language)
    return sorted([*found, *_in_words(text, language)], key=lambda number: number.start)


def _loose(text: str, start: int, end: int, language: str) -> Iterator[Number]:
    for figures in re.finditer(r"(\d+)([^\W\d_]*)", text[start:end]):
        if len(figures[1]) < 12:
            size = re.fullmatch(SIZE_PATTERNS[language], figures[2], re.IGNORECASE)  # "200mila"
            worth = size_of(figures[2], language) if size else 1
            yield Number(Decimal(figures[1]) * worth, start, end, firm=False)


def _sized(text: str, said: re.Match[str], value: Decimal, language: str) -> Iterator[Number]:
    """ "1.5 million" is one number; its figures alone count too, for a language that says it otherwise."""
    end, size = said.end(), 1
    while after := _size_after(language).match(text, end):
        size *= size_of(after["size"], language)
        end = after.end()
    if size > 1:
        yield Number(value, said.start(), said.end(), firm=False)
    yield Number(value * size, said.start(), end)


def _value(figures: str) -> Decimal | None:
    """ "1,234.5", "1.234,5", "1 234,5" and "1'234.5" are one number."""
    grouped = re.fullmatch(r"(\d{1,3}(?:([.,'’ \u00a0\u202f\u2009])\d{3})(?:\2\d{3})*)(?:[.,](\d+))?", figures)
    if grouped:
        whole, fraction = re.sub(r"\D", "", grouped[1]), grouped[3] or "0"
    else:
        whole, _comma, fraction = re.sub(r"[ \u00a0\u202f\u2009'’]", "", figures).replace(",", ".").partition(".")
        if "." in fraction:
            return None
    return Decimal(f"{whole}.{fraction or '0'}").normalize() if len(whole) < 16 else None


def _in_words(text: str, language: str) -> Iterator[Number]:
    """ "two hundred", "a million", "twenty-five": never firm."""
    known, after = NUMBER_WORDS[language], _size_after(language)
    for word in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*", text):
        said = small(word[0])
        parts = [said] if said in known else said.split("-")
        values = [known[part] for part in parts if part in known]
        if re.fullmatch(SIZE_PATTERNS[language], said):
            yield Number(Decimal(size_of(said, language)), word.start(), word.end(), firm=False)
        if values:
            size = after.match(text, word.end())
            worth = size_of(size["size"], language) if size else 1
            yield Number(Decimal(sum(values) * worth), word.start(), word.end(), firm=False)
