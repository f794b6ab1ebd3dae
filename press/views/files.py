"""Files: readable only while a public edition shows them; to everyone else they do not exist."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from osce_site import freshness
from osce_site.query_strings import grammar
from press import images
from press.models import Edition, EditionDocument, EditionPhoto


@grammar()
def file(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    public = Edition.objects.published(freshness.now())
    if shown := EditionPhoto.objects.filter(photo__token=token, edition__in=public).select_related("photo").first():
        names = {f"{width}.jpg": f"photos/{token}/{width}.jpg" for width in images.widths(shown.photo.width)}
        stored = (names | {"full.jpg": shown.photo.file.name}).get(name)
    else:
        listed = EditionDocument.objects.filter(document__token=token, edition__in=public).select_related("document")
        paper = listed.first()
        kept = (paper.document.file.name or "") if paper else ""
        stored = kept if kept.rsplit("/", 1)[-1] == name else None
    if not stored or not default_storage.exists(stored):
        raise Http404
    response = FileResponse(default_storage.open(stored), as_attachment=not name.endswith((".jpg", ".pdf")))
    # A withdrawn file is gone with the next request, so no cache may answer by itself.
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response
