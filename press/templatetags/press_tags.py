"""What templates that show releases may use."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from osce_site.fragments import made_once
from press import sitemaps
from press.reading import Card

register = template.Library()
register.filter("as_sitemap", sitemaps.as_xml)


@register.simple_tag
def release_card(card: Card, level: int = 2) -> SafeString:
    """A release in a list. ``level``: of the heading above it."""
    marked = isinstance(card.headline, SafeString) or isinstance(card.lead, SafeString)
    shown = {"release": card, "level": level}
    return render_to_string(_CARD, shown) if marked else made_once(_CARD, **shown)


_CARD = "components/release-card.html"
