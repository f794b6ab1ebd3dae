"""The media kit of a release, for as long as the release is public."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.utils.translation import get_language

from osce_site import freshness
from osce_site.languages import OFFICIAL, ORIGINAL, local
from osce_site.query_strings import grammar
from press import media_kit, reading
from press.models import Edition


@grammar()
def kit(request: HttpRequest, number: int, slug: str) -> HttpResponseBase:
    """Holds every public language; asked for in one that is not public, it leads to one that is."""
    language = get_language() or ORIGINAL
    editions = {one.language: one for one in Edition.objects.filter(release_id=number).published(freshness.now())}
    if not editions:
        raise Http404
    if language not in editions:
        nearest = min(editions.values(), key=lambda one: list(OFFICIAL).index(one.language))
        return HttpResponseRedirect(local(path_of(nearest), nearest.language))
    edition = editions[language]
    if slug != edition.slug:
        return HttpResponsePermanentRedirect(local(path_of(edition), language))
    packed = media_kit.kit(list(editions.values()))
    response = StreamingHttpResponse(media_kit.packed(packed), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{edition.slug}.zip"'
    # A withdrawn release is gone with the next request, so no cache may answer by itself.
    response["Cache-Control"] = "no-cache"
    response["ETag"] = f'"{packed.tag}-{language}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def path_of(edition: Edition) -> str:
    """Its address without language."""
    return f"{reading.path_of(edition)}media-kit.zip"
