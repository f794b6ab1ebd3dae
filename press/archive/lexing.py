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
MOST_KNOWN = 100_000
"""Words that are remembered, before all are forgotten: names and figures come without end."""
_LEXEMES = """
SELECT word, to_tsvector(%s::regconfig, word)::text, (SELECT count(*) FROM ts_parse('default', word) WHERE tokid <> 12)
FROM unnest(%s::text[]) AS word
"""
SEVERAL = None

Lexemes = dict[str, str | None]
"""Word -> what is entered of it: nothing of a stop word; ``None``: it is none or several for the server."""

_known: dict[str, Lexemes] = defaultdict(dict)


def vectors(entries: Iterable[tuple[int, Entry]]) -> tuple[list[tuple[int, str]], list[tuple[int, Entry]]]:
    """(key, vector) of each that can be made here, and those that cannot. A query for each language with new words."""
    waiting = list(entries)
    _learn(waiting)
    made, left = [], []
    for key, entry in waiting:
        vector = _vector(entry)
        if vector is None:
            left.append((key, entry))
        else:
            made.append((key, vector))
    return made, left


def _learn(entries: list[tuple[int, Entry]]) -> None:
    met: dict[str, set[str]] = defaultdict(set)
    for _key, entry in entries:
        for config, said in _parts(entry):
            met[config].update(said.split(" "))
    for config, words in met.items():
        known = _known[config]
        if len(known) > MOST_KNOWN:
            known.clear()
        if new := [word for word in words if word and word not in known]:
            known.update(_asked(config, new))


def _asked(config: str, words: list[str]) -> Lexemes:
    with connection.cursor() as cursor:
        cursor.execute(_LEXEMES, [config, words])
        # 'lexeme':1
        return {word: vector[1:-3] if tokens == 1 else SEVERAL for word, vector, tokens in cursor.fetchall()}


def _parts(entry: Entry) -> list[tuple[str, str]]:
    config = rules(entry.language)
    return [(config, entry.headline), (config, entry.lead), (config, entry.body), ("simple", entry.spelt)]


def _vector(entry: Entry) -> str | None:
    """As PostgreSQL reads one; ``None`` where it must make it."""
    if sum(said.count(" ") for _config, said in _parts(entry)) > MOST_WORDS:
        return None
    places: dict[str, list[str]] = {}
    last = 0
    for weight, (config, said) in zip("ABCD", _parts(entry), strict=True):
        known, end = _known[config], last
        for place, word in enumerate(said.split(" ") if said else (), last + 1):
            lexeme = known[word]
            if lexeme:
                # Each part begins behind the last word of the one before that was entered.
                end = place
                places.setdefault(lexeme, []).append(f"{place}{weight}")
            elif lexeme is SEVERAL:
                return None
        last = end
    if any(len(found) > 250 for found in places.values()):
        return None
    return " ".join([f"'{lexeme}':{','.join(found)}" for lexeme, found in places.items()])


def enter(entries: Iterable[tuple[int, Entry]], listed: Mapping[int, datetime]) -> None:
    """The index rows of new editions, by their keys, with when they are listed. PostgreSQL; in the caller's transaction."""
    by_key = dict(entries)
    made, left = vectors(by_key.items())
    with connection.cursor() as cursor:
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
