"""The checks beside a text while it is written, and what it could be filed under: of words saved or not."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.http import Http404
from ninja import Field, Router, Schema

from osce_site import freshness
from osce_site.languages import OFFICIAL
from press import body, checks, link_checking, linking, own_links, suggesting, zones
from press.api.asking import OfARelease, of_a_release
from press.body_links import body_links
from press.local_time import chosen
from press.models.text import LONGEST_HEADLINE

router = Router()
LONGEST = 200_000
"""Characters of a body, markup included."""


class Words(Schema):
    """The words as they stand in the editor.

    ``going_out_at`` without an offset is what a clock of ``zone`` shows, by default the officer's.
    """

    place: str = Field("", max_length=1000)
    headline: str = Field("", max_length=10 * LONGEST_HEADLINE)
    lead: str = Field("", max_length=20_000)
    body: str = Field("", max_length=LONGEST)
    going_out_at: datetime | None = None
    zone: str = ""


class Told(Schema):
    code: str
    field: str
    message: str
    blocking: bool
    quote: str
    start: int
    suggestion: str


class Suggested(Schema):
    term_id: int
    role: str
    name: str
    reason: str


class Beside(Schema):
    findings: list[Told]
    suggestions: list[Suggested]


@router.post("/{int:number}/texts/{language}/checks", response=Beside)
@of_a_release("press.view_release")
def check(request: OfARelease, number: int, language: str, said: Words) -> dict[str, list[dict[str, Any]]]:
    """What there is to say about words. Links to others that are new or due are tried afterwards, in the background."""
    if language not in OFFICIAL:
        raise Http404
    release = request.release
    words = {"place": said.place, "headline": said.headline, "lead": said.lead}
    words["body"] = linking.recognised(body.clean(said.body))
    zone = said.zone if said.zone in available_timezones() else request.user.zone.key  # type: ignore[union-attr]  # signed in
    at, when = freshness.now(), said.going_out_at
    found: list[checks.Finding] = []
    if when and when.tzinfo is None:
        found += chosen(when, zone)
        when = zones.readings(when, ZoneInfo(zone))[0]
    told = checks.check(release, language, words, at=at, going_out_at=when, zone=zone)
    found += [finding for finding in told if finding not in found]
    link_checking.look_after(own_links.foreign(body_links(words["body"])))
    suggestions = suggesting.suggest(release, language, words, release.dateline_on or at.date())
    return {"findings": [asdict(one) for one in found], "suggestions": [asdict(one) for one in suggestions]}
