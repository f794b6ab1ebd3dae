"""The acts of the desk, each an address below its release: publication, correction, withdrawal."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.admin import drawn, own_clock
from osce_site.languages import OFFICIAL
from press import correcting, publishing, rights
from press.admin.forms import CorrectionForm, PublicationForm, ReasonForm, WithdrawalForm
from press.models import Edition, Release

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
        return path(f"<int:pk>/{route}/", admin.site.admin_view(view), name=f"press_release_{view.__name__}")

    return [
        at("publication", publication),
        at("publication/cancellation", cancellation),
        at("correction/<str:language>", correction),
        at("withdrawal", withdrawal),
    ]
