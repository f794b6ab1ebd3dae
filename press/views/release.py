"""The page of a release, and what is said where it is not there."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from osce_site import freshness, past
from osce_site.context import alternates
from osce_site.languages import OFFICIAL, ORIGINAL, local, local_today
from osce_site.query_strings import grammar
from press import reading, sharing, visibility
from press.models import Edition, Withdrawal
from press.models.release import Kind
from press.nearby import nearby
from press.views import heads


@grammar()
def release(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    language, at = get_language() or ORIGINAL, freshness.now()
    editions = reading.public_now(number, at)
    if language not in editions:
        return missing(request, number, language, list(editions.values()), at)
    edition = editions[language]
    if slug != edition.slug:
        return HttpResponsePermanentRedirect(local(reading.path_of(edition), language))
    told = page(request, edition, editions, at)
    kit = {"kit_path": f"{reading.path_of(edition)}media-kit.zip"}
    return render(
        request, "press/release.html", told | kit | ({} if past.look() else _given_on(request, edition, told))
    )


def _given_on(request: HttpRequest, edition: Edition, told: dict[str, Any]) -> dict[str, Any]:
    """The release in other forms, and what the head says of it: as it is today alone."""
    path = reading.path_of(edition)
    return {
        "text_path": f"{path}text.txt",
        "citation_paths": [("RIS", f"{path}citation.ris"), ("BibTeX", f"{path}citation.bib")],
        "share_links": sharing.links(edition.headline, told["cite_url"]),
        **heads.of_release(request, edition, told),
    }


def missing(request: HttpRequest, number: int, language: str, others: list[Edition], at: datetime) -> HttpResponse:
    """Withdrawn: says so. Public in other languages only: leads there. Else there is no such page.

    As of a day: what stood there and was withdrawn by now says that, too; what came later is not there yet.
    """
    withdrawals = _withdrawals(number, at).order_by("-withdrawn_at")
    if told := withdrawals.filter(language=language).first():
        return withdrawn(request, told, at)
    order = list(OFFICIAL)
    if others:
        nearest = min(others, key=lambda edition: order.index(edition.language))
        return HttpResponseRedirect(local(reading.path_of(nearest), nearest.language))
    if any_language := withdrawals.first():
        return withdrawn(request, any_language, at)
    raise Http404


def _withdrawals(number: int, at: datetime) -> QuerySet[Withdrawal]:
    look = past.look()
    if look is None:
        return Withdrawal.objects.filter(release_id=number, withdrawn_at__lte=at)
    same = Edition.objects.filter(release=OuterRef("release"), language=OuterRef("language"))
    stood = Exists(same.filter(visibility.once_public(at)))
    return Withdrawal.objects.filter(stood, release_id=number, withdrawn_at__lte=look.seen_from)


def withdrawn(request: HttpRequest, withdrawal: Withdrawal, at: datetime) -> HttpResponse:
    """410, with the public reason, and what replaced it where that is public."""
    replaced = Edition.objects.filter(release_id=withdrawal.replaced_by_id or 0).published(at).first()
    context = {
        "kind": withdrawal.get_kind_display(),
        "reason": withdrawal.reason,
        "reason_language": withdrawal.language,
        "at": withdrawal.withdrawn_at,
        "replaced_by": reading.path_of(replaced) if replaced else "",
    }
    return render(request, "press/withdrawn.html", context, status=410)


def _corrections(edition: Edition, at: datetime) -> list[tuple[int, Edition]]:
    """Counted by what readers had: what was called off before it opened never was."""
    known = Edition.objects.filter(release_id=edition.release_id, language=edition.language)
    given = known.filter(number__lte=edition.number).ever_published(at).order_by("number")
    return [(place, one) for place, one in enumerate(given, 1) if one.correction]


def page(request: HttpRequest, edition: Edition, editions: dict[str, Edition], at: datetime) -> dict[str, Any]:
    """The context of a release's page. ``editions``: what is public of it, by language."""
    today = at.date()
    codes = [code for code in OFFICIAL if code in editions]
    paths = {code: reading.path_of(editions[code]) for code in codes}
    address = request.build_absolute_uri(local_today(reading.path_of(edition), edition.language))
    corrections = _corrections(edition, at) if edition.number > 1 else []
    near = nearby(edition, at)
    return {
        "release": {
            "number": edition.release_id,
            "headline": edition.headline,
            "headline_size": reading.headline_size(edition.headline),
            "lead": edition.lead,
            "kind": str(Kind(edition.kind).label),
            "kind_slug": edition.kind,
            "day": edition.day,
            "place": edition.place,
            "language": edition.language,
            "published_at": edition.listed_at,  # corrections tell when they were made
            "body": reading.body_with_dateline(edition, at),
            "contacts": edition.contacts,
            "photos": reading.pictures(edition) if edition.pk else [],
            "documents": reading.papers(edition) if edition.pk else [],
            **{
                name: reading.filed(edition, role, today)
                for name, role in {
                    "sources": "source",
                    "fields": "field",
                    "countries": "country",
                    "meetings": "meeting",
                }.items()
            },
        },
        "corrections": [
            {
                "kind": told.get_correction_display(),
                "note": told.note,
                "at": told.published_at,
                "number": place,
            }
            for place, told in corrections[::-1]
        ],
        "history_path": f"{reading.path_of(edition)}history/",
        "languages": [(code, OFFICIAL[code], paths[code], code == edition.language) for code in codes],
        "related": [reading.card(row, today) for row in near.related],
        "previous": reading.card(near.previous, today) if near.previous else None,
        "next": reading.card(near.next, today) if near.next else None,
        "citation": reading.citation(edition, settings.ORGANISATION, address),
        "cite_url": address,
        "crumbs": [(_("Home"), "/"), (_("Newsroom"), "/press-releases/"), (edition.headline, "")],
        **alternates(request, codes or [edition.language], paths),
    }
