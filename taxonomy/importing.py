"""Brings the taxonomy into the state that seed files say. What they do not mention stays as it is."""

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from django.db import models, transaction

from osce_site.languages import OFFICIAL
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
from taxonomy.seed_text import BadSeed, Seed, SeedFile, first_day, last_day, precision

NAMES = uuid.UUID("5b0d7a4e-3f3c-5f0a-9f6b-6f1d5f1f0c11")
"""The name space of the identities that follow from vocabulary and slug where a seed gives none."""


@dataclass
class Report:
    """What was changed, a line each, and how often of which sort."""

    lines: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    touched: set[int] = field(default_factory=set)

    def note(self, sort: str, what: str) -> None:
        self.lines.append(f"{sort} {what}")
        self.counts[sort] += 1


def apply(files: list[SeedFile], *, dry_run: bool = False) -> Report:
    """All or nothing. Raises ``BadSeed`` before anything is written."""
    check(files)
    report = Report()
    with transaction.atomic(), tree.batch():
        for file in files:
            if not file.is_menu:
                _vocabulary(file, report)
        terms = {f"{term.vocabulary.slug}/{term.slug}": term for term in Term.objects.select_related("vocabulary")}
        for file in files:
            if not file.is_menu:
                for seed in file.seeds:
                    _links(seed, terms[_name(file, seed)], terms, report)
        for file in files:
            if file.is_menu:
                _menu(file, terms, report)
        if report.lines:
            changes.announce(report.touched)
        if dry_run:
            transaction.set_rollback(True)
    return report


def check(files: list[SeedFile]) -> None:
    """What only shows when all files are seen together. Raises ``BadSeed``."""
    known = {f"{term.vocabulary.slug}/{term.slug}" for term in Term.objects.select_related("vocabulary")}
    vocabularies = set(Vocabulary.objects.values_list("slug", flat=True))
    for file in files:
        if not file.is_menu:
            vocabularies.add(file.head.values["vocabulary"])
            known |= {_name(file, seed) for seed in file.seeds}
    reasons = [reason for file in files for reason in _wrong(file, known, vocabularies)]
    if reasons:
        raise BadSeed(reasons)


def _wrong(file: SeedFile, known: set[str], vocabularies: set[str]) -> Iterator[str]:
    own = file.head.values.get("vocabulary", "")
    for seed in file.seeds:
        targets = [(link.where, link.target) for link in seed.links]
        targets += [(link.where, f"{own}/{link.target}") for link in seed.former if link.target != "-"]
        if term := seed.values.get("term"):
            targets.append((seed.where, term))
        for where, target in targets:
            if target not in known:
                yield f"{where}: there is no term “{target}”"
        if file.is_menu:
            if (named := seed.values.get("vocabulary")) and named not in vocabularies:
                yield f"{seed.where}: there is no vocabulary “{named}”"
            continue
        preferred = {label.language for label in seed.labels if label.kind == "preferred"}
        if missing := [language for language in OFFICIAL if language not in preferred]:
            yield f"{seed.where}: “{seed.slug}” has no name in {', '.join(missing)}"
        if "kind" not in seed.values and "kind" not in file.head.values:
            yield f"{seed.where}: “{seed.slug}” has no kind, nor does the file give one"
        yield from _clashing(seed)


def _clashing(seed: Seed) -> Iterator[str]:
    """Names of one language and form that overlap."""
    for language in OFFICIAL:
        for kind in ("preferred", "short"):
            names = [label for label in seed.labels if (label.language, label.kind) == (language, kind)]
            for one, other in pairwise(sorted(names, key=lambda label: label.since or date.min)):
                if one.until is None or other.since is None or one.until >= other.since:
                    yield f"{seed.where}: “{one.text}” and “{other.text}” are names of the same days ({language})"


def _name(file: SeedFile, seed: Seed) -> str:
    return f"{file.head.values['vocabulary']}/{seed.slug}"


def _set(thing: models.Model, values: dict[str, Any]) -> bool:
    """Sets what differs; tells whether anything did."""
    differs = {name: value for name, value in values.items() if getattr(thing, name) != value}
    for name, value in differs.items():
        setattr(thing, name, value)
    return bool(differs) or thing._state.adding


def _save(thing: models.Model, values: dict[str, Any], what: str, report: Report) -> None:
    new = thing._state.adding
    if _set(thing, values):
        thing.save()
        report.note("new" if new else "changed", what)


def _vocabulary(file: SeedFile, report: Report) -> None:
    said = file.head.values
    slug = said["vocabulary"]
    vocabulary = Vocabulary.objects.filter(slug=slug).first() or Vocabulary(slug=slug)
    values = {
        "position": int(said.get("position", 0)),
        "role": said.get("role", ""),
        "may_be_source": said.get("may be source") == "yes",
    }
    _save(vocabulary, values, f"vocabulary {slug}", report)
    for language in OFFICIAL:
        plural = file.head.words.get(("name", language), [""])[0]
        if plural:
            name = VocabularyName.objects.filter(vocabulary=vocabulary, language=language).first()
            name = name or VocabularyName(vocabulary=vocabulary, language=language)
            singular = file.head.words.get(("singular", language), [plural])[0]
            _save(name, {"plural": plural, "singular": singular}, f"name of {slug} ({language})", report)
    made: dict[str, Term] = {}
    before: Term | None = None
    for seed in file.seeds:
        term = _term(file, seed, vocabulary, made, report)
        siblings = [made[other.slug] for other in file.seeds if other.parent is seed.parent and other.slug in made]
        before = siblings[-1] if siblings else None
        if before and Term.objects.get(pk=term.pk).get_previous_sibling() != before and not _new(term, report):
            term = tree.move(term, after=before)
            report.note("moved", f"{slug}/{seed.slug}")
        made[seed.slug] = term
        _labels(seed, term, report)
        _profiles(seed, term, report)


