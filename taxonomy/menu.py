"""A menu as it stands on a day, in a language: hand-placed entries and the branches grown below them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils.translation import gettext, override

from osce_site import freshness
from osce_site.languages import fallbacks
from taxonomy import snapshot
from taxonomy.models import MenuEntry
from taxonomy.models.spell import holds
from taxonomy.snapshot import Entry, Name, Snapshot


@dataclass(frozen=True)
class Item:
    """One line. ``mark`` is what stands behind a name on that day: "OSCE Chairpersonship 2025"."""

    name: Name
    path: str
    mark: str = ""
    children: tuple["Item", ...] = ()

    @property
    def text(self) -> str:
        return f"{self.name.text} – {self.mark}" if self.mark else self.name.text


def menu(key: str, language: str, on: date) -> list[Item]:
    """The top items of a menu; empty where there is no such menu. Today as it is now, of another day as at its end."""
    taxonomy, now = snapshot.current(), freshness.now()
    at = now if on == now.date() else datetime.combine(on, time.max, UTC)
    shown = [
        entry
        for entry in taxonomy.entries
        if entry.menu == key and holds(entry.since, entry.until, on) and entry.is_shown(at)
    ]
    return _below(None, shown, taxonomy, language, on)


def placed_below(path: str, language: str, on: date) -> tuple[Item, ...]:
    """What the main menu has below the entry that leads to a path; the entry's own grandchildren are left out."""
    waiting = menu("main", language, on)
    while waiting:
        item = waiting.pop(0)
        if item.path == path:
            return item.children
        waiting += item.children
    return ()


def next_change(at: datetime) -> datetime | None:
    """The next instant after ``at`` at which the clock alone shows an entry or takes one away. Two queries."""
    opening = MenuEntry.objects.filter(shown_from__gt=at).exclude(kept_back_since=None)
    ending = MenuEntry.objects.filter(shown_until__gt=at)
    instants = [
        opening.order_by("shown_from").values_list("shown_from", flat=True).first(),
        ending.order_by("shown_until").values_list("shown_until", flat=True).first(),
    ]
    return min((instant for instant in instants if instant), default=None)


def _below(parent_id: int | None, shown: list[Entry], taxonomy: Snapshot, language: str, on: date) -> list[Item]:
    items = []
    for entry in shown:
        if entry.parent_id != parent_id:
            continue
        placed = _below(entry.id, shown, taxonomy, language, on)
        items.append(
            Item(
                name_of(entry, taxonomy, language, on),
                _path(entry, taxonomy),
                children=(*_grown(entry, taxonomy, language, on), *placed),
            )
        )
    return items


def name_of(entry: Entry, taxonomy: Snapshot, language: str, on: date) -> Name:
    """What an entry is called: by its own label, else as what it leads to is called on the day."""
    for known in fallbacks(language):
        if known in entry.labels:
            return Name(entry.labels[known], known)
    if entry.term_id:
        return taxonomy.name_in(entry.term_id, language, on, short=True)
    if entry.vocabulary:
        return Name(taxonomy.vocabularies[entry.vocabulary].name(language), language)
    return Name(entry.path, "en")


def _path(entry: Entry, taxonomy: Snapshot) -> str:
    if entry.term_id:
        return taxonomy.path(taxonomy.nodes[entry.term_id])
    return f"/{entry.vocabulary}/" if entry.vocabulary else entry.path


def _grown(entry: Entry, taxonomy: Snapshot, language: str, on: date) -> list[Item]:
    if not entry.grow:
        return []
    vocabulary = entry.vocabulary or (taxonomy.nodes[entry.term_id].vocabulary if entry.term_id else "")
    return [
        _branch(term_id, entry.grow - 1, taxonomy, language, on)
        for term_id in _at_work(vocabulary, entry.term_id, taxonomy, on)
    ]


def _at_work(vocabulary: str, term_id: int | None, taxonomy: Snapshot, on: date) -> list[int]:
    """What stood below a term on a day and had not been closed."""
    stood = taxonomy.stood_below(vocabulary, term_id, on)
    return [one for one in stood if holds(None, taxonomy.nodes[one].closed_on, on)]


def _branch(term_id: int, levels: int, taxonomy: Snapshot, language: str, on: date) -> Item:
    node = taxonomy.nodes[term_id]
    children = _at_work(node.vocabulary, term_id, taxonomy, on) if levels else []
    return Item(
        taxonomy.name_in(term_id, language, on, short=True),
        taxonomy.path(node),
        chair_mark(term_id, language, on, taxonomy),
        tuple(_branch(child, levels - 1, taxonomy, language, on) for child in children),
    )


def chair_mark(term_id: int, language: str, on: date, taxonomy: Snapshot | None = None) -> str:
    """ "OSCE Chairpersonship 2025" where the term chairs on that day, else an empty string."""
    taxonomy = taxonomy or snapshot.current()
    link = taxonomy.chairing(term_id, on)
    if link is None:
        return ""
    with override(language):
        return gettext("%(body)s %(year)s") % {"body": taxonomy.name(link.term_id, language, on), "year": on.year}
