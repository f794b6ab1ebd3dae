"""Photos and documents come in: dropped or chosen, checked one by one, then given their words."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotFound,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from press import attaching, images, reach, rights, uploads
from press.admin.wording import DocumentWording, PhotoWording
from press.models import Document, Photo, Release, WaitingFile
from press.views import files

View = Callable[..., HttpResponseBase]

LARGEST_REQUEST = 120 * 1024**2
"""Bytes of all the files of one form together; what is larger is refused by its length, unread."""


@dataclass(frozen=True)
class Kind:
    key: str
    model: type[Photo] | type[Document]
    largest: int
    """Bytes."""
    accept: str
    wording: type[forms.Form]

    def address(self, name: str, *args: Any) -> str:
        return reverse(f"admin:press_{self.key}_{name}", args=args)


PHOTO = Kind("photo", Photo, uploads.LARGEST_PHOTO, "image/jpeg,image/png,image/webp", PhotoWording)
DOCUMENT = Kind("document", Document, uploads.LARGEST_DOCUMENT, "application/pdf", DocumentWording)


def unread_if_too_large(view: View) -> View:
    """Decorates a view of uploads: a body over the limit is refused by its header, before any of it is read.

    Django reads the whole body to look for the token against forgery, so that check is made within.
    """
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > LARGEST_REQUEST:
            return _too_large(request)
        return checked(request, *args, **kwargs)

    return answer


def _too_large(request: HttpRequest) -> HttpResponse:
    line = _("This is more than 120 MB. A photo has at most 40 MB, a document at most 50 MB.")
    if wants_json(request):
        return JsonResponse({"errors": [line]}, status=413)
    # Without the page around it, which would read the request.
    return HttpResponse(line, content_type="text/plain; charset=utf-8", status=413)


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def may(kind: Kind, permission: str) -> Callable[[View], View]:
    """Decorates a view: who may add, view or change photos or documents."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(f"press.{permission}_{kind.key}"):
                raise PermissionDenied
            return view(request, kind, *args, **kwargs)

        return answer

    return decorate


