"""Days and spells in words, as exactly as they are known."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _


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
