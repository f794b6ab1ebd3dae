"""A release in other forms: plain text, a citation, its picture for sharing. There while the release is public.

And the picture of all that is no release.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.languages import ORIGINAL, local
from osce_site.query_strings import grammar
from press import media_kit, reading, share_image, sharing
from press.models import Edition
from taxonomy.context import organisation


@grammar()
def text(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    edition = _public(number)
    if slug != edition.slug:
        return _moved(edition, "text.txt")
    return _given(media_kit.text(edition).encode(), "text/plain; charset=utf-8")


@grammar()
def citation(request: HttpRequest, number: int, slug: str, form: str) -> HttpResponse:
    edition = _public(number)
    if slug != edition.slug:
        return _moved(edition, f"citation.{form}")
    write, kind = sharing.FORMS[form]
    address = request.build_absolute_uri(local(reading.path_of(edition), edition.language))
    response = _given(write(edition, settings.ORGANISATION, address).encode(), f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{edition.slug}.{form}"'
    return response


@grammar()
def picture(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    edition = _public(number)
    if slug != edition.slug:
        return _moved(edition, "share.png")
    return _shared(share_image.png(edition, settings.ORGANISATION))


@grammar()
def picture_of_site(request: HttpRequest) -> HttpResponse:
    """Of every page that has none of its own: the name of the organisation."""
    language = get_language() or ORIGINAL
    full_name = organisation(language, short=False)
    return _shared(share_image.of_site(full_name, _("Newsroom"), organisation(language)))


def _shared(png: bytes) -> HttpResponse:
    response = _given(png, "image/png")
    # Other sites show it: that is what it is for.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    del response["X-Robots-Tag"]
    return response


def _public(number: int) -> Edition:
    """What the public reads of a release in the language of the address. Raises ``Http404``."""
    editions = Edition.objects.filter(release_id=number).in_language(get_language() or ORIGINAL)
    edition = editions.published(freshness.now()).first()
    if edition is None:
        raise Http404
    return edition


def _moved(edition: Edition, name: str) -> HttpResponse:
    return HttpResponsePermanentRedirect(local(f"{reading.path_of(edition)}{name}", edition.language))


def _given(said: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(said, content_type=kind)
    # A withdrawn release is gone with the next request, so no cache may answer by itself.
    response["Cache-Control"] = "no-cache"
    # The page of the release is what is to be found.
    response["X-Robots-Tag"] = "noindex"
    return response
