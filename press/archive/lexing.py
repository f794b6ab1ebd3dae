"""The search vectors of PostgreSQL made here: what becomes of a word is asked of the server once, not in each text.

``to_tsvector`` took half of the time of an import. The vectors are those that ``press.search.enter`` has the server
make, which the tests compare; a text for which that is not sure is left to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection

from press.search import VECTOR, Entry, rules

MOST_WORDS = 3000
"""Of a text: in longer ones the server drops positions, by rules of its own."""
MOST_PLACES = 250
"""Of a lexeme in a text: of more the server keeps the first."""
MOST_KNOWN = 30_000
"""Words that are remembered, some five megabytes, before all are forgotten: names and figures come without end."""
_LEXEMES = """
SELECT word, to_tsvector(%s::regconfig, word)::text, (SELECT count(*) FROM ts_parse('default', word) WHERE tokid <> 12)
FROM unnest(%s::text[]) AS word
"""
SEVERAL = None

Lexemes = dict[str, str | None]
"""Word -> what is entered of it: nothing of a stop word; ``None``: it is none or several for the server."""
Parts = list[tuple[str, list[str]]]
"""Of an entry: configurations and the words read in them."""

_known: dict[str, Lexemes] = defaultdict(dict)
_PLACES = {weight: [f"{place}{weight}" for place in range(MOST_WORDS + 5)] for weight in "ABCD"}


def vectors(entries: Iterable[tuple[int, Entry]]) -> tuple[list[tuple[int, str]], list[tuple[int, Entry]]]:
    """(key, vector) of each that can be made here, and those that cannot. A query for each language with new words."""
    waiting = list(entries)
    split = [_parts(entry) for _key, entry in waiting]
    _learn(split)
    made, left = [], []
    for (key, entry), parts in zip(waiting, split, strict=True):
        vector = _vector(parts)
        if vector is None:
            left.append((key, entry))
        else:
            made.append((key, vector))
    return made, left


def _learn(split: list[Parts]) -> None:
    met: dict[str, set[str]] = defaultdict(set)
    for parts in split:
        for config, words in parts:
            met[config].update(words)
    if sum(map(len, _known.values())) > MOST_KNOWN:
        _known.clear()
    for config, found in met.items():
        if new := found - _known[config].keys():
            _known[config].update(_asked(config, list(new)))


def _asked(config: str, words: list[str]) -> Lexemes:
    with connection.cursor() as cursor:
        cursor.execute(_LEXEMES, [config, words])
        # 'lexeme':1, of which all but the place is kept
        return {word: vector[:-1] if tokens == 1 else SEVERAL for word, vector, tokens in cursor.fetchall()}


def _parts(entry: Entry) -> Parts:
    config = rules(entry.language)
    said = ((config, entry.headline), (config, entry.lead), (config, entry.body), ("simple", entry.spelt))
    return [(config, words.split()) for config, words in said]


def _vector(parts: Parts) -> str | None:
    """As PostgreSQL reads one; ``None`` where it must make it."""
    if sum(len(words) for _config, words in parts) > MOST_WORDS:
        return None
    places: dict[str, str] = {}
    begin = 1
    for weight, (config, words) in zip("ABCD", parts, strict=True):
        lexemes = [*map(_known[config].__getitem__, words)]
        if SEVERAL in lexemes:
            return None
        while lexemes and not lexemes[-1]:
            lexemes.pop()  # each part begins behind the last word of the one before that was entered
        for place, lexeme in zip(_PLACES[weight][begin : begin + len(lexemes)], lexemes, strict=True):
            if lexeme:
                # Strings and no lists, of which there would be more than Python likes to keep count of.
                places[lexeme] = f"{places[lexeme]},{place}" if lexeme in places else lexeme + place
        begin += len(lexemes)
    if begin > MOST_PLACES and any(found.count(",") >= MOST_PLACES for found in places.values()):
        return None
    return " ".join(places.values())


def enter(entries: Iterable[tuple[int, Entry]], listed: Mapping[int, datetime]) -> None:
    """The index rows of new editions, by their keys, with when they are listed. PostgreSQL; in the caller's transaction."""
    by_key = dict(entries)
    made, left = vectors(by_key.items())
    with connection.wrap_database_errors, connection.cursor() as cursor:
        with cursor.copy(f"COPY press_search ({_COLUMNS}) FROM STDIN") as copy:
            for key, vector in made:
                copy.write_row((key, by_key[key].language, listed[key], vector))
        for key, entry in left:
            cursor.execute(
                f"INSERT INTO press_search ({_COLUMNS}) SELECT %s, %s, %s, {VECTOR} "
                "FROM (VALUES (%s, %s, %s, %s, %s)) AS entered (rules, headline, lead, body, spelt)",
                [key, entry.language, listed[key], rules(entry.language), *entry[1:]],
            )


_COLUMNS = "edition_id, language, listed_at, words"
