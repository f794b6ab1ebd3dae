"""The editions of a release, and what differs between any two."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from osce_site import freshness, past
from osce_site.context import alternates
from osce_site.languages import OFFICIAL, ORIGINAL, local
from osce_site.query_strings import Parameter, address, grammar
from press import body, comparing, reading
from press.models import Edition
from press.views.release import missing


def place(raw: str) -> str | None:
    """The number of an edition, as readers count them."""
    return raw if raw == "" or (raw.isascii() and raw.isdigit() and len(raw) <= 4 and raw[0] != "0") else None


@grammar(Parameter("from", place), Parameter("to", place))
def release_history(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """Every edition that readers were given, the newest first, each with what it changed; two of them compared."""
    language, at = get_language() or ORIGINAL, freshness.now()
    asked: dict[str, str] = request.asked  # type: ignore[attr-defined]  # what the grammar adds to Django's request
    given = Edition.objects.filter(release_id=number, language=language).ever_published(at).order_by("number")
    editions = list(given)
    if not editions or not editions[-1].is_public(at):
        public = Edition.objects.filter(release_id=number).published(at)
        return missing(request, number, language, list(public), at)
    current = editions[-1]
    if slug != current.slug:
        path = local(f"{reading.path_of(current)}history/", language)
        return HttpResponsePermanentRedirect(address(path, asked))
    context = _page(request, editions, at) | {"compared": _compared(editions, asked)}
    return render(request, "press/release_history.html", context)


def _page(request: HttpRequest, editions: list[Edition], at: datetime) -> dict[str, Any]:
    current, today = editions[-1], at.date()
    public = Edition.objects.filter(release_id=current.release_id).published(at)
    paths = {edition.language: f"{reading.path_of(edition)}history/" for edition in public}
    path = reading.path_of(current)
    pairs = zip([None, *editions], editions, strict=False)
    told = [_told(count, edition, before) for count, (before, edition) in enumerate(pairs, 1)]
    return {
        "release": {"headline": current.headline, "path": path},
        "editions": told[::-1],
        "sources": reading.filed(current, "source", today),
        "refilings": reading.refilings(editions, today),
        "crumbs": [
            (_("Home"), "/"),
            (_("Newsroom"), "/press-releases/"),
            (current.headline, path),
            (_("History"), ""),
        ],
        **alternates(request, [code for code in OFFICIAL if code in paths], paths),
        # What is compared is a view of this page, and no page of its own.
        "canonical": request.build_absolute_uri(past.undated(request.path)),
    }


def _compared(editions: list[Edition], asked: dict[str, str]) -> dict[str, Any] | None:
    """Two editions side by side, as asked. Raises ``Http404`` for one that readers never had."""
    if not asked:
        return None
    first, second = (int(asked.get(name, "0")) for name in ("from", "to"))
    if not (1 <= first <= len(editions) and 1 <= second <= len(editions)):
        raise Http404
    differences = comparing.differences(_words(editions[first - 1]), _words(editions[second - 1]))
    changed = any(piece.tag != "same" for piece in differences)
    return {"first": first, "second": second, "differences": differences, "changed": changed}


def _told(count: int, edition: Edition, before: Edition | None) -> dict[str, Any]:
    """``count`` goes by what readers had: what was called off before it opened never was."""
    return {
        "number": count,
        "at": edition.published_at,
        "kind": edition.get_correction_display() if edition.correction else _("First edition"),
        "note": edition.note,
        "differences": comparing.differences(_words(before), _words(edition)) if before else [],
    }


def _words(edition: Edition) -> str:
    return "\n".join([edition.headline, edition.lead, reading.dateline(edition) + body.plain(edition.body)])
