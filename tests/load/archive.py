"""Releases by the million, the same for one seed: lines as ``manage.py import_archive`` takes them (docs/archive.md).

Over 26 years, all in English, some in further languages. Terms are spread as Zipf has it: of the fields, say, the first
stands on as many releases as the second and third together. Words come from the sentences of the taxonomy's seeds and
of the real texts beside the project, where they are there, and are as skewed. Beside them stand names made of syllables.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

from osce_site.languages import OFFICIAL

VERSION = 1
"""Raised where what is made changes: then all is built anew."""
SEED = 1975
BESIDE = Path(__file__).parent.parent.parent.parent / "shared" / "data"
BEGINS, DAYS = datetime(2000, 1, 1, tzinfo=UTC), 26 * 365
ALSO_IN = {"ru": 0.15, "fr": 0.08, "de": 0.06, "es": 0.05, "it": 0.04}
"""Language -> share of the releases that are there in it, too."""
KINDS = {"press-release": 45, "news": 30, "statement": 12, "media-advisory": 8, "spot-report": 5}
HOW_MANY = {"source": [0, 90, 10], "field": [0, 55, 30, 15], "country": [30, 55, 15], "meeting": [92, 8]}
"""Role -> weights of having none, one, two … terms in it."""
SENTENCES = 6000
"""Of each language, made before; bodies are put together of them."""
REAL = 0.08
"""Share of the texts whose body is a real one, with the markup it came with."""
_SYLLABLES = "ka ri no ta le mi so ve du an bor ska lin grad ev in tash mo pol".split()
_PLACES = ["VIENNA", "WARSAW", "SARAJEVO", "BISHKEK", "TIRANA", "SKOPJE", "ASTANA", "CHISINAU", "THE HAGUE", "TASHKENT"]


class Skewed:
    """Draws from a sequence; what stands at rank n as often as 1/n."""

    def __init__(self, choices: Sequence[Any]) -> None:
        self.choices = choices
        self.weights = list(accumulate(1 / rank for rank in range(1, len(choices) + 1)))

    def draw(self, lot: Random, number: int) -> list[Any]:
        return lot.choices(self.choices, cum_weights=self.weights, k=number)


class Stock:
    """What texts in a language are made of."""

    def __init__(self, language: str, lot: Random) -> None:
        real = _real_bodies(language)
        said = " ".join([*_seed_sentences(language), *(re.sub(r"<[^>]+>", " ", body) for body in real)])
        words = list(dict.fromkeys(word.lower() for word in re.findall(r"[^\W\d_]{2,}", said)))
        lot.shuffle(words)
        names = ["".join(lot.choices(_SYLLABLES, k=lot.randint(2, 3))).capitalize() for _ in range(len(words) // 2)]
        mixed = Skewed([name for pair in zip(words, [*names, *words], strict=False) for name in pair])
        self.sentences = [self._sentence(mixed, lot) for _ in range(SENTENCES)]
        self.bodies = real
        self.headlines = [sentence[:-1] for sentence in self.sentences if len(sentence) < 110]

    @staticmethod
    def _sentence(words: Skewed, lot: Random) -> str:
        drawn = " ".join(words.draw(lot, lot.randint(7, 20)))
        return f"{drawn[0].upper()}{drawn[1:]}."


def _seed_sentences(language: str) -> Iterator[str]:
    """The names and summaries of the seeds, which are there in six languages."""
    for path in sorted((Path(__file__).parent.parent.parent / "taxonomy" / "seeds").glob("*.txt")):
        yield from re.findall(rf"^(?:summary |name )?{language}: (.+)$", path.read_text(), re.MULTILINE)


def _real_bodies(language: str) -> list[str]:
    found = []
    for name in ("doj_press_releases/sample_dev_300.jsonl", "debian_multilingual/sample_dev_six_languages.jsonl"):
        path = BESIDE / name
        for line in path.read_text().splitlines() if path.is_file() else []:
            said = json.loads(line)
            if said["lang"] == language and said["body_html"]:
                found.append(said["body_html"][:4000])
    return found


class Archive:
    """``terms``: role -> "vocabulary/slug" of all that may be filed so, the most frequent first."""

    def __init__(self, terms: Mapping[str, Sequence[str]], seed: int = SEED) -> None:
        self.lot = Random(seed)
        self.stocks = {language: Stock(language, self.lot) for language in OFFICIAL}
        self.terms = {role: Skewed(names) for role, names in terms.items()}

    def lines(self, number: int) -> Iterator[bytes]:
        """The first so many; a longer archive begins with a shorter one."""
        return (json.dumps(self._release(at), ensure_ascii=False).encode() + b"\n" for at in range(number))

    def _release(self, at: int) -> dict[str, Any]:
        lot = self.lot
        # A little more each year.
        published_at = BEGINS + timedelta(days=DAYS * lot.random() ** 0.8, seconds=lot.randrange(86_400))
        languages = ["en", *(language for language, share in ALSO_IN.items() if lot.random() < share)]
        return {
            "source": f"bench/{VERSION}/{at}",
            "kind": lot.choices([*KINDS], [*KINDS.values()])[0],
            "published_at": published_at.isoformat(timespec="seconds"),
            "terms": {role: self._filed(role) for role in HOW_MANY},
            "texts": {language: self._text(language, at) for language in languages},
        }

    def _filed(self, role: str) -> list[str]:
        weights = HOW_MANY[role]
        return list(dict.fromkeys(self.terms[role].draw(self.lot, self.lot.choices(range(len(weights)), weights)[0])))

    def _text(self, language: str, at: int) -> dict[str, str]:
        lot, stock = self.lot, self.stocks[language]
        headline = f"{lot.choice(stock.headlines)} {at}"
        lead = lot.choice(stock.sentences) if lot.random() < 0.6 else ""
        real = stock.bodies and lot.random() < REAL
        return {
            "place": lot.choice(_PLACES),
            "headline": headline,
            "lead": lead,
            "body": lot.choice(stock.bodies) if real else self._body(stock),
        }

    def _body(self, stock: Stock) -> str:
        """Some hundred and forty words; every third with marks, a list or a link."""
        lot = self.lot
        paragraphs = [
            f"<p>{' '.join(escape(one, quote=False) for one in lot.choices(stock.sentences, k=lot.randint(2, 3)))}</p>"
            for _ in range(lot.randint(3, 5))
        ]
        match lot.randrange(9):
            case 0:
                paragraphs.insert(1, f"<h2>{lot.choice(stock.headlines)}</h2>")
            case 1:
                paragraphs.append(f"<ul><li><p>{lot.choice(stock.sentences)}</p></li></ul>")
            case 2:
                paragraphs.append(f'<p><a href="https://example.org/{lot.randrange(999)}">{stock.headlines[0]}</a></p>')
        return "".join(paragraphs)
