"""What a list of public releases holds: a range of the placement index, narrowed by further terms, behind a key."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from osce_site import past, shapes
from press import search
from press.models import Edition, Placement
from press.models.placement import PlacementQuerySet

Rows = QuerySet[Any, Any]


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


def everything(wanted: Wanted, at: datetime) -> PlacementQuerySet:
    """All that a list holds, in no order yet."""
    return _found(_conditions(wanted, at))


@dataclass(frozen=True)
class Place:
    """Where a list is looked for, and how the words that are asked for are.

    ``among``: of the newest of its first term, in their order, those from one place on and before another; ``behind``: in
    what is older than so many of these, where the whole statement has a table of the last of them (``last_of``).
    """

    holding: search.Holding = search.first
    span: search.Span = search.EVER
    among: tuple[int, int] | None = None
    behind: int = 0


def statement(
    wanted: Wanted, at: datetime, name: str, make: Callable[[PlacementQuerySet], Rows], place: Place = Place()
) -> shapes.Statement:
    """The SQL of what ``make`` makes of all that a list holds, behind its key where it has one; or of a place.

    ``name`` tells it from all else that is made: it is put together once for each set of conditions. Of words that are
    asked for, rows have an alias ``tier`` (``press.search``).
    """
    conditions = _conditions(wanted, at, place.span)

    def build(values: shapes.Values) -> Rows:
        found = _behind(_found(values, place.holding), values)
        if place.behind:
            behind = _BEHIND.format(last=f"last_of_{place.behind}")
            found = found.filter(RawSQL(behind, (), output_field=BooleanField()))
        return make(found)

    if past.look() or len(conditions) > _MOST_CONDITIONS:
        sql, values = shapes.plain(build(conditions))
    else:
        words = [one for one in conditions if one.startswith(_WORDS)] if place.holding is search.among_few else []
        name = f"list {name} {place.holding.__name__} {place.behind}"
        sql, values = shapes.statement(name, build, conditions, elsewhere=words)
    if not place.among:
        return sql, values
    newest, of_newest = _newest_of_first(conditions, *place.among)
    # Said before it, as what it selects may have values, too.
    among = sql.replace(f"FROM {_TABLE} ", f"FROM newest_of_first AS {_TABLE} ", 1)
    return f"WITH newest_of_first AS ({newest}) {among}", [*of_newest, *values]


def last_of(wanted: Wanted, at: datetime, many: int) -> shapes.Statement:
    """A table for a statement: the last of so many of the newest of a list's first term; empty where there are fewer."""
    last, values = _newest_of_first(_conditions(wanted, at), many - 1, many)
    return f"last_of_{many} AS MATERIALIZED (SELECT listed_at, release_number FROM ({last}) AS last)", values


def _newest_of_first(conditions: shapes.Values, since: int, before: int) -> shapes.Statement:
    def build(values: shapes.Values) -> Rows:
        return _behind(_found(values), values).newest_first()[since:before]

    return shapes.statement(f"newest of the first {since} {before}", build, _alone(conditions))


_TABLE = f'"{Placement._meta.db_table}"'
# Whether there is any is asked alone, and so is the day: by the one the rest is left, by the other the index is read.
_BEHIND = f"""(
EXISTS (SELECT 1 FROM {{last}}) AND {_TABLE}.listed_at <= (SELECT listed_at FROM {{last}})
AND ({_TABLE}.listed_at, {_TABLE}.release_number) < (SELECT listed_at, release_number FROM {{last}}))
"""


def _alone(values: shapes.Values) -> shapes.Values:
    """The conditions of a list by its first term alone."""
    return {
        name: value for name, value in (values | {"kind": None}).items() if name in _PLAIN or value == values["first"]
    }


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


def _found(values: shapes.Values, holding: search.Holding = search.first) -> PlacementQuerySet:
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
        found = found.filter(holding(phrases, rules, language, (since, until)))
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
    key = Subquery(editions(number, values["language"], values["at"]).order_by("-number").values("listed_at")[:1])
    before = Q(listed_at__lt=key) | Q(listed_at=key, release_number__lt=number)
    return found.filter(Q(listed_at__lte=key) & before)


def editions(number: int, language: str, at: datetime) -> QuerySet[Edition]:
    """Those of a release that readers had by then."""
    return Edition.objects.filter(release_id=number, language=language).ever_published(at)


def in_one(parts: Iterable[shapes.Statement]) -> list[Any]:
    """The rows of several statements, one after another. None where there are none."""
    said = union(parts)
    return shapes.rows(said) if said[0] else []


def union(parts: Iterable[shapes.Statement]) -> shapes.Statement:
    """In SQL, as the ORM gives no union of counts."""
    said = [*parts]
    return " UNION ALL ".join(sql for sql, _values in said), [value for _sql, values in said for value in values]
