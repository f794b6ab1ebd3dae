"""Atom feeds: of the newsroom, filtered as its page is, and of every term."""

import uuid
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.languages import ORIGINAL, local
from osce_site.query_strings import address, grammar
from press import listing, queries, reading
from press.models import Placement
from taxonomy import addresses, snapshot

_NAMES = uuid.UUID("0ab4b1ac-35ec-5d44-b2a8-7f0b6a3c2f51")
"""The name space of our feed ids: they depend on what a thing is, never on where it stands."""


def stable_id(*parts: object) -> str:
    return uuid.uuid5(_NAMES, " ".join(map(str, parts))).urn


class Atom(Atom1Feed):
    """Dated by its newest entry. An empty feed has the date of nothing that changed, not of the request."""

    def latest_post_date(self) -> datetime:
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=datetime(1975, 8, 1, tzinfo=UTC))


class Releases(Feed):
    """The newest of a list. An entry's id is the release's in its language; a correction updates the entry."""

    feed_type = Atom

    def __init__(self, wanted: listing.Wanted, title: str, path: str, identity: tuple[object, ...]) -> None:
        self.wanted = wanted
        self.language = wanted.language
        self.list_title = title
        self.link = path
        self.feed_guid = stable_id(*identity, wanted.language)

    def title(self) -> str:
        return f"{settings.ORGANISATION}: {self.list_title}"

    def items(self) -> list[Placement]:
        return listing.page(self.wanted, freshness.now()).placements

    def item_title(self, item: Placement) -> str:
        return item.edition.headline

    def item_description(self, item: Placement) -> str:
        return item.edition.lead or item.edition.headline

    def item_link(self, item: Placement) -> str:
        return local(reading.path_of(item.edition), item.language)

    def item_guid(self, item: Placement) -> str:
        return stable_id("release", item.release_number, item.language)

    def item_pubdate(self, item: Placement) -> datetime:
        return item.listed_at

    def item_updateddate(self, item: Placement) -> datetime:
        return item.published_at

    def item_author_name(self, item: Placement) -> str:
        sources = reading.filed(item.edition, "source", freshness.now().date())
        return ", ".join(source.name.text for source in sources) or settings.ORGANISATION

    def item_categories(self, item: Placement) -> list[str]:
        return [field.name.text for field in reading.filed(item.edition, "field", freshness.now().date())]


@grammar(*(parameter for parameter in queries.NEWSROOM if parameter.name != "after"))
def newsroom(request: HttpRequest) -> HttpResponse:
    language = get_language() or ORIGINAL
    asked = request.asked  # type: ignore[attr-defined]
    wanted = queries.wanted(asked, language)
    chosen = [chip.text for chip in queries.chips(asked, "", language, freshness.now().date())]
    path = address(local("/press-releases/", language), asked)
    feed = Releases(wanted, ", ".join([_("Newsroom"), *chosen]), path, ("newsroom", *sorted(asked.items())))
    return feed(request)


@grammar()
def term(request: HttpRequest, vocabulary: str, slug: str) -> HttpResponse:
    language, taxonomy = get_language() or ORIGINAL, snapshot.current()
    known = taxonomy.find(vocabulary, slug)
    term_id = known.id if known else addresses.led_to(vocabulary, slug)
    if term_id is None:
        raise Http404
    node = taxonomy.nodes[taxonomy.present(term_id)]
    if node != known:  # who follows a former name follows on
        return HttpResponsePermanentRedirect(local(f"/feeds/{node.vocabulary}/{node.slug}.atom", language))
    wanted = listing.Wanted(language, term_id=node.id)
    title = taxonomy.name(node.id, language)
    return Releases(wanted, title, local(taxonomy.path(node), language), ("term", node.uuid))(request)
