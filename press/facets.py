"""What a list can be narrowed by, with how many releases each leaves (``press.counting``). What leaves none is not there."""

from dataclasses import dataclass, field
from datetime import date

from osce_site.languages import OFFICIAL, local
from osce_site.query_strings import address
from press import queries
from press.counting import Counted
from press.listing import Wanted

OFFERED = 8
"""Choices shown at once, the most frequent; the others are behind a disclosure."""


@dataclass(frozen=True)
class Choice:
    text: str
    count: int | None
    path: str
    more: bool = False
    """Whether there may be more than ``count``."""
    chosen: bool = False
    language: str = ""
    """Of the text, where it is not the page's."""


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list[Choice]
    every: list[Choice] = field(default_factory=list)
    """All of them by name, where ``choices`` are but the first."""


def of(found: Counted, wanted: Wanted, asked: dict[str, str], path: str, today: date) -> list[Facet]:
    """What narrows a list: where a condition is set, what else it could be."""
    kept = {name: value for name, value in asked.items() if name != "after"}
    return [
        _facet(name, found, kept, path, wanted.language, today)
        for name, counts in found.by.items()
        if counts and (len(counts) > 1 or name not in kept)
    ]


def years(found: Counted, language: str, kept: dict[str, str], path: str, today: date) -> list[Choice]:
    """The years of a list, the newest first."""
    facet = _facet("year", found, kept, path, language, today) if found.by["year"] else None
    return (facet.every or facet.choices) if facet else []


def in_other_languages(found: Counted, kept: dict[str, str], path: str) -> Facet | None:
    """The same list in each other language."""
    more = "language" in found.longer
    choices = [
        Choice(OFFICIAL[language], count, address(local(path, language), kept), more, language=language)
        for language, count in found.languages.items()
    ]
    return Facet("language", queries.label("language"), choices) if choices else None


def _facet(name: str, found: Counted, kept: dict[str, str], path: str, language: str, today: date) -> Facet:
    leading = queries.leading(queries.NEWSROOM, kept, name, path)
    longer, chosen, texts = name in found.longer, kept.get(name), queries.texts(language, today)
    told = [(texts[name, value], value, count) for value, count in sorted(found.by[name].items(), reverse=True)]
    if name != "year":
        told.sort(key=lambda one: one[0].folded)
    choices = [
        Choice(text.text, count, leading(value), longer and count is not None, value == chosen)
        for text, value, count in told
    ]
    if name == "year":
        return Facet(name, queries.label(name), choices[:OFFERED], choices if len(choices) > OFFERED else [])
    most = sorted(choices, key=lambda choice: (not choice.chosen, -(choice.count or 0)))[:OFFERED]
    return Facet(name, queries.label(name), most, choices if len(choices) > OFFERED else [])
