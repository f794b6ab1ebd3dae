"""Full-text search: an edition is entered when it is frozen, so a search never waits for an index.

An edition must hold all the words, each by its stem in the edition's own language, and what stands in quotes as a
phrase. The rule of the best first: first those whose headline or place holds all that is asked, then those whose
headline and lead do, then the others; among equals the newest first (``tier``).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BooleanField, IntegerField, Q
from django.db.models.expressions import RawSQL

from press.body import plain
from press.models import Edition

# The name of the language's rules, the same in PostgreSQL and in the snowball library.
_RULES = {"en": "english", "fr": "french", "de": "german", "it": "italian", "ru": "russian", "es": "spanish"}
_WORD = re.compile(r"[^\W_]+")
_HYPHENED = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)+")
_LOOSE = re.compile(r"\S+")
_QUOTE = re.compile(r'["„“”‟«»]')
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})
LONGEST = 100
"""Signs of a word that count. PostgreSQL refuses to be asked for one of more than 2,046 bytes."""

Phrase = list[str]
Span = tuple[datetime | None, datetime | None]
"""From an instant on, and before another; ``None``: whenever."""
EVER: Span = (None, None)


def split(text: str, language: str) -> list[str]:
    """The words of a text, folded: small letters without accents; in Russian only ё counts as е, й is a letter."""
    return [word[:LONGEST] for word in _WORD.findall(fold(text, language))]


def fold(text: str, language: str) -> str:
    if language == "ru":
        return unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    if text.isascii():
        return text.casefold()
    return unicodedata.normalize("NFKD", text.casefold()).translate(_folded)


class _Folded(dict[int, str | int | None]):
    """What becomes of each sign, looked at once: accents go, some letters are others."""

    def __missing__(self, sign: int) -> str | int | None:
        self[sign] = kept = None if unicodedata.combining(chr(sign)) else _LETTERS.get(sign, sign)
        return kept


_folded = _Folded()


def stems(words: list[str], language: str) -> list[str]:
    if language not in _RULES:
        return words
    import snowballstemmer  # all languages at once, two megabytes: PostgreSQL has its own

    return snowballstemmer.stemmer(_RULES[language]).stemWords(words)


def asked(words: str, language: str) -> list[Phrase]:
    """What was typed, as phrases of folded words: one word each, more in quotes and where hyphens hold them together.

    Of operators and signs nothing is left, so any input gives an answer, though it be an empty list.
    """
    phrases = []
    for place, part in enumerate(_QUOTE.split(words)):
        phrases += [split(piece, language) for piece in ([part] if place % 2 else _LOOSE.findall(part))]
    return [phrase for phrase in phrases if phrase]


def _entered(text: str, language: str) -> str:
    """Its words, and at the end those with a hyphen as one: "cooperation" finds "Co-operation"."""
    folded = fold(text, language)
    words = [word[:LONGEST] for word in _WORD.findall(folded)]
    # Looked for where there is a hyphen alone: over the whole text the pattern takes ten times as long.
    with_hyphen = [part for part in folded.split() if "-" in part or "\u2010" in part or "\u2011" in part]
    joined = ["".join(_WORD.findall(word))[:LONGEST] for word in _HYPHENED.findall(" ".join(with_hyphen))]
    return " ".join([*words, *joined])


class Entry(NamedTuple):
    """What the index is given of an edition: words folded, not stemmed yet."""

    language: str
    headline: str
    """With the place."""
    lead: str
    body: str
    spelt: str
    """The headline a second time as it is spelt, for what is half typed (``beginning``)."""


def entry(language: str, *, place: str, headline: str, lead: str, said: str) -> Entry:
    """``said``: the words of the body."""
    first, second, third = (_entered(part, language) for part in (f"{headline} {place}", lead, said))
    return Entry(language, first, second, third, " ".join(split(headline, language)))


def enter(edition: Edition) -> None:
    """Writes the index row of an edition. In the caller's transaction."""
    words = {name: getattr(edition, name) for name in ("place", "headline", "lead")}
    made = entry(edition.language, **words, said=plain(edition.body))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"INSERT INTO press_search (edition_id, language, listed_at, words) SELECT %s, %s, %s, {VECTOR} "
                "FROM (VALUES (%s, %s, %s, %s, %s)) AS entered (rules, headline, lead, body, spelt) "
                "ON CONFLICT (edition_id) DO UPDATE SET words = EXCLUDED.words",
                [edition.pk, edition.language, edition.listed_at, rules(made.language), *made[1:]],
            )
        else:
            cursor.execute("DELETE FROM press_search WHERE rowid = %s", [edition.pk])
            cursor.execute(_INTO_FTS, [edition.pk, *_stemmed(made)])


