"""The review of a release: its texts, what was remarked on their passages, and what is decided on them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from osce_site import freshness
from osce_site.languages import OFFICIAL
from osce_site.models import User
from press import framing, references, remarking, reviewing, rights
from press.admin.acts import act, show
from press.admin.forms import ActForm, SeenField
from press.models import Release, Remark, Review, Text
from press.models.assignment import Role
from press.refusals import CannotPublish, CannotReview
from press.standing import covering_frame, newest_frame_approved, standing


class DecisionForm(ActForm):
    """A decision on the versions that were shown."""

    seen = SeenField()
    reason = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=1000)


class AskingForm(ActForm):
    of = forms.ModelChoiceField(
        label=gettext_lazy("Of whom"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("whoever may approve it"),
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=1000)

    def __init__(self, release: Release, by: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [person.pk for person in rights.people_with(Role.EDITOR, release) if person.pk != by.pk]
        field = self.fields["of"]
        assert isinstance(field, forms.ModelChoiceField)  # as declared above
        field.queryset = User.objects.filter(pk__in=keys)


class RemarkForm(ActForm):
    field = forms.ChoiceField(
        label=gettext_lazy("On"),
        required=False,
        choices=[
            ("", gettext_lazy("all of it")),
            ("headline", gettext_lazy("Headline")),
            ("lead", gettext_lazy("Lead")),
            ("body", gettext_lazy("Body")),
        ],
    )
    quote = forms.CharField(label=gettext_lazy("Passage, in its own words"), required=False, max_length=2000)
    words = forms.CharField(label=gettext_lazy("Remark"), max_length=4000, widget=forms.Textarea({"rows": 2}))


@act("press.view_release")
def review(request: HttpRequest, release: Release) -> HttpResponse:
    stands = standing(release, freshness.now())
    seen = {"seen": reviewing.shown(release)}
    return show(
        request,
        release,
        "review",
        _("Review"),
        stands=stands,
        frame=_frame_told(release),
        texts=[_told(text) for text in release.texts.order_by("pk")],
        steps=list(release.reviews.select_related("by", "showing", "asked_of")),
        forced=release.reviews.filter(kind=Review.Kind.FORCED).first() if stands.unreviewed else None,
        may={
            "ask": request.user.has_perm("press.ask_review", release),
            "approve": request.user.has_perm("press.approve_release", release),
            "remark": request.user.has_perm("press.remark_release", release),
        },
        asking=AskingForm(release, request.user),
        approval=DecisionForm(initial=seen, auto_id="approval_%s"),
        returning=DecisionForm(initial=seen, auto_id="return_%s"),
        afterwards=DecisionForm(initial=seen, auto_id="afterwards_%s"),
        remark_form=RemarkForm(),
    )


def _frame_told(release: Release) -> dict[str, Any]:
    """What goes out around the words, who approved it, and what was changed of it since it was approved last."""
    now, reviews = framing.said(release), list(release.reviews.select_related("by", "showing"))
    newest, covering = newest_frame_approved(reviews), covering_frame(release.frame, reviews)
    before = release.frames.filter(number=newest).first() if newest is not None and not covering else None
    return {
        "parts": framing.lines(now).items(),
        "approved_by": covering and (covering.showing or covering.by),
        "changed_since": newest is not None and not covering,
        "changes": framing.changes(before.said, now) if before else [],
    }


def _told(text: Text) -> dict[str, Any]:
    """A text as it reads, who has approved it, and the remarks on it, each where its passage stands today."""
    now = freshness.now()
    said = references.resolved(text.body, text.language, now)
    remarks = text.release.remarks.filter(language=text.language).select_related("by", "showing", "resolved_by")
    return {
        "text": text,
        "language": text.language,
        "name": OFFICIAL[text.language],
        "body": mark_safe(said),  # press.body.clean made it, at every save
        "approved_by": reviewing.approved_by(text.release, [text.language]),
        "remarks": [
            {
                "remark": remark,
                "passage": remarking.passage(remark, text),
                "was_changed": remarking.was_changed(remark, text),
                "who": remark.by or remark.showing,
            }
            for remark in remarks
        ],
    }


@require_POST
@act("press.ask_review")
def review_request(request: HttpRequest, release: Release) -> HttpResponse:
    form = AskingForm(release, request.user, request.POST)
    return _decide(request, release, form, lambda said: reviewing.ask(release, by=request.user, **said))


@require_POST
@act("press.approve_release")
def review_approval(request: HttpRequest, release: Release) -> HttpResponse:
    form = DecisionForm(request.POST)
    return _decide(request, release, form, lambda said: reviewing.approve(release, by=request.user, **said))


@require_POST
@act("press.approve_release")
def review_return(request: HttpRequest, release: Release) -> HttpResponse:
    form = DecisionForm(request.POST)
    return _decide(
        request, release, form, lambda said: reviewing.send_back(release, by=request.user, reason=said["reason"])
    )


@require_POST
@act("press.approve_release")
def review_afterwards(request: HttpRequest, release: Release) -> HttpResponse:
    form = DecisionForm(request.POST)
    return _decide(
        request,
        release,
        form,
        lambda said: reviewing.review_afterwards(release, by=request.user, **said),
    )


@require_POST
@act("press.remark_release")
def remarks(request: HttpRequest, release: Release, language: str) -> HttpResponse:
    form = RemarkForm(request.POST)
    kept = request.POST.get("words", "")
    return _decide(
        request, release, form, lambda said: remarking.remark(release, language, by=request.user, **said), kept=kept
    )


@require_POST
@act("press.remark_release")
def remark_resolution(request: HttpRequest, release: Release, remark: int) -> HttpResponse:
    made = get_object_or_404(Remark, pk=remark, release=release)
    return _decide(request, release, forms.Form({}), lambda said: remarking.resolve(made, by=request.user))


def _decide(
    request: HttpRequest,
    release: Release,
    form: forms.Form,
    do: Callable[[dict[str, Any]], Any],
    *,
    kept: str = "",
) -> HttpResponse:
    """Does it and goes back to the review; what stands in the way is said there, and what was ``kept`` of the form."""
    problems = [str(told) for errors in form.errors.values() for told in errors]
    if not problems:
        try:
            do(form.cleaned_data)
        except (CannotPublish, CannotReview) as reason:
            problems = reason.messages
    for problem in problems:
        messages.error(request, problem)
    if problems and kept:
        messages.info(request, _("You wrote: %s") % kept)
    if not problems:
        messages.success(request, _("Done."))
    return HttpResponseRedirect(reverse("admin:press_release_review", args=[release.pk]))


def urls() -> list[Any]:
    """Below ``/desk/press/release/<number>/``."""

    def at(route: str, view: Any) -> Any:
        return path(f"<int:pk>/{route}/", admin.site.admin_view(view), name=f"press_release_{view.__name__}")

    return [
        at("review", review),
        at("review/request", review_request),
        at("review/approval", review_approval),
        at("review/return", review_return),
        at("review/afterwards", review_afterwards),
        at("remarks/<str:language>", remarks),
        at("remark/<int:remark>/resolution", remark_resolution),
    ]
