"""Did you mean: names of terms that are spelt nearly so."""

from rapidfuzz import fuzz, process

from taxonomy import finding, snapshot
from taxonomy.snapshot import Snapshot

NEAR = 78
"""From here on, of 100, a name may be what was meant: "Azerbaidjan", "Kyrgistan", "Andora"."""

_kept: tuple[Snapshot, dict[str, str]] | None = None


def meant(words: str, most: int = 3) -> list[str]:
    """The nearest names, as written, in any of the languages; none where a name is spelt just so. No query."""
    sought, names = finding.fold(words), _names()
    if len(sought) < 3 or sought in names:
        return []
    near = process.extract(sought, names.keys(), scorer=fuzz.ratio, score_cutoff=NEAR, limit=most)
    return [names[folded] for folded, _score, _place in near]


def _names() -> dict[str, str]:
    """A name as it is compared -> as written; of this request's version of the taxonomy."""
    global _kept
    taxonomy = snapshot.current()
    if _kept is None or _kept[0] is not taxonomy:
        written = (name for term_id in taxonomy.nodes for name in taxonomy.all_names(term_id))
        _kept = (taxonomy, {finding.fold(name): name for name in written})
    return _kept[1]
