"""Did you mean: names of terms that are spelt nearly so."""

from rapidfuzz import fuzz, process

from taxonomy import finding, snapshot
from taxonomy.snapshot import Name, Snapshot

NEAR = 78
"""From here on, of 100, a name may be what was meant: "Azerbaidjan", "Kyrgistan", "Andora"."""
NEARER = 85
"""The same of a name in another language: who asks for Iran does not mean Irland."""

Names = dict[str, dict[str, Name]]
"""Language -> a name as it is compared -> as written."""

_kept: tuple[Snapshot, Names] | None = None


def meant(words: str, language: str, most: int = 3) -> list[Name]:
    """The nearest names, in the reader's language, else in the others; none where a name is spelt just so.

    No query.
    """
    sought, names = finding.fold(words), _names()
    if len(sought) < 3 or any(sought in known for known in names.values()):
        return []
    every = {folded: written for known in names.values() for folded, written in known.items()}
    return _near(sought, names.get(language, {}), most, NEAR) or _near(sought, every, most, NEARER)


def _near(sought: str, names: dict[str, Name], most: int, least: int) -> list[Name]:
    near = process.extract(sought, names.keys(), scorer=fuzz.ratio, score_cutoff=least, limit=most)
    return [names[folded] for folded, _score, _place in near]


def _names() -> Names:
    """Of this request's version of the taxonomy."""
    global _kept
    taxonomy = snapshot.current()
    if _kept is None or _kept[0] is not taxonomy:
        names: Names = {}
        for (_term_id, language, _kind), labels in taxonomy.labels.items():
            names.setdefault(language, {}).update(
                {finding.fold(label.text): Name(label.text, language) for label in labels}
            )
        _kept = (taxonomy, names)
    return _kept[1]
