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


def marked(edition: Edition, words: str) -> tuple[SafeString, SafeString]:
    """Headline and passage of a frozen edition, escaped, what was asked in ``<mark>``. No query."""
    sought = Sought(words, edition.language)
    passages = [_best(text, sought) for text in (edition.lead, body.plain(edition.body)) if text]
    passage = max(passages, key=lambda found: found[0], default=(0, SafeString()))  # the lead where both hold as many
    return sought.mark(edition.headline), passage[1]


class Sought:
    """The stems that were asked for, in the language of a text."""

    def __init__(self, words: str, language: str) -> None:
        self.language = language
        asked = [word for phrase in search.asked(words, language) for word in phrase]
        self.stems = frozenset(search.stems(asked, language))
        self.beginnings = frozenset(stem[:2] for stem in self.stems)

    def holds(self, word: str) -> str:
        """The stem that a word of a text has in common with what was asked; empty if none."""
        folded = search.fold(word, self.language)
        if folded[:2] not in self.beginnings and folded[:1] not in self.beginnings:
            return ""
        stem = _stem(folded, self.language)
        return stem if stem in self.stems else ""

    def mark(self, text: str) -> SafeString:
        pieces, done = [], 0
        for token in _TOKEN.finditer(text):
            if self.holds(token[0]):
                pieces += [text[done : token.start()], format_html("<mark>{}</mark>", token[0])]
                done = token.end()
        return format_html_join("", "{}", ((piece,) for piece in [*pieces, text[done:]]))


@lru_cache(maxsize=20_000)
def _stem(word: str, language: str) -> str:
    return search.stems([word], language)[0]


def _best(text: str, sought: Sought) -> tuple[int, SafeString]:
    """How many of the stems asked for the best passage holds, and that passage."""
    tokens = list(_TOKEN.finditer(text))
    hits = [(place, stem) for place, token in enumerate(tokens) if (stem := sought.holds(token[0]))]
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
