"""What the style asks of the tree and a machine can hold. Each rule names the places that break it.

A rule is a function of the root folder, so that it can be shown a planted violation (test_structure.py).
"""

import ast
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TypeVar

APPS = ("osce_site", "taxonomy", "press")

Node = TypeVar("Node", bound=ast.AST)
Rule = Callable[[Path], Iterator[str]]


def _place(root: Path, path: Path, line: int | None = None) -> str:
    return f"{path.relative_to(root)}:{line}" if line else str(path.relative_to(root))


def _modules(root: Path, *patterns: str, migrations: bool = False) -> Iterator[Path]:
    for pattern in patterns or tuple(f"{app}/**/*.py" for app in APPS):
        for path in sorted(root.glob(pattern)):
            if migrations or "migrations" not in path.parts:
                yield path


def _nodes(path: Path, kind: type[Node]) -> Iterator[Node]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kind))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from _nodes(path, ast.FunctionDef)
    yield from _nodes(path, ast.AsyncFunctionDef)


# Imports


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of all that is imported, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module or ''}.{name.name}") for name in node.names)


def _importing(root: Path, paths: Iterator[Path], app: str) -> Iterator[str]:
    for path in paths:
        yield from (_place(root, path, line) for line, name in _imports(path) if name.split(".")[0] == app)


def the_ground_imports_no_app(root: Path) -> Iterator[str]:
    entrance = {"urls.py", "views.py", "admin.py", "wsgi.py"}
    ground = [
        path
        for path in _modules(root, "osce_site/**/*.py", migrations=True)
        if path.relative_to(root / "osce_site").parts[0] not in entrance | {"management"}
    ]
    for app in ("taxonomy", "press"):
        yield from _importing(root, iter(ground), app)


def taxonomy_has_never_heard_of_press(root: Path) -> Iterator[str]:
    yield from _importing(root, _modules(root, "taxonomy/**/*.py", migrations=True), "press")


def the_public_side_reads_no_draft(root: Path) -> Iterator[str]:
    drafts = {"Release", "Text", "Revision", "Tagging"}
    public = ["views/**/*.py", "views.py", "listing.py", "search.py", "feeds.py", "sitemaps.py", "templatetags/*.py"]
    for path in _modules(root, *(f"press/{name}" for name in public)):
        if path.name.startswith("desk"):  # a library of tags for the admin's pages
            continue
        for line, name in _imports(path):
            if f"{name}.".startswith("press.admin.") or (
                name.startswith("press.models") and name.rpartition(".")[2] in drafts | {"*"}
            ):
                yield _place(root, path, line)
        for node in _nodes(path, ast.Attribute):
            if node.attr in drafts and ast.unparse(node.value).endswith("models"):
                yield _place(root, path, node.lineno)


def only_the_door_changes_the_tree(root: Path) -> Iterator[str]:
    writing = {"_tree_manager", "insert_at", "insert_node", "move_node", "move_to", "partial_rebuild"}
    for path in _modules(root, migrations=True):
        for node in _nodes(path, ast.Attribute):
            if node.attr in writing and path != root / "taxonomy" / "tree.py":
                yield _place(root, path, node.lineno)


# Names


def modules_are_named_for_what_they_hold(root: Path) -> Iterator[str]:
    empty = {"utils", "helpers", "common", "core", "services", "managers", "mixins"}
    for path in _modules(root, *(f"{folder}/**/*.py" for folder in (*APPS, "tests"))):
        if empty & {*path.relative_to(root).with_suffix("").parts}:
            yield _place(root, path)


def migrations_are_named(root: Path) -> Iterator[str]:
    for path in _modules(root, "*/migrations/*.py", migrations=True):
        if "_auto_" in path.name:
            yield _place(root, path)


