"""Full-text search: an edition is entered when it is frozen, so a search never waits for an index."""

import re
from typing import Any

import snowballstemmer
from django.db import connection
from django.db.models.expressions import RawSQL

from press import body
from press.models import Edition

# The name of the language's rules, the same in PostgreSQL and in the snowball library.
_RULES = {"en": "english", "fr": "french", "de": "german", "it": "italian", "ru": "russian", "es": "spanish"}
_WORD = re.compile(r"[^\W_]+")


def enter(edition: Edition) -> None:
    """Writes the index row of an edition. In the caller's transaction."""
    parts = [f"{edition.headline} {edition.place}", edition.lead, body.plain(edition.body)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            rules = _RULES.get(edition.language, "simple")
            cursor.execute(
                "INSERT INTO press_search (edition_id, words) VALUES (%s, "
                "setweight(to_tsvector(%s::regconfig, %s), 'A') || setweight(to_tsvector(%s::regconfig, %s), 'B') "
                "|| setweight(to_tsvector(%s::regconfig, %s), 'C'))",
                [edition.pk, *(value for part in parts for value in (rules, part))],
            )
        else:
            cursor.execute("DELETE FROM press_search WHERE rowid = %s", [edition.pk])
            cursor.execute(
                "INSERT INTO press_search (rowid, words) VALUES (%s, %s)",
                [edition.pk, " ".join(_stems(" ".join(parts), edition.language))],
            )


def _stems(text: str, language: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return snowballstemmer.stemmer(_RULES[language]).stemWords(words) if language in _RULES else words


def matching(words: str, language: str) -> Any:
    """The keys of the editions that hold all the words, as a subquery for ``edition_id__in=``.

    Any input gives an answer: of operators, quotes and signs only the words count.
    """
    if connection.vendor == "postgresql":
        asked = " ".join(_WORD.findall(words))
        return RawSQL(
            "SELECT edition_id FROM press_search WHERE words @@ plainto_tsquery(%s::regconfig, %s)",
            [_RULES.get(language, "simple"), asked],
        )
    quoted = " ".join(f'"{stem}"' for stem in _stems(words, language))
    return RawSQL("SELECT rowid FROM press_search WHERE press_search MATCH %s", [quoted or '""'])
