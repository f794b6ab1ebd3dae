"""Anything at the desk by typing: releases, terms, whatever else may be looked for in a list, pages and acts.

Never what the person could not open: releases by ``rights.readable_by``, all else by its own list at the desk.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from osce_site.languages import OFFICIAL, ORIGINAL
from press.models import Release, Text
from press.rights import readable_by
from taxonomy import finding, snapshot

LONGEST = 200
"""Signs; what is typed beyond them is not looked for."""
MOST_WORDS = 8
MOST = 6
"""Hits of one kind."""
APART = {"press.release", "press.edition", "press.revision", "press.text", "taxonomy.term", "osce_site.ledgerentry"}
"""Models with a way of their own here, or whose rows are parts of what is found already."""


@dataclass(frozen=True)
class Hit:
    title: str
    href: str
    more: str = ""
    language: str = ""
    """Of the title, where it is not that of the desk."""


@dataclass(frozen=True)
class Group:
    title: str
    hits: list[Hit]


def clean(typed: str) -> str:
    """What was typed as it can be looked for: no signs of control, no runs of space, not too long."""
    plain = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in typed[: LONGEST * 4])
    return " ".join(plain.split())[:LONGEST].strip()


def find(request: HttpRequest, typed: str) -> list[Group]:
    """The kinds of things that have hits, the most likely kind first. As many queries as there are kinds."""
    words = typed.split()[:MOST_WORDS]
    if not words:
        return []
    groups = [
        Group(_("Releases"), releases(request.user, typed)),
        Group(_("Terms"), list(_terms(request.user, typed))),
        Group(_("Pages of the desk"), list(_pages(request, typed))),
        *_others(request, " ".join(words)),
    ]
    return [group for group in groups if group.hits]


def releases(user: Any, typed: str) -> list[Hit]:
    """The first releases that are called so; ``more`` is the number of each. Two queries at most."""
    words = typed.split()[:MOST_WORDS]
    return list(_releases(user, words)) if words else []


def _releases(user: Any, words: list[str]) -> Iterator[Hit]:
    """By the headline in any language, or by the number; one query for the texts, one for the numbers."""
    readable = readable_by(user).order_by().values("pk")
    seen = set()
    if len(words) == 1 and words[0].isdecimal() and len(words[0]) <= 18:
        for release in Release.objects.filter(pk=int(words[0]), pk__in=readable).prefetch_related("texts"):
            seen.add(release.pk)
            yield _of(release.pk, str(release), release.original_language)
    said = reduce(and_, (reduce(or_, (Q(headline__icontains=form) for form in _forms(word))) for word in words))
    texts = (
        Text.objects.filter(said, release__in=readable)
        .order_by("-release__dateline_on", "-release_id")
        .values_list("release_id", "headline", "language")
    )
    for pk, headline, language in texts[: MOST * len(OFFICIAL)]:
        if pk not in seen and len(seen) < MOST:
            seen.add(pk)
            yield _of(pk, headline, language)


def _of(pk: int, headline: str, language: str) -> Hit:
    return Hit(headline, reverse("admin:press_release_change", args=[pk]), str(pk), language)


def _forms(word: str) -> set[str]:
    """Small and capital: SQLite compares letters beyond ASCII as they are written."""
    return {word, word.lower(), word.capitalize(), word.upper()}


def _terms(user: Any, typed: str) -> Iterator[Hit]:
    if not user.has_perm("taxonomy.view_term"):
        return
    taxonomy, language = snapshot.current(), get_language() or ORIGINAL
    for found in finding.find(typed)[:MOST]:
        node = taxonomy.nodes[found.term_id]
        name = taxonomy.name(found.term_id, language)
        place = taxonomy.vocabularies[node.vocabulary].name(language)
        more = place if found.name in (name, node.slug) else f"{found.name}, {place}"
        yield Hit(name, reverse("admin:taxonomy_term_change", args=[found.term_id]), more)


def _others(request: HttpRequest, words: str) -> Iterator[Group]:
    """Every list of the desk that can be searched and that the person may look at; one query each."""
    for model, desk in admin.site._registry.items():
        if model._meta.label_lower in APART or not desk.get_search_fields(request):
            continue
        if not desk.has_view_permission(request):
            continue
        rows, repeats = desk.get_search_results(request, desk.get_queryset(request), words)
        rows = rows.distinct() if repeats else rows
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        hits = [Hit(str(row), reverse(name, args=[row.pk])) for row in rows[:MOST]]
        yield Group(str(model._meta.verbose_name_plural).capitalize(), hits)


PAGES: list[tuple[Any, str, str]] = [
    (gettext_lazy("Health of the taxonomy"), "admin:taxonomy_health", "taxonomy.view_term"),
    (gettext_lazy("Keys"), "desk:keys", ""),
    (gettext_lazy("Change password"), "admin:password_change", ""),
]
"""Title, name of the address, the permission it takes: pages beside the lists. Whoever adds one enters it here."""


def _pages(request: HttpRequest, typed: str) -> Iterator[Hit]:
    sought = finding.fold(typed).split()

    def called(title: str) -> bool:
        folded = finding.fold(title)
        return bool(sought) and all(part in folded for part in sought)

    for app in admin.site.get_app_list(request):
        for model in app["models"]:
            title = str(model["name"])[:1].upper() + str(model["name"])[1:]
            if model["admin_url"] and called(title):
                yield Hit(title, model["admin_url"], str(app["name"]))
            adding = _("Add %s") % model["model"]._meta.verbose_name
            if model["add_url"] and called(adding):
                yield Hit(adding, model["add_url"])
    for page, name, permission in PAGES:
        if called(str(page)) and (not permission or request.user.has_perm(permission)):
            try:
                yield Hit(str(page), reverse(name))
            except NoReverseMatch:
                continue
