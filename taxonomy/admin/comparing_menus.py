"""A menu on a day beside the menu of today: what stands only in one, and what was called otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from taxonomy.menu import Item

MARKS = {
    "later": {"there": _("new"), "gone": _("gone"), "today": _("today")},
    "earlier": {"there": _("no longer today"), "gone": _("not yet there"), "today": _("today")},
}
"""The marks of an item that stands there only, that stands only today, and of what it is called today."""


@dataclass(frozen=True)
class Compared:
    """``change``: "there" on the day and not today, "gone" from the day's menu, or empty. ``otherwise``: today's words."""

    item: Item
    change: str = ""
    otherwise: str = ""
    children: list["Compared"] = field(default_factory=list)


def compared(then: Sequence[Item], today: Sequence[Item]) -> list[Compared]:
    """The menu of the day in its order; what stands only today after what it follows there."""
    present = {_key(item): item for item in today}
    there = {_key(item) for item in then}
    rows = [_both(item, present.get(_key(item))) for item in then]
    for place, item in enumerate(today):
        if _key(item) in there:
            continue
        before = {_key(one) for one in today[:place]}
        at = max((n + 1 for n, row in enumerate(rows) if _key(row.item) in before), default=0)
        rows.insert(at, _only(item, "gone"))
    return rows


def _key(item: Item) -> str:
    """Where it leads; what leads nowhere is known by its words."""
    return item.path or item.text


def _both(item: Item, today: Item | None) -> Compared:
    if today is None:
        return _only(item, "there")
    otherwise = today.text if today.text != item.text else ""
    return Compared(item, "", otherwise, compared(item.children, today.children))


def _only(item: Item, change: str) -> Compared:
    return Compared(item, change, "", [_only(child, change) for child in item.children])
