"""Clocks of places: in which zone a release speaks, and what an hour that a clock shows means."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.languages import ORIGINAL
from press.models import Release
from taxonomy import snapshot
from taxonomy.models import Relation


@dataclass(frozen=True)
class PlaceZone:
    """A zone by its IANA name, and the sentence that says why it is this one."""

    name: str
    why: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.name)


def zone_of(release: Release) -> PlaceZone:
    """The zone of the place: of the city of its dateline, else of the host of its source, else the organisation's."""
    cities = [text.place for text in release.texts.all() if text.place]
    for place in cities:
        if name := _by_city().get(_word(place)):
            return PlaceZone(name, _("the place of the dateline, %s") % place)
    for code, country in _hosts(release):
        zones = _by_country().get(code, ())
        # A country of several clocks tells nothing, unless they show the same.
        if len({freshness.now().astimezone(ZoneInfo(name)).utcoffset() for name in zones}) == 1:
            return PlaceZone(zones[0], _("where its source is based, %s") % country)
    return PlaceZone(settings.SITE_ZONE, _("the organisation's own clock: its place is not known"))


def known(name: str) -> ZoneInfo:
    """The zone of a name; the organisation's where there is none such."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.SITE_ZONE)


def readings(naive: datetime, zone: ZoneInfo) -> list[datetime]:
    """The instants that may be meant by what a clock of a zone shows, the earlier first.

    One as a rule. Two where summer time ends, as the hour comes twice, and where it begins, as the hour never comes:
    there by the clock of before and by the clock of after.
    """
    meant = {naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(meant)


def comes_twice(naive: datetime, zone: ZoneInfo) -> bool:
    """Of an hour with two readings: whether the clock shows it twice, or never."""
    return all(one.astimezone(zone).replace(tzinfo=None) == naive for one in readings(naive, zone))


def _hosts(release: Release) -> list[tuple[str, str]]:
    """Code and name of the countries of its sources: where one is based, or the source itself where it is one."""
    taxonomy, today = snapshot.current(), freshness.now().date()
    found = []
    for term_id in (tagging.term_id for tagging in release.taggings.all() if tagging.role == "source"):
        based = [link.term_id for link in taxonomy.related(term_id, Relation.Kind.BASED_IN, today)]
        for one in [term_id, *based]:
            if (node := taxonomy.nodes.get(one)) and node.code:
                found.append((node.code.upper(), taxonomy.name(one, get_language() or ORIGINAL)))
    return found


def _word(place: str) -> str:
    return place.strip().casefold().replace(" ", "_")


@cache
def _by_city() -> dict[str, str]:
    """The zones of the tz database are named for cities: ``Europe/Vienna``. Other names of one are led there."""
    zones = {_word(name.rpartition("/")[2]): name for name in sorted(available_timezones()) if "/" in name}
    named = {other: zones[city] for other, city in _ALSO.items() if city in zones}
    return {city: name for city, name in zones.items() if not name.startswith("Etc/")} | named


_ALSO = {
    "wien": "vienna",
    "vienne": "vienna",
    "вена": "vienna",
    "viena": "vienna",
    "warszawa": "warsaw",
    "kyiv": "kiev",
    "kiev": "kyiv",
    "tirana": "tirane",
    "the_hague": "amsterdam",
    "geneva": "zurich",
    "bern": "zurich",
    "pristina": "belgrade",
    "prishtinë/priština": "belgrade",
    "astana": "almaty",
    "ankara": "istanbul",
    "milan": "rome",
    "palermo": "rome",
    "strasbourg": "paris",
    "den_haag": "amsterdam",
    "rom": "rome",
    "roma": "rome",
}
"""Cities of the organisation whose clock is another's, and other names of some."""


@cache
def _by_country() -> dict[str, tuple[str, ...]]:
    """ISO 3166 code -> its zones, as the tz database lists them; empty where that list is not installed."""
    found: dict[str, tuple[str, ...]] = {}
    for line in _table().splitlines():
        if line and not line.startswith("#"):
            code, _where, name, *_more = line.split("\t")
            found[code] = (*found.get(code, ()), name)
    return found


def _table() -> str:
    for folder in TZPATH:
        if (path := Path(folder) / "zone.tab").is_file():
            return path.read_text()
    try:
        return resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text()
    except (ModuleNotFoundError, FileNotFoundError):
        return ""
