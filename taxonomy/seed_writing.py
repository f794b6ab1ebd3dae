"""Writes seeds as seed text. ``taxonomy.seed_text`` reads it back the same."""

from collections import Counter
from collections.abc import Iterator

from taxonomy.seed_dates import spell
from taxonomy.seed_text import LABEL_KINDS, RELATIONS, Seed, SeedFile, quoted

_FORMS = {kind: form for form, kind in LABEL_KINDS.items()}
_RELATIONS = {kind: said for said, kind in RELATIONS.items()}
_HEAD_KEYS = ("menu", "vocabulary", "position", "role", "may be source", "languages", "kind")


def write(files: list[SeedFile]) -> dict[str, bytes]:
    """File name -> text, one file for each vocabulary and menu."""
    return {f"{file.slug}{'.menu' if file.is_menu else ''}.txt": _text(file).encode() for file in files}


def _text(file: SeedFile) -> str:
    kinds = Counter(seed.values["kind"] for seed in file.seeds if "kind" in seed.values)
    usual = kinds.most_common(1)[0][0] if kinds else ""
    head = file.head.values | ({"kind": usual} if usual and "kind" not in file.head.values else {})
    blocks = [
        [
            *(f"{key}: {quoted(head[key])}" for key in _HEAD_KEYS if key in head),
            *(f"{key}: {quoted(value)}" for key, value in _statements(file.head)),
        ]
    ]
    for seed in file.seeds:
        said = {key: value for key, value in seed.values.items() if (key, value) != ("kind", head.get("kind"))}
        lines = [f"{'=' * seed.depth} {seed.slug}", *(f"{key}: {quoted(value)}" for key, value in said.items())]
        blocks.append([*lines, *(f"{key}: {quoted(value)}" for key, value in _statements(seed))])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _statements(seed: Seed) -> Iterator[tuple[str, str]]:
    """All but its values, as key and value."""
    for label in seed.labels:
        yield label_key(label.language, _FORMS[label.kind], spell(label.since, label.until)), label.text
    for (sort, language), said in seed.words.items():
        for text in said:
            yield f"{sort} {language}", text
    for link in seed.links:
        yield _RELATIONS[link.kind], f"{link.target} {spell(link.since, link.until)}".strip()
    for place in seed.former:
        yield place.kind, f"{place.target} {spell(place.since, place.until)}".strip()
    for address in seed.addresses:
        yield address.kind, address.target


def label_key(language: str, form: str, days: str) -> str:
    """The key of a name: ``en short 2001-01-01..``."""
    return " ".join(part for part in (language, form, days) if part)
