"""Names of offices and States in a text against what they were called on the day of its dateline."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from press.findings import Finding
from press.house_style import Passage
from taxonomy import recognising, snapshot
from taxonomy.recognising import Hit, Named
from taxonomy.snapshot import Node

FORMER = re.compile(
    r"(?:former|then|previous|late|ancienn?e?|ex|ehemalig\w*|damalig\w*|früher\w*|precedente|allora|gi[àa]|бывш\w*"
    r"|тогдашн\w*|antigu[oa]|entonces|known as|called|renamed|nomm\w+|genannt\w*|chiamat\w+|denominad\w+)[\s“«„\"-]*"
    r"(?:the |l[’']|la |le |il |el )?$",
    re.IGNORECASE,
)
"""Before a name that a text gives as one of the past."""


@dataclass(frozen=True)
class Wrong:
    named: Named
    why: str
    suggestion: str


Said = tuple[Passage, Hit]


def names(passages: list[Passage], day: date) -> Iterator[Finding]:
    """Names that do not hold on a day, and abbreviations that nothing explains."""
    said = [(passage, hit) for passage in passages for hit in recognising.hits(passage.text, passage.language)]
    yield from _of_another_time(said, day)
    yield from _unexplained([(passage, hit) for passage, hit in said if passage.field != "headline"])


def _of_another_time(said: list[Said], day: date) -> Iterator[Finding]:
    """Names that had ended or not begun on a day, and what stands behind them then. Each once."""
    told: set[str] = set()
    for passage, hit in said:
        if hit.words in told or FORMER.search(passage.text[: hit.start]):
            continue
        wrong = _wrong(hit, passage.language, day)
        if wrong and not _said_of_its_time(passage.text, hit, wrong.named):
            told.add(hit.words)
            yield passage.finding("name-of-another-time", wrong.why, hit.start, hit.end, wrong.suggestion)


def _wrong(hit: Hit, language: str, day: date) -> Wrong | None:
    """What is wrong with a name on a day; nothing where one of the terms that are called so was, then."""
    taxonomy = snapshot.current()
    offices = [named for named in hit.names if _is_an_office(taxonomy.nodes[named.term_id])]
    if not offices or len(offices) < len(hit.names):
        return None
    if any(named.holds(day) and _is_at_work(taxonomy.nodes[named.term_id], day) for named in offices):
        return None
    # The spell that ended last before the day, or begins first after it, says what the reader needs to know.
    named = max(offices, key=lambda one: (one.until or date.max) if not _begins_later(one, day) else date.min)
    suggestion = _called_then(named, language, day)
    told = {"name": hit.words, "day": date_format(day, "DATE_FORMAT"), "then": suggestion}
    return Wrong(named, _why(named, day) % told, suggestion if suggestion != hit.words else "")


def _is_an_office(node: Node) -> bool:
    return snapshot.current().vocabularies[node.vocabulary].role in {"source", "country"}


def _begins_later(named: Named, day: date) -> bool:
    return bool(named.since and named.since > day)


def _is_at_work(node: Node, day: date) -> bool:
    return not _is_yet_to_open(node, day) and not _has_closed(node, day)


def _is_yet_to_open(node: Node, day: date) -> bool:
    """By what is known of the day: where only the year is, the whole of it counts as open."""
    return bool(node.opened_on) and _as_far_as_known(node.opened_on, node.opened_precision) > _as_far_as_known(
        day, node.opened_precision
    )


def _has_closed(node: Node, day: date) -> bool:
    return bool(node.closed_on) and _as_far_as_known(node.closed_on, node.closed_precision) < _as_far_as_known(
        day, node.closed_precision
    )


def _as_far_as_known(day: date | None, precision: str) -> tuple[int, ...]:
    parts = {"year": 1, "month": 2}.get(precision, 3)
    return day.timetuple()[:parts] if day else ()


def _why(named: Named, day: date) -> str:
    node = snapshot.current().nodes[named.term_id]
    if named.until and named.until < day:
        return _("“%(name)s” was no longer the name on %(day)s: then it was “%(then)s”.")
    if _begins_later(named, day):
        return _("“%(name)s” was not yet the name on %(day)s: then it was “%(then)s”.")
    if _has_closed(node, day):
        return _("“%(name)s” had closed by %(day)s.")
    return _("“%(name)s” did not exist yet on %(day)s.")


def _called_then(named: Named, language: str, day: date) -> str:
    """The name valid that day of the term, of what took over from it, or of what it took over from; or nothing."""
    taxonomy = snapshot.current()
    heirs = [named.term_id]
    heirs += [link.term_id for link in taxonomy.successors(named.term_id)]
    heirs += [link.term_id for link in taxonomy.predecessors(named.term_id)]
    at_work = [term_id for term_id in heirs if _is_at_work(taxonomy.nodes[term_id], day)]
    if len(at_work) != 1 and not (at_work and at_work[0] == named.term_id):
        return ""
    return taxonomy.name(at_work[0], language, day, short=named.kind == "short")


def _said_of_its_time(text: str, hit: Hit, named: Named) -> bool:
    """A sentence that names a year of the past speaks of that year: "The Centre in Almaty, opened in 1999, …"."""
    start = max(text.rfind(". ", 0, hit.start), text.rfind("\n", 0, hit.start)) + 1
    end = min((at for at in (text.find(". ", hit.end), text.find("\n", hit.end)) if at > 0), default=len(text))
    node = snapshot.current().nodes[named.term_id]
    first = max(one.year for one in (named.since or date.min, node.opened_on or date.min))
    last = min(one.year for one in (named.until or date.max, node.closed_on or date.max))
    return any(first <= int(year) <= last for year in re.findall(r"\b(?:19|20)\d\d\b", text[start:end]))


# Abbreviations


def _unexplained(said: list[Said]) -> Iterator[Finding]:
    """An office called by its letters alone: readers outside of the house do not know it. Each once."""
    taxonomy = snapshot.current()
    in_full = {named.term_id for _passage, hit in said for named in hit.names if not _is_short(named.text)}
    told: set[str] = set()
    for passage, hit in said:
        if not _is_short(hit.words) or hit.words in told:
            continue
        offices = [named.term_id for named in hit.names if _is_a_source(named.term_id)]
        if offices and not in_full & {*offices} and not any(map(is_the_organisation, offices)):
            told.add(hit.words)
            name = taxonomy.name(offices[0], passage.language)
            message = _("“%(short)s” is nowhere written in full: %(name)s.") % {"short": hit.words, "name": name}
            yield passage.finding("abbreviation", message, hit.start, hit.end, f"{name} ({hit.words})")


def _is_short(name: str) -> bool:
    return recognising.is_abbreviation(name) and len(name) > 2


def _is_a_source(term_id: int) -> bool:
    taxonomy = snapshot.current()
    return taxonomy.vocabularies[taxonomy.nodes[term_id].vocabulary].role == "source"


def is_the_organisation(term_id: int) -> bool:
    """The organisation as a whole: its letters are known, and it stands in every text."""
    return settings.ORGANISATION in snapshot.current().all_names(term_id)
