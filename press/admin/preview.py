"""The preview at the desk: the page as readers would see it, of the text as it stands or of words still being written."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_sameorigin

from osce_site import freshness
from press import body, previewing
from press.admin.acts import act
from press.models import Document, Photo, Release, Text
from press.views import files
from press.views.showing import previewed


@act("press.view_text")
def preview(request: HttpRequest, release: Release, language: str) -> HttpResponse:
    """GET: the text that was saved. POST: the words given (place, headline, lead, body); nothing is saved."""
    if request.method == "POST":
        text = Text.objects.filter(release=release, language=language).first() or Text(language=language)
        text.release = release
        words = {name: request.POST.get(name, "") for name in Text.WORDS}
        words["body"] = body.clean(words["body"])
    else:
        text = get_object_or_404(Text, release=release, language=language)
        words = text.words()
    at = freshness.now()
    drawn = previewing.draw(release, language, previewing.of_text(text, at), words, at)
    root = reverse("admin:press_release_change", args=[release.pk]).removesuffix("change/") + "preview/files/"
    with translation.override(language):
        return render(request, "press/release.html", previewed(request, drawn, _paths(release), root, at))


def _paths(release: Release) -> dict[str, str]:
    """The previews of all its texts, by language."""
    written = release.texts.values_list("language", flat=True)
    return {code: reverse("admin:press_release_preview", args=[release.pk, code]) for code in written}


@act("press.view_text")  # type: ignore[arg-type]  # a file is no HttpResponse
def file(request: HttpRequest, release: Release, token: str, name: str) -> HttpResponseBase:
    """A photo or a document that the release carries at the desk."""
    photo = Photo.objects.filter(pk__in=release.release_photos.values("photo"), token=token).first()
    papers = release.release_documents.values("document")
    thing = photo or Document.objects.filter(pk__in=papers, token=token).first()
    if thing is None:
        raise Http404
    return files.given(thing, name)


def urls() -> list[Any]:
    """Below ``/desk/press/release/``. The writing page shows the preview in a frame of its own."""
    framed = xframe_options_sameorigin(csp_replace({"frame-ancestors": [SELF]})(admin.site.admin_view(preview)))
    return [
        path(
            "<int:pk>/preview/files/<slug:token>/<str:name>",
            admin.site.admin_view(file),
            name="press_release_preview_file",
        ),
        path("<int:pk>/preview/<str:language>/", framed, name="press_release_preview"),
    ]
