"""Whether the taxonomy is whole: what must always hold, looked at row by row, and said in words where it does not.

The parent is the truth: numbers, present places and whatever others enter in ``checks`` follow from it and can be
mended. What a person said and contradicts itself (circles, two names of one day) is told and left alone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from django.db import transaction

from osce_site import locks
from osce_site.languages import OFFICIAL
from taxonomy import changes, numbering, tree
from taxonomy.models import Broader, Label, MenuEntry, Relation, Term, Vocabulary
from taxonomy.models.spell import Spell
from taxonomy.numbering import Row

Repair = Callable[[], object]


@dataclass(frozen=True)
class Finding:
    sentence: str
    repair: Repair | None = None
    """Mends it, and maybe others with it; ``None`` where only a person can tell what is right."""
    remark: bool = False
    """Worth knowing and no fault."""


Check = Callable[[], Iterator[Finding]]

checks: list[Check] = []
"""What else follows from the taxonomy and can be wrong; entered by the apps that derive it. Run only where no
term stands in a circle, since whoever looks upwards from there would never arrive."""


def findings() -> Iterator[Finding]:
    """Everything that is not as it must be, the tree first."""
    with transaction.atomic():
        locks.take("taxonomy", shared=True)
        found = list(_of_the_taxonomy())
    yield from found
    if not any(isinstance(one, Circle) for one in found):
        for check in checks:
            yield from check()


@dataclass(frozen=True)
class Mended:
    mended: list[str]
    refused: list[str]
    """What a person must put right."""


def mend() -> Mended:
    """Repairs what can be derived; looks again, and tells what is left."""
    said: list[str] = []
    with transaction.atomic():
        locks.take("taxonomy")
        told = [one for one in _of_the_taxonomy() if one.repair]
        for repair in dict.fromkeys(one.repair for one in told if one.repair):
            repair()
        if told:
            changes.announce()
        said += [one.sentence for one in told]
    # What others derive is looked at now that the tree is right.
    for finding in findings():
        if finding.repair and finding.sentence not in said:
            finding.repair()
            said.append(finding.sentence)
    left = [finding.sentence for finding in findings() if not finding.remark]
    return Mended([sentence for sentence in said if sentence not in left], left)


@dataclass(frozen=True)
class Circle(Finding):
    """Terms that stand under one another."""


def _of_the_taxonomy() -> Iterator[Finding]:
    rows = numbering.read()
    spoken = Names(rows)
    yield from _circles(rows, spoken)
    yield from _vocabularies(rows, spoken)
    yield from _numbers(rows, spoken)
    yield from _places(rows, spoken)
    yield from _labels(spoken)
    yield from _succession(spoken)
    yield from _menus()


class Names:
    """How a term is spoken of: its English name and its address. It also holds where terms lead nowhere."""

    def __init__(self, rows: Iterable[Row]) -> None:
        words = dict(Vocabulary.objects.values_list("pk", "slug"))
        self.paths = {row.pk: f"/{words[row.vocabulary_id]}/{row.slug}/" for row in rows}
        labels = Label.objects.filter(kind=Label.Kind.PREFERRED, language="en").order_by("since", "id")
        self.names = dict(labels.values_list("term", "text"))

    def __call__(self, pk: int | None) -> str:
        if pk is None:
            return "the top"
        path = self.paths.get(pk, f"a term that is gone, number {pk}")
        return f"“{self.names[pk]}” ({path})" if pk in self.names else path

    def row(self, term_ids: Iterable[int]) -> str:
        return ", ".join(self(pk) for pk in term_ids)


# The tree


def _circles(rows: Sequence[Row], spoken: Names) -> Iterator[Finding]:
    for circle in _rings({row.pk: [row.parent_id] if row.parent_id else [] for row in rows}):
        yield Circle(
            f"{spoken.row(circle)}: each stands under the next, the last under the first. "
            "Say which of them stands at the top: set its parent_id to NULL in the database, then repair."
        )


def _vocabularies(rows: Sequence[Row], spoken: Names) -> Iterator[Finding]:
    of = {row.pk: row.vocabulary_id for row in rows}
    for row in rows:
        if row.parent_id and of.get(row.parent_id) != row.vocabulary_id:
            yield Finding(
                f"{spoken(row.pk)} stands under {spoken(row.parent_id)}, which is not of its vocabulary. "
                "Move it under a term of its own, or to the top."
            )


def _numbers(rows: Sequence[Row], spoken: Names) -> Iterator[Finding]:
    """Local rules that together say that the numbers are those of the tree of parents, without a gap."""
    of = {row.pk: row for row in rows}
    reached = numbering.numbered(rows)
    below = numbering.families(rows)
    trees: dict[int, list[int]] = defaultdict(list)
    for pk in below[None]:
        trees[of[pk].numbers.tree_id].append(pk)
    for tree_id, tops in trees.items():
        if len(tops) > 1:
            yield _wrong(f"{spoken.row(tops)} are all tops of tree {tree_id}, so their order cannot be told.")
    for row in rows:
        if row.pk not in reached:
            continue
        for said in _wrong_with(row, of.get(row.parent_id or 0), [of[pk] for pk in below.get(row.pk, ())], spoken):
            yield _wrong(f"{spoken(row.pk)} {said}")


def _wrong(sentence: str) -> Finding:
    return Finding(sentence, tree.renumber)


def _wrong_with(row: Row, parent: Row | None, children: list[Row], spoken: Names) -> Iterator[str]:
    lft, rght, level, tree_id = row.numbers
    if lft >= rght:
        yield f"ends (rght {rght}) before it begins (lft {lft})."
    if level != (parent.numbers.level + 1 if parent else 0):
        yield f"has level {level} under {spoken(parent.pk if parent else None)}."
    if parent and tree_id != parent.numbers.tree_id:
        yield f"is in tree {tree_id}, and {spoken(parent.pk)} above it in tree {parent.numbers.tree_id}."
    if not parent and lft != 1:
        yield f"is a top and begins with {lft} (lft) instead of 1."
    children = sorted(children, key=lambda child: child.numbers)
    for one, other in pairwise(children):
        if one.numbers.lft == other.numbers.lft:
            yield f"has {spoken(one.pk)} and {spoken(other.pk)} below it at one place: their order cannot be told."
        elif one.numbers.rght >= other.numbers.lft:
            yield f"has {spoken(one.pk)} and {spoken(other.pk)} below it, whose numbers overlap."
        elif one.numbers.rght + 1 != other.numbers.lft:
            yield f"has a gap in its numbers between {spoken(one.pk)} and {spoken(other.pk)}."
    first, last = (children[0].numbers.lft, children[-1].numbers.rght) if children else (rght, lft)
    if children and (first <= lft or last >= rght):
        yield f"(lft {lft}, rght {rght}) does not hold what stands below it (from {first} to {last})."
    elif lft < rght and (first, last) != (lft + 1, rght - 1):
        yield f"(lft {lft}, rght {rght}) has a gap in its numbers before or after what stands below it."


# Dated rows


def _places(rows: Sequence[Row], spoken: Names) -> Iterator[Finding]:
    spells: dict[int, list[Broader]] = defaultdict(list)
    for place in Broader.objects.order_by("since", "id"):
        spells[place.term_id].append(place)
    for row in rows:
        present = [place for place in spells[row.pk] if place.until is None]
        if not present:
            yield Finding(
                f"{spoken(row.pk)} has no present place on record; it stands under {spoken(row.parent_id)}.",
                partial(_record_present_place, row.pk),
            )
        for place in present:
            if place.broader_id != row.parent_id:
                yield Finding(
                    f"{spoken(row.pk)} stands under {spoken(row.parent_id)}, "
                    f"and on record under {spoken(place.broader_id)} to this day.",
                    partial(_record_present_place, row.pk),
                )
        for one, other in pairwise(sorted(spells[row.pk], key=_begin)):
            if _overlap(one, other):
                yield Finding(
                    f"{spoken(row.pk)} is on record in two places at once: under {spoken(one.broader_id)} "
                    f"{_days(one)}, and under {spoken(other.broader_id)} {_days(other)}. Correct the days."
                )
            elif gap := _gap(one, other):
                yield Finding(f"{spoken(row.pk)} stood nowhere {gap}. Right, if it did not exist then.", remark=True)


def _record_present_place(term_id: int) -> None:
    term = Term.objects.get(pk=term_id)
    present = term.broader_spells.filter(until=None)
    if present:
        present.update(broader=term.parent_id)
        return
    last = term.broader_spells.order_by("until").last()
    since = last.until + timedelta(days=1) if last and last.until else None
    Broader.objects.create(term=term, broader_id=term.parent_id, since=since)


def _labels(spoken: Names) -> Iterator[Finding]:
    known: dict[tuple[int, str, str], list[Label]] = defaultdict(list)
    for label in Label.objects.exclude(kind=Label.Kind.ALTERNATIVE).order_by("term"):
        known[label.term_id, label.language, label.kind].append(label)
    for (term_id, language, kind), labels in known.items():
        which = f"{Label.Kind(kind).value} name in {OFFICIAL.get(language, language)}"
        for one, other in pairwise(sorted(labels, key=_begin)):
            if _overlap(one, other):
                yield Finding(
                    f"{spoken(term_id)} has two {which} at once: “{one}” {_days(one)}, “{other}” {_days(other)}. "
                    "End one before the other begins."
                )
            elif kind == Label.Kind.PREFERRED and (gap := _gap(one, other)):
                yield Finding(
                    f"{spoken(term_id)} has no {which} {gap}, between “{one}” and “{other}”. "
                    "Give it one, or let one of them reach further."
                )


def _begin(spell: Spell) -> date:
    return spell.since or date.min


def _overlap(one: Spell, other: Spell) -> bool:
    """Of two in the order of their beginnings."""
    return one.until is None or one.until >= _begin(other)


def _gap(one: Spell, other: Spell) -> str:
    """The days between two that do not overlap."""
    assert one.until
    day = timedelta(days=1)
    first, last = one.until + day, _begin(other) - day
    return f"from {first.isoformat()} to {last.isoformat()}" if first <= last else ""


def _days(spell: Spell) -> str:
    since = f"from {spell.since.isoformat()}" if spell.since else "ever since"
    return f"{since} {f'to {spell.until.isoformat()}' if spell.until else 'to this day'}"


# What leads from one to another


def _succession(spoken: Names) -> Iterator[Finding]:
    leads: dict[int, list[int]] = defaultdict(list)
    kinds = (Relation.Kind.MERGED_INTO, Relation.Kind.SUCCEEDED_BY)
    for subject, target in Relation.objects.filter(kind__in=kinds).order_by("pk").values_list("subject", "object"):
        leads[subject].append(target)
    for ring in _rings(leads):
        yield Finding(
            f"{spoken.row(ring)}: each was merged into or succeeded by the next, the last by the first. "
            "Delete the relation that is not so."
        )


def _menus() -> Iterator[Finding]:
    entries = {entry.pk: entry for entry in MenuEntry.objects.select_related("menu")}
    for ring in _rings({pk: [entry.parent_id] if entry.parent_id else [] for pk, entry in entries.items()}):
        names = ", ".join(f"“{entries[pk].key}”" for pk in ring)
        yield Finding(
            f"Menu “{entries[ring[0]].menu.key}”: {names} stand below one another. "
            "Say which of them stands at the top: set its parent_id to NULL in the database."
        )
    for entry in entries.values():
        above = entries.get(entry.parent_id or 0)
        if above and above.menu_id != entry.menu_id:
            yield Finding(
                f"Menu “{entry.menu.key}”: “{entry.key}” stands below “{above.key}”, which is of the menu "
                f"“{above.menu.key}”. Put it below an entry of its own menu."
            )


def _rings(leads: dict[int, list[int]]) -> Iterator[list[int]]:
    """The rings one comes round in by following links, each once, from its smallest member on."""
    seen: set[int] = set()
    for start in sorted(leads):
        way: list[int] = []
        waiting = [(start, 0)]
        while waiting:
            one, depth = waiting.pop()
            del way[depth:]
            if one in way:
                ring = way[way.index(one) :]
                least = ring.index(min(ring))
                yield ring[least:] + ring[:least]
            elif one not in seen:
                seen.add(one)
                way.append(one)
                waiting += [(target, depth + 1) for target in leads.get(one, ())]
