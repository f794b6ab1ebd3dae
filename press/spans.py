"""In which spans of time hits of words are looked for, the latest first.

PostgreSQL looks at all that match in a span before it sorts them. So a span holds about so many editions, however many
there are in all: two common words are found in the first, and only what is rare is looked for in the rest.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from django.db import connection

from osce_site import freshness, past, shapes
from press import listing, search, tallying

HELD = (1_500, 3_000, 6_000, 12_000, 24_000, 48_000)
"""Editions of the language in the first span, in the first two and so on, about: beyond the first hardly twice as many are
looked at as are needed, and each more takes PostgreSQL a third of a millisecond to plan."""


def latest_first(language: str, at: datetime) -> list[search.Span]:
    """All of time in spans. On SQLite one, as it goes by its list. One query for each state of the site."""
    if connection.vendor == "sqlite" or past.look():
        return [search.EVER]
    state = freshness.state_at("press", at)
    return (_spans if state else _spans.__wrapped__)(language, at.date(), state)


@lru_cache(maxsize=32)
def _spans(language: str, today: date, state: str) -> list[search.Span]:
    asked = tallying.Asked(0, "", language, by="year").statement("")
    held = Counter({int(year): count for _name, year, _other, count in shapes.rows(asked) if count > 0})
    limits = [None, *_limits(held, listing.begin(today.year) + timedelta(days=today.timetuple().tm_yday)), None]
    return [(begins, ends) for ends, begins in pairwise(limits)]


def _limits(held: Counter[int], now: datetime) -> list[datetime]:
    """Since when there are as many as ``HELD`` says, as far as there are, if those of a year are spread over it evenly."""
    found: list[datetime] = []
    later = 0
    for year, number in sorted(held.items(), reverse=True):
        begins, ends = listing.begin(year), min(now, listing.begin(year + 1))
        for wanted in HELD[len(found) :]:
            if later + number >= wanted:
                found.append(ends - (ends - begins) * ((wanted - later) / number))
        later += number
    return found
