"""The formats in which the taxonomy is given and taken: seed text, tables, and SKOS as Turtle or JSON-LD."""

from collections.abc import Iterable
from pathlib import Path

from taxonomy import seed_text, seed_writing, sheets, skos, skos_reading
from taxonomy.seed_text import BadSeed, SeedFile

SEEDS, TURTLE, JSON_LD, CSV = "seeds", "turtle", "json-ld", "csv"
ENDINGS = {SEEDS: ".txt", TURTLE: ".ttl", JSON_LD: ".jsonld", CSV: ".csv"}
LARGEST = sheets.LARGEST


def write(files: list[SeedFile], form: str, *, site: str) -> dict[str, bytes]:
    """File name -> content. ``site``: the address of the site without a slash at its end, for SKOS."""
    if form == SEEDS:
        return seed_writing.write(files)
    if form == CSV:
        return sheets.write(files)
    return {f"taxonomy{ENDINGS[form]}": skos.write(files, form, site=site)}


def read(paths: Iterable[Path], form: str = "") -> list[SeedFile]:
    """Files and folders, told by their endings where no form is given. Raises ``BadSeed`` with every reason."""
    files: list[SeedFile] = []
    reasons: list[str] = []
    for path in paths:
        try:
            files += _read(path, form)
        except BadSeed as refused:
            reasons += refused.reasons
        except OSError as error:
            reasons.append(f"{path.name}:1: cannot be read: {error.strerror}")
    if reasons:
        raise BadSeed(reasons)
    return files


def _read(path: Path, form: str) -> list[SeedFile]:
    form = form or _form_of(path)
    if path.is_dir():
        return _folder(path, form)
    if path.stat().st_size > LARGEST:
        raise BadSeed([f"{path.name}:1: is larger than {LARGEST} bytes"])
    if form == SEEDS:
        return seed_text.read([path])
    if form == CSV:
        if path.suffix == ".csv":
            raise BadSeed([f"{path.name}:1: is one table of several: name their folder, or a zip of them"])
        return sheets.read_zip(path.name, path.read_bytes())
    return skos_reading.read(path.name, path.read_bytes(), form)


def _folder(path: Path, form: str) -> list[SeedFile]:
    if form == CSV:
        return sheets.read_folder(path)
    found = sorted(path.glob(f"*{ENDINGS[form]}"))
    if not found:
        raise BadSeed([f"{path.name}: holds no file that ends in {ENDINGS[form]}"])
    return read(found, form)


def form_of_ending(path: Path) -> str:
    """The format a file's ending tells; empty where it tells none."""
    known = {ending: form for form, ending in ENDINGS.items()} | {".zip": CSV, ".json": JSON_LD}
    return known.get(path.suffix.lower(), "")


def _form_of(path: Path) -> str:
    """By the ending; of a folder, by the endings in it."""
    if not path.is_dir():
        if form := form_of_ending(path):
            return form
        raise BadSeed([f"{path.name}:1: ends in none of {', '.join(ENDINGS.values())}, .zip: say its format"])
    forms = [form for form, ending in ENDINGS.items() if any(path.glob(f"*{ending}"))]
    if len(forms) != 1:
        held = "files of several formats" if forms else "no file"
        raise BadSeed([f"{path.name}: holds {held} that could be read: {', '.join(ENDINGS.values())}"])
    return forms[0]
