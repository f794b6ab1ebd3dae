"""The home page: what matters now, what is new, who chairs, and the ways in. Read from what was given to the public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from osce_site import freshness, past, shapes
from osce_site.languages import local
from press import finding, pinning, reading
from press.listing import Wanted
from press.models import Edition, EditionPhoto, Placement
from taxonomy import snapshot
from taxonomy.flags import flag
from taxonomy.references import Reference, listed, refer
from taxonomy.snapshot import Snapshot

NEWEST = 8
"""Releases below those at the head."""


@dataclass(frozen=True)
class Story:
    """A release at the head of the page, perhaps in another language than the page's."""

    card: reading.Card
    language: str
    path: str
    size: str
    """Of its headline (``reading.headline_size``)."""
    picture: reading.Picture | None = None
    focus: tuple[int, int] = (50, 50)
    """What must stay in sight where the picture is cut: percent from the left and from the top, in quarters."""


@dataclass(frozen=True)
class Day:
    day: date
    releases: list[reading.Card]


def page(language: str, at: datetime) -> dict[str, Any]:
    """The context of the page: two queries, and one for the photo of the first story."""
    today = at.date()
    pinned = pinning.shown(at, language)
    found = finding.page(Wanted(language), at, NEWEST + pinning.MOST).placements
    above = {edition.release_id for edition in pinned}
    rest = [row for row in found if row.release_number not in above]
    stories = pinned or [row.edition for row in rest[:1]]
    newest = rest if pinned else rest[1:]
    return {
        "lead": _lead(stories[0], today) if stories else None,
        "others": [_story(edition, today) for edition in stories[1:]],
        "days": _days(newest[:NEWEST], today),
        **_ways_in_once(language, today),
    }


def _story(edition: Edition, today: date) -> Story:
    path = local(reading.path_of(edition), edition.language)
    size = reading.headline_size(edition.headline)
    return Story(reading.card_of(edition, today), edition.language, path, size)


def _lead(edition: Edition, today: date) -> Story:
    """With its first photo. One query."""
    told = _story(edition, today)
    asked = shapes.statement("first photo", _first_photo, {"edition": edition.pk})
    photos = shapes.things(asked, EditionPhoto, "photo")
    if not photos:
        return told
    first = photos[0]
    across, down = (round(share / 25) * 25 for share in (first.focal_x, first.focal_y))
    return Story(told.card, told.language, told.path, told.size, reading.picture(first), (across, down))


def _first_photo(values: shapes.Values) -> QuerySet[Any, Any]:
    found = EditionPhoto.objects.filter(edition=values["edition"]).select_related("photo")
    return found.order_by("position", "pk")[:1]


def _days(placements: Iterable[Placement], today: date) -> list[Day]:
    """By the day on which each was listed, where the organisation sits; that is the order of lists, too."""
    zone = ZoneInfo(settings.SITE_ZONE)
    by_day = groupby(placements, lambda row: row.listed_at.astimezone(zone).date())
    return [Day(day, [reading.card(row, today) for row in rows]) for day, rows in by_day]


def _ways_in_once(language: str, today: date) -> dict[str, Any]:
    """Made once for a state of the taxonomy: it is the same whatever is published."""
    global _kept
    look = past.look()
    state = (freshness.version("taxonomy"), today, look.day if look else None)
    kept = _kept
    if kept[0] != state:
        kept = _kept = (state, {})
    if language not in kept[1]:
        kept[1][language] = _ways_in(snapshot.current(), language, today)
    return kept[1][language]


_kept: tuple[Any, dict[str, dict[str, Any]]] = (None, {})


def _ways_in(taxonomy: Snapshot, language: str, today: date) -> dict[str, Any]:
    """Who chairs, and what one can be looking for. No query."""

    def told(terms: Iterable[int], *, short: bool = False) -> list[Reference]:
        return [refer(term, language, today=today, short=short) for term in terms]

    operations = taxonomy.stood_below("field-operations", None, today)
    states = taxonomy.find("countries", "participating-states")
    return {
        **_chair(taxonomy, language, today),
        "fields": told(taxonomy.stood_below("fields-of-work", None, today)),
        "operations": told((term for term in operations if taxonomy.nodes[term].kind == "operation"), short=True),
        "states": listed(taxonomy.below(states.id), language, today) if states else [],
        "ways": [
            (vocabulary.name(language), f"/{vocabulary.slug}/", taxonomy.count(vocabulary.slug))
            for vocabulary in taxonomy.vocabularies.values()
            if vocabulary.role
        ],
    }


def _chair(taxonomy: Snapshot, language: str, today: date) -> dict[str, Any]:
    """Who chairs this year, and who did before and will after, where that is known. No query."""
    held = next(((term, link) for term in taxonomy.nodes if (link := taxonomy.chairing(term, today))), None)
    if held is None:
        return {}
    chair, link = held
    spells = sorted(taxonomy.relating(link.term_id, "chairs"), key=lambda one: one.since or date.min)
    place = next(number for number, one in enumerate(spells) if one.term_id == chair and one.holds(today))
    beside = {"before": spells[place - 1 : place] if place else [], "after": spells[place + 1 : place + 2]}
    return {
        "chair": refer(chair, language, today=today),
        "chair_flag": flag(taxonomy.nodes[chair]),
        "chair_year": today.year,
        "chairpersonship": refer(link.term_id, language, today=today),
        **{
            f"chair_{when}": refer(one.term_id, language, today=today, detail=str(one.since.year if one.since else ""))
            for when, found in beside.items()
            for one in found
        },
    }
