"""What a guest with a valid word sees: the page as it will be, its files, and a form for what he has to say.

To everybody else there is nothing here, whatever the method: the answer is that of an address that never was.
No cookie is set, so there is no token in the forms: whoever can post to such an address knows the word in it,
which is all that a token would prove. A post that a browser says comes from another site is refused all the same.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from osce_site import freshness
from osce_site.languages import OFFICIAL, local
from osce_site.security import comes_from_here
from press import answering, previewing, reading, showing
from press.models import Document, Edition, Showing
from press.views import files
from press.views.release import page

HEADERS = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store, private",
}

View = Callable[..., HttpResponseBase]


def guest(view: View) -> View:
    """Decorates a view of a showing that is valid now. No other word comes as far as the view."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, word: str, **kwargs: Any) -> HttpResponseBase:
        found = showing.open_with(word, freshness.now())
        if found is None:
            raise Http404
        response = view(request, found, word, **kwargs)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return answer


@guest
@require_safe
def door(request: HttpRequest, shown: Showing, word: str) -> HttpResponse:
    """Leads to the page in the language the guest's browser asks for, else in the original's, else in the first."""
    known = showing.languages_of(shown)
    wanted = [translation.get_language_from_request(request), shown.release.original_language, known[0]]
    return HttpResponseRedirect(_path(word, next(code for code in wanted if code in known)))


@guest
@require_safe
def text(request: HttpRequest, shown: Showing, word: str, language: str) -> HttpResponse:
    """The page in a language. What a journalist was given early leads to the public page once there is one."""
    at = freshness.now()
    if language not in shown.shown:
        raise Http404
    public = Edition.objects.filter(release=shown.release_id, language=language).published(at).first()
    if public and shown.kind == Showing.Kind.EMBARGOED:
        return HttpResponseRedirect(local(public.path, language))
    response = _drawn(request, shown, word, language)
    if request.method == "GET":
        showing.note_opening(shown, OFFICIAL[language], at)
    return response


@guest
@require_safe
def file(request: HttpRequest, shown: Showing, word: str, token: str, name: str) -> HttpResponseBase:
    """A photo or a document of the version shown.

    Noted is what the guest chose to open: a document, a photo in full size; not the photos a page draws by itself.
    """
    found = showing.attached(shown, token)
    if found is None:
        raise Http404
    thing, title = found
    response = files.given(thing, name)
    if request.method == "GET" and (isinstance(thing, Document) or name.startswith("full.")):
        showing.note_opening(shown, f"{name} ({title})" if title else name, freshness.now())
    return response


@guest
@require_POST
def approval(request: HttpRequest, shown: Showing, word: str) -> HttpResponse:
    """The guest approves all that he is shown."""
    return _said(request, shown, word, approval_form=answering.ApprovalForm(shown, request.POST))


@guest
@require_POST
def remarks(request: HttpRequest, shown: Showing, word: str) -> HttpResponse:
    """A remark on a passage, or on all of a text."""
    return _said(request, shown, word, remark_form=answering.RemarkForm(shown, request.POST))


def _said(request: HttpRequest, shown: Showing, word: str, **forms: Any) -> HttpResponse:
    """Keeps what one form says and leads back to the page; or the page with what is wrong, his words kept."""
    if shown.kind != Showing.Kind.PREVIEW:
        raise Http404
    if not comes_from_here(request):
        raise PermissionDenied
    said = request.POST.get("language", "")
    language = said if said in shown.shown else showing.languages_of(shown)[0]
    (form,) = forms.values()
    if form.is_valid():
        form.save()
    if form.errors:
        return _drawn(request, shown, word, language, **forms)
    response = HttpResponse(status=303)
    response["Location"] = f"{_path(word, language)}#answers"
    return response


def _path(word: str, language: str) -> str:
    return reverse("guest:text", args=[word, language])


def _drawn(request: HttpRequest, shown: Showing, word: str, language: str, **forms: Any) -> HttpResponse:
    """The page, with the forms that were filled in wrongly, if any."""
    at = freshness.now()
    paths = {code: _path(word, code) for code in showing.languages_of(shown)}
    with translation.override(language):
        context = previewed(request, showing.edition_of(shown, language, at), paths, f"/preview/{word}/files/", at)
        context |= {
            "shown": shown,
            "guest": ", ".join(filter(None, [shown.name, shown.organisation])),
            "shown_languages": [OFFICIAL[code] for code in paths],
            "goes_out": previewing.goes_out(shown.release, at),
            "is_out": _is_out(shown, language, at),
            "may_answer": shown.kind == Showing.Kind.PREVIEW,
            "approved": answering.approval_of(shown),
            "remarks": shown.remarks.filter(language=language).order_by("id"),
            "approval_path": reverse("guest:approval", args=[word]),
            "remarks_path": reverse("guest:remarks", args=[word]),
            **forms,
        }
        return render(request, "press/showing/page.html", context, status=422 if forms else 200)


def _is_out(shown: Showing, language: str, at: datetime) -> bool:
    return Edition.objects.filter(release=shown.release_id, language=language).published(at).exists()


def previewed(
    request: HttpRequest, drawn: previewing.Drawn, paths: dict[str, str], root: str, at: datetime
) -> dict[str, Any]:
    """The context of the public page for what is not public: its languages lead to ``paths``, its files lie below

    ``root``, and no head says where it will be. Call it in the language of the page.
    """
    edition = drawn.edition
    context = page(request, edition, {edition.language: edition}, at)
    context["release"]["photos"] = [reading.picture(row, root) for row in drawn.photos]
    # Nobody knows yet when it will be: then no instant is told.
    context["release"]["published_at"] = previewing.goes_out(edition.release, at)
    context["release"]["documents"] = [reading.paper(row, root) for row in drawn.documents]
    languages = [(code, OFFICIAL[code], path) for code, path in paths.items()]
    return context | {
        "is_preview": True,
        "alternates": languages,
        "alternates_absolute": [],
        "canonical": "",
        "crumbs": [],
    }


app_name = "guest"
# Below /preview/<word>/.
urlpatterns = [
    path("", door, name="door"),
    path("files/<slug:token>/<str:name>", file, name="file"),
    path("approval/", approval, name="approval"),
    path("remarks/", remarks, name="remarks"),
    path("<slug:language>/", text, name="text"),
]
