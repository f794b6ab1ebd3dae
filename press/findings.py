"""What a check has to say about a text: one sentence, the words it speaks of, what could stand there instead."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Advisory unless ``blocking``; ``start`` counts characters of the field's plain text, -1 for none."""

    code: str
    field: str
    """headline, lead, body, place, filing, photos, contacts, schedule or links"""
    message: str
    blocking: bool
    quote: str = ""
    """The words it speaks of, as they stand in the plain text of the field (``press.body.plain`` for the body)."""
    start: int = -1
    suggestion: str = ""
    """What could stand in place of the quote, or an empty string."""


def place_order(finding: Finding) -> tuple[bool, int, int]:
    """Sorts findings as a writer meets them: what blocks first, then from the headline down."""
    fields = ("place", "headline", "lead", "body", "links", "photos", "filing", "contacts", "schedule")
    return (not finding.blocking, fields.index(finding.field), finding.start)
