"""The acts of the desk, each an address below its release: text, publication, correction, withdrawal."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_update
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from js_asset.media import Media

from osce_site import freshness
from osce_site.admin import drawn, own_clock
from osce_site.languages import OFFICIAL
from press import correcting, publishing, rights, writing
from press.admin.forms import CorrectionForm, PublicationForm, ReasonForm, WithdrawalForm, WritingForm
from press.models import Edition, Release, Text

View = Callable[..., HttpResponse]


def act(permission: str) -> Callable[[View], View]:
    """Decorates a view of a release: who may, in his own time zone.

    403 for what one may not do, 404 for a release that one may not open or that is not there.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
            release = rights.release_for(request.user, pk, permission)
            if kwargs.get("language", "en") not in OFFICIAL:
                raise Http404
            with own_clock(request):
                return drawn(view(request, release, **kwargs))

        return answer

    return decorate


def back(release: Release) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:press_release_change", args=[release.pk]))


def show(request: HttpRequest, release: Release, template: str, title: str, **more: Any) -> HttpResponse:
    clock = {"clock": freshness.now(), "zone": timezone.get_current_timezone_name()}
    context = {**admin.site.each_context(request), "title": title, "release": release, **clock, **more}
    return TemplateResponse(request, f"admin/press/release/{template}.html", context)


EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
"""The one style sheet that the rich-text editor writes into its page; a browser test tells when it is another."""


@act("press.change_text")
def text(request: HttpRequest, release: Release, language: str) -> HttpResponse:
    """The writing page. A stale save keeps the writer's words before him, the other's beside them."""
    if not rights.may_write(request.user, release, language):
        raise PermissionDenied
    known = Text.objects.filter(release=release, language=language).first()
    initial = {"version": known.version, **known.words()} if known else {"version": 0}
    form = WritingForm(request.POST or None, initial=initial)
    theirs = None
    if request.method == "POST" and form.is_valid():
        based_on = form.cleaned_data["version"] or 0
        try:
            if known is None and based_on:
                raise Http404
            writing.write(release, language, by=request.user, based_on=based_on, **form.words())
        except writing.StaleSave as stale:
            theirs = stale.theirs
            form = WritingForm({**request.POST.dict(), "version": theirs.version})
            form.add_error(
                None, _("Somebody saved this text while you wrote. Yours is kept here; theirs stands below.")
            )
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(request.path if "stay" in request.POST else back(release)["Location"])
    media = Media.from_media(form.media, nonce=str(getattr(request, "csp_nonce", "")))
    title = _("Text in %s") % OFFICIAL[language]
    more = {"form": form, "language": language, "media": media, "theirs": theirs, "known": known}
    if theirs:
        more["their_body"] = mark_safe(theirs.body)  # press.body.clean made it, at every save
    return show(request, release, "text", title, **more)


@act("press.publish_release")
def publication(request: HttpRequest, release: Release) -> HttpResponse:
    form = PublicationForm(release, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        return _done(
            request,
            form,
            lambda: publishing.publish(release, by=request.user, languages=said["languages"], at=said["at"]),
            release,
            "publication",
            _("Publish"),
        )
    return show(request, release, "publication", _("Publish"), form=form)


@act("press.publish_release")
def cancellation(request: HttpRequest, release: Release) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _done(
            request,
            form,
            lambda: publishing.call_off(release, by=request.user, reason=form.cleaned_data["reason"]),
            release,
            "cancellation",
            _("Call off"),
        )
    return show(request, release, "cancellation", _("Call off"), form=form)


@act("press.publish_release")
def correction(request: HttpRequest, release: Release, language: str) -> HttpResponse:
    form = CorrectionForm(request.POST or None)
    title = _("Correct in %s") % OFFICIAL[language]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        return _done(
            request,
            form,
            lambda: correcting.correct(release, language, by=request.user, **said),
            release,
            "correction",
            title,
        )
    return show(request, release, "correction", title, form=form, language=language)


@act("press.withdraw_release")
def withdrawal(request: HttpRequest, release: Release) -> HttpResponse:
    form = WithdrawalForm(release, request.POST or None)
    _offer_what_is_known(form, request.user)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        return _done(
            request,
            form,
            lambda: correcting.withdraw(release, by=request.user, **said),
            release,
            "withdrawal",
            _("Withdraw"),
        )
    return show(request, release, "withdrawal", _("Withdraw"), form=form)


def _offer_what_is_known(form: WithdrawalForm, user: Any) -> None:
    """A draft of another source is no replacement: its number answers as one that was never drawn."""
    field = form.fields["replaced_by"]
    assert isinstance(field, forms.ModelChoiceField)  # as declared there
    public = Edition.objects.ever_published(freshness.now())
    known = Q(pk__in=rights.readable_by(user).values("pk")) | Q(pk__in=public.values("release"))
    field.queryset = (field.queryset or Release.objects.none()).filter(known)


def _done(
    request: HttpRequest, form: Any, do: Callable[[], Any], release: Release, template: str, title: str
) -> HttpResponse:
    """Does it and goes back to the release; what stands in the way is said at the form."""
    try:
        do()
    except publishing.CannotPublish as reason:
        form.add_error(None, reason)
        return show(request, release, template, title, form=form)
    messages.success(request, _("Done."))
    return back(release)


def urls() -> list[Any]:
    """Below ``/desk/press/release/<number>/``."""

    def at(route: str, view: View) -> Any:
        shown: Any = admin.site.admin_view(view)
        if view is text:
            shown = csp_update({"style-src": [EDITOR_STYLE]})(shown)
        return path(f"<int:pk>/{route}/", shown, name=f"press_release_{view.__name__}")

    return [
        at("text/<str:language>", text),
        at("publication", publication),
        at("publication/cancellation", cancellation),
        at("correction/<str:language>", correction),
        at("withdrawal", withdrawal),
    ]
