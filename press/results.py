"""What a search finds: hits in the reader's language, what they can be narrowed by, and how many are elsewhere.

Of what matches the newest ``MOST`` are read, ordered and counted (``press.finding``).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, F
from django.db.models.functions import ExtractYear

from osce_site import shapes
from osce_site.languages import OFFICIAL
from osce_site.query_strings import address
from osce_site.shapes import Statement, among, given
from press import finding, listing, passages, queries, reading, search, spans
from press.facets import OFFERED, Choice, Facet
from press.listing import Wanted
from press.models import Placement
from press.models.placement import PlacementQuerySet
from press.models.release import Kind
from taxonomy import snapshot

MOST = 500
"""Of more hits than these the newest are ordered and counted."""
MOST_ELSEWHERE = 100
SIZE = 20


class Hit(NamedTuple):
    edition_id: int
    kind: str
    year: int
    tier: int


@dataclass(frozen=True)
class Results:
    hits: list[Hit]
    more: bool
    """Whether more than ``MOST`` match."""


def find(wanted: Wanted, at: datetime, *, newest: bool) -> Results:
    """In the order asked for; the best first is the rule of ``press.search``. One query."""
    rows = shapes.rows(finding.newest(wanted, at, f"hits up to {MOST}", _newest, MOST + 1))
    read = [Hit(*row) for row in rows]
    hits = read[:MOST]
    return Results(hits if newest else sorted(hits, key=lambda hit: -hit.tier), len(read) > MOST)


def _newest(found: PlacementQuerySet) -> listing.Rows:
    year = ExtractYear("listed_at", tzinfo=ZoneInfo(settings.SITE_ZONE))
    return found.annotate(tier=F("tier"), year=year).newest_first().values(*Hit._fields)[: MOST + 1]


def cards(hits: list[Hit], sought: passages.Sought, today: date) -> list[reading.Card]:
    """The hits as cards with what is sought marked, in their order. One query."""
    there = shapes.statement(
        "hits",
        lambda values: Placement.objects.of(None).filter(edition__in=among(values["keys"])).select_related("edition"),
        {"keys": given(hit.edition_id for hit in hits)},
    )
    rows = {row.edition_id: row for row in shapes.things(there, Placement, "edition")}
    shown = []
    for row in (rows[hit.edition_id] for hit in hits if hit.edition_id in rows):
        headline, passage = passages.marked(row.edition, sought)
        shown.append(replace(reading.card(row, today), headline=headline, lead=passage))
    return shown


@dataclass(frozen=True)
class Beside:
    """What is counted beside the hits."""

    terms: dict[str, dict[int, int]]
    """Role -> term -> how many of the hits are filed under it or below it."""
    languages: dict[str, int]
    """Other language -> how many there are, by its own stems, up to one more than ``MOST_ELSEWHERE``."""


def beside(results: Results, wanted: Wanted, at: datetime) -> Beside:
    """One query."""
    others = [language for language in OFFICIAL if language != wanted.language]
    parts = [_counting(replace(wanted, language=one), at) for one in others]
    rows = listing.in_one([*parts, *_terms(results.hits)])
    found = Beside({}, {one: count for part, one, _other, count in rows if part == "language" and count})
    for role, term, count in (row[1:] for row in rows if row[0] == "term"):
        found.terms.setdefault(role, {})[int(term)] = count
    return found


def _counting(elsewhere: Wanted, at: datetime) -> Statement:
    sql, values = finding.how_many(elsewhere, at, MOST_ELSEWHERE + 1, spans.FEW)
    return f"SELECT 'language', '{elsewhere.language}', '', count FROM ({sql}) AS elsewhere", values


def facets(
    results: Results, found: Beside, asked: dict[str, str], path: str, language: str, today: date
) -> list[Facet]:
    """What narrows the hits further, with how many each leaves; what leaves none is not there."""
    taxonomy, rest = snapshot.current(), dict(asked)
    rest.pop("page", None)
    counted: dict[str, Iterable[tuple[str, str, int]]] = {
        "kind": [(kind, str(Kind(kind).label), n) for kind, n in Counter(hit.kind for hit in results.hits).items()],
        "year": [(str(year), str(year), n) for year, n in Counter(hit.year for hit in results.hits).items()],
        **{
            name: [
                (taxonomy.nodes[term].slug, taxonomy.name(term, language, today, short=True), n)
                for term, n in found.terms.get(queries.ROLES[name], {}).items()
                if term in taxonomy.nodes and taxonomy.present(term) == term
            ]
            for name in ("about", "country")
        },
    }
    return [
        Facet(
            name,
            queries.label(name),
            [
                Choice(text, n, address(path, queries.narrowed(queries.SEARCH, rest, name, value)))
                for value, text, n in most
            ],
        )
        for name, choices in counted.items()
        if name not in asked and (most := _most(name, choices))
    ]


def _most(name: str, choices: Iterable[tuple[str, str, int]]) -> list[tuple[str, str, int]]:
    """The most frequent; of years the last ones."""
    if name == "year":
        return sorted(choices, reverse=True)[:OFFERED]
    return sorted(choices, key=lambda choice: (-choice[2], choice[1]))[:OFFERED]


def _terms(hits: list[Hit]) -> list[Statement]:
    """A part for ``in_one``, or none."""
    if not hits:
        return []
    sql, values = shapes.statement("terms of hits", _counted, {"keys": given(hit.edition_id for hit in hits)})
    return [(f"SELECT 'term', role, CAST(term AS varchar(20)), count FROM ({sql}) AS by_term", values)]


def _counted(values: shapes.Values) -> listing.Rows:
    rows = Placement.objects.filter(edition__in=among(values["keys"]), role__in=("field", "country"))
    return rows.order_by().values_list("role", "term").annotate(count=Count("pk"))


def elsewhere(found: Beside, path_in: dict[str, str]) -> list[dict[str, object]]:
    """The other languages in which there are some; at most ``MOST_ELSEWHERE`` are told."""
    return [
        {
            "language": language,
            "text": OFFICIAL[language],
            "count": min(count, MOST_ELSEWHERE),
            "more": count > MOST_ELSEWHERE,
            "path": path_in[language],
        }
        for language, count in found.languages.items()
    ]


def beginning(words: str, language: str, at: datetime, most: int = 5) -> list[Placement]:
    """The newest public releases whose headline holds the words, the last perhaps half typed. One query."""
    rows = Placement.objects.of(None).in_language(language).published(at)
    rows = rows.filter(edition_id__in=search.beginning(words, language))
    return list(rows.newest_first().select_related("edition")[:most])
