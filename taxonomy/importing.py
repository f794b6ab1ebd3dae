"""Brings the taxonomy into the state that seed files say. What they do not mention stays as it is."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import DataError, IntegrityError, models, transaction

from osce_site.languages import OFFICIAL
from osce_site.models import Address
from osce_site.models.address import normal
from taxonomy import changes, tree
from taxonomy.models import (
    Broader,
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
from taxonomy.seed_checks import address_of, check, identity_of, name_of, overlapping, place_named
from taxonomy.seed_dates import Span, closing, first_day, last_day, meet, opening
from taxonomy.seed_text import TOP, BadSeed, Seed, SeedFile, SeedLabel


@dataclass
class Report:
    """What was changed, a line each, how often of which sort in which file, and what could not be."""

    lines: list[str] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    touched: set[int] = field(default_factory=set)
    """Terms that came, moved or were succeeded."""
    placed: set[int] = field(default_factory=set)
    """Terms that were put last under their parent and are still to be put in order."""
    refused: list[str] = field(default_factory=list)
    file: str = ""

    def note(self, sort: str, thing: str, what: str) -> None:
        self.lines.append(f"{self.file}: {sort} {thing} {what}")
        self.counts[self.file][f"{sort} {thing}"] += 1


def apply(files: list[SeedFile], *, dry_run: bool = False) -> Report:
    """All or nothing. Raises ``BadSeed``, and then nothing is written."""
    report = Report()
    vocabularies = [file for file in files if not file.is_menu]
    with transaction.atomic(), tree.batch():
        check(files)
        for file in vocabularies:
            report.file = file.name
            _vocabulary(file, report)
        terms = {address_of(term): term for term in Term.objects.select_related("vocabulary")}
        for file in vocabularies:
            report.file = file.name
            for seed in file.seeds:
                with _refusals_told(seed):
                    _places(seed, terms[name_of(file, seed)], terms, report)
                    _relations(seed, terms[name_of(file, seed)], terms, report)
        for file in files:
            if file.is_menu:
                report.file = file.name
                _menu(file, terms, report)
        if report.refused:
            raise BadSeed(report.refused)
        if report.lines:
            changes.announce(report.touched)
        if dry_run:
            transaction.set_rollback(True)
    return report


@contextmanager
def _refusals_told(seed: Seed) -> Iterator[None]:
    """What a constraint refuses all the same is told with its line."""
    try:
        yield
    except (IntegrityError, DataError) as error:
        raise BadSeed([f"{seed.where}: “{seed.slug}”: the database refuses: {str(error).splitlines()[0]}"]) from error


# Writing


def _save(row: models.Model, values: dict[str, Any], thing: str, what: str, report: Report) -> bool:
    """Saves what differs; tells whether anything did."""
    new = row._state.adding
    differs = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differs.items():
        setattr(row, name, value)
    if new or differs:
        row.save()
        report.note("new" if new else "changed", thing, what)
    return new or bool(differs)


def _vocabulary(file: SeedFile, report: Report) -> None:
    said, words = file.head.values, file.head.words
    vocabulary = Vocabulary.objects.filter(slug=file.slug).first() or Vocabulary(slug=file.slug)
    values = {
        "position": int(said.get("position", 0)),
        "role": said.get("role", ""),
        "may_be_source": said.get("may be source") == "yes",
    }
    with _refusals_told(file.head):
        _save(vocabulary, values, "vocabulary", file.slug, report)
        names = {name.language: name for name in vocabulary.names.all()}
        for language in [language for language in OFFICIAL if ("name", language) in words]:
            plural = words["name", language][0]
            singular = words.get(("singular", language), [plural])[0]
            name = names.get(language) or VocabularyName(vocabulary=vocabulary, language=language)
            called = {"plural": plural, "singular": singular}
            _save(name, called, "vocabulary name", f"{file.slug} ({language})", report)
        _addresses(file.head, Address.Kind.VOCABULARY, vocabulary.pk, report)
    made: dict[str, Term] = {}
    for seed in file.seeds:
        with _refusals_told(seed):
            made[seed.slug] = _term(file, seed, vocabulary, made, report)
            _labels(seed, made[seed.slug], report)
            _profiles(seed, made[seed.slug], report)
            _addresses(seed, Address.Kind.TERM, made[seed.slug].pk, report)
    _arrange(file, made, report)


def _term(file: SeedFile, seed: Seed, vocabulary: Vocabulary, made: dict[str, Term], report: Report) -> Term:
    said, name, identity = seed.values, name_of(file, seed), identity_of(file, seed)
    values: dict[str, Any] = {"slug": seed.slug, "kind": said.get("kind") or file.head.values["kind"]}
    if "code" in said:
        values["code"] = said["code"]
    if "opened" in said:
        values["opened_on"], values["opened_precision"] = opening(said["opened"])
    if "closed" in said:
        values["closed_on"], values["closed_precision"] = closing(said["closed"])
    parent = made[seed.parent.slug] if seed.parent else None
    since = first_day(said.get("since"))
    term = Term.objects.filter(uuid=identity).first()
    if term is None:
        term = tree.insert(vocabulary, under=parent, since=since, uuid=identity, **values)
        report.note("new", "term", name)
    else:
        _save(term, values, "term", name, report)
        if term.parent_id == (parent.pk if parent else None):
            return term
        term = tree.move(term, under=parent, since=since)
        report.note("moved", "term", name)
    report.touched.add(term.pk)
    report.placed.add(term.pk)
    return term


def _arrange(file: SeedFile, made: dict[str, Term], report: Report) -> None:
    """Brings the terms of each parent into the order of the file; terms it does not name stay between them."""
    families: dict[str, list[Term]] = defaultdict(list)
    for seed in file.seeds:
        families[seed.parent.slug if seed.parent else ""].append(made[seed.slug])
    in_tree = Term.objects.filter(pk__in=[term.pk for term in made.values()]).order_by("tree_id", "lft")
    order = list(in_tree.values_list("pk", flat=True))
    for family in families.values():
        members = {term.pk for term in family}
        standing = [pk for pk in order if pk in members]
        if family[0].pk in report.placed and standing[0] != family[0].pk:
            tree.move(family[0], before=next(term for term in family if term.pk == standing[0]))
            standing.insert(0, standing.pop(standing.index(family[0].pk)))
        for before, term in pairwise(family):
            behind = standing.index(term.pk) - standing.index(before.pk)
            if behind < 0 or (behind > 1 and term.pk in report.placed):
                tree.move(term, after=before)
                standing.remove(term.pk)
                standing.insert(standing.index(before.pk) + 1, term.pk)
                if term.pk not in report.placed:
                    report.note("moved", "term", f"{file.slug}/{term.slug}")
                report.touched.add(term.pk)


def _labels(seed: Seed, term: Term, report: Report) -> None:
    """A name is known by its text and first day; a preferred or short one is renamed where only the text differs."""
    rows = list(term.labels.all())
    said_of = [(_known_label(rows, said) or Label(term=term), said) for said in seed.labels]
    named = [row for row, _said in said_of]
    clashes = list(overlapping([*seed.labels, *(row for row in rows if row not in named)]))
    for one, other in clashes:
        mine, desk = (one, other) if isinstance(one, SeedLabel) else (other, one)
        where = getattr(mine, "where", seed.where)
        report.refused.append(
            f"{where}: “{mine.text}” ({mine.language}) would be a name of the same days as “{desk.text}”, "
            "which is in the database and not in the seed"
        )
    if clashes:
        return
    # Those that are there keep their first day, so they end anew without meeting; only then come new ones.
    for row, said in sorted(said_of, key=lambda pair: pair[0]._state.adding):
        values = {"language": said.language, "kind": said.kind, "since": said.since}
        values |= {"text": said.text, "until": said.until}
        _save(row, values, "name", f"“{said.text}” ({said.language}) of {seed.slug}", report)


def _known_label(rows: list[Label], said: SeedLabel) -> Label | None:
    same = [row for row in rows if (row.language, row.kind, row.since) == (said.language, said.kind, said.since)]
    exact = [row for row in same if row.text == said.text]
    return next(iter(exact or (same if said.kind != Label.Kind.ALTERNATIVE else [])), None)


def _profiles(seed: Seed, term: Term, report: Report) -> None:
    there = {profile.language: profile for profile in term.profiles.all()}
    for language in OFFICIAL:
        said = {
            name.replace(" ", "_"): "\n\n".join(seed.words[name, language])
            for name in ("summary", "body", "picture", "picture alt", "picture credit")
            if (name, language) in seed.words
        }
        if said:
            profile = there.get(language) or Profile(term=term, language=language)
            _save(profile, said, "profile", f"of {seed.slug} ({language})", report)


def _addresses(seed: Seed, kind: str, key: int, report: Report) -> None:
    """The paths it had before. One that leads elsewhere is never taken away from what it leads to."""
    for said in seed.addresses:
        there = Address.objects.filter(path=normal(said.target)).first()
        if there is None:
            _save(Address(path=normal(said.target)), {"kind": kind, "target_id": key}, "address", said.target, report)
        elif (there.kind, there.target_id) != (kind, key):
            report.refused.append(f"{said.where}: the address “{said.target}” leads to something else already")


def _places(seed: Seed, term: Term, terms: dict[str, Term], report: Report) -> None:
    """Since when it stands where it stands, and where it stood before."""
    rows = list(term.broader_spells.all())
    said_of: list[tuple[Broader, Span]] = []
    if "since" in seed.values:
        said_of += [(row, (first_day(seed.values["since"]), None)) for row in rows if row.until is None]
    for link in seed.former:
        place = place_named(term.vocabulary.slug, link.target)
        broader = terms[place] if place != TOP else None
        past = [row for row in rows if row.until and row.broader_id == (broader.pk if broader else None)]
        known = [row for row in past if (row.since, row.until) == (link.since, link.until)]
        known += [row for row in past if row.since == link.since or row.until == link.until]
        said_of.append((known[0] if known else Broader(term=term, broader=broader), (link.since, link.until)))
    if not seed.former and not said_of:
        return
    named = [row for row, _span in said_of]
    spans = [span for _row, span in said_of] + [(row.since, row.until) for row in rows if row not in named]
    if any(meet(one, other) for one, other in pairwise(sorted(spans, key=lambda span: span[0] or date.min))):
        report.refused.append(f"{seed.where}: “{seed.slug}” would stand in two places on the same day")
        return
    # What ends earlier or begins later makes room first.
    for row, (since, until) in sorted(said_of, key=lambda pair: _grows(*pair)):
        _save(row, {"since": since, "until": until}, "place", f"of {seed.slug} in the tree", report)


def _grows(row: Broader, span: Span) -> bool:
    earlier = (span[0] or date.min) < (row.since or date.min)
    return row._state.adding or earlier or (span[1] or date.max) > (row.until or date.max)


def _relations(seed: Seed, term: Term, terms: dict[str, Term], report: Report) -> None:
    for link in seed.links:
        to = terms[link.target]
        key = {"subject": term, "kind": link.kind, "object": to, "since": link.since}
        relation = Relation.objects.filter(**key).first() or Relation(**key)
        changed = _save(relation, {"until": link.until}, "relation", f"{seed.slug} {link.kind} {link.target}", report)
        if changed and link.kind in Relation.SUCCESSION:
            report.touched |= {term.pk, to.pk}


def _menu(file: SeedFile, terms: dict[str, Term], report: Report) -> None:
    menu = Menu.objects.filter(key=file.slug).first() or Menu(key=file.slug)
    with _refusals_told(file.head):
        _save(menu, {}, "menu", file.slug, report)
    entries: dict[str, MenuEntry] = {}
    for position, seed in enumerate(file.seeds):
        said = seed.values
        entry = MenuEntry.objects.filter(menu=menu, key=seed.slug).first() or MenuEntry(menu=menu, key=seed.slug)
        values = {
            "parent": entries[seed.parent.slug] if seed.parent else None,
            "position": int(said.get("position", position)),
            "term": terms[said["term"]] if "term" in said else None,
            "vocabulary": Vocabulary.objects.get(slug=said["vocabulary"]) if "vocabulary" in said else None,
            "path": said.get("path", ""),
            "grow": int(said.get("grow", 0)),
            "since": first_day(said.get("since")),
            "until": last_day(said.get("until")),
        }
        with _refusals_told(seed):
            _save(entry, values, "menu entry", seed.slug, report)
            entries[seed.slug] = entry
            for label in seed.labels:
                name = entry.labels.filter(language=label.language).first()
                name = name or MenuEntryLabel(entry=entry, language=label.language)
                _save(name, {"text": label.text}, "menu name", f"{seed.slug} ({label.language})", report)
