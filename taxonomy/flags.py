"""The flags of States: files named by their code, all of one shape (``static/img/flags``, decision 32)."""

from django.conf import settings
from django.templatetags.static import static

from osce_site import past
from taxonomy.snapshot import Node

WIDTH, HEIGHT = 4, 3
"""The shape of every flag."""
_FILES = {path.stem: path.name for path in (settings.BASE_DIR / "static" / "img" / "flags").glob("??.*")}


def flag(node: Node) -> str:
    """The address of a State's flag; empty where there is none.

    There are those of today alone, so on a day of the past none is shown.
    """
    name = _FILES.get(node.code.lower())
    return static(f"img/flags/{name}") if name and not past.look() else ""
