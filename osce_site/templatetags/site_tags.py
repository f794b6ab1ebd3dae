"""What every template of the site may use."""

from datetime import datetime

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language

from osce_site import languages, past

register = template.Library()


@register.simple_tag
def local(path: str) -> str:
    """A path of the site in the language of the page."""
    return languages.local(path, get_language() or languages.ORIGINAL)


@register.filter(expects_localtime=True)
def instant(at: datetime | None) -> str:
    """For machines, to the second: more figures than three of its fraction are none in HTML."""
    return at.isoformat(timespec="seconds") if at else ""


@register.filter
def grouped(number: int) -> str:
    """With its thousands apart, in the form of the page's language."""
    return number_format(number, force_grouping=True)


@register.filter
def is_at(path: str, place: str) -> bool:
    """Whether a page is a place of the navigation or lies below it. Every page lies below home: that is not said."""
    return path == place or (path.startswith(place) and languages.without_language(past.undated(place)) != "/")
