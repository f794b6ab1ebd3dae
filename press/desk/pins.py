"""The head of the home page at the desk: what stands there, in its order, and what could."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from osce_site import freshness
from osce_site.admin import own_clock
from press import pinning, rights
from press.admin.forms import ActForm
from press.admin.instants import instant
from press.desk.views import show
from press.models import Edition, Pin, Release
from press.refusals import CannotPin
from press.standing import NEEDS, standing

OFFERED = 12
"""Releases below the form that came out last, or come out next."""

_NEEDS = [f"release__{part}" for part in NEEDS]

View = Callable[..., HttpResponse]


class PinForm(ActForm):
    release = forms.ModelChoiceField(
        label=gettext_lazy("Release"),
        queryset=Release.objects.none(),
        widget=forms.NumberInput,
        help_text=gettext_lazy("its number"),
    )
    until = instant(gettext_lazy("Until"), gettext_lazy("by your clock; empty: until somebody takes it off"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["release"]
        assert isinstance(field, forms.ModelChoiceField)  # as declared above
        field.queryset = rights.readable_by(user)


class EndForm(ActForm):
    until = instant(gettext_lazy("Until"), gettext_lazy("by your clock; empty: until somebody takes it off"))


class PlaceForm(forms.Form):
    place = forms.IntegerField(min_value=1, max_value=10_000)


def may(permission: str) -> Callable[[View], View]:
    """Decorates what only the editors of the whole organisation do, by their own clock."""

    def decorated(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            with own_clock(request):
                return view(request, *args, **more)

        return answer

    return decorated


@may("press.view_pin")
def pins(request: HttpRequest) -> HttpResponse:
    """What stands there; sent a form, it puts another at the top (``press.add_pin`` has the same holders)."""
    form = PinForm(request.POST or None, user=request.user, initial={"release": request.GET.get("release", "")})
    if request.method == "POST" and form.is_valid():
        release, until = form.cleaned_data["release"], form.cleaned_data["until"]
        if _done(request, release, lambda: pinning.pin(release, by=request.user, until=until), form):
            return _back(release)
    return show(request, "pins", _("The head of the home page"), form=form, most=pinning.MOST, **_told(request.user))


@require_POST
@may("press.change_pin")
def place(request: HttpRequest, pk: int) -> HttpResponse:
    release, form = get_object_or_404(Release, pk=pk), PlaceForm(request.POST)
    if form.is_valid():
        wanted = form.cleaned_data["place"]
        _done(request, release, lambda: pinning.move(release, to=wanted, by=request.user))
    return _back(release)


@may("press.change_pin")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    pin = get_object_or_404(Pin.objects.standing(freshness.now()).select_related("release"), release=pk)
    form = EndForm(request.POST or None, initial={"until": pin.until})
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        if _done(request, pin.release, lambda: pinning.end(pin.release, until=until, by=request.user), form):
            return _back(pin.release)
    return show(request, "pin_end", _("Until when it stands there"), form=form, release=pin.release)


@require_POST
@may("press.delete_pin")
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    release = get_object_or_404(Release, pk=pk)
    _done(request, release, lambda: pinning.unpin(release, by=request.user))
    return _back()


def _done(request: HttpRequest, release: Release, do: Callable[[], Any], form: forms.Form | None = None) -> bool:
    """Does it and says so; what stands in the way is said at the form, or above the page."""
    try:
        at = do()
    except CannotPin as reason:
        if form is not None:
            form.add_error(None, reason.messages)
        else:
            messages.error(request, f"{release}: {' '.join(reason.messages)}")
        return False
    told = _("At place %(place)s: %(release)s") % {"place": at, "release": release} if at else _("Done.")
    messages.success(request, told)
    return True


def _back(release: Release | None = None) -> HttpResponse:
    """To the page; the next key goes on at the release that was moved."""
    return HttpResponseRedirect(reverse("desk:pins") + (f"#pin-{release.pk}" if release else ""))


def _told(user: Any) -> dict[str, Any]:
    now = freshness.now()
    held = list(Pin.objects.standing(now).select_related("release").prefetch_related(*_NEEDS))
    public = set(Edition.objects.published(now).filter(release__pins__in=held).values_list("release", flat=True))
    seen = [pin.release_id for pin in held if pin.release_id in public][: pinning.MOST]
    return {
        "rows": [
            {
                "pin": pin,
                "release": pin.release,
                "up": number - 1,
                "down": number + 1 if number < len(held) else 0,
                "stands": standing(pin.release, now),
                "is_public": pin.release_id in public,
                "is_seen": pin.release_id in seen,
            }
            for number, pin in enumerate(held, 1)
        ],
        "offered": _offered(user, {pin.release_id for pin in held}),
    }


def _offered(user: Any, pinned: set[int]) -> list[Release]:
    """Releases that came out last or come out next, the latest first; no draft."""
    given = Edition.objects.given(freshness.now()).order_by()
    opens = given.filter(release=OuterRef("pk")).values("release").annotate(last=Max("published_at")).values("last")
    known = rights.readable_by(user).annotate(opens_at=Subquery(opens)).exclude(opens_at=None).exclude(pk__in=pinned)
    return list(known.prefetch_related("texts").order_by("-opens_at", "-pk")[:OFFERED])