def models_have_named_constraints(root: Path) -> Iterator[str]:
    """A model is a class whose bases lead to ``models.Model``, mptt's or Django's user; abstract ones are free.

    So is what is all key: Django gives the rule that a row stands once no name then.
    """
    models = {"models.Model", "MPTTModel", "AbstractUser", "AbstractBaseUser"}
    classes = [
        (path, node)
        for path in _modules(root, "*/models.py", "*/models/**/*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef)
    ]
    for _ in classes:  # as often as a chain of bases can be long
        models |= {node.name for _, node in classes if models & {ast.unparse(base) for base in node.bases}}
    for path, node in classes:
        meta = next((part for part in node.body if isinstance(part, ast.ClassDef) and part.name == "Meta"), None)
        said = (
            {ast.unparse(part.targets[0]): part.value for part in meta.body if isinstance(part, ast.Assign)}
            if meta
            else {}
        )
        key = any("CompositePrimaryKey" in ast.unparse(part) for part in node.body)
        free = key or "abstract" in said or getattr(said.get("constraints"), "elts", [])
        if node.name in models and not free:
            yield _place(root, path, node.lineno)


# Functions


def functions_are_annotated(root: Path) -> Iterator[str]:
    for path in _modules(root, migrations=True):
        for node in _functions(path):
            if node.returns is None:
                yield _place(root, path, node.lineno)


def functions_have_at_most_60_lines(root: Path) -> Iterator[str]:
    for path in _modules(root):
        for node in _functions(path):
            if node.end_lineno and node.end_lineno - node.lineno >= 60:
                yield _place(root, path, node.lineno)


def modules_have_at_most_400_lines(root: Path) -> Iterator[str]:
    yield from (_place(root, path) for path in _modules(root) if len(path.read_text().splitlines()) > 400)


def what_is_translated_stands_in_no_f_string(root: Path) -> Iterator[str]:
    """xgettext does not look into one: its words would stay English."""
    for path in _modules(root):
        for written in _nodes(path, ast.JoinedStr):
            for node in ast.walk(written):
                if isinstance(node, ast.Call) and re.fullmatch(r"_(now)?|\w*gettext\w*", ast.unparse(node.func)):
                    yield _place(root, path, node.lineno)


def views_are_functions(root: Path) -> Iterator[str]:
    for path in _modules(root):
        for node in _nodes(path, ast.ClassDef):
            if any(ast.unparse(base).endswith("View") for base in node.bases):
                yield _place(root, path, node.lineno)
        for name in _nodes(path, ast.Attribute):
            if name.attr == "as_view":
                yield _place(root, path, name.lineno)


def nothing_swallows_every_exception(root: Path) -> Iterator[str]:
    every = {"Exception", "BaseException"}
    for path in _modules(root, migrations=True):
        for node in _nodes(path, ast.ExceptHandler):
            if node.type is None or every & {*re.findall(r"\w+", ast.unparse(node.type))}:
                yield _place(root, path, node.lineno)


def nothing_is_left_for_later(root: Path) -> Iterator[str]:
    mark = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    sources = [*_modules(root, migrations=True), *_templates(root), *_files(root, "css"), *_files(root, "js")]
    for path in sources:
        yield from _lines(root, path, mark, path.read_text())


def the_top_level_holds_what_is_planned(root: Path) -> Iterator[str]:
    """Hidden files and what git ignores beside."""
    planned = {"CHANGELOG.md", "LICENSE", "Makefile", "README.md", "constraints.txt", "manage.py", "pyproject.toml"}
    planned |= {"docs", "locale", "osce_site", "press", "static", "taxonomy", "templates", "tests"}
    ignored = {"var", "build", "test-results"}
    for path in sorted(root.iterdir()):
        if path.name not in planned | ignored and not path.name.startswith(".") and path.suffix != ".egg-info":
            yield _place(root, path)


# Templates


def _files(root: Path, suffix: str) -> list[Path]:
    return sorted([*root.glob(f"static/**/*.{suffix}"), *root.glob(f"*/static/**/*.{suffix}")])


def _templates(root: Path) -> list[Path]:
    folders = ["templates", *(f"{app}/templates" for app in APPS)]
    return sorted(path for folder in folders for path in (root / folder).glob("**/*") if path.is_file())


def _lines(root: Path, path: Path, pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        if pattern.search(line):
            yield _place(root, path, number)


def templates_escape_everything(root: Path) -> Iterator[str]:
    for path in _templates(root):
        yield from _lines(root, path, re.compile(r"\|\s*safe(seq)?\b|autoescape\s+off"), path.read_text())


def templates_have_at_most_150_lines(root: Path) -> Iterator[str]:
    yield from (_place(root, path) for path in _templates(root) if len(path.read_text().splitlines()) > 150)


class _InlineParts(HTMLParser):
    """Collects the lines of styles, handlers and scripts that stand in the page itself."""

    DATA = {"importmap", "application/ld+json"}  # not run by the browser

    def __init__(self) -> None:
        super().__init__()
        self.found: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        script = tag == "script" and "src" not in given and given.get("type") not in self.DATA
        if script or "style" in given or any(name.startswith("on") for name in given):
            self.found.append(self.getpos()[0])


def pages_hold_no_inline_code(root: Path) -> Iterator[str]:
    for path in _templates(root):
        parser = _InlineParts()
        # Template syntax is blanked, its line breaks kept, so that only HTML is read.
        parser.feed(
            re.sub(r"\{([%#{]).*?[%#}]\}", lambda tag: re.sub(r"[^\n]", " ", tag[0]), path.read_text(), flags=re.S)
        )
        yield from (_place(root, path, line) for line in parser.found)


# Stylesheets


def _css(path: Path) -> str:
    """The text without comments, strings and addresses, its lines kept."""
    hidden = re.compile(r"/\*.*?\*/|\"[^\"]*\"|'[^']*'|url\([^)]*\)", re.S)
    return hidden.sub(lambda part: "\n" * part[0].count("\n"), path.read_text())


def _css_parts(css: str) -> Iterator[tuple[int, str, str, str]]:
    """(line, outermost block, text, the sign that ends it) of each selector, declaration and statement."""
    around: list[str] = []
    for part in re.finditer(r"([^{};]*)([{};])", css):
        text = part[1].strip()
        lead = len(part[1]) - len(part[1].lstrip())
        yield css.count("\n", 0, part.start() + lead) + 1, around[0] if around else "", text, part[2]
        if part[2] == "{":
            around.append(text)
        elif part[2] == "}" and around:
            around.pop()


def styles_need_no_important(root: Path) -> Iterator[str]:
    for path in _files(root, "css"):
        yield from _lines(root, path, re.compile(r"!\s*important"), _css(path))


def styles_select_no_ids(root: Path) -> Iterator[str]:
    for path in _files(root, "css"):
        for line, _, text, end in _css_parts(_css(path)):
            if end == "{" and re.search(r"#[A-Za-z_-]", text):
                yield _place(root, path, line)


def colours_stand_in_the_tokens(root: Path) -> Iterator[str]:
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(")
    for path in _files(root, "css"):
        for line, block, text, end in _css_parts(_css(path)):
            if block != "@layer tokens" and end != "{" and colour.search(text):
                yield _place(root, path, line)


def styles_sit_in_a_layer(root: Path) -> Iterator[str]:
    for path in _files(root, "css"):
        for line, block, text, end in _css_parts(_css(path)):
            if not block and end == "{" and not text.startswith("@layer"):
                yield _place(root, path, line)
