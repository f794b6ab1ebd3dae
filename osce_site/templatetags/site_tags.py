"""What every template of the site may use."""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from html import escape as escape_text
from html import unescape
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.formats import number_format
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from osce_site import json_ld, languages, past
from osce_site.fragments import made_once

register = template.Library()


@register.simple_tag
def local(path: str) -> str:
    """A path of the site in the language of the page."""
    return languages.local(path, get_language() or languages.ORIGINAL)


@register.filter(expects_localtime=True)
def instant(at: datetime | None) -> str:
    """For machines, to the second: more figures than three of its fraction are none in HTML."""
    return at.isoformat(timespec="seconds") if at else ""


@register.simple_tag
def name(name: Any) -> str:
    """A name (``.text``, ``.language``), marked with its language where that is not the page's."""
    text = conditional_escape(name.text)
    return text if name.language == get_language() else format_html('<span lang="{}">{}</span>', name.language, text)


@register.simple_tag
def reference(term: Any) -> SafeString:
    """A link to a term, named as on the day it was said (``.name``, ``.path``, perhaps ``.now`` and ``.detail``).

    Not a template: a list has three for each of its releases, and lookups and includes take fifty times as long.
    """
    said = getattr(term, "now", ""), getattr(term, "detail", "")
    return _reference(local(term.path), *term.name, *said, get_language() or languages.ORIGINAL)


@lru_cache(maxsize=4000, typed=True)
def _reference(path: str, text: str, of_text: str, now: str, detail: str, language: str) -> SafeString:
    """Half a kilobyte each; the terms of a site are named again and again."""
    words = format_html('<span lang="{}">{}</span>', of_text, text) if of_text != language else text
    link = format_html('<a href="{}">{}</a>', path, words)
    beside = [said for said in (_("(now %(name)s)") % {"name": now} if now else "", detail) if said]
    return link + format_html_join("", ' <span class="now">{}</span>', ((said,) for said in beside))


@register.simple_tag
def term_list(terms: Iterable[Any], *, many: bool = False) -> SafeString:
    """Terms in columns (references). ``many``: narrower ones."""
    return made_once("components/term-list.html", terms=tuple(terms), many=many)


@register.simple_tag
def choices(offered: Iterable[Any]) -> SafeString:
    """Links that narrow a list (``.text``, ``.count``, ``.path``, ``.more``, ``.chosen``, ``.language``), as ``li``.

    Not a template: of a long list there are some hundred, more than all else on its page.
    """
    return mark_safe("\n".join(_choice(one) for one in offered))  # each is escaped


def _choice(one: Any) -> str:
    link = f' hreflang="{one.language}"' if one.language else ""
    words = f' lang="{one.language}"' if one.language else ""
    chosen = ' aria-current="true"' if one.chosen else ""
    text = f'<a href="{escape_text(one.path)}" rel="nofollow"{link}{chosen}><span{words}>{escape_text(one.text)}</span>'
    return f"<li>{text}{_count(one.count, more=one.more) if one.count is not None else ''}</a></li>"


def _count(count: int, *, more: bool) -> str:
    said = grouped(count)
    if more:
        least = _("at least")
        said = f'<span class="visually-hidden">{escape(least)}</span> {said}<span aria-hidden="true">+</span>'
    return f' <span class="facet__count">{said}</span>'


@register.filter
def grouped(number: int) -> str:
    """With its thousands apart, in the form of the page's language."""
    return _grouped(number, get_language() or languages.ORIGINAL) if number >= 1000 else str(number)


@lru_cache(maxsize=2000)
def _grouped(number: int, language: str) -> str:
    return number_format(number, force_grouping=True)


@register.filter
def is_at(path: str, place: str) -> bool:
    """Whether a page is a place of the navigation or lies below it. Every page lies below home: that is not said."""
    return path == place or (path.startswith(place) and languages.without_language(past.undated(place)) != "/")


class WordsNode(template.Node):
    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> SafeString:
        # French has spaces that do not break before its signs: they stay.
        said = re.sub(r"[ \n]+", " ", unescape(self.nodelist.render(context))).strip(" ")
        context[self.name] = escape(said)
        return SafeString()


@register.tag
def words(parser: Parser, token: Token) -> WordsNode:
    """``{% words name %}…{% endwords %}``: keeps what stands between under a name, in one line, to be said twice."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endwords",))
    parser.delete_first_token()
    return WordsNode(name, nodelist)


@register.simple_tag(takes_context=True)
def things(context: Context) -> str:
    """What machines are told of a page: what its view describes, where it stands, what it lists."""
    request, language = context["request"], get_language() or languages.ORIGINAL
    told: list[dict[str, Any]] = [*(context.get("described") or [])]
    trail, months = context.get("crumbs", []), context.get("months")
    if trail:
        told.append(json_ld.crumbs(request, trail, language))
    if trail and months and not context.get("narrowed"):
        paths = [card.path for month in months for card in month.releases]
        told.append(json_ld.collection(request, context["canonical"], trail[-1][0], paths, language))
    return json_ld.written(told) if told else ""
