"""In which spans of time hits of words are looked for, the latest first.

PostgreSQL looks at all that match in a span before it sorts them. So a span holds about so many editions, however many
there are in all: two common words are found in the first, and only what is rare is looked for in the rest.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from django.db import connection

from osce_site import freshness
from osce_site.languages import OFFICIAL
from press import listing, search, tallying

HELD = (1_500, 3_000, 6_000, 12_000, 24_000, 48_000)
"""Editions of the language in the first span, in the first two and so on, about: beyond the first hardly twice as many are
looked at as are needed, and each more takes PostgreSQL a third of a millisecond to plan."""

FEW = (1_500, 12_000)
"""The same where a number alone is asked for, of each other language."""


def latest_first(
    language: str, at: datetime, held: tuple[int, ...] | None = None, year: int | None = None
) -> list[search.Span]:
    """All of time, or a year, in spans of so many editions, else as ``HELD`` says. On SQLite one, as it goes by its list.

    One query for each state of the site.
    """
    if connection.vendor == "sqlite":
        return [search.EVER]
    state = freshness.state_at("press", at)
    return (_spans if state else _spans.__wrapped__)(language, at.date(), state, held or HELD, year)


@lru_cache(maxsize=256)
def _spans(language: str, today: date, state: str, held: tuple[int, ...], year: int | None) -> list[search.Span]:
    known = (_numbers if state else _numbers.__wrapped__)(state)[language]
    # As of a day that is read these are of today, which tells well enough how much there was.
    numbers = Counter({one: number for one, number in known.items() if one <= today.year})
    now = listing.begin(today.year) + timedelta(days=today.timetuple().tm_yday)
    first, last = None, now
    if year is not None:
        numbers = Counter({year: known[year]})
        first, last = listing.begin(year), min(now, listing.begin(year + 1))
    limits = [last, *_limits(numbers, now, held), first]
    return [(begins, ends) for ends, begins in pairwise(limits)]


@lru_cache(maxsize=2)
def _numbers(state: str) -> dict[str, Counter[int]]:
    """Language -> year -> how many editions there are. One query."""
    found: dict[str, Counter[int]] = {language: Counter() for language in OFFICIAL}
    asked = (tallying.Asked(0, "", language, by="year").statement(language) for language in OFFICIAL)
    for language, year, _other, count in listing.in_one(asked):
        if count > 0:
            found[language][int(year)] = count
    return found


def _limits(numbers: Counter[int], now: datetime, held: tuple[int, ...]) -> list[datetime]:
    """Since when there are as many as ``held`` says, as far as there are, if those of a year are spread over it evenly."""
    found: list[datetime] = []
    later = 0
    for year, number in sorted(numbers.items(), reverse=True):
        begins, ends = listing.begin(year), min(now, listing.begin(year + 1))
        for wanted in held[len(found) :]:
            if later + number >= wanted:
                found.append(ends - (ends - begins) * ((wanted - later) / number))
        later += number
    return found
