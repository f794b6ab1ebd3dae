"""Dates and spells as the seed text writes them: ``2001-01..2006-06-28``, known to the day, the month or the year."""

import calendar
import re
from datetime import date

Span = tuple[date | None, date | None]

SPELL = r"(\d[\d-]*)?\.\.(\d[\d-]*)?"
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_KNOWN = re.compile(r"(-|\d[\d-]*) to the (day|month|year)")
_LENGTHS = {"year": 4, "month": 7, "day": 10}


def first_day(raw: str | None) -> date | None:
    """The first day of a date known to the day, the month or the year."""
    if not raw:
        return None
    known = _DATE.fullmatch(raw)
    if known is None:
        raise ValueError(f"“{raw}” is no date (YYYY, YYYY-MM or YYYY-MM-DD)")
    try:
        return date(int(known[1]), int(known[2] or 1), int(known[3] or 1))
    except ValueError as error:
        raise ValueError(f"“{raw}” is no date of the calendar") from error


def last_day(raw: str | None) -> date | None:
    """The last day of it."""
    first = first_day(raw)
    if first is None or raw is None or len(raw) == 10:
        return first
    month = first.month if len(raw) == 7 else 12
    return date(first.year, month, calendar.monthrange(first.year, month)[1])


def in_order(since: date | None, until: date | None) -> date | None:
    """``until``, where it is not before ``since``."""
    if since and until and until < since:
        raise ValueError(f"ends on {until} before it begins on {since}")
    return until


def meet(one: Span, other: Span) -> bool:
    """Whether two spells have a day in common."""
    begin = max(one[0] or date.min, other[0] or date.min)
    return begin <= min(one[1] or date.max, other[1] or date.max)


def spell(since: date | str | None, until: date | str | None) -> str:
    """As it stands behind a name or a place; empty where both ends are open."""
    return f"{since or ''}..{until or ''}" if since or until else ""


# The day on which a term opened or closed


def opening(raw: str | None) -> tuple[date | None, str]:
    """The day a term opened and how exactly it is known: of ``2001-05`` the first day, to the month.

    ``2001-05-17 to the year`` is another day of the year than its first; ``-`` no day at all.
    """
    day, precision = _parts(raw)
    return first_day(day), precision


def closing(raw: str | None) -> tuple[date | None, str]:
    """The same for its end: of ``2001-05`` the last day."""
    day, precision = _parts(raw)
    return last_day(day), precision


def _parts(raw: str | None) -> tuple[str, str]:
    said = _KNOWN.fullmatch(raw or "")
    day = said[1] if said else raw or ""
    precision = said[2] if said else next((name for name, length in _LENGTHS.items() if length == len(day)), "day")
    return day.removeprefix("-"), precision


def known_to(day: date | None, precision: str, *, last: bool = False) -> str:
    """What ``opening`` (``last``: ``closing``) reads back; empty where there is nothing to say."""
    if day is None:
        return "" if precision == "day" else f"- to the {precision}"
    short = day.isoformat()[: _LENGTHS[precision]]
    whole = (last_day if last else first_day)(short)
    return short if whole == day else f"{day} to the {precision}"
