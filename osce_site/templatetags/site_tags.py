"""What every template of the site may use."""

from django import template
from django.utils.translation import get_language

from osce_site import languages

register = template.Library()


@register.simple_tag
def local(path: str) -> str:
    """A path of the site in the language of the page."""
    return languages.local(path, get_language() or languages.ORIGINAL)
