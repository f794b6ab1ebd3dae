import re
from pathlib import Path

import pytest

from tests import structure
from tests.structure import Rule

ROOT = Path(__file__).parent.parent

# For each rule: a file, what it holds, and the places that are to be named.
PLANTED: dict[Rule, tuple[str, str, list[str]]] = {
    structure.the_ground_imports_no_app: (
        "osce_site/locks.py",
        "import os\ndef f():\n    from press import listing\n",
        ["osce_site/locks.py:3"],
    ),
    structure.taxonomy_has_never_heard_of_press: (
        "taxonomy/menu.py",
        "import press.models\nfrom osce_site import locks\n",
        ["taxonomy/menu.py:1"],
    ),
    structure.the_public_side_reads_no_draft: (
        "press/views/release.py",
        "from press import admin, models\nfrom press.models import Edition, Text\nmodels.Release\nmodels.Edition\n",
        ["press/views/release.py:1", "press/views/release.py:2", "press/views/release.py:3"],
    ),
    structure.only_the_door_changes_the_tree: (
        "taxonomy/importing.py",
        "term.get_ancestors()\nterm.move_to(other)\n",
        ["taxonomy/importing.py:2"],
    ),
    structure.modules_are_named_for_what_they_hold: (
        "press/utils/dates.py",
        "",
        ["press/utils/dates.py"],
    ),
    structure.migrations_are_named: (
        "press/migrations/0002_auto_20260101_1200.py",
        "",
        ["press/migrations/0002_auto_20260101_1200.py"],
    ),
    structure.models_have_named_constraints: (
        "press/models/note.py",
        "class Base(models.Model):\n    class Meta:\n        abstract = True\n"
        "class Free(Base):\n    pass\n"
        "class Key(Base):\n    pk = models.CompositePrimaryKey('one', 'other')\n"
        "class Bound(Base):\n    class Meta:\n        constraints = [named]\n",
        ["press/models/note.py:4"],
    ),
    structure.functions_are_annotated: (
        "press/body.py",
        "def clean(html) -> str:\n    def inner():\n        pass\n",
        ["press/body.py:2"],
    ),
    structure.functions_have_at_most_60_lines: (
        "press/body.py",
        "def short():\n" + "    pass\n" * 59 + "def long():\n" + "    pass\n" * 60,
        ["press/body.py:61"],
    ),
    structure.modules_have_at_most_400_lines: ("press/body.py", "pass\n" * 401, ["press/body.py"]),
    structure.what_is_translated_stands_in_no_f_string: (
        "press/body.py",
        "_('a')\nf'{escape(_(\"b\"))}'\nf'{c}'\nf'{_now(\"d\")}'\nf'{gettext_lazy(\"e\")}'\n",
        ["press/body.py:2", "press/body.py:4", "press/body.py:5"],
    ),
    structure.views_are_functions: (
        "press/views/release.py",
        "class Page(generic.DetailView):\n    pass\npage = Page.as_view()\nclass Latest(Feed):\n    pass\n",
        ["press/views/release.py:1", "press/views/release.py:3"],
    ),
    structure.nothing_swallows_every_exception: (
        "press/body.py",
        "try:\n    pass\nexcept ValueError:\n    pass\nexcept (OSError, Exception):\n    pass\nexcept:\n    pass\n",
        ["press/body.py:5", "press/body.py:7"],
    ),
    structure.nothing_is_left_for_later: ("press/body.py", "pass\npass  # TODO: more\n", ["press/body.py:2"]),
    structure.templates_escape_everything: (
        "templates/press/release.html",
        "{{ safe }}\n{{ body|safe }}\n{% autoescape off %}\n",
        ["templates/press/release.html:2", "templates/press/release.html:3"],
    ),
    structure.templates_have_at_most_150_lines: (
        "press/templates/press/release.html",
        "<p>\n" * 151,
        ["press/templates/press/release.html"],
    ),
    structure.pages_hold_no_inline_code: (
        "templates/base.html",
        "{% with\n once=1 %}{# <p style=''> #}<script src='a.js'></script>\n<script type='importmap'>{}</script>\n"
        "<p {% if x %}class='a'{% endif %}\n   style='{{ x }}'>\n<script>go()</script>\n"
        "<a href='{% url 'x' %}' onclick='go()'>",
        ["templates/base.html:4", "templates/base.html:6", "templates/base.html:7"],
    ),
    structure.styles_need_no_important: (
        "static/css/card.css",
        "/* !important */\na { color: red !important }\n",
        ["static/css/card.css:2"],
    ),
    structure.styles_select_no_ids: (
        "static/css/card.css",
        "@layer components {\n  .card {\n    color: #abc;\n    &:hover, #top { top: 0 }\n  }\n}\n",
        ["static/css/card.css:4"],
    ),
    structure.colours_stand_in_the_tokens: (
        "static/css/card.css",
        "@layer tokens { :root { --ink: #000 } }\n.card:is(#abc) {\n  background: url(a.svg#abc);\n"
        "  border-color: #abc;\n  fill: oklch(50% 0 0) }\n",
        ["static/css/card.css:4", "static/css/card.css:5"],
    ),
    structure.the_top_level_holds_what_is_planned: (
        "package.whl",
        "",
        ["package.whl"],
    ),
    structure.styles_sit_in_a_layer: (
        "static/css/card.css",
        '@charset "utf-8";\n@layer reset, base;\n@layer base {\n  a { top: 0 }\n}\nb { top: 0 }\n',
        ["static/css/card.css:6"],
    ),
}


@pytest.mark.parametrize("rule", PLANTED, ids=lambda rule: rule.__name__)
def test_the_tree_keeps_the_rule(rule: Rule) -> None:
    assert list(rule(ROOT)) == []


@pytest.mark.parametrize("rule", PLANTED, ids=lambda rule: rule.__name__)
def test_a_planted_violation_is_named(rule: Rule, tmp_path: Path) -> None:
    path, text, places = PLANTED[rule]
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text(text)
    assert list(rule(tmp_path)) == places


@pytest.mark.parametrize("app", ["osce_site", "taxonomy", "press"])
def test_every_module_stands_in_the_page_on_architecture(app: str) -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    table = page.partition(f"| module of `{app}/` |")[2].partition("\n\n")[0]
    there = {path.stem for path in (ROOT / app).glob("*.py")} - {"__init__", "apps", "urls"}
    assert sorted(there - set(re.findall(r"`(\w+)(?:/|\.\w+)?`", table))) == []
