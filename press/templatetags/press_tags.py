"""What templates that show releases may use."""

from datetime import date
from threading import Lock
from typing import Any

from cachetools import LRUCache, cached
from cachetools.keys import hashkey
from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from osce_site import past
from press.reading import Card

register = template.Library()

BYTES = 4 << 20
"""Of cards that each process keeps."""


@register.simple_tag
def release_card(card: Card, level: int = 2) -> SafeString:
    """A release in a list. ``level``: of the heading above it.

    Made once: when something is published, all lists are made anew, and hardly one of their cards is another. What it
    says follows from the card, from the language and from the day that is read.
    """
    look = past.look()
    told = (card, level, get_language(), look.day if look else None)
    # Text that is marked up by now equals text that says the like and is to be escaped.
    marked = isinstance(card.headline, SafeString) or isinstance(card.lead, SafeString)
    return _made(*told) if marked or settings.DEBUG else _kept(*told)


def _made(card: Card, level: int, language: str, day: date | None) -> SafeString:
    return render_to_string("components/release-card.html", {"release": card, "level": level})


def _size(html: Any) -> int:
    """With what it is kept under."""
    return 3 * len(html) + 1000


_kept = cached(LRUCache(BYTES, getsizeof=_size), key=hashkey, lock=Lock())(_made)
