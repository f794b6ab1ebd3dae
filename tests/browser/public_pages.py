"""Every kind of page that readers meet, with one address of each in a newsroom (``public_world``)."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, NoReturn
from unittest.mock import patch

from django.db import OperationalError

from osce_site import answers
from osce_site.languages import local_today
from tests.browser.public_world import BODY, LONG_AGO, WITHDRAWN, World

DAY = f"{LONG_AGO:%Y-%m-%d}"
TEXT = BODY.replace("</p>", "\n\n").replace("<", " <").replace(">", "> ")

Way = Callable[[World, str], str]
"""The path, without its language, of a page in a language."""


@dataclass(frozen=True)
class Kind:
    """A kind of page: where one stands, how it answers, what is sent to it, and what fails meanwhile."""

    way: str | Way
    status: int = 200
    sent: str = ""
    failing: Callable[[], AbstractContextManager[Any]] = field(default=nullcontext)

    def address(self, world: World, language: str) -> str:
        return local_today(self.way if isinstance(self.way, str) else self.way(world, language), language)


def of(name: str, rest: str = "", before: str = "") -> Way:
    """The page of a release of the newsroom, or one below it; in the language, where there is such an edition."""

    def way(world: World, language: str) -> str:
        editions = {one.language: one for one in getattr(world, name).editions.order_by("number")}
        return f"{before}{editions.get(language, editions['en']).path}{rest}"

    return way


def _fails(*args: Any, **kwargs: Any) -> NoReturn:
    raise ZeroDivisionError


def _is_away(*args: Any, **kwargs: Any) -> NoReturn:
    raise OperationalError


@contextmanager
def _broken(part: str, fails: Callable[..., NoReturn]) -> Iterator[None]:
    """Where no good answer was kept that could be given in the place of an error."""
    answers.forget()
    with patch(part, fails):
        yield


KINDS: dict[str, Kind] = {
    "home": Kind("/"),
    "newsroom": Kind("/press-releases/"),
    "newsroom, its next page": Kind(lambda world, _: f"/press-releases/?after={world.full.pk}"),
    "newsroom, narrowed": Kind("/press-releases/?about=border-management&kind=press-release"),
    "newsroom, with nothing in it": Kind("/press-releases/?kind=statement"),
    "newsroom, of a year": Kind(f"/press-releases/?year={LONG_AGO.year}"),
    "fields of work": Kind("/fields-of-work/"),
    "countries": Kind("/countries/"),
    "structures": Kind("/structures/"),
    "field operations": Kind("/field-operations/"),
    "meetings": Kind("/meetings/"),
    "pages": Kind("/pages/"),
    "a field of work": Kind("/fields-of-work/border-management/"),
    "a State": Kind("/countries/serbia/"),
    "a chairing State": Kind("/countries/switzerland/"),
    "a group of States": Kind("/countries/participating-states/"),
    "partners": Kind("/countries/asian-partners/"),
    "closed field activities": Kind("/field-operations/closed-field-activities/"),
    "a body": Kind("/structures/chairpersonship/"),
    "an institution": Kind("/structures/high-commissioner-on-national-minorities/"),
    "a part of the Secretariat": Kind("/structures/conflict-prevention-centre/"),
    "the organisation": Kind("/structures/organization/"),
    "a field operation": Kind("/field-operations/mission-to-serbia/"),
    "a closed field operation": Kind("/field-operations/office-in-zagreb/"),
    "a meeting series": Kind("/meetings/ministerial-council-meetings/"),
    "a standing page": Kind("/pages/about-us/"),
    "the page of the chart": Kind("/pages/organizational-structure/"),
    "a release": Kind(of("plain")),
    "a release with all it can have": Kind(of("full")),
    "a history": Kind(of("full", "history/")),
    "a difference": Kind(of("full", "history/?from=1&to=2")),
    "a withdrawn release": Kind(of("withdrawn"), 410),
    "search": Kind("/search/"),
    "search, with hits": Kind("/search/?q=officers"),
    "search, without hits": Kind("/search/?q=serbja"),
    "verify": Kind("/verify/"),
    "verify, an address of ours": Kind(lambda world, _: f"/verify/?address=%2Fpress-releases%2F{world.full.pk}%2F"),
    "verify, a page of ours": Kind("/verify/?address=%2Fcountries%2Fserbia%2F"),
    "verify, a withdrawn address": Kind(
        lambda world, _: f"/verify/?address=%2Fpress-releases%2F{world.withdrawn.pk}%2F"
    ),
    "verify, an address of others": Kind("/verify/?address=https%3A%2F%2Fexample.org%2F"),
    "verify, no address": Kind("/verify/?address=%2Fnothing%2Fhere%2F"),
    "verify, identical": Kind("/verify/", sent=TEXT),
    "verify, altered": Kind("/verify/", sent=TEXT.replace("four countries", "five countries")),
    "verify, withdrawn": Kind("/verify/", sent=WITHDRAWN),
    "verify, unknown": Kind("/verify/", sent="the quick brown fox jumps over a lazy dog that sleeps all day long " * 3),
    "verify, too short": Kind("/verify/", sent="Fifty officers"),
    "verify, refused": Kind("/verify/", 422, sent="far too long " * 9000),
    "feeds": Kind("/feeds/"),
    "at a date": Kind("/at/"),
    "at a date, there is none": Kind("/at/?day=1999-01-01"),
    "home at a date": Kind(f"/at/{DAY}/"),
    "newsroom at a date": Kind(f"/at/{DAY}/press-releases/"),
    "a State at a date": Kind(f"/at/{DAY}/countries/serbia/"),
    "a release at a date": Kind(of("plain", before=f"/at/{DAY}")),
    "404": Kind("/field-operations/mission-to-sebria/", 404),
    "410": Kind("/where-we-were/", 410),
    "500": Kind("/at/", 500, failing=lambda: _broken("press.views.at_a_date._first_day", _fails)),
    "503": Kind("/", 503, failing=lambda: _broken("osce_site.freshness.take", _is_away)),
}
"""Name of a kind -> one page of it. What others than readers meet is in ``desk_pages``."""
