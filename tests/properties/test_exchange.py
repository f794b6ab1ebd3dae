"""Whatever a taxonomy says, it is the same after it was given out and taken in again, in every format."""

import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from osce_site.languages import OFFICIAL
from osce_site.models.address import remember
from taxonomy import changes, exchange, exporting, importing, tree
from taxonomy.models import (
    Label,
    Menu,
    MenuEntry,
    MenuEntryLabel,
    Profile,
    Relation,
    Term,
    Vocabulary,
    VocabularyName,
)
from taxonomy.seed_text import BadSeed
from tests import create, taxonomy_rows

UGLY = ["# x", "= x", " x ", '"x"', '"', "a: b", "x\ny", "\u2028", "=1+1", "'@x", "a\r\nb", "en: x", ";,\t", "\ufeffx"]
UGLY += [
    "\x0b\x1c\x85",
    "\\n",
    "'''",
    '"""',
    "\\u0041",
    "-",
    "..",
    "2001..2002",
    "‮",
    "😀",
    "é",
    "é",
    "<b>&amp;",
    "${x}",
]
SIGNS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXTS = st.sampled_from(UGLY) | st.text(SIGNS, min_size=1, max_size=8)
BODIES = st.lists(TEXTS | st.just(""), max_size=4).map("\n\n".join)
WORDS = st.from_regex(r"[-a-zA-Z0-9_]{1,6}", fullmatch=True)
DAYS = st.dates() | st.dates(date(1990, 1, 1), date(2030, 1, 1))
LANGUAGES = st.sampled_from(list(OFFICIAL))
PRECISIONS = st.sampled_from(Term.Precision.values)
FORMS = [exchange.SEEDS, exchange.TURTLE, exchange.JSON_LD, exchange.CSV]


