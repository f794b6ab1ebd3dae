"""Lists of what is public: a range of the placement index, narrowed by further terms, paged by key."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from osce_site import past, shapes
from press import search
from press.models import Edition, Placement
from press.models.placement import PlacementQuerySet

SIZE = 20
NEWEST = 1_000
"""Of the first of several terms, among which a page is looked for first."""
Rows = QuerySet[Any, Any]


class NoSuchPage(LookupError):
    """The key to go on from names nothing that the public could ever read."""


@dataclass(frozen=True)
class Wanted:
    """What a list holds: of a term (in any role), and filed under all of ``filed`` (role, term)."""

    language: str
    term_id: int | None = None
    filed: tuple[tuple[str, int], ...] = ()
    kind: str = ""
    year: int | None = None
    words: str = ""
    after: int | None = None


@dataclass(frozen=True)
class Page:
    placements: list[Placement] = field(default_factory=list)
    after: int | None = None
    """The number of the release to go on from; ``None`` on the last page."""


def everything(wanted: Wanted, at: datetime) -> PlacementQuerySet:
    """All that a list holds, in no order yet."""
    return _found(_conditions(wanted, at))


def statement(
    wanted: Wanted,
    at: datetime,
    name: str,
    make: Callable[[PlacementQuerySet], Rows],
    span: search.Span = search.EVER,
) -> shapes.Statement:
    """The SQL of what ``make`` makes of all that a list holds, behind its key where it has one; or within a span.

    ``name`` tells it from all else that is made: it is put together once for each set of conditions. Of words that are
    asked for, rows have an alias ``tier`` (``press.search``).
    """
    conditions = _conditions(wanted, at, span)

    def build(values: shapes.Values) -> Rows:
        return make(_behind(_found(values), values))

    if past.look() or len(conditions) > _MOST_CONDITIONS:
        return shapes.plain(build(conditions))
    return shapes.statement(f"list {name}", build, conditions)


def begin(year: int) -> datetime:
    """Its first instant, where the organisation sits."""
    return datetime(year, 1, 1, tzinfo=ZoneInfo(settings.SITE_ZONE))


def _conditions(wanted: Wanted, at: datetime, span: search.Span = search.EVER) -> shapes.Values:
    """By name, those on roles under the role's own."""
    first = wanted.term_id or (wanted.filed[0][1] if wanted.filed else None)
    begins, ends = (begin(wanted.year + more) if wanted.year else None for more in (0, 1))
    years = {"begins": begins, "ends": ends}
    plain = {"at": at, "language": wanted.language, "kind": wanted.kind or None, "after": wanted.after}
    since, until = span
    conditions = {"first": first, **plain, **years, "since": since, "until": until, **dict(wanted.filed)}
    if not wanted.words:
        return conditions
    rules, phrases = search.rules(wanted.language), search.sought(wanted.words, wanted.language)
    return conditions | {f"{_WORDS}{rules} {place}": phrase for place, phrase in enumerate(phrases)}


def _found(values: shapes.Values) -> PlacementQuerySet:
    first, at, language, kind, _after, begins, ends, since, until = (values[name] for name in _PLAIN)
    words = {name: phrase for name, phrase in values.items() if name.startswith(_WORDS)}
    roles = {role: term_id for role, term_id in values.items() if role not in _PLAIN and role not in words}
    # The rows of a term in a role are those of its list that say so; not as of a day, where others stood below it.
    leading = next((role for role, term_id in roles.items() if term_id == first and not past.look()), "")
    found = Placement.objects.filed(first, leading) if leading else Placement.objects.of(first)
    found = found.in_language(language).published(at)
    for role, term_id in roles.items():
        if role != leading:
            found = found.filter(Exists(Placement.objects.filed(term_id, role).filter(edition=OuterRef("edition"))))
    if kind:
        found = found.filter(kind=kind)
    for limit in (begins, since):
        found = found.filter(listed_at__gte=limit) if limit else found
    for limit in (ends, until):
        found = found.filter(listed_at__lt=limit) if limit else found
    if words:
        rules, phrases = next(iter(words)).split()[1], [*words.values()]
        found = found.filter(search.holding(phrases, rules, language, (since, until), first=first is None))
        found = found.alias(tier=search.tier(phrases, rules))
    return found


_PLAIN = ("first", "at", "language", "kind", "after", "begins", "ends", "since", "until")
_WORDS = "words "
"""Begins the name of each phrase that is asked for; then come the rules by which its words are stemmed."""
_MOST_CONDITIONS = 24
"""With more, which is more words than somebody types, a statement is put together anew and not remembered."""


