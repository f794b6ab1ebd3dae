"""What a text could be filed under: the terms whose names stand in it and that it is not filed under yet."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import ngettext

from press import body
from press.models import Release
from press.office_names import is_the_organisation
from taxonomy import recognising, snapshot

MOST = 12
"""Suggestions at once: more are not read."""


@dataclass(frozen=True)
class Suggestion:
    term_id: int
    role: str
    """As what: source, field, country or meeting."""
    name: str
    reason: str


def suggest(release: Release, language: str, words: dict[str, str], on: date) -> list[Suggestion]:
    """The terms that the words of a text mention, the headline's first, then the most often mentioned.

    Left out is what the release is filed under already, as itself or as what it has become. One query.
    """
    taxonomy = snapshot.current()
    filed = {
        taxonomy.present(tagging.term_id, on) for tagging in release.taggings.all() if tagging.term_id in taxonomy.nodes
    }
    headline = words.get("headline", "")
    text = "\n".join([headline, words.get("lead", ""), body.plain(words.get("body", ""))])
    found = [
        mention
        for mention in recognising.mentioned(text, language, on)
        if mention.term_id not in filed and not is_the_organisation(mention.term_id)
    ]
    found.sort(key=lambda mention: mention.first_start >= len(headline))
    return [
        Suggestion(mention.term_id, role, taxonomy.name(mention.term_id, language, on), _reason(mention))
        for mention in found[:MOST]
        if (role := _role(mention.term_id))
    ]


def _role(term_id: int) -> str:
    """The part it plays by its vocabulary; of what may only be a source, that."""
    taxonomy = snapshot.current()
    vocabulary = taxonomy.vocabularies[taxonomy.nodes[term_id].vocabulary]
    return vocabulary.role or ("source" if vocabulary.may_be_source else "")


def _reason(mention: recognising.Mention) -> str:
    said = ngettext("“%(name)s” stands in the text.", "“%(name)s” stands in the text %(count)d times.", mention.count)
    return said % {"name": mention.name, "count": mention.count}
