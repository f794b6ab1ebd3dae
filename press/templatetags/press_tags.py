"""What templates that show releases may use."""

from datetime import date
from functools import lru_cache

from django import template
from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from osce_site.fragments import kept
from osce_site.languages import ORIGINAL
from osce_site.templatetags.site_tags import local, reference
from press import sitemaps
from press.reading import Card

register = template.Library()
register.filter("as_sitemap", sitemaps.as_xml)


@register.simple_tag
def release_card(card: Card, level: int = 2) -> SafeString:
    """A release in a list. ``level``: of the heading above it."""
    if isinstance(card.headline, SafeString) or isinstance(card.lead, SafeString):
        return _card(card, level)
    return kept(("card", card, level), lambda: _card(card, level))


def _card(card: Card, level: int) -> SafeString:
    """Not a template: a list has twenty, and a template takes four times as long for each."""
    heading = f"h{level + 1}"
    lead = f'<p class="release-card__lead">{conditional_escape(card.lead)}</p>' if card.lead else ""
    facts = []
    if card.corrected:
        said = _("Corrected")
        facts.append(f'<li class="tag tag--signal">{escape(said)}</li>')
    if card.predecessor:
        said = _("Said by a predecessor: %(name)s") % {"name": card.predecessor.text}
        facts.append(f'<li class="tag">{escape(said)}</li>')
    facts += [f"<li>{reference(source)}</li>" for source in card.sources]
    facts += [f'<li class="release-card__field">{reference(field)}</li>' for field in card.fields]
    return mark_safe(  # each of its words is escaped
        f'<article class="release-card">\n<p class="release-card__when">{_day(card.day, get_language() or ORIGINAL)} '
        f'<span class="release-card__kind">{escape(card.kind)}</span></p>\n<div class="release-card__said">'
        f'<{heading} class="release-card__headline"><a href="{escape(local(card.path))}">'
        f'{conditional_escape(card.headline)}</a></{heading}>{lead}\n<ul class="release-card__facts">'
        f"{' '.join(facts)}</ul></div>\n</article>"
    )


@lru_cache(maxsize=2000)
def _day(day: date, language: str) -> str:
    return f'<time datetime="{day.isoformat()}">{escape(date_format(day, "DATE_FORMAT"))}</time>'