def _behind(found: PlacementQuerySet, values: shapes.Values) -> PlacementQuerySet:
    """What stands behind a release in the order of lists, though it be withdrawn by now.

    The first condition is said twice: by it the index is read from there on.
    """
    number = values["after"]
    if number is None:
        return found
    key = Subquery(_editions(number, values["language"], values["at"]).order_by("-number").values("listed_at")[:1])
    before = Q(listed_at__lt=key) | Q(listed_at=key, release_number__lt=number)
    return found.filter(Q(listed_at__lte=key) & before)


def _editions(number: int, language: str, at: datetime) -> QuerySet[Edition]:
    return Edition.objects.filter(release_id=number, language=language).ever_published(at)


def in_turn(parts: Iterable[shapes.Statement], most: int) -> shapes.Statement:
    """The SQL of so many rows: of the first statement, and of the next where they are not enough."""
    said = [*parts]
    # PostgreSQL reads the parts one after another, each once the last has not given enough.
    union = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS part{place}" for place, (sql, _values) in enumerate(said))
    return f"{union} LIMIT {most}", [value for _sql, values in said for value in values]


def page(wanted: Wanted, at: datetime, size: int = SIZE, within: Iterable[search.Span] = (search.EVER,)) -> Page:
    """One page, newest first: one query, two where nothing stands behind the key. Raises ``NoSuchPage``.

    ``within``: the spans of time that words are looked for in, one after another (``press.spans``).
    """
    of_all = not (wanted.words or wanted.filed or wanted.term_id)
    rows = shapes.things(_of_page(wanted, at, size, within), Placement, "edition", prepared=of_all)
    if wanted.after and not rows and not _editions(wanted.after, wanted.language, at).exists():
        raise NoSuchPage
    return Page(rows[:size], rows[size - 1].release_number if len(rows) > size else None)


def _of_page(wanted: Wanted, at: datetime, size: int, within: Iterable[search.Span]) -> shapes.Statement:
    """The rows of a page, and of one more.

    PostgreSQL thinks that few releases have several terms, so it would read and sort all of the first before it takes
    the newest. It is given the newest of that, in their order, and the others where there are not enough among these.
    """

    def first(found: PlacementQuerySet) -> Rows:
        return found.newest_first().select_related("edition")[: size + 1]

    def behind_newest(values: shapes.Values) -> Rows:
        last = _behind(_found(_alone(values)), values).newest_first()[NEWEST - 1 : NEWEST]
        listed_at, number = (Subquery(last.values(name)) for name in ("listed_at", "release_number"))
        before = Q(listed_at__lt=listed_at) | Q(listed_at=listed_at, release_number__lt=number)
        return first(_behind(_found(values), values).filter(Q(listed_at__lte=listed_at) & before))

    if wanted.words:
        return in_turn([statement(wanted, at, f"page of {size}", first, span) for span in within], size + 1)
    sql, values = statement(wanted, at, f"page of {size}", first)
    if not _several(wanted) or past.look() or connection.vendor != "postgresql":
        return sql, values
    given = _conditions(wanted, at)
    newest, of_newest = shapes.statement(
        f"newest {NEWEST} of the first",
        lambda values: _behind(_found(values), values).newest_first()[:NEWEST],
        _alone(given),
    )
    others, of_others = shapes.statement(f"page of {size} behind the newest {NEWEST}", behind_newest, given)
    table = f'"{Placement._meta.db_table}" '
    among = sql.replace(f"FROM {table}", f"FROM ({newest}) AS {table}", 1)
    return f"({among}) UNION ALL ({others}) LIMIT {size + 1}", [*of_newest, *values, *of_others]


def _several(wanted: Wanted) -> bool:
    return len(wanted.filed) + bool(wanted.term_id) > 1


def _alone(values: shapes.Values) -> shapes.Values:
    """The conditions of a list by its first term alone."""
    return {
        name: value for name, value in (values | {"kind": None}).items() if name in _PLAIN or value == values["first"]
    }


def counting(
    wanted: Wanted, at: datetime, most: int, part: str, one: str, within: Iterable[search.Span]
) -> shapes.Statement:
    """Gives one row for ``in_one``: ``part``, ``one``, nothing, and how many a list holds, counted up to ``most``."""
    one_list, name = replace(wanted, after=None), f"up to {most}"
    some = [statement(one_list, at, name, lambda found: found.order_by().values("pk")[:most], span) for span in within]
    sql, values = in_turn(some, most)
    return f"SELECT '{part}', '{one}', '', COUNT(*) FROM ({sql}) AS counted", values


def in_one(parts: Iterable[shapes.Statement]) -> list[Any]:
    """The rows of several statements, one after another. None where there are none."""
    said = union(parts)
    return shapes.rows(said) if said[0] else []


def union(parts: Iterable[shapes.Statement]) -> shapes.Statement:
    """In SQL, as the ORM gives no union of counts."""
    said = [*parts]
    return " UNION ALL ".join(sql for sql, _values in said), [value for _sql, values in said for value in values]
