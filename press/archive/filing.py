"""Under which terms and numbers the lines of a batch are filed."""

from osce_site import freshness
from press.archive.lines import Line
from press.archive.preparing import Batch, Refusal
from press.archive.rows import Filing
from press.models import Release
from press.models.release import draw_number
from press.models.tagging import Role
from taxonomy.snapshot import Snapshot


def file(batch: Batch, taxonomy: Snapshot) -> list[tuple[Line, Filing]]:
    """The lines that can be filed, each with pairs of role and key of a term; the others are refused. One query."""
    now, taken, found = freshness.now(), _taken(batch.lines), []
    roles = {role: {known.slug for known in taxonomy.filing_as(role)} for role in Role.values}
    refused = []
    for line in batch.lines:
        reasons = [
            f"names the {role} {vocabulary}/{slug}, which is no term that is filed as such"
            for role, vocabulary, slug in line.terms
            if (vocabulary, slug) not in taxonomy.by_slug or vocabulary not in roles[role]
        ]
        if line.published_at > now:
            reasons.append("is published in the future: that is scheduled at the desk")
        if line.release_number in taken:
            reasons.append(f"has the number {line.release_number}, which another release has")
        elif line.release_number:
            taken.add(line.release_number)
        if reasons:
            refused.append(Refusal(line.number, reasons[0]))
        else:
            found.append((line, [[role, taxonomy.by_slug[vocabulary, slug]] for role, vocabulary, slug in line.terms]))
    batch.lines = [line for line, _filing in found]
    batch.refused = sorted([*batch.refused, *refused], key=lambda refusal: refusal.number)
    return found


def _taken(found: list[Line]) -> set[int]:
    asked = [line.release_number for line in found if line.release_number]
    return {*Release.objects.filter(pk__in=asked).values_list("pk", flat=True)} if asked else set()


def numbers(found: list[Line]) -> list[int]:
    """Those that the lines name; the others draw by lot what no release has."""
    named = {line.release_number for line in found if line.release_number}
    drawn: set[int] = set()
    wanted = sum(line.release_number is None for line in found)
    while len(drawn) < wanted:
        some = {draw_number() for _ in range(wanted - len(drawn))} - named
        drawn |= some - {*Release.objects.filter(pk__in=some).values_list("pk", flat=True)}
    lot = iter(drawn)
    return [line.release_number or next(lot) for line in found]
