"""The acts by which a release goes out, is called off, corrected and withdrawn, each an address below it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.languages import OFFICIAL
from press import body, checks, comparing, correcting, publishing, reading, reviewing, rights
from press.admin import clocks
from press.admin.acts import act, back, show
from press.admin.forms import ReasonForm
from press.admin.publication_forms import CorrectionForm, PublicationForm, WithdrawalForm
from press.models import Edition, Release, Text, Withdrawal
from press.refusals import CannotPublish, CannotReview


@act("press.publish_release")
def publication(request: HttpRequest, release: Release) -> HttpResponse:
    may_force = request.user.has_perm("press.force_release", release)
    form = PublicationForm(release, request.POST or None, may_force=may_force)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if done(request, form, lambda: publishing.publish(release, by=request.user, **said)):
            return back(release)
    return _ask(request, release, "publication", _("Publish or schedule"), form, texts=_checked(release, request.user))


def _checked(release: Release, user: Any) -> list[dict[str, Any]]:
    """Each text with who has approved it, what keeps it from going out now, and what else the checks say of it."""
    at, zone = freshness.now(), user.zone.key
    return [
        {
            "text": text,
            "language": text.language,
            "name": OFFICIAL[text.language],
            "approved_by": reviewing.approved_by(release, [text.language]),
            "stops": publishing.stops(release, [text.language], by=user),
            "findings": [
                finding
                for finding in checks.check(release, text.language, text.words(), at=at, zone=zone)
                if not finding.blocking
            ],
        }
        for text in release.texts.all()
    ]


@act("press.publish_release")
def cancellation(request: HttpRequest, release: Release) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(request, form, lambda: publishing.call_off(release, by=request.user, reason=reason)):
            return back(release)
    return show(request, release, "cancellation", _("Call off"), form=form)


@act("press.publish_release")
def correction(request: HttpRequest, release: Release, language: str) -> HttpResponse:
    may_force = request.user.has_perm("press.force_release", release)
    form = CorrectionForm(release, request.POST or None, may_force=may_force)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if done(request, form, lambda: correcting.correct(release, language, by=request.user, **said)):
            return back(release)
    more = _to_be_corrected(release, language)
    return _ask(
        request, release, "correction", _("Correct in %s") % OFFICIAL[language], form, language=language, **more
    )


def _to_be_corrected(release: Release, language: str) -> dict[str, Any]:
    """What readers have, what they will have, and the difference as it will be told."""
    current = Edition.objects.filter(release=release, language=language).published(freshness.now()).first()
    text = Text.objects.filter(release=release, language=language).first()
    if current is None or text is None:
        return {"current": current}
    return {"current": current, "edition": {"differences": comparing.differences(_said(current), _said(text))}}


def _said(text: Edition | Text) -> str:
    return "\n".join([text.place, text.headline, text.lead, body.plain(text.body)])


@act("press.withdraw_release")
def withdrawal(request: HttpRequest, release: Release) -> HttpResponse:
    """``look`` shows what readers will find in its place, before it is done."""
    form = WithdrawalForm(release, request.POST or None)
    _offer_what_is_known(form, request.user)
    preview = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if "look" in request.POST:
            preview = _as_readers_will(said)
        elif done(request, form, lambda: correcting.withdraw(release, by=request.user, **said)):
            return back(release)
    return _ask(request, release, "withdrawal", _("Withdraw"), form, preview=preview)


def _as_readers_will(said: dict[str, Any]) -> dict[str, Any]:
    """What the page of a withdrawn release shows."""
    at = said["at"] or freshness.now()
    replacement = said["replaced_by"]
    edition = Edition.objects.filter(release=replacement).published(at).first() if replacement else None
    return {
        "kind": Withdrawal.Kind(said["kind"]).label,
        "reason": said["reason"],
        "at": at,
        "replaced_by": reading.path_of(edition) if edition else "",
        "replacement_is_hidden": bool(replacement and not edition),
    }


def _offer_what_is_known(form: WithdrawalForm, user: Any) -> None:
    """A draft of another source is no replacement: its number answers as one that was never drawn."""
    field = form.fields["replaced_by"]
    assert isinstance(field, forms.ModelChoiceField)  # as declared there
    public = Edition.objects.ever_published(freshness.now())
    known = Q(pk__in=rights.readable_by(user).values("pk")) | Q(pk__in=public.values("release"))
    field.queryset = (field.queryset or Release.objects.none()).filter(known)


def _ask(
    request: HttpRequest, release: Release, template: str, title: str, form: forms.Form, **more: Any
) -> HttpResponse:
    return show(request, release, template, title, form=form, **clocks.told(release), **more)


def done(request: HttpRequest, form: forms.Form, do: Callable[[], Any]) -> bool:
    """Does it; what stands in the way is said at the form."""
    try:
        do()
    except (CannotPublish, CannotReview) as reason:
        form.add_error(None, reason.messages)
        return False
    messages.success(request, _("Done."))
    return True


def urls() -> list[Any]:
    """Below ``/desk/press/release/<number>/``."""

    def at(route: str, view: Any) -> Any:
        return path(f"<int:pk>/{route}/", admin.site.admin_view(view), name=f"press_release_{view.__name__}")

    return [
        at("publication", publication),
        at("publication/cancellation", cancellation),
        at("correction/<str:language>", correction),
        at("withdrawal", withdrawal),
    ]
