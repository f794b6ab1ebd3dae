"""Quotation marks: whether each opens and closes, and whether one style is kept. Six languages, six habits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

Told = tuple[str, str, int, int]
"""Code, message, start, end."""

_STRAIGHT = '"'
# Opening sign -> the signs that close it.
_PAIRS = {
    "en": {"“": "”", "«": "»"},
    "fr": {"«": "»", "“": "”"},
    "de": {"„": "“", "»": "«"},
    "it": {"“": "”", "«": "»"},
    "ru": {"«": "»", "„": "“"},
    "es": {"«": "»", "“": "”"},
}
_SWISS = {"„": "“", "«": "»"}


@dataclass
class _Open:
    sign: str
    at: int


def quotation_marks(text: str, language: str) -> Iterator[Told]:
    """One remark for each sign without its fellow, and one on two styles in a text."""
    pairs = _pairs(text, language)
    stack: list[_Open] = []
    outer: dict[str, int] = {}
    for paragraph in re.finditer(r"[^\n]+", text):
        yield from _straight_left_open(stack, paragraph[0])
        for sign in re.finditer(r"[\"“”„«»]", paragraph[0]):
            mark, at = sign[0], paragraph.start() + sign.start()
            if _goes_on(mark, sign.start(), paragraph[0], stack) or _inches(mark, at, text, stack):
                continue
            if stack and mark == _closing(stack[-1].sign, pairs):
                stack.pop()
            elif mark in pairs or mark == _STRAIGHT:
                if not stack:
                    outer.setdefault(mark, at)
                stack.append(_Open(mark, at))
            elif stack:
                stack.pop()
                yield _unbalanced(_("“%s” does not fit the sign that opened the quotation.") % mark, at)
            else:
                yield _unbalanced(_("A quotation closes that was not opened."), at)
    for left in stack[:1]:
        yield _unbalanced(_("A quotation opens and does not close."), left.at)
    yield from _mixed(outer)


def _mixed(outer: dict[str, int]) -> Iterator[Told]:
    if len(outer) > 1:
        _first, second = sorted(outer.values())[:2]
        signs = " ".join(sorted(outer, key=outer.__getitem__))
        message = _("Quotation marks of two styles stand in one text: %s.") % signs
        yield "mixed-quotes", message, second, second + 1


def _unbalanced(message: str, at: int) -> Told:
    return "unbalanced-quotes", message, at, at + 1


def _straight_left_open(stack: list[_Open], paragraph: str) -> Iterator[Told]:
    """A straight sign does not tell opening from closing, so what it opened ends with its paragraph at the latest."""
    if stack and stack[-1].sign == _STRAIGHT and not paragraph.lstrip().startswith(_STRAIGHT):
        yield _unbalanced(_("A quotation opens and does not close."), stack[-1].at)
        stack.clear()


def _goes_on(mark: str, at: int, paragraph: str, stack: list[_Open]) -> bool:
    """A quotation of several paragraphs opens each of them (in French with its closing sign) and closes the last."""
    if not stack or paragraph[:at].strip():
        return False
    return mark == stack[0].sign or (mark == "»" and stack[0].sign == "«")


def _inches(mark: str, at: int, text: str, stack: list[_Open]) -> bool:
    measured = mark == _STRAIGHT and text[at - 1 : at].isdigit()
    return measured and not any(opened.sign == _STRAIGHT for opened in stack)


def _closing(opened: str, pairs: dict[str, str]) -> str:
    return _STRAIGHT if opened == _STRAIGHT else pairs[opened]


def _pairs(text: str, language: str) -> dict[str, str]:
    """German is written »so« in Germany and «so» in Switzerland: the first sign tells."""
    if language == "de" and (first := re.search("[«»]", text)) and first[0] == "«":
        return _SWISS
    return _PAIRS[language]
