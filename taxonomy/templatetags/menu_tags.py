"""What stands around every page: made once for a language and a state of the taxonomy, the menu marked for each page."""

import re
import threading
from typing import Any

from cachetools import LRUCache
from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from osce_site import freshness, past
from osce_site.fragments import made_once
from osce_site.languages import ORIGINAL
from osce_site.templatetags.site_tags import is_at
from taxonomy.context import organisation
from taxonomy.menu import menu

register = template.Library()

_SLOT = re.compile(r'data-(here|within)="([^"]*)"')
"""Where the template leaves room for ``aria-current``: of the page itself, of a branch that the page lies in."""
_made: LRUCache[tuple[str, ...], list[str]] = LRUCache(maxsize=100)
_lock = threading.Lock()


@register.simple_tag(takes_context=True)
def masthead(context: dict[str, Any]) -> SafeString:
    """``_masthead.html``, the place of the page marked in its menu."""
    path = context["request"].path
    pieces = _pieces(get_language() or ORIGINAL)
    shown = pieces[::3]
    marks = [_mark(kind, place, path) for kind, place in zip(pieces[1::3], pieces[2::3], strict=True)]
    marked = "".join(text + mark for text, mark in zip(shown, [*marks, ""], strict=True))
    return mark_safe(marked)  # a template made it; the marks are ours


@register.simple_tag(takes_context=True)
def footer(context: dict[str, Any]) -> SafeString:
    """``_footer.html``."""
    shown = {"organisation": str(context["organisation"]), "vocabularies": tuple(context["vocabularies"])}
    return made_once("_footer.html", **shown)


def _mark(kind: str, place: str, path: str) -> str:
    if kind == "here":
        return 'aria-current="page"' if path == place else ""
    return 'aria-current="true"' if is_at(path, place) else ""


def _pieces(language: str) -> list[str]:
    """Text, kind and place of a slot, text, and so on."""
    pulse, look = freshness.current(), past.look()
    state = pulse.states.get("taxonomy", "")
    key = (language, state, str(look.day) if look else "")
    with _lock:
        known = _made.get(key) if state else None
    if known is None:
        items = menu("main", language, pulse.at.date())
        shown = {"main_menu": items, "organisation": organisation(language)}
        known = _SLOT.split(render_to_string("_masthead.html", shown))
        if state:
            with _lock:
                _made[key] = known
    return known
