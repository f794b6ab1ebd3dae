"""The dateline against what the text says: another place, another day, a weekday that the day was not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from press.findings import Finding
from press.house_style import Passage
from press.reckoning import Day, days
from press.wording import IN_A_PLACE, MONTHS, RELATIVE_DAYS, WEEKDAYS, small
from taxonomy.finding import fold

NEAR = 3
"""Days between the dateline and an event within which the text is taken to report from it."""
APART = 25
"""Characters between a date and the place that belongs to it, at most."""
OPENING = 3
"""Paragraphs in which a text says what it reports."""
LONGEST_OPENING = 3000
"""Characters of these."""


@dataclass(frozen=True)
class Dateline:
    place: str
    day: date


def against_dateline(
    dateline: Dateline, passages: list[Passage], *, no_towns: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """``passages``: lead and body. ``no_towns``: names of States and regions, folded: a town may lie in them."""
    yield from _elsewhere(dateline, passages, no_towns)
    for passage in passages:
        yield from _other_day(dateline, passage)
        yield from _other_weekday(dateline, passage)
        if passage.field == "body":
            yield from _written_in_full(dateline, passage)


# The place

_NO_TOWN = re.compile(
    r"ejercicio|exercice|esercizio|funktion|\w+(?:ung|keit|heit|schaft|tion|arbeit|form|folge|wart)", re.I
)
"""What stands after the same word: "Presidente en Ejercicio", "in Zusammenarbeit"."""


def _elsewhere(dateline: Dateline, passages: list[Passage], no_towns: frozenset[str]) -> Iterator[Finding]:
    """An event of these days in another town than the dateline's; silent where the text speaks of that one too."""
    if not dateline.place.strip():
        return
    found = []
    for passage in passages:
        opening = "\n".join(passage.text[:LONGEST_OPENING].split("\n")[:OPENING])
        for start, end in _places_of_events(opening, passage.language, dateline.day):
            place = opening[start:end]
            if fold(place) in no_towns or fold(place.split()[0]) in no_towns:
                continue
            if _same_place(place, dateline.place, passage.language):
                return
            found.append((passage, start, end))
    for passage, start, end in found[:1]:
        said = {"dateline": dateline.place, "place": passage.text[start:end]}
        message = _("The dateline says %(dateline)s, the text places the event in “%(place)s”.") % said
        yield passage.finding("dateline-place", message, start, end)


def _places_of_events(text: str, language: str, near: date) -> Iterator[tuple[int, int]]:
    """Where a text names a town beside a date close to a day, or beside "today"."""
    when = [(day.start, day.end) for day in days(text, language) if _is_near(day, near)]
    # German writes every noun large: "heute in Bezirke" names no town, so there it takes a date.
    words = "|".join(map(re.escape, RELATIVE_DAYS[language])) if language != "de" else r"$^"
    when += [said.span() for said in re.finditer(rf"(?<!\w)(?:{words})(?!\w)", text, re.IGNORECASE)]
    before = "|".join(IN_A_PLACE[language])
    name = r"[^\W\d_a-zа-яё][^\W\d_]+(?:[ -][^\W\d_a-zа-яё][^\W\d_]+){0,2}"
    for said in re.finditer(rf"(?<!\w)(?:{before}|{before.title()}) (?P<place>{name})(?!\w)", text):
        start, end = said.span("place")
        first = said["place"].split()[0]
        if fold(first) in {fold(month) for month in MONTHS[language]} or _NO_TOWN.fullmatch(first):
            continue
        if any(_beside(text, (start, end), one, said.start()) for one in when):
            yield start, end


def _is_near(day: Day, near: date) -> bool:
    meant = day.on(near)
    return meant is not None and abs((meant - near).days) <= NEAR


def _beside(text: str, place: tuple[int, int], when: tuple[int, int], begins: int) -> bool:
    gap = text[when[1] : begins] if when[1] <= begins else text[place[1] : when[0]]
    return len(gap) <= APART and not re.search(r"[.;!?\n]", gap)


def _same_place(said: str, dateline: str, language: str) -> bool:
    """Capitals, accents and, in Russian, endings aside: "в Вене" is ВЕНА."""
    one = fold(said)
    for other in (fold(part) for part in re.split(r"[,/;&]|\band\b", dateline)):
        if other and (one == other or one in other or other in one):
            return True
        alike = max(3, min(len(one), len(other)) - 2)
        if language == "ru" and one[:alike] == other[:alike]:
            return True
    return False


# The day


def _other_day(dateline: Dateline, passage: Passage) -> Iterator[Finding]:
    """ "today, 25 October" under a dateline of the 24th."""
    text, known = passage.text, RELATIVE_DAYS[passage.language]
    words = "|".join(map(re.escape, known))
    named = days(text, passage.language)
    for said in re.finditer(rf"(?<!\w)({words})(?!\w)", text, re.IGNORECASE) if named else ():
        expected = dateline.day + timedelta(days=known[small(said[1])])
        for day in (one for one in named if abs(one.start - said.start()) <= 2 * APART):
            beside = text[said.end() : day.start] if day.start >= said.end() else text[day.end : said.start()]
            if re.fullmatch(r"[ ,(–-]{1,3}(?:on |le |am |den |il |el )?", beside) and day.on(dateline.day) != expected:
                start, end = min(said.start(), day.start), max(said.end(), day.end)
                told = {"said": text[start:end], "day": date_format(dateline.day, "DATE_FORMAT")}
                message = _("“%(said)s” does not agree with the dateline, %(day)s.") % told
                yield passage.finding("dateline-day", message, start, end)


def _other_weekday(dateline: Dateline, passage: Passage) -> Iterator[Finding]:
    """ "Monday, 24 October 2017", which was a Tuesday."""
    known = WEEKDAYS[passage.language]
    for day in days(passage.text, passage.language):
        before = passage.text[max(0, day.start - 25) : day.start]
        said = re.search(
            rf"(?<!\w)({'|'.join(known)})[ ,]{{1,2}}(?:den |dem |the |le |il |el )?$", before, re.IGNORECASE
        )
        meant = day.on(dateline.day)
        if said and meant and meant.weekday() != known[small(said[1])] and _is_dated(day, meant, dateline.day):
            told = {"day": date_format(meant, "DATE_FORMAT"), "weekday": date_format(meant, "l")}
            message = _("%(day)s is a %(weekday)s.") % told
            start = day.start - len(before) + said.start()
            yield passage.finding("weekday", message, start, day.end)


def _is_dated(day: Day, meant: date, near: date) -> bool:
    """Without a year, a day is only known where it is close."""
    return day.year is not None or abs((meant - near).days) < 180


def _written_in_full(dateline: Dateline, passage: Passage) -> Iterator[Finding]:
    """A dateline typed into the body would stand there twice: the page writes it."""
    place = re.escape(dateline.place.strip())
    said = re.match(rf"{place}[ ,(]*[^–—\n]{{0,40}}? ?[–—-] ", passage.text, re.IGNORECASE) if place else None
    if said and days(said[0], passage.language):
        message = _("The dateline writes itself before the first words: here it would stand twice.")
        yield passage.finding("dateline-twice", message, said.start(), said.end())