def plainly_missing(view: View) -> View:
    """Decorates a view of files: what is missing is told in a line, not looked for under another address."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(*args, **kwargs)
        except Http404:
            return HttpResponseNotFound(_("There is no such file."), content_type="text/plain; charset=utf-8")

    return answer


def asked_release(request: HttpRequest) -> Release | None:
    """The release that ``?release=`` names, which the person may change. Raises 404 and 403."""
    number = request.GET.get("release", "")
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) <= 12):
        raise Http404
    return rights.release_for(request.user, int(number), "press.change_release")


def seen(request: HttpRequest, kind: Kind, pk: int) -> Any:
    """The photo or document, where the person may look at it; else 404."""
    return get_object_or_404(reach.seen(request.user, kind.model._default_manager.all()), pk=pk)


# Uploading


def upload(request: HttpRequest, kind: Kind) -> HttpResponseBase:
    """GET: the page. POST: checks the files; JSON for who asks for it, one file at a time."""
    release = asked_release(request)
    refused: list[tuple[str, str]] = []
    if request.method == "POST":
        taken, refused = _take(request, kind, release)
        if wants_json(request):
            return _answer(request, kind, taken, refused)
        if taken and not refused:
            return redirect(_words_address(request, kind, taken[0]))
    context = {
        "kind": kind,
        "release": release,
        "refused": refused,
        "waiting": [
            (one, _words_address(request, kind, one)) for one in attaching.waiting_for(request.user, kind.key, release)
        ],
        "limit": kind.largest,
        "title": _("Upload photos") if kind is PHOTO else _("Upload documents"),
    }
    return _page(request, kind, "upload", context)


def _take(request: HttpRequest, kind: Kind, release: Release | None) -> tuple[list[WaitingFile], list[tuple[str, str]]]:
    """What was taken, and what was refused: name and line."""
    given = request.FILES.getlist("file")
    if not given:
        return [], [("", _("No file came with this. Choose one, or drop it here."))]
    taken, refused = [], []
    for one in given:
        try:
            taken.append(attaching.receive(one, kind.key, by=request.user, release=release))
        except ValidationError as reason:
            refused.append((uploads.shown_name(one.name or ""), " ".join(reason.messages)))
    return taken, refused


def _answer(request: HttpRequest, kind: Kind, taken: list[WaitingFile], refused: list[tuple[str, str]]) -> JsonResponse:
    if not taken:
        return JsonResponse({"errors": [line for _name, line in refused]}, status=422)
    said = [
        {
            "waiting": one.token,
            "name": one.name,
            "title": one.title,
            "width": one.width,
            "height": one.height,
            "pages": one.pages,
            "size": one.size,
            "file": kind.address("waiting_file", one.token),
            "words": _words_address(request, kind, one),
        }
        for one in taken
    ]
    return JsonResponse(said[0] | {"errors": [line for _name, line in refused]}, status=201)


def _words_address(request: HttpRequest, kind: Kind, waiting: WaitingFile) -> str:
    """Of the form for its words; a window opened from another form stays one."""
    query = f"?{IS_POPUP_VAR}=1" if IS_POPUP_VAR in request.GET else ""
    return kind.address("words", waiting.token) + query


def _page(request: HttpRequest, kind: Kind, name: str, context: dict[str, Any]) -> TemplateResponse:
    around = {**admin.site.each_context(request), "opts": kind.model._meta, "is_popup": IS_POPUP_VAR in request.GET}
    around |= {"list_address": kind.address("changelist"), "upload_address": kind.address("upload")}
    return TemplateResponse(request, f"admin/press/uploading/{name}.html", {**around, **context})


# Words


def _waiting(request: HttpRequest, kind: Kind, token: str) -> WaitingFile:
    return get_object_or_404(WaitingFile, token=token, kind=kind.key, by=request.user)


def words(request: HttpRequest, kind: Kind, token: str) -> HttpResponseBase:
    """The words of what waits. With them it is a photo or a document, and stands on its release."""
    waiting = _waiting(request, kind, token)
    form = kind.wording(waiting, request.POST or None)  # type: ignore[arg-type]  # as both wordings take it
    if request.method == "POST" and form.is_valid():
        made = form.make(by=request.user)  # type: ignore[attr-defined]  # as both wordings have it
        if wants_json(request):
            return JsonResponse(attaching.told(made), status=201)
        return _go_on(request, kind, made, waiting)
    if request.method == "POST" and wants_json(request):
        return JsonResponse({"errors": form.errors}, status=422)
    address = kind.address("waiting_file", waiting.token)
    title = _("Words of the photo") if kind is PHOTO else _("Title of the document")
    context = {
        "kind": kind,
        "waiting": waiting,
        "release": waiting.release,
        "form": form,
        "file_address": address,
        "title": title,
    }
    return _page(request, kind, f"{kind.key}_words", context)


def _go_on(request: HttpRequest, kind: Kind, made: Photo | Document, waiting: WaitingFile) -> HttpResponse:
    """To the next that waits, then back to where it was asked for."""
    if IS_POPUP_VAR in request.GET:
        said: Any = request.POST.copy()
        said[IS_POPUP_VAR] = "1"
        request.POST = said
        return admin.site.get_model_admin(kind.model).response_add(request, made)
    following = attaching.waiting_for(request.user, kind.key, waiting.release)
    if following:
        messages.success(request, _("Saved. This is the next."))
        return redirect(_words_address(request, kind, following[0]))
    messages.success(request, _("Saved."))
    if waiting.release:
        return HttpResponseRedirect(reverse("admin:press_release_change", args=[waiting.release.pk]))
    return redirect(kind.address("change", made.pk))


@plainly_missing
def waiting_file(request: HttpRequest, kind: Kind, token: str) -> HttpResponseBase:
    return files.send(_waiting(request, kind, token).file.name or "")


@require_POST
def discard(request: HttpRequest, kind: Kind, token: str) -> HttpResponse:
    waiting = _waiting(request, kind, token)
    attaching.discard_waiting(waiting)
    messages.success(request, _("Thrown away."))
    query = f"?{urlencode({'release': waiting.release_id})}" if waiting.release_id else ""
    return redirect(kind.address("upload") + query)


# What is there


@plainly_missing
def file(request: HttpRequest, kind: Kind, pk: int, name: str) -> HttpResponseBase:
    """A file of a photo or a document, for who may see it at the desk, public or not."""
    return files.given(seen(request, kind, pk), name)


@require_POST
def sizes(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """Has the sizes of a photo made anew."""
    photo = seen(request, kind, pk)
    if not request.user.has_perm("press.change_photo", photo):
        raise PermissionDenied
    images.ask(photo)
    messages.success(request, _("The sizes are being made. The page offers them when all are there."))
    return redirect(kind.address("change", photo.pk))


def urls(kind: Kind) -> list[Any]:
    """Below ``/desk/press/photo/`` and ``/desk/press/document/``."""

    def at(route: str, view: View, permission: str) -> Any:
        guarded = may(kind, permission)(view)
        shown = admin.site.admin_view(unread_if_too_large(guarded))
        return path(route, shown, name=f"press_{kind.key}_{view.__name__}")

    return [
        at("upload/", upload, "add"),
        at("upload/<slug:token>/", words, "add"),
        at("upload/<slug:token>/file", waiting_file, "add"),
        at("upload/<slug:token>/discard/", discard, "add"),
        at("<int:pk>/file/<str:name>", file, "view"),
        *([at("<int:pk>/sizes/", sizes, "change")] if kind is PHOTO else []),
    ]