def _new(term: Term, report: Report) -> bool:
    return term.pk in report.touched


def _term(file: SeedFile, seed: Seed, vocabulary: Vocabulary, made: dict[str, Term], report: Report) -> Term:
    said = seed.values
    name = _name(file, seed)
    identity = uuid.UUID(said["uuid"]) if "uuid" in said else uuid.uuid5(NAMES, name)
    values = {
        "slug": seed.slug,
        "kind": said.get("kind", file.head.values.get("kind", "")),
        "code": said.get("code", ""),
        "opened_on": first_day(said.get("opened")),
        "opened_precision": precision(said.get("opened")),
        "closed_on": last_day(said.get("closed")),
        "closed_precision": precision(said.get("closed")),
    }
    parent = made[seed.parent.slug] if seed.parent else None
    since = first_day(said.get("since"))
    term = Term.objects.filter(uuid=identity).first()
    if term is None:
        term = tree.insert(vocabulary, under=parent, since=since, uuid=identity, **values)
        report.note("new", f"term {name}")
        report.touched.add(term.pk)
    else:
        _save(term, values, f"term {name}", report)
        if term.parent_id != (parent.pk if parent else None):
            term = tree.move(term, under=parent, since=since)
            report.note("moved", name)
            report.touched.add(term.pk)
        place = term.broader_spells.filter(until=None).first()
        if place and since:
            _save(place, {"since": since}, f"since when {name} stands there", report)
    return term


def _labels(seed: Seed, term: Term, report: Report) -> None:
    there = {(label.language, label.kind, label.text, label.since): label for label in term.labels.all()}
    spells = {
        (label.language, label.kind, label.since): label for label in there.values() if label.kind != "alternative"
    }
    for said in seed.labels:
        key = (said.language, said.kind, said.since)
        label = there.get((said.language, said.kind, said.text, said.since)) or spells.get(key)
        label = label or Label(term=term, language=said.language, kind=said.kind, since=said.since)
        _save(label, {"text": said.text, "until": said.until}, f"name “{said.text}” ({said.language})", report)


def _profiles(seed: Seed, term: Term, report: Report) -> None:
    for language in OFFICIAL:
        values = {
            "summary": " ".join(seed.words.get(("summary", language), [])),
            "body": "\n\n".join(seed.words.get(("body", language), [])),
        }
        said = {name: text for name, text in values.items() if text}
        if said:
            profile = term.profiles.filter(language=language).first() or Profile(term=term, language=language)
            _save(profile, said, f"profile of {seed.slug} ({language})", report)


def _links(seed: Seed, term: Term, terms: dict[str, Term], report: Report) -> None:
    for link in seed.links:
        to = terms[link.target]
        key = {"subject": term, "kind": link.kind, "object": to, "since": link.since}
        relation = Relation.objects.filter(**key).first() or Relation(**key)
        new = relation._state.adding
        _save(relation, {"until": link.until}, f"{seed.slug} {link.kind} {link.target}", report)
        if new and link.kind in Relation.SUCCESSION:
            report.touched |= {term.pk, to.pk}
    for link in seed.former:
        broader = terms[f"{term.vocabulary.slug}/{link.target}"] if link.target != "-" else None
        spell = {"term": term, "broader": broader, "since": link.since, "until": link.until}
        if not Broader.objects.filter(**spell).exists():
            Broader.objects.create(**spell)
            report.note("new", f"former place of {seed.slug}")


def _menu(file: SeedFile, terms: dict[str, Term], report: Report) -> None:
    menu, _made = Menu.objects.get_or_create(key=file.head.values["menu"])
    entries: dict[str, MenuEntry] = {}
    for position, seed in enumerate(file.seeds):
        said = seed.values
        entry = MenuEntry.objects.filter(menu=menu, key=seed.slug).first() or MenuEntry(menu=menu, key=seed.slug)
        values = {
            "parent": entries[seed.parent.slug] if seed.parent else None,
            "position": position,
            "term": terms[said["term"]] if "term" in said else None,
            "vocabulary": Vocabulary.objects.get(slug=said["vocabulary"]) if "vocabulary" in said else None,
            "path": said.get("path", ""),
            "grow": int(said.get("grow", 0)),
            "since": first_day(said.get("since")),
            "until": last_day(said.get("until")),
        }
        _save(entry, values, f"menu entry {seed.slug}", report)
        entries[seed.slug] = entry
        for label in seed.labels:
            name = entry.labels.filter(language=label.language).first()
            name = name or MenuEntryLabel(entry=entry, language=label.language)
            _save(name, {"text": label.text}, f"name of menu entry {seed.slug} ({label.language})", report)
