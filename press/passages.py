"""Where a text holds what was asked: the words marked, in the headline and in the passage that holds most of them."""

import re
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from press import body, search
from press.models import Edition

AROUND = 32
"""Words of a passage."""
_TOKEN = re.compile(r"[^\W_]+")


def marked(edition: Edition, sought: "Sought") -> tuple[SafeString, SafeString]:
    """Headline and passage of a frozen edition in the language asked in, escaped, what is sought in ``<mark>``. No query."""
    passages = [_best(text, sought) for text in (edition.lead, body.plain(edition.body)) if text]
    passage = max(passages, key=lambda found: found[0], default=(0, SafeString()))  # the lead where both hold as many
    return sought.mark(edition.headline), passage[1]


class Sought(dict[str, str]):
    """Word of a text in a language -> the stem that it has in common with what was asked; empty if none."""

    def __init__(self, words: str, language: str) -> None:
        super().__init__()
        self.language = language
        asked = [word for phrase in search.asked(words, language) for word in phrase]
        self.stems = frozenset(search.stems(asked, language))
        self.beginnings = frozenset(stem[:2] for stem in self.stems)

    def __missing__(self, word: str) -> str:
        folded, stem = search.fold(word, self.language), ""
        if folded[:2] in self.beginnings or folded[:1] in self.beginnings:
            stem = _stem(folded, self.language)
        self[word] = found = stem if stem in self.stems else ""
        return found

    def mark(self, text: str) -> SafeString:
        pieces, done = [], 0
        for token in _TOKEN.finditer(text):
            if self[token[0]]:
                pieces += [text[done : token.start()], format_html("<mark>{}</mark>", token[0])]
                done = token.end()
        return format_html_join("", "{}", ((piece,) for piece in [*pieces, text[done:]]))


@lru_cache(maxsize=20_000)
def _stem(word: str, language: str) -> str:
    return search.stems([word], language)[0]


def _best(text: str, sought: Sought) -> tuple[int, SafeString]:
    """How many of the stems asked for the best passage holds, and that passage."""
    tokens = list(_TOKEN.finditer(text))
    hits = [(place, stem) for place, token in enumerate(tokens) if (stem := sought[token[0]])]
    first, most = 0, 0
    for start, _stem_there in hits:
        held = len({stem for place, stem in hits if start <= place < start + AROUND})
        if held > most:
            first, most = start, held
    begins = max(0, first - AROUND // 4) if first > AROUND // 2 else 0
    ends = begins + AROUND if begins else max(AROUND, first + AROUND // 2)
    cut = text[tokens[begins].start() if begins else 0 : tokens[ends].start() if ends < len(tokens) else len(text)]
    before, after = "… " if begins else "", " …" if ends < len(tokens) else ""
    return most, format_html("{}{}{}", before, sought.mark(cut.strip()), after)
