"""A term's history: what it was called in turn, from what it took over and what took over from it, on one time line.

Plain values, read from the snapshot without a query. Days become places on a line in whole thousandths of its width;
``25.4%`` is how SVG takes them, so nothing has to be styled inline and no language writes them with a comma.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from osce_site.languages import fallbacks
from taxonomy import snapshot
from taxonomy.dating import known_end, partial, stretch
from taxonomy.models import Relation
from taxonomy.snapshot import Name, Snapshot

LANES = 24
"""More are counted, not drawn."""
WIDTH = 1000
LEAST = 6
"""The least width of a bar: one day can be seen beside fifty years."""
TICKS = 6
DAY = timedelta(days=1)


def percent(place: int) -> str:
    whole, rest = divmod(place, WIDTH // 100)
    return f"{whole}.{rest}%" if rest else f"{whole}%"


@dataclass(frozen=True)
class Piece:
    """What of a link between two bars stands in one row: the part above its bar, below it, or the whole height."""

    kind: str
    """"renamed", or a kind of succession."""
    part: str
    """"up", "down" or "through"."""
    at: int

    @property
    def x(self) -> str:
        return percent(self.at)


@dataclass(frozen=True)
class Bar:
    """A row: one name, and the stretch of time it held."""

    name: Name
    since: date | None
    until: date | None
    dates: str
    """In words; empty where neither end is known."""
    begin: int
    end: int
    open_begin: bool
    """The beginning is not known."""
    lasting: bool
    """It has not ended."""
    pieces: list[Piece] = field(default_factory=list)

    @property
    def x1(self) -> str:
        return percent(self.begin)

    @property
    def x2(self) -> str:
        return percent(self.end)


@dataclass(frozen=True)
class Lane:
    """One term: its names in turn, the oldest first."""

    term_id: int
    path: str
    """Without language; of what the term is part of by now."""
    own: bool
    """It is the term whose history this is."""
    bars: list[Bar]
    origins: list[str]
    """From what it took over, a sentence each."""


@dataclass(frozen=True)
class Tick:
    year: int
    at: int
    fine: bool
    """Its label is left out where there is little room."""

    @property
    def x(self) -> str:
        return percent(self.at)


@dataclass(frozen=True)
class Tie:
    """A link between two lanes."""

    kind: str
    source: int
    target: int
    day: date | None


@dataclass(frozen=True)
class History:
    lanes: list[Lane]
    ties: list[Tie]
    ticks: list[Tick]
    drawn: bool
    """False where no day is known: then there are only words."""
    more: int = 0
    """Lanes left out."""


@dataclass(frozen=True)
class _Named:
    name: Name
    since: date | None
    until: date | None


@dataclass(frozen=True)
class _Life:
    """When a term was there, as far as is known, and what it was called."""

    term_id: int
    begin: date | None
    end: date | None
    names: list[_Named]


def of(term_id: int, language: str, today: date) -> History | None:
    """The history of a term up to a day; ``None`` where there is nothing to tell: one term under one name."""
    others, more = _others(snapshot.current(), term_id, today)
    told = _drawn([term_id, *others], term_id, more, language, today)
    return told if len(told.lanes) > 1 or len(told.lanes[0].bars) > 1 else None


def together(term_ids: list[int], language: str, today: date) -> History | None:
    """Several terms on one time line, as far as they were there by a day; ``None`` where none was."""
    nodes = snapshot.current().nodes
    begun = [one for one in term_ids if (nodes[one].opened_on or today) <= today]
    return _drawn(begun[:LANES], None, len(begun[LANES:]), language, today) if begun else None


def _drawn(term_ids: list[int], own: int | None, more: int, language: str, today: date) -> History:
    taxonomy = snapshot.current()
    ties = sorted(_ties(taxonomy, {*term_ids}, today), key=lambda tie: (tie.day or date.min, tie.source))
    lives = _in_order([_life(taxonomy, one, ties, language, today) for one in term_ids], ties)
    scale = _Scale.over(lives, ties, today)
    pieces = _pieces(lives, ties, scale)
    rows = iter(range(sum(len(life.names) for life in lives)))
    lanes = [
        Lane(
            life.term_id,
            taxonomy.path(taxonomy.nodes[taxonomy.present(life.term_id, today)]),
            life.term_id == own,
            [_bar(taxonomy, life, named, scale, pieces[next(rows)]) for named in life.names],
            [_origin(taxonomy, tie, life, language) for tie in ties if tie.target == life.term_id],
        )
        for life in lives
    ]
    return History(lanes, ties, scale.ticks(), scale.known, more)


# Who belongs to it, in which order


def _others(taxonomy: Snapshot, term_id: int, today: date) -> tuple[list[int], int]:
    """The terms it took over from and those that took over from it, and how many of them are left out."""
    found = dict.fromkeys(
        link.term_id
        for link in (*taxonomy.predecessors(term_id), *taxonomy.successors(term_id))
        if (link.since or today) <= today and (taxonomy.nodes[link.term_id].opened_on or today) <= today
    )
    kept = list(found)[: LANES - 1]
    return kept, len(found) - len(kept)


def _ties(taxonomy: Snapshot, term_ids: set[int], today: date) -> Iterator[Tie]:
    for source in term_ids:
        for link in taxonomy.links.get(source, ()):
            if link.kind in Relation.SUCCESSION and link.term_id in term_ids and (link.since or today) <= today:
                yield Tie(link.kind, source, link.term_id, link.since)


def _life(taxonomy: Snapshot, term_id: int, ties: list[Tie], language: str, today: date) -> _Life:
    """Where its own days are not known, those of its links and names say what they can."""
    node = taxonomy.nodes[term_id]
    labels = [
        label for known in fallbacks(language) for label in taxonomy.labels.get((term_id, known, "preferred"), ())
    ]
    began = [tie.day for tie in ties if tie.target == term_id and tie.kind != Relation.Kind.MERGED_INTO and tie.day]
    named = [label.since for label in labels if label.since]
    first = [*began[:1], *(sorted(named)[:1] if len(named) == len(labels) else [])]
    merged = [
        tie.day - DAY for tie in ties if tie.source == term_id and tie.kind == Relation.Kind.MERGED_INTO and tie.day
    ]
    begin = node.opened_on or next(iter(first), None)
    end = known_end(node.closed_on, today) or next(iter(merged), None)
    if begin and end and end < begin:
        begin = None  # a merger entered with a day too early: the end is what it is known for
    turns = {label.since for label in labels} | {
        label.until + DAY for label in labels if label.until and label.until < date.max
    }
    last = min(end or today, today)
    within = sorted(day for day in turns if day and (begin or date.min) < day <= last)
    return _Life(term_id, begin, end, list(_names(taxonomy, term_id, language, begin, end, within)))


def _in_order(lives: list[_Life], ties: list[Tie]) -> list[_Life]:
    """By their beginnings; what followed one another stands together."""
    chain = {life.term_id: life.term_id for life in lives}
    for tie in ties:
        joined, into = chain[tie.target], chain[tie.source]
        chain = {one: into if its == joined else its for one, its in chain.items()}
    begins: dict[int, date] = {}
    for life in lives:
        its = chain[life.term_id]
        begins[its] = min(begins.get(its, date.max), life.begin or date.min)

    def key(life: _Life) -> tuple[date, int, date, date, int]:
        its = chain[life.term_id]
        return begins[its], its, life.begin or date.min, life.end or date.max, life.term_id

    return sorted(lives, key=key)


def _names(
    taxonomy: Snapshot, term_id: int, language: str, begin: date | None, end: date | None, turns: list[date]
) -> Iterator[_Named]:
    """Its names between two days, told at the days on which a name came or went."""
    eve = turns[0] - DAY if turns else end
    told = [(begin, taxonomy.name_in(term_id, language, begin or eve))]
    for day in turns:
        name = taxonomy.name_in(term_id, language, day)
        if name != told[-1][1]:
            told.append((day, name))
    ends = [day - DAY for day, _name in told[1:] if day]
    for (since, name), until in zip(told, [*ends, end], strict=True):
        yield _Named(name, since, until)


# Where it is drawn


@dataclass(frozen=True)
class _Scale:
    """From a day to its place on the line."""

    first: date
    last: date
    known: bool

    @classmethod
    def over(cls, lives: list[_Life], ties: list[Tie], today: date) -> "_Scale":
        """From the first day known to today; to the last day known where nothing is left of it."""
        days = [day for life in lives for named in life.names for day in (named.since, named.until) if day]
        days += [tie.day for tie in ties if tie.day]
        first = min(days, default=today)
        last = today if any(life.end is None for life in lives) else max(days, default=today)
        if any(life.begin is None for life in lives) and first > date.min + DAY * 400:
            first -= max((last - first) / 12, DAY * 200)  # room for what began before
        return cls(date(first.year, 1, 1), max(last, first + DAY), bool(days))

    def place(self, day: date) -> int:
        span = (self.last - self.first).days
        return round(min(max((day - self.first).days, 0), span) * WIDTH / span)

    def ticks(self) -> list[Tick]:
        """New years, so few that their labels have room."""
        begins, ends = self.first.year, self.last.year
        steps = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
        step = next(step for step in steps if (ends - begins) // step <= TICKS)
        years = range(-(-begins // step) * step, ends + 1, step)
        many = len(years) > TICKS // 2
        return [
            Tick(year, self.place(date(year, 1, 1)), fine=many and (year // step) % 2 == 1) for year in years if year
        ]


def _bar(taxonomy: Snapshot, life: _Life, named: _Named, scale: _Scale, pieces: list[Piece]) -> Bar:
    begin = scale.place(named.since) if named.since else 0
    end = scale.place(named.until + DAY) if named.until and named.until < date.max else WIDTH
    begin = min(begin, WIDTH - LEAST)
    return Bar(
        named.name,
        named.since,
        named.until,
        _dates(taxonomy, life, named),
        begin,
        max(end, begin + LEAST),
        named.since is None,
        named.until is None,
        pieces,
    )


def _dates(taxonomy: Snapshot, life: _Life, named: _Named) -> str:
    node = taxonomy.nodes[life.term_id]
    since = partial(named.since, node.opened_precision if named.since == node.opened_on else "day")
    until = partial(named.until, node.closed_precision if named.until == node.closed_on else "day")
    return stretch(since, until)


def _pieces(lives: list[_Life], ties: list[Tie], scale: _Scale) -> dict[int, list[Piece]]:
    """Row -> what of the links stands in it."""
    pieces: dict[int, list[Piece]] = defaultdict(list)
    row_of: dict[int, int] = {}
    by_term = {life.term_id: life for life in lives}
    count = 0
    for life in lives:
        row_of[life.term_id] = count
        for row, named in enumerate(life.names[1:], start=count + 1):
            assert named.since is not None  # a later name begins on a day
            _draw(pieces, "renamed", row - 1, row, scale.place(named.since))
        count += len(life.names)
    for tie in ties:
        source, target = by_term[tie.source], by_term[tie.target]
        day = tie.day or target.begin or source.end
        if day is None:
            continue
        begins = row_of[tie.source] + _holding(source.names, day - DAY if day > date.min else day)
        _draw(pieces, tie.kind, begins, row_of[tie.target] + _holding(target.names, day), scale.place(day))
    return pieces


def _holding(names: list[_Named], day: date) -> int:
    """Which of the names held on a day, or the nearest."""
    return max((place for place, named in enumerate(names) if not named.since or named.since <= day), default=0)


def _draw(pieces: dict[int, list[Piece]], kind: str, begins: int, ends: int, at: int) -> None:
    first, last = sorted((begins, ends))
    pieces[first].append(Piece(kind, "down", at))
    pieces[last].append(Piece(kind, "up", at))
    for row in range(first + 1, last):
        pieces[row].append(Piece(kind, "through", at))


# In words


def _origin(taxonomy: Snapshot, tie: Tie, life: _Life, language: str) -> str:
    """From what a lane comes, as a sentence; with the day where it is not the lane's first.

    The other is called as it was on the eve.
    """
    eve = tie.day - DAY if tie.day and tie.day > date.min else None
    dated = tie.day is not None and tie.day != life.begin
    said = {"name": taxonomy.name(tie.source, language, eve), "day": partial(tie.day, "day")}
    sentences = {
        (Relation.Kind.SUCCEEDED_BY, True): _("Took over from %(name)s on %(day)s"),
        (Relation.Kind.SUCCEEDED_BY, False): _("Took over from %(name)s"),
        (Relation.Kind.SPLIT_INTO, True): _("Split off from %(name)s on %(day)s"),
        (Relation.Kind.SPLIT_INTO, False): _("Split off from %(name)s"),
        (Relation.Kind.MERGED_INTO, True): _("%(name)s was merged into it on %(day)s"),
        (Relation.Kind.MERGED_INTO, False): _("%(name)s was merged into it"),
    }
    return sentences[Relation.Kind(tie.kind), dated] % said