def enter_in_fts(entries: Iterable[tuple[int, Entry]]) -> None:
    """The index rows of new editions, by their keys. SQLite; in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.executemany(_INTO_FTS, [[key, *_stemmed(made)] for key, made in entries])


VECTOR = (
    "setweight(to_tsvector(rules::regconfig, headline), 'A') || setweight(to_tsvector(rules::regconfig, lead), 'B') "
    "|| setweight(to_tsvector(rules::regconfig, body), 'C') || setweight(to_tsvector('simple', spelt), 'D')"
)
"""Of PostgreSQL, from the columns of an ``Entry``."""
_INTO_FTS = "INSERT INTO press_search (rowid, headline, lead, body, spelt) VALUES (%s, %s, %s, %s, %s)"


def rules(language: str) -> str:
    """PostgreSQL's name of the configuration in which a language is stemmed."""
    return _RULES.get(language, "simple")


def _stemmed(made: Entry) -> list[str]:
    parts = (made.headline, made.lead, made.body)
    return [*(" ".join(stems(part.split(), made.language)) for part in parts), made.spelt]


def sought(words: str, language: str) -> list[str]:
    """What was typed, as a ``Holding`` and ``tier`` are given it: phrases on PostgreSQL, on SQLite one expression.

    Never an empty list: an empty phrase, or expression, is found nowhere.
    """
    phrases = asked(words, language)
    if connection.vendor == "postgresql":
        return [*dict.fromkeys(" ".join(phrase) for phrase in phrases or [[]])]
    return [" AND ".join(f'"{" ".join(stems(phrase, language))}"' for phrase in phrases)]


Holding = Callable[[list[str], str, str, Span], Any]
"""A condition for rows of ``Placement``: their editions hold all that is sought, in a language, and are listed in a span.

It says what PostgreSQL does, which knows how often a word is used in all languages and at all times, and where it is
frequent in another one, or was years ago, would go through all releases instead: up to 24 seconds at a million. SQLite
goes by its list of words.
"""


def first(phrases: list[str], rules: str, language: str, span: Span) -> Any:
    """A ``Holding``: the words are found first."""
    if connection.vendor != "postgresql":
        return Q(edition_id__in=RawSQL(*_within("headline lead body", phrases[0])))
    ends = [(sign, instant) for sign, instant in zip((">=", "<"), span, strict=True) if instant]
    # All that is older is found by its words alone, and no index offers its days: they would be most of what there is.
    day = "listed_at" if span[0] else "(listed_at + INTERVAL '0')"
    found, values = _found(phrases, rules, language, "".join(f" AND {day} {sign} %s" for sign, _instant in ends))
    told = [*values, *(instant for _sign, instant in ends)]
    return RawSQL(f"press_placement.edition_id = ANY(ARRAY({found}))", told, output_field=BooleanField())


def either(phrases: list[str], rules: str, language: str, _span: Span) -> Any:
    """A ``Holding``: PostgreSQL chooses what it finds first."""
    if connection.vendor != "postgresql":
        return first(phrases, rules, language, _span)
    return Q(edition_id__in=RawSQL(*_found(phrases, rules, language, "")))


FEW = 5_000
"""Editions that hold the words, at most, where they are few."""


def few(phrases: list[str], rules: str, language: str, hardly: str) -> tuple[str, list[str]]:
    """A table for what stands before a statement that asks ``among_few`` or what is ``…_where_many``. PostgreSQL.

    ``hardly``: SQL of whether there may be few at all; else they are not counted.
    """
    found, values = _found(phrases, rules, language, f" LIMIT {FEW + 1}")
    keys = f"SELECT CASE WHEN COUNT(*) <= {FEW} THEN COALESCE(array_agg(edition_id), '{{}}') END FROM ({found}) AS looked_at"
    return f"few AS MATERIALIZED (SELECT CASE WHEN {hardly} THEN ({keys}) END AS keys)", values


