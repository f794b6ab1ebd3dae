"""A translation against its original: numbers, days, times and persons' names that differ.

Compared by value, not by spelling: "1,500", "1 500", "1.500" and "one and a half thousand" are no difference to tell.
Where a translation may rightly say it otherwise (small numbers in words, other alphabets) nothing is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from press import persons, places
from press.findings import Finding
from press.house_style import Passage
from press.reckoning import Number, days, numbers, times

LARGE = 13
"""From here on a number is written in figures in every language."""
MANY = 6
"""So many differences mean another text, not a slip."""


@dataclass(frozen=True)
class _Said:
    """A value and where it stands: passage, start, end."""

    value: object
    passage: Passage
    start: int
    end: int


def against_original(passages: list[Passage], original: list[Passage]) -> Iterator[Finding]:
    yield from _numbers(passages, original)
    yield from _days(passages, original)
    yield from _times(passages, original)
    yield from _persons(passages, original)
    yield from _places(passages, original)


# Numbers, days, times


def _numbers(passages: list[Passage], original: list[Passage]) -> Iterator[Finding]:
    ours, theirs = _all_numbers(passages), _all_numbers(original)
    here, there = {number.value for number, _p in ours}, {number.value for number, _p in theirs}
    ours_alone = [_Said(n.value, p, n.start, n.end) for n, p in ours if n.firm and n.value not in there]
    theirs_alone = [_Said(n.value, p, n.start, n.end) for n, p in theirs if n.firm and n.value not in here]
    if len(ours_alone) != len(theirs_alone):  # then a small one may be said in a word that is not known here
        ours_alone = [said for said in ours_alone if Decimal(str(said.value)) >= LARGE]
        theirs_alone = [said for said in theirs_alone if Decimal(str(said.value)) >= LARGE]
    yield from _told("number-differs", ours_alone, theirs_alone)


def _all_numbers(passages: list[Passage]) -> list[tuple[Number, Passage]]:
    return [(number, passage) for passage in passages for number in numbers(passage.text, passage.language)]


def _days(passages: list[Passage], original: list[Passage]) -> Iterator[Finding]:
    ours, theirs = _all_days(passages), _all_days(original)
    here, there = {said.value for said in ours}, {said.value for said in theirs}
    ours_alone = [said for said in ours if said.value not in there]
    theirs_alone = [said for said in theirs if said.value not in here]
    yield from _told("day-differs", ours_alone, theirs_alone)


def _all_days(passages: list[Passage]) -> list[_Said]:
    return [
        _Said(day.of_the_year, passage, day.start, day.end)
        for passage in passages
        for day in days(passage.text, passage.language)
    ]


def _times(passages: list[Passage], original: list[Passage]) -> Iterator[Finding]:
    ours, theirs = _all_times(passages), _all_times(original)
    here, there = {said.value for said in ours}, {said.value for said in theirs}
    if here and there:  # else one of them says them in a way that is not read here
        yield from _told(
            "time-differs",
            [said for said in ours if said.value not in there],
            [said for said in theirs if said.value not in here],
        )


def _all_times(passages: list[Passage]) -> list[_Said]:
    return [_Said(minutes, passage, start, end) for passage in passages for minutes, start, end in times(passage.text)]


def _told(code: str, ours: list[_Said], theirs: list[_Said]) -> Iterator[Finding]:
    """Pairs what stands in one text alone with what stands in the other alone, in their order."""
    ours, theirs = _each_once(ours), _each_once(theirs)
    if max(len(ours), len(theirs)) > MANY:
        return
    paired = len(ours) == len(theirs)
    for place, said in enumerate(ours):
        words = said.passage.text[said.start : said.end]
        if paired:
            other = theirs[place]
            told = {"here": words, "there": other.passage.text[other.start : other.end]}
            message = _("“%(here)s” stands here, “%(there)s” in the original.") % told
        else:
            message = _("“%s” does not stand in the original.") % words
        yield said.passage.finding(code, message, said.start, said.end)
    for said in theirs if not paired else ():
        message = _("The original says “%s”, which is missing here.") % said.passage.text[said.start : said.end]
        yield Finding(code, said.passage.field, message, False)


def _each_once(said: list[_Said]) -> list[_Said]:
    return list({one.value: one for one in reversed(said)}.values())[::-1]


# Persons


def _persons(passages: list[Passage], original: list[Passage]) -> Iterator[Finding]:
    """Surnames of who speaks in the original."""
    if not passages or not original:
        return
    text = "\n".join(passage.text for passage in passages)
    for surname in persons.surnames("\n".join(passage.text for passage in original), original[0].language):
        if persons.is_named(surname, text):
            continue
        if near := _nearest(surname, passages):
            told = {"here": near.passage.text[near.start : near.end], "there": surname}
            message = _("“%(here)s” stands here, “%(there)s” in the original.") % told
            transcribed = persons.is_cyrillic(surname) != persons.is_cyrillic(told["here"])
            suggestion = "" if transcribed else surname
            yield near.passage.finding("name-differs", message, near.start, near.end, suggestion)
        else:
            message = _("The original names “%s”, who is missing here.") % surname
            yield Finding("name-differs", "body", message, False)


def _nearest(surname: str, passages: list[Passage]) -> _Said | None:
    for passage in passages:
        if word := persons.nearest(surname, passage.text):
            return _Said(word[0], passage, word.start(), word.end())
    return None


# Places


def _places(passages: list[Passage], original: list[Passage]) -> Iterator[Finding]:
    """States, towns and offices that the original alone names; those of the translation alone say which it was."""
    ours, theirs = _unmatched(passages, original), _unmatched(original, passages)
    for sort in ("town", "state", "office"):
        here, there = ours.get(sort, []), theirs.get(sort, [])
        yield from _told("name-differs", here if len(here) == len(there) else [], there)


def _unmatched(passages: list[Passage], others: list[Passage]) -> dict[str, list[_Said]]:
    """Places that are named in a text and not found in another, by their sort, each once."""
    if not passages or not others:
        return {}
    language, text = others[0].language, "\n".join(passage.text for passage in others)
    found: dict[str, list[_Said]] = {}
    known: dict[tuple[str, int], bool] = {}
    for passage in passages:
        for place in places.places(passage.text, passage.language):
            which = place.sort, place.key
            if which not in known:
                known[which] = places.is_found(place, text, language)
                if not known[which]:
                    found.setdefault(place.sort, []).append(_Said(place.key, passage, place.start, place.end))
    return found
