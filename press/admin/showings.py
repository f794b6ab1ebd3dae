"""Who without an account is shown a release: links made, told once, looked after, taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from osce_site import freshness
from osce_site.languages import OFFICIAL
from press import guest_mail, showing
from press.admin.acts import act
from press.admin.showing_forms import EmbargoForm, PreviewForm, ShowingForm
from press.models import Opening, Release, Review, Showing


@dataclass(frozen=True)
class Made:
    """A link just made: its word is told here and nowhere else."""

    showing: Showing
    address: str
    mailed: bool | None
    """Whether the mail left; ``None``: none was asked for."""


@act("press.show_release")
def showings(request: HttpRequest, release: Release) -> HttpResponse:
    return _page(request, release)


@act("press.show_release")
def previews(request: HttpRequest, release: Release) -> HttpResponse:
    if request.method != "POST":  # the page of a link just made, opened again
        return redirect("admin:press_release_showings", release.pk)
    return _made(request, release, Showing.Kind.PREVIEW, PreviewForm(release, request.POST))


@act("press.show_release")
def embargoed(request: HttpRequest, release: Release) -> HttpResponse:
    """All the journalists given, or none: a line that is wrong makes no link."""
    if request.method != "POST":
        return redirect("admin:press_release_showings", release.pk)
    return _made(request, release, Showing.Kind.EMBARGOED, EmbargoForm(release, request.POST))


@act("press.show_release")
def revocation(request: HttpRequest, release: Release, key: int) -> HttpResponse:
    shown = get_object_or_404(Showing, release=release, pk=key)
    try:
        showing.revoke(shown, by=request.user, reason=request.POST.get("reason", "").strip()[:1000])
    except showing.CannotShow as reason:
        messages.error(request, reason.messages[0])
    else:
        messages.success(request, _("The link for %s opens nothing any more.") % shown.name)
    return HttpResponseRedirect(reverse("admin:press_release_showings", args=[release.pk]))


def _made(request: HttpRequest, release: Release, kind: str, form: ShowingForm) -> HttpResponse:
    """Makes the links and tells them, this once; or tells what stands in the way, and makes none."""
    if form.is_valid():
        said = form.cleaned_data
        told = {"kind": kind, "by": request.user, "expires_at": said["expires_at"], "languages": said["languages"]}
        try:
            with transaction.atomic():
                made = [
                    showing.show_to(release, name=one.name, organisation=one.organisation, email=one.email, **told)
                    for one in form.guests()
                ]
        except ValidationError as reason:
            form.add_error(None, reason)
        else:
            return _page(request, release, made=[_told(request, *one, said["mail_in"]) for one in made])
    return _page(request, release, **{f"{form.prefix}_form": form})


def _told(request: HttpRequest, shown: Showing, word: str, language: str) -> Made:
    address = request.build_absolute_uri(reverse("guest:door", args=[word]))
    return Made(shown, address, guest_mail.send(shown, address, language) if language and shown.email else None)


@dataclass(frozen=True)
class Row:
    showing: Showing
    state: str
    languages: list[str]
    is_older: bool
    """Whether a text at the desk says something else by now."""
    approved: Review | None
    openings: list[Opening]


def _rows(release: Release, at: datetime) -> list[Row]:
    """The showings of a release, the newest first: five queries, whatever their number."""
    versions = {text.language: text.version for text in release.texts.all()}
    known = release.showings.select_related("made_by", "revoked_by")
    return [
        Row(
            one,
            state=_state(one, at),
            languages=[OFFICIAL[code] for code in showing.languages_of(one)],
            is_older=any(versions.get(code) != version for code, version in showing.versions(one).items())
            or showing.frame_of(one) not in (None, release.frame),
            approved=next((review for review in one.reviews.all() if review.kind == Review.Kind.APPROVED), None),
            openings=list(one.openings.all())[::-1],
        )
        for one in known.prefetch_related("openings", "reviews", "remarks")
    ]


def _state(shown: Showing, at: datetime) -> str:
    if shown.revoked_at:
        return "revoked"
    return "valid" if shown.expires_at > at else "expired"


def _page(request: HttpRequest, release: Release, **more: Any) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("Shown to guests"),
        "release": release,
        "rows": _rows(release, freshness.now()),
        "preview_form": PreviewForm(release),
        "embargoed_form": EmbargoForm(release),
        **more,
    }
    return TemplateResponse(request, "admin/press/showing/list.html", context)


def urls() -> list[Any]:
    """Below ``/desk/press/release/``."""

    def at(route: str, view: Any) -> Any:
        return path(f"<int:pk>/{route}", admin.site.admin_view(view), name=f"press_release_{view.__name__}")

    return [
        at("showings/", showings),
        at("showings/preview/", previews),
        at("showings/embargoed/", embargoed),
        at("showings/<int:key>/revocation/", require_POST(revocation)),
    ]
