"""The taxonomy as CSV tables that a spreadsheet opens: a folder of them, or a zip.

A cell that a spreadsheet would take for a formula begins with an apostrophe, and so does one that begins with an
apostrophe itself; reading takes exactly one away.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from taxonomy.seed_building import PROFILE, Building
from taxonomy.seed_dates import spell
from taxonomy.seed_text import FORMER_ADDRESS, FORMERLY, LABEL_KINDS, RELATIONS, BadSeed, Seed, SeedFile
from taxonomy.seed_writing import label_key

COLUMNS = {
    "vocabularies": ("vocabulary", "position", "role", "may be source", "languages", "kind"),
    "vocabulary_names": ("vocabulary", "language", "name", "singular"),
    "terms": ("vocabulary", "term", "uuid", "under", "kind", "code", "opened", "closed", "since"),
    "names": ("vocabulary", "term", "language", "form", "since", "until", "name"),
    "profiles": ("vocabulary", "term", "language", "summary", "body", "picture", "picture alt", "picture credit"),
    "relations": ("vocabulary", "term", "relation", "to", "since", "until"),
    "places": ("vocabulary", "term", "under", "since", "until"),
    "addresses": ("vocabulary", "term", "address"),
    "menus": ("menu", "languages"),
    "entries": ("menu", "entry", "below", "term", "vocabulary", "path", "grow", "since", "until", "position"),
    "entry_names": ("menu", "entry", "language", "name"),
}
"""Table -> its columns, in the order in which tables are read."""

LARGEST = 100_000_000
"""Bytes of all tables together; what is larger is no taxonomy."""
LONGEST_CELL = 10_000_000

_FORMULA = tuple("=+-@\t\r\n＝＋－＠'")
_FORMS = {kind: form for form, kind in LABEL_KINDS.items()}
_SAID = {kind: said for said, kind in RELATIONS.items()}
Row = dict[str, str]


# Writing


def write(files: list[SeedFile]) -> dict[str, bytes]:
    """File name -> table."""
    tables: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for file in files:
        for name, row in _menu_rows(file) if file.is_menu else _vocabulary_rows(file):
            tables[name].append(row)
    return {f"{name}.csv": _table(COLUMNS[name], rows) for name, rows in tables.items()}


def packed(tables: dict[str, bytes]) -> bytes:
    """The tables as one zip, the same for the same tables."""
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in tables.items():
            archive.writestr(zipfile.ZipInfo(name), table, zipfile.ZIP_DEFLATED)
    return zipped.getvalue()


def _table(columns: tuple[str, ...], rows: list[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guarded(row.get(column, "")) for column in columns])
    # The mark at the beginning tells a spreadsheet that this is UTF-8.
    return text.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    return cell.removeprefix("'")


def _vocabulary_rows(file: SeedFile) -> Iterator[tuple[str, Row]]:
    yield "vocabularies", dict(file.head.values)
    at = {"vocabulary": file.slug}
    for sort, language in file.head.words:
        if sort == "name":
            singular = file.head.words.get(("singular", language), [""])[0]
            names = {"language": language, "name": file.head.words[sort, language][0], "singular": singular}
            yield "vocabulary_names", at | names
    for address in file.head.addresses:
        yield "addresses", at | {"address": address.target}
    for seed in file.seeds:
        here = at | {"term": seed.slug}
        yield "terms", here | {"kind": file.head.values.get("kind", "")} | seed.values | {"under": _above(seed)}
        for label in seed.labels:
            named = {"language": label.language, "form": _FORMS[label.kind], "name": label.text}
            yield "names", here | named | _days(label.since, label.until)
        for language in dict.fromkeys(language for _sort, language in seed.words):
            said = {sort: "\n\n".join(text) for (sort, spoken), text in seed.words.items() if spoken == language}
            yield "profiles", here | {"language": language} | said
        for link in seed.links:
            yield "relations", here | {"relation": _SAID[link.kind], "to": link.target} | _days(link.since, link.until)
        for place in seed.former:
            yield "places", here | {"under": place.target} | _days(place.since, place.until)
        for address in seed.addresses:
            yield "addresses", here | {"address": address.target}


def _menu_rows(file: SeedFile) -> Iterator[tuple[str, Row]]:
    yield "menus", dict(file.head.values)
    for seed in file.seeds:
        here = {"menu": file.slug, "entry": seed.slug}
        yield "entries", here | seed.values | {"below": _above(seed)}
        for label in seed.labels:
            yield "entry_names", here | {"language": label.language, "name": label.text}


def _above(seed: Seed) -> str:
    return seed.parent.slug if seed.parent else ""


def _days(since: object, until: object) -> Row:
    return {"since": str(since or ""), "until": str(until or "")}


# Reading


def read_folder(folder: Path) -> list[SeedFile]:
    """Raises ``BadSeed``, and ``OSError`` where a file cannot be read."""
    tables = {}
    for path in sorted(folder.glob("*.csv")):
        if path.stat().st_size > LARGEST:
            raise BadSeed([f"{path.name}:1: is larger than {LARGEST} bytes"])
        tables[path.name] = path.read_bytes()
    return read(tables)


def read_zip(name: str, raw: bytes) -> list[SeedFile]:
    """Raises ``BadSeed``. Nothing is unpacked to disk, and no more than ``LARGEST`` bytes at all."""
    tables: dict[str, bytes] = {}
    left = LARGEST
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for member in archive.infolist():
                path = PurePosixPath(member.filename)
                # Folders, and what some systems add beside each file.
                if member.is_dir() or path.parts[0] == "__MACOSX" or path.name.startswith("."):
                    continue
                if path.name in tables:
                    raise BadSeed([f"{name}: “{path.name}” is in it twice"])
                with archive.open(member) as packed:
                    tables[path.name] = packed.read(left + 1)
                left -= len(tables[path.name])
                if left < 0:
                    raise BadSeed([f"{name}: unpacked it is larger than {LARGEST} bytes"])
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, BadSeed):
            raise
        raise BadSeed([f"{name}: is no zip that can be read: {error or 'it breaks off'}"]) from error
    return read(tables)


def read(tables: dict[str, bytes]) -> list[SeedFile]:
    """File name -> table. Raises ``BadSeed``."""
    building = Building()
    rows: dict[str, list[tuple[str, Row]]] = {name: [] for name in COLUMNS}
    for name, raw in tables.items():
        if (known := name.removesuffix(".csv")) in COLUMNS and name.endswith(".csv"):
            rows[known] = _rows(name, raw, COLUMNS[known], building)
        else:
            building.refuse(f"{name}:1", f"is none of the tables {', '.join(COLUMNS)}")
    if not {"vocabularies.csv", "menus.csv"} & {*tables}:
        building.refuse("vocabularies.csv", "is not here")
    for name in COLUMNS:
        for where, row in rows[name]:
            _TAKERS[name](building, row, where)
    return building.finished()


def _rows(name: str, raw: bytes, columns: tuple[str, ...], building: Building) -> list[tuple[str, Row]]:
    """The rows of a table that have a cell for each column, with where they stand."""
    rows: list[tuple[str, Row]] = []
    try:
        text = raw.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        longest = csv.field_size_limit(LONGEST_CELL)
        try:
            lines = list(_numbered(reader))
        finally:
            csv.field_size_limit(longest)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        building.refuse(f"{name}:{line}", f"cannot be read as UTF-8 text: {error.reason}")
        return []
    except csv.Error as error:
        building.refuse(f"{name}:{reader.line_num}", f"is no table of comma-separated values: {error}")
        return []
    said = [unguarded(cell.strip()) for cell in lines[0][1]] if lines else []
    if sorted(said) != sorted(columns):
        building.refuse(f"{name}:1", f"its columns must be: {', '.join(columns)}")
        return []
    for number, cells in lines[1:]:
        where = f"{name}:{number}"
        if not any(cells):
            continue
        if len(cells) != len(columns):
            building.refuse(where, f"has {len(cells)} cells; its columns are {len(columns)}")
        else:
            rows.append((where, dict(zip(said, map(unguarded, cells), strict=True))))
    return rows


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it begins."""
    begins = 1
    for row in reader:
        yield begins, row
        begins = reader.line_num + 1


