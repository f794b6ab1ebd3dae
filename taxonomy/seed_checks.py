"""What is wrong with seeds that can be read: seen by themselves, together, and beside the database."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import TypeVar

from taxonomy.models import Label, Term, Vocabulary
from taxonomy.seed_dates import closing, first_day, in_order, last_day, meet, opening
from taxonomy.seed_text import TOP, BadSeed, Seed, SeedFile, SeedLabel

NAMES = uuid.UUID("5b0d7a4e-3f3c-5f0a-9f6b-6f1d5f1f0c11")
"""The name space of the identities that follow from vocabulary and slug where a seed gives none."""

Named = TypeVar("Named", bound=SeedLabel | Label)


def check(files: list[SeedFile]) -> None:
    """Raises ``BadSeed`` with every reason."""
    there = {address_of(term): term.uuid for term in Term.objects.select_related("vocabulary")}
    known, vocabularies = set(there), set(Vocabulary.objects.values_list("slug", flat=True))
    for file in files:
        if not file.is_menu:
            vocabularies.add(file.slug)
            known |= {name_of(file, seed) for seed in file.seeds}
    reasons = [*_said_twice(files), *_mistaken(files, there)]
    for file in files:
        reasons += mistakes(file)
        for seed in file.seeds:
            reasons += _unknown(file, seed, known, vocabularies)
    if reasons:
        raise BadSeed(reasons)


def address_of(term: Term) -> str:
    return f"{term.vocabulary.slug}/{term.slug}"


def name_of(file: SeedFile, seed: Seed) -> str:
    return f"{file.slug}/{seed.slug}"


def identity_of(file: SeedFile, seed: Seed) -> uuid.UUID:
    return uuid.UUID(seed.values["uuid"]) if "uuid" in seed.values else uuid.uuid5(NAMES, name_of(file, seed))


def place_named(file_slug: str, target: str) -> str:
    """The term a former place names, in full; ``-`` for the top. Its own vocabulary goes without saying."""
    return target if target == TOP or "/" in target else f"{file_slug}/{target}"


def _said_twice(files: list[SeedFile]) -> Iterator[str]:
    first: dict[tuple[bool, str], str] = {}
    for file in files:
        if (before := first.setdefault((file.is_menu, file.slug), file.head.where)) != file.head.where:
            yield f"{file.head.where}: “{file.slug}” stands already at {before}"


def _mistaken(files: list[SeedFile], there: dict[str, uuid.UUID]) -> Iterator[str]:
    """Seeds that would take the identity or the address word of another term."""
    names = {identity: name for name, identity in there.items()}
    seen: dict[uuid.UUID, Seed] = {}
    for file in files:
        for seed in [] if file.is_menu else file.seeds:
            name, identity = name_of(file, seed), identity_of(file, seed)
            if seen.setdefault(identity, seed) is not seed:
                yield f"{seed.where}: “{seed.slug}” has the UUID of “{seen[identity].slug}”"
            if there.get(name, identity) != identity:
                yield f"{seed.where}: there is another term “{name}”; to mean it, say “uuid: {there[name]}”"
            if names.get(identity, name).partition("/")[0] != file.slug:
                yield f"{seed.where}: “{seed.slug}” is already “{names[identity]}”; a term stays in its vocabulary"


def _unknown(file: SeedFile, seed: Seed, known: set[str], vocabularies: set[str]) -> Iterator[str]:
    """References that lead nowhere, or from a term to itself."""
    targets = [(link.where, link.target) for link in seed.links]
    targets += [(link.where, place_named(file.slug, link.target)) for link in seed.former]
    if term := seed.values.get("term"):
        targets.append((seed.lines["term"], term))
    for where, target in targets:
        if target != TOP and target not in known:
            yield f"{where}: there is no term “{target}”"
        elif not file.is_menu and target == name_of(file, seed):
            yield f"{where}: “{target}” cannot lead to itself"
    for link in seed.former:
        if "/" in link.target and not link.target.startswith(f"{file.slug}/"):
            yield f"{link.where}: “{seed.slug}” stood in its own vocabulary at all times"
    if (named := seed.values.get("vocabulary")) and named not in vocabularies:
        yield f"{seed.lines['vocabulary']}: there is no vocabulary “{named}”"
    said = Counter((link.kind, link.target, link.since) for link in seed.links + seed.former)
    for (kind, target, _since), times in said.items():
        if times > 1:
            yield f"{seed.where}: “{kind} {target}” is said twice for the same beginning"


# Seen by itself


def mistakes(file: SeedFile) -> Iterator[str]:
    """What is wrong with a file that can be read, seen by itself."""
    if not file.is_menu and (missing := _missing(file, (word[1] for word in file.head.words if word[0] == "name"))):
        yield f"{file.head.where}: the vocabulary has no name in {missing}"
    for sort, language in file.head.words:
        if sort == "singular" and ("name", language) not in file.head.words:
            yield f"{file.head.where}: “singular {language}” stands without “name {language}”"
    for seed in file.seeds:
        yield from _wrong_entry(file, seed) if file.is_menu else _wrong_term(file, seed)


def unnamed(file: SeedFile, languages: Iterable[str]) -> set[str]:
    """The languages in which something in a file has no name on some day."""
    found: set[str] = set()
    for language in languages:
        alone = SeedFile(Seed(file.head.where, "", 0, values={**file.head.values, "languages": language}), file.seeds)
        alone.head.words = file.head.words
        said = {reason for seed in file.seeds for reason in _nameless(alone, seed)}
        if said or (not file.is_menu and ("name", language) not in file.head.words):
            found.add(language)
    return found


def _missing(file: SeedFile, named: Iterable[str]) -> str:
    there = set(named)
    return ", ".join(language for language in file.languages if language not in there)


def _nameless(file: SeedFile, seed: Seed) -> Iterator[str]:
    """Where a seed has no name in a language that its file promises."""
    missing = _missing(file, {label.language for label in seed.labels if label.kind == "preferred"})
    named_by_target = file.is_menu and bool({"term", "vocabulary"} & {*seed.values}) and not seed.labels
    if missing and not named_by_target:
        yield f"{seed.where}: “{seed.slug}” has no name in {missing}"
    preferred = [label for label in seed.labels if label.kind == "preferred" and label.language in file.languages]
    for one, other in _followed(preferred):
        if one.until and other.since and one.until.toordinal() + 1 < other.since.toordinal():
            yield f"{other.where}: no name from the end of “{one.text}” to “{other.text}” ({other.language})"


def _wrong_term(file: SeedFile, seed: Seed) -> Iterator[str]:
    yield from _nameless(file, seed)
    if "kind" not in seed.values and "kind" not in file.head.values:
        yield f"{seed.where}: “{seed.slug}” has no kind, nor does the file give one"
    try:
        in_order(opening(seed.values.get("opened"))[0], closing(seed.values.get("closed"))[0])
    except ValueError as error:
        yield f"{seed.lines['closed']}: {error}"
    said = Counter((label.language, label.kind, label.text, label.since) for label in seed.labels)
    for label in seed.labels:
        if label.kind == "alternative" and said.pop((label.language, label.kind, label.text, label.since), 1) > 1:
            yield f"{label.where}: “{label.text}” is said twice ({label.language})"
    for one, other in overlapping(seed.labels):
        yield f"{other.where}: “{one.text}” and “{other.text}” are names of the same days ({other.language})"
    for sort, language in seed.words:
        if sort == "picture" and ("picture alt", language) not in seed.words:
            yield f"{seed.where}: the picture of “{seed.slug}” has no alternative text ({language})"


def _wrong_entry(file: SeedFile, seed: Seed) -> Iterator[str]:
    targets = [key for key in ("term", "vocabulary", "path") if key in seed.values]
    if len(targets) > 1:
        yield f"{seed.where}: “{seed.slug}” leads to more than one thing: {', '.join(targets)}"
    yield from _nameless(file, seed)
    for language, times in Counter(label.language for label in seed.labels).items():
        if times > 1:
            yield f"{seed.where}: “{seed.slug}” has two names ({language})"
    try:
        in_order(first_day(seed.values.get("since")), last_day(seed.values.get("until")))
    except ValueError as error:
        yield f"{seed.lines['until']}: {error}"


def _followed(labels: Iterable[Named]) -> Iterator[tuple[Named, Named]]:
    """Names of one language and form, each with the one that begins next. Of seeds or of the database."""
    forms: dict[tuple[str, str], list[Named]] = defaultdict(list)
    for label in labels:
        forms[label.language, label.kind].append(label)
    for names in forms.values():
        yield from pairwise(sorted(names, key=lambda label: label.since or date.min))


def overlapping(labels: Iterable[Named]) -> Iterator[tuple[Named, Named]]:
    """Preferred or short names that hold on the same day."""
    for one, other in _followed(label for label in labels if label.kind != "alternative"):
        if meet((one.since, one.until), (other.since, other.until)):
            yield one, other