class Drawn:
    """A taxonomy drawn by lot, row by row, as the desk could have written it."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data
        self.vocabularies: list[Vocabulary] = []
        self.terms: list[Term] = []

    def draw(self, strategy: st.SearchStrategy[Any]) -> Any:
        return self.data.draw(strategy)

    def site(self) -> None:
        for word in self.draw(st.lists(WORDS, min_size=1, max_size=3, unique=True)):
            self.vocabulary(word)
        for vocabulary in self.vocabularies:
            for word in self.draw(st.lists(WORDS, max_size=4, unique=True)):
                self.term(vocabulary, word)
        for term in self.terms:
            self.move(term)
            self.links(term)
        for key in self.draw(st.lists(WORDS, max_size=2, unique=True)):
            self.menu(key)
        changes.announce()

    def vocabulary(self, word: str) -> None:
        made = Vocabulary.objects.create(
            slug=word,
            position=self.draw(st.integers(0, 32767)),
            role=self.draw(st.sampled_from(["", *Vocabulary.Role.values])),
            may_be_source=self.draw(st.booleans()),
        )
        for language in self.draw(st.lists(LANGUAGES, unique=True)):
            names = {"plural": self.draw(TEXTS), "singular": self.draw(TEXTS)}
            VocabularyName.objects.create(vocabulary=made, language=language, **names)
        self.vocabularies.append(made)
        self.address("vocabulary", made.pk)

    def term(self, vocabulary: Vocabulary, word: str) -> None:
        family = [term for term in self.terms if term.vocabulary_id == vocabulary.pk]
        opened, closed = self.spell()
        made = tree.insert(
            vocabulary,
            under=self.draw(st.sampled_from([None, *family])),
            since=self.draw(st.none() | st.dates(date(1, 1, 1), date(1980, 1, 1))),
            slug=word,
            kind=self.draw(st.sampled_from(Term.Kind.values)),
            code=self.draw(st.just("") | TEXTS.filter(lambda text: len(text) <= 10)),
            opened_on=opened,
            opened_precision=self.draw(PRECISIONS),
            closed_on=closed,
            closed_precision=self.draw(PRECISIONS),
        )
        self.terms.append(made)
        self.names(made)
        for language in self.draw(st.lists(LANGUAGES, max_size=2, unique=True)):
            picture = self.draw(st.sampled_from([{}, {"picture": "profiles/a b.jpg", "picture_alt": " x\n"}]))
            summary, body = self.draw(st.just("") | TEXTS), self.draw(BODIES)
            Profile.objects.create(term=made, language=language, summary=summary, body=body, **picture)
        self.address("term", made.pk)

    def spell(self) -> tuple[date | None, date | None]:
        ends = sorted(self.draw(st.lists(DAYS, min_size=2, max_size=2)))
        return self.draw(st.sampled_from([None, ends[0]])), self.draw(st.sampled_from([None, ends[1]]))

    def names(self, term: Term) -> None:
        for kind in (Label.Kind.PREFERRED, Label.Kind.SHORT):
            for language in self.draw(st.lists(LANGUAGES, max_size=3, unique=True)):
                for since, until in self.one_after_the_other():
                    more = {"since": since, "until": until, "text": self.draw(TEXTS)}
                    Label.objects.create(term=term, language=language, kind=kind, **more)
        for language, text in self.draw(st.lists(st.tuples(LANGUAGES, TEXTS), max_size=2, unique=True)):
            since, until = self.spell()
            more = {"since": since, "until": until, "text": text}
            Label.objects.create(term=term, language=language, kind=Label.Kind.ALTERNATIVE, **more)

    def one_after_the_other(self) -> Iterator[tuple[date | None, date | None]]:
        """Spells that do not meet, with or without days between them, the ends open or not."""
        days: list[date | None] = sorted(self.draw(st.lists(DAYS, max_size=4, unique=True)))
        ends = [None, *days, None] if self.draw(st.booleans()) else days
        yield from zip(ends[::2], ends[1::2], strict=False)

    def move(self, term: Term) -> None:
        """Twice at most, each time a while later; to the top as well."""
        since = date(1980, 1, 2)
        for _times in range(self.draw(st.integers(0, 2))):
            since += timedelta(days=self.draw(st.integers(1, 5000)))
            family = [one for one in self.terms if one.vocabulary_id == term.vocabulary_id and one.pk != term.pk]
            try:
                tree.move(term, under=self.draw(st.sampled_from([None, *family])), since=since)
            except tree.CannotMove:
                continue

    def links(self, term: Term) -> None:
        others = [other for other in self.terms if other.pk != term.pk]
        kinds = st.sampled_from(Relation.Kind.values)
        for kind in self.draw(st.lists(kinds, max_size=3)) if others else []:
            other, (since, until) = self.draw(st.sampled_from(others)), self.spell()
            said = {"subject": term, "kind": kind, "object": other, "since": since}
            if not Relation.objects.filter(**said).exists() and since != date.min:
                Relation.objects.create(**said, until=until)

    def address(self, kind: str, key: int) -> None:
        for path in self.draw(st.lists(WORDS, max_size=2)):
            remember(f"/was/{path}/{kind}{key}/", kind, key)

    def menu(self, key: str) -> None:
        menu = Menu.objects.create(key=key)
        entries: list[MenuEntry] = []
        for word in self.draw(st.lists(WORDS, max_size=4, unique=True)):
            since, until = self.spell()
            targets: list[dict[str, Any]] = [{}, {"path": "/a b/?q=ü#x"}, {"vocabulary": self.vocabularies[0]}]
            targets += [{"term": term} for term in self.terms[:2]]
            entry = MenuEntry.objects.create(
                menu=menu,
                key=word,
                parent=self.draw(st.sampled_from([None, *entries])),
                position=self.draw(st.integers(0, 3) | st.integers(0, 32767)),
                grow=self.draw(st.integers(0, 12)),
                since=since,
                until=until,
                **self.draw(st.sampled_from(targets)),
            )
            entries.append(entry)
            for language in self.draw(st.lists(LANGUAGES, max_size=3, unique=True)):
                MenuEntryLabel.objects.create(entry=entry, language=language, text=self.draw(TEXTS))


def given_out_and_taken_in(form: str) -> None:
    written = exchange.write(exporting.seed_files(), form, site="https://example.org")
    taxonomy_rows.empty()
    with tempfile.TemporaryDirectory() as folder:
        for name, content in written.items():
            (Path(folder) / name).write_bytes(content)
        importing.apply(exchange.read([Path(folder)], form) if written else [])


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_what_is_exported_and_imported_into_an_empty_site_makes_an_equal_site(form: str, data: st.DataObject) -> None:
    with transaction.atomic():
        Drawn(data).site()
        before = taxonomy_rows.everything()
        given_out_and_taken_in(form)
        assert taxonomy_rows.everything() == before
        transaction.set_rollback(True)


WHERE = st.integers(0, 10_000)
BROKEN = [
    b"",
    b"\0",
    b"\xff",
    b'"',
    b"\\",
    b"<",
    b">",
    b"[",
    b"]",
    b"{",
    b"}",
    b"\n",
    b"\r",
    b",",
    b";",
    b":",
    b".",
    b"=",
]
BROKEN += [b"@context", b"@list", b"\\uD800", b"\\U00110000", b"9" * 5000, b"1e999", b"null", b"^^xsd:date", b"0000-00"]


def damaged(content: bytes, data: st.DataObject) -> bytes:
    """A file cut short, a piece of it taken out, doubled, or something else put in its place."""
    for at, length, how in data.draw(st.lists(st.tuples(WHERE, WHERE, st.integers(0, 3)), min_size=1, max_size=3)):
        begin = at % (len(content) + 1)
        end = begin + length % 40
        piece = content[begin:end] * 2 if how == 0 else data.draw(st.sampled_from(BROKEN)) if how == 1 else b""
        content = content[:begin] + piece + (b"" if how == 2 else content[end:])
    return content


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_damaged_file_is_taken_whole_or_refused_in_lines_and_changes_nothing(form: str, data: st.DataObject) -> None:
    with transaction.atomic():
        arms = create.term("Arms control")
        create.relation(create.term("Small arms", under=arms), "succeeded_by", arms, date(2000, 1, 1))
        create.label(arms, "Désarmement", "fr", since=date(1990, 1, 1), until=date(2000, 1, 1))
        written = exchange.write(exporting.seed_files(), form, site="https://example.org")
        taxonomy_rows.empty()
        chosen = data.draw(st.sampled_from(sorted(written)))
        written[chosen] = damaged(written[chosen], data)
        with tempfile.TemporaryDirectory() as folder:
            for name, content in written.items():
                (Path(folder) / name).write_bytes(content)
            reasons = None
            try:
                importing.apply(exchange.read([Path(folder)], form))
            except BadSeed as refused:
                reasons = refused.reasons
        if reasons is not None:
            assert reasons
            assert all(reason.isprintable() for reason in reasons)
            assert not Term.objects.exists()
        transaction.set_rollback(True)
