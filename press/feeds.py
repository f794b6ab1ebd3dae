"""The feeds of every list: of the newsroom, filtered as its page is, and of every term."""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.languages import ORIGINAL, local
from osce_site.query_strings import address, grammar
from press import counting, finding, list_page, queries, reading
from press.feed_forms import FORMS
from press.listing import Wanted
from press.models import Placement
from taxonomy import addresses, snapshot
from taxonomy.references import refer

_NAMES = uuid.UUID("0ab4b1ac-35ec-5d44-b2a8-7f0b6a3c2f51")
"""The name space of our feed ids: they depend on what a thing is, never on where it stands."""


def stable_id(*parts: object) -> str:
    return uuid.uuid5(_NAMES, " ".join(map(str, parts))).urn


class Releases(Feed):
    """The newest of a list. An entry's id is the release's in its language; a correction updates the entry."""

    item_guid_is_permalink = False

    def __init__(self, wanted: Wanted, title: str, paths: tuple[str, str], identity: tuple[object, ...]) -> None:
        """``paths``: of the list, and of its feed."""
        self.wanted = wanted
        self.language = wanted.language
        self.list_title = title
        self.link, self.feed_url = paths
        self.feed_type = FORMS[self.feed_url.partition("?")[0].rpartition(".")[2]]
        self.feed_guid = stable_id(*identity, wanted.language)

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Known by its ETag alone: what is withdrawn takes the date of the newest entry back."""
        response = super().__call__(request, *args, **kwargs)
        del response["Last-Modified"]
        return response

    def title(self) -> str:
        return f"{settings.ORGANISATION}: {self.list_title}"

    def description(self) -> str:
        return _("What the organisation says, the newest first.")

    def items(self) -> list[Placement]:
        wanted, at = counting.rarest_first(self.wanted), freshness.now()
        return finding.page(wanted, at).placements

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
def newsroom(request: HttpRequest, form: str) -> HttpResponse:
    language = get_language() or ORIGINAL
    asked = request.asked  # type: ignore[attr-defined]
    wanted = queries.wanted(asked, language)
    chosen = [chip.text for chip in queries.chips(asked, "", language, freshness.now().date())]
    paths = (address(local("/press-releases/", language), asked), address(request.path, asked))
    feed = Releases(wanted, ", ".join([_("Newsroom"), *chosen]), paths, ("newsroom", *_identity(wanted)))
    response = feed(request)
    if asked:
        response["X-Robots-Tag"] = "noindex"
    return response


def _identity(wanted: Wanted) -> list[object]:
    """What is asked for, whatever it is called in addresses by now."""
    nodes = snapshot.current().nodes
    filed = [part for role, term_id in wanted.filed for part in (role, nodes[term_id].uuid)]
    plain = {"kind": wanted.kind, "year": wanted.year, "words": wanted.words}
    return [*filed, *(part for name, value in plain.items() if value for part in (name, value))]


@grammar()
def term(request: HttpRequest, vocabulary: str, slug: str, form: str) -> HttpResponse:
    language, taxonomy = get_language() or ORIGINAL, snapshot.current()
    known = taxonomy.find(vocabulary, slug)
    term_id = known.id if known else addresses.led_to(vocabulary, slug)
    if term_id is None:
        raise Http404
    node = taxonomy.nodes[taxonomy.present(term_id)]
    if node != known:  # who follows a former name follows on
        return HttpResponsePermanentRedirect(local(f"/feeds/{node.vocabulary}/{node.slug}.{form}", language))
    wanted = Wanted(language, term_id=node.id)
    paths = (local(taxonomy.path(node), language), request.path)
    return Releases(wanted, taxonomy.name(node.id, language), paths, ("term", node.uuid))(request)


@grammar()
def overview(request: HttpRequest) -> HttpResponse:
    """The feeds there are, for people: of the newsroom, and of every term that releases are filed under."""
    language, today, taxonomy = get_language() or ORIGINAL, freshness.now().date(), snapshot.current()
    groups = [
        (
            vocabulary.name(language),
            [
                (refer(term_id, language, today=today), list_page.feeds(taxonomy.path(taxonomy.nodes[term_id]), {}))
                for top in taxonomy.top(vocabulary.slug)
                for term_id in (top, *taxonomy.everything_below(top))
                if taxonomy.present(term_id) == term_id
            ],
        )
        for vocabulary in taxonomy.vocabularies.values()
        if vocabulary.role
    ]
    context = {
        "newsroom": list_page.feeds("/press-releases/", {}),
        "groups": groups,
        "crumbs": [(_("Home"), "/"), (_("Feeds"), "")],
    }
    return render(request, "press/feeds.html", context)