def among_few(_phrases: list[str], _rules: str, _language: str, _span: Span) -> Any:
    """A ``Holding``: where few editions of the language hold the words, they are found first; else there is none."""
    few = "press_placement.edition_id = ANY((SELECT keys FROM few)::bigint[])"
    return RawSQL(few, (), output_field=BooleanField())


def each(phrases: list[str], rules: str, _language: str, _span: Span) -> Any:
    """A ``Holding``: each edition is asked."""
    held, values = _held_by("press_placement.edition_id", phrases, rules)
    return RawSQL(held, values, output_field=BooleanField())


def each_where_many(phrases: list[str], rules: str, language: str, span: Span) -> Any:
    """A ``Holding``: where many hold the words, each edition is asked; else there is none."""
    return _where_many() & Q(each(phrases, rules, language, span))


def first_where_many(phrases: list[str], rules: str, language: str, span: Span) -> Any:
    """A ``Holding``: where many hold the words, they are found first nevertheless; else there is none."""
    return _where_many() & Q(first(phrases, rules, language, span))


def _where_many() -> Q:
    return Q(RawSQL("((SELECT keys FROM few) IS NULL)", (), output_field=BooleanField()))


def _found(phrases: list[str], rules: str, language: str, more: str) -> tuple[str, list[str]]:
    query, values = _tsquery(phrases, rules)
    return f"SELECT edition_id FROM press_search WHERE words @@ ({query}) AND language = %s{more}", [*values, language]


def tier(phrases: list[str], rules: str) -> RawSQL:
    """For rows of ``Placement``: 2 where the headline holds all that is sought, 1 where headline and lead do, else 0."""
    if connection.vendor == "postgresql":
        query, values = _tsquery(phrases, rules)
        sql = (
            f"(SELECT CASE WHEN NOT ts_filter(words, '{{a,b}}') @@ ({query}) THEN 0 "
            f"WHEN ts_filter(words, '{{a}}') @@ ({query}) THEN 2 ELSE 1 END "
            "FROM press_search WHERE press_search.edition_id = press_placement.edition_id)"
        )
        return RawSQL(sql, [*values, *values], output_field=IntegerField())
    parts = [_within(columns, phrases[0]) for columns in ("headline", "headline lead")]
    sql = " + ".join(f"(press_placement.edition_id IN ({rows}))" for rows, _values in parts)
    return RawSQL(f"({sql})", [value for _rows, values in parts for value in values], output_field=IntegerField())


def held_by(edition: str, words: str, language: str) -> tuple[str, list[str]]:
    """SQL of PostgreSQL's that tells of one edition, whose key is told by ``edition``, whether it holds what was typed."""
    return _held_by(edition, sought(words, language), rules(language))


def _held_by(edition: str, phrases: list[str], rules: str) -> tuple[str, list[str]]:
    query, values = _tsquery(phrases, rules)
    return f"(SELECT words @@ ({query}) FROM press_search WHERE press_search.edition_id = {edition})", values


def beginning(words: str, language: str) -> Any:
    """The keys of the editions whose headline holds the words as they are spelt, the last perhaps half typed.

    Gives a subquery for ``edition_id__in=``; ``words`` holds at least one.
    """
    typed = split(words, language)
    if connection.vendor == "postgresql":
        query = " & ".join([*(f"{word}:D" for word in typed[:-1]), f"{typed[-1]}:*D"])
        where = "words @@ to_tsquery('simple', %s) AND language = %s"
        return RawSQL(f"SELECT edition_id FROM press_search WHERE {where}", [query, language])
    return RawSQL(*_within("spelt", " AND ".join([*(f'"{word}"' for word in typed[:-1]), f'"{typed[-1]}" *'])))


def _tsquery(phrases: list[str], rules: str) -> tuple[str, list[str]]:
    pieces = " && ".join("phraseto_tsquery(%s::regconfig, %s)" for _phrase in phrases)
    return pieces, [value for phrase in phrases for value in (rules, phrase)]


def _within(columns: str, query: str) -> tuple[str, list[str]]:
    """The rows of SQLite's index that match an expression in some columns; none where it is empty."""
    sql = f"SELECT rowid FROM press_search WHERE press_search MATCH '{{{columns}}} : (' || %s || ')'"
    return sql, [query or '""']
