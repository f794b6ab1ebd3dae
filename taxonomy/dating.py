"""Days and spells in words, as exactly as they are known."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from osce_site import past


def spell(since: date | None, until: date | None) -> str:
    """ "2020", "since 2003", "2004–2012": years, which is all most sources know."""
    if since and until:
        return str(since.year) if since.year == until.year else f"{since.year}–{until.year}"
    if since:
        return _("since %s") % since.year
    return _("until %s") % until.year if until else ""


def partial(day: date | None, precision: str) -> str:
    """A date as exactly as it is known."""
    if day is None:
        return ""
    return date_format(day, {"day": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT"}.get(precision, "Y"))


def known_end(until: date | None, today: date) -> date | None:
    """An end as far as it can be told: on a day of the past that is read, one still ahead was not known."""
    return None if past.look() and until and until >= today else until


def stretch(since: str, until: str) -> str:
    """A stretch of time between two days in words, either of which may be empty: not known, or still to come."""
    if since and until:
        return since if since == until else f"{since} – {until}"
    if since:
        return _("%(since)s – today") % {"since": since}
    return _("not known – %(until)s") % {"until": until} if until else ""