def _delimiter(text: str) -> str:
    """A spreadsheet of a country with decimal commas saves with semicolons."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _words_of(row: Row, *names: str) -> Iterable[tuple[str, str]]:
    return ((name, row[name]) for name in names)


def _take_vocabulary(building: Building, row: Row, where: str) -> None:
    if head := building.open("vocabulary", row["vocabulary"], where):
        building.say_all(head, _words_of(row, "position", "role", "may be source", "languages", "kind"), where)


def _take_vocabulary_name(building: Building, row: Row, where: str) -> None:
    if head := building.head("vocabulary", row["vocabulary"], where):
        building.say(head, f"name {row['language']}", row["name"], where)
        building.say_all(head, [(f"singular {row['language']}", row["singular"])], where)


def _take_term(building: Building, row: Row, where: str) -> None:
    if seed := building.enter("vocabulary", row["vocabulary"], row["term"], where, row["under"]):
        building.say_all(seed, _words_of(row, "uuid", "kind", "code", "opened", "closed", "since"), where)


def _take_name(building: Building, row: Row, where: str) -> None:
    if seed := _term(building, row, where):
        days = spell(row["since"], row["until"])
        building.say(seed, label_key(row["language"], row["form"], days), row["name"], where)


def _take_profile(building: Building, row: Row, where: str) -> None:
    if seed := _term(building, row, where):
        building.profile(seed, row["language"], dict(_words_of(row, *PROFILE)), where)


def _take_relation(building: Building, row: Row, where: str) -> None:
    if seed := _term(building, row, where):
        if row["relation"] not in RELATIONS:
            building.refuse(where, f"“{row['relation']}” is no relation; allowed are {', '.join(RELATIONS)}")
            return
        _say_link(building, seed, row["relation"], row["to"], row, where)


def _take_place(building: Building, row: Row, where: str) -> None:
    if seed := _term(building, row, where):
        _say_link(building, seed, FORMERLY, row["under"], row, where)


def _say_link(building: Building, seed: Seed, key: str, to: str, row: Row, where: str) -> None:
    days = spell(row["since"], row["until"])
    building.say(seed, key, f"{to} {days}".strip(), where)


def _take_address(building: Building, row: Row, where: str) -> None:
    here = _term(building, row, where) if row["term"] else building.head("vocabulary", row["vocabulary"], where)
    if here:
        building.say(here, FORMER_ADDRESS, row["address"], where)


def _take_menu(building: Building, row: Row, where: str) -> None:
    if head := building.open("menu", row["menu"], where):
        building.say_all(head, _words_of(row, "languages"), where)


def _take_entry(building: Building, row: Row, where: str) -> None:
    if seed := building.enter("menu", row["menu"], row["entry"], where, row["below"]):
        keys = ("term", "vocabulary", "path", "grow", "since", "until", "position")
        building.say_all(seed, _words_of(row, *keys), where, menu=True)


def _take_entry_name(building: Building, row: Row, where: str) -> None:
    if seed := building.seed("menu", row["menu"], row["entry"], where):
        building.say(seed, row["language"], row["name"], where, menu=True)


def _term(building: Building, row: Row, where: str) -> Seed | None:
    return building.seed("vocabulary", row["vocabulary"], row["term"], where)


_TAKERS = {
    "vocabularies": _take_vocabulary,
    "vocabulary_names": _take_vocabulary_name,
    "terms": _take_term,
    "names": _take_name,
    "profiles": _take_profile,
    "relations": _take_relation,
    "places": _take_place,
    "addresses": _take_address,
    "menus": _take_menu,
    "entries": _take_entry,
    "entry_names": _take_entry_name,
}
