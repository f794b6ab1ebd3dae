"""Lines of an archive read and checked, many at a time."""

from dataclasses import dataclass, field

from press.archive.lines import Line, Refused, read, source_of
from press.models import Release

Raw = tuple[int, bytes]
"""A line and its number."""


@dataclass(frozen=True)
class Refusal:
    number: int
    reason: str


@dataclass
class Batch:
    first: int
    last: int
    """Numbers of lines."""
    lines: list[Line] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    known: int = 0
    """Lines whose release is there already."""


def prepare(some: list[Raw]) -> Batch:
    """One query, and those for links to our own pages."""
    batch = Batch(some[0][0], some[-1][0])
    found = []
    for number, raw in some:
        try:
            found.append((number, *source_of(raw)))
        except Refused as refused:
            batch.refused.append(Refusal(number, str(refused)))
    known = there([mark for _number, _said, mark in found])
    for number, said, mark in found:
        if mark in known:
            batch.known += 1
            continue
        try:
            batch.lines.append(read(said, mark, number))
            known.add(mark)
        except Refused as refused:
            batch.refused.append(Refusal(number, str(refused)))
    return batch


def there(marks: list[str]) -> set[str]:
    """The digests of those that were taken in before."""
    known = Release.objects.filter(imported_from__in=marks).values_list("imported_from", flat=True)
    return {mark for mark in known if mark}
