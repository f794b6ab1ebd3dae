"""Every way in which an anonymous reader can learn something. A new outlet is entered here."""

from django.test import Client

from osce_site.languages import local
from press.models import Document, Edition, Photo, Release
from taxonomy.models import Term, Vocabulary

LANGUAGES = ("en", "fr")
QUERIES = ("", "?kind=news", "?year=2020", "?q=border", "?kind=news&year=2021")


def addresses() -> list[str]:
    """The addresses of the site as it stands in the database, of drafts too: those must not answer."""
    paths = ["/", "/search/", "/search/?q=border", "/search/?q=secret", "/no-such-page/"]
    paths += [f"/press-releases/{query}" for query in QUERIES]
    paths += [f"/feeds/press-releases.atom{query}" for query in QUERIES[:3]]
    for vocabulary in Vocabulary.objects.order_by("slug"):
        paths.append(f"/{vocabulary.slug}/")
    for term in Term.objects.select_related("vocabulary").order_by("pk"):
        paths.append(f"/{term.vocabulary.slug}/{term.slug}/")
        paths.append(f"/feeds/{term.vocabulary.slug}/{term.slug}.atom")
        role = {"source": "source", "field": "about", "country": "country", "meeting": "meeting"}
        if term.vocabulary.role:
            paths.append(f"/press-releases/?{role[term.vocabulary.role]}={term.slug}")
    for edition in Edition.objects.order_by("pk"):
        paths.append(f"/press-releases/{edition.release_id}/{edition.slug}/")
        paths.append(f"/press-releases/{edition.release_id}/{edition.slug}/history/")
        paths.append(f"/press-releases/{edition.release_id}/{edition.slug}/media-kit.zip")
    for release in Release.objects.order_by("pk"):
        paths += [f"/press-releases/{release.pk}/", f"/press-releases/?after={release.pk}", f"/node/{release.pk}"]
    every = [local(path, language) for path in dict.fromkeys(paths) for language in LANGUAGES]
    for photo in Photo.objects.order_by("pk"):
        every += [f"/files/{photo.token}/{name}" for name in ("full.jpg", "480.jpg", "480.avif", "card.webp")]
    every += [f"/files/{document.token}/paper.pdf" for document in Document.objects.order_by("pk")]
    for identity in Term.objects.order_by("pk").values_list("uuid", flat=True):
        every += [f"/id/{identity}", f"/id/{identity}.ttl", f"/id/{identity}.jsonld"]
    return [*every, "/robots.txt", "/sitemap.xml", "/sitemap-pages.xml", "/sitemap-releases.xml"]


def answers(client: Client, paths: list[str]) -> dict[str, tuple[int, dict[str, str], bytes]]:
    """Address -> status, headers and body, byte for byte."""
    told = {}
    for path in paths:
        response = client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        told[path] = (response.status_code, dict(response.headers), body)
    return told
