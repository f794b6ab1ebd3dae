"""What an act would touch, counted and listed before it is done."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from osce_site import freshness
from osce_site.languages import OFFICIAL, ORIGINAL
from osce_site.models import Address
from taxonomy import acting, recording, tree
from taxonomy.acting import Act
from taxonomy.menu import Item, menu
from taxonomy.models import Label, Menu, MenuEntry, Term
from taxonomy.recording import Change
from taxonomy.succession import Merge, Rename, Split

SHOWN = 12
"""Lines listed of each sort; the rest is counted."""


class Line(NamedTuple):
    text: str
    path: str = ""
    """Where it is looked at; empty: nowhere."""


@dataclass(frozen=True)
class Touched:
    """One sort of things: how many, and the first of them."""

    title: str
    count: int
    lines: list[Line]
    rows: int = 0
    """How many rows of the index are written or looked at anew: what the act costs."""

    @property
    def rest(self) -> int:
        return self.count - len(self.lines)


def touched(title: Any, lines: Iterable[Line]) -> Touched:
    listed = list(lines)
    return Touched(str(title), len(listed), listed[:SHOWN])


lookers: list[Callable[[Act], Iterable[Touched]]] = []
"""What else an act touches, by those who file things under terms."""


def preview(act: Act) -> list[Touched]:
    """Does the act but for what is filed, looks, and takes it back. Sorts of which nothing is touched are left out.

    Raises what the act itself would.
    """
    with transaction.atomic(), tree.batch():
        told = [*(one for look in lookers for one in look(act))]
        told += [touched(_("Lines of menus"), _menu_lines(act)), touched(_("Addresses"), _addresses(act))]
        changes = acting.perform(act).changes
        told += _by_sort(changes)
        told.append(touched(_("Translations missing"), _missing(act)))
        transaction.set_rollback(True)
    return [one for one in told if one.count]


SORTS = {
    "taxonomy.term": gettext_lazy("Terms"),
    "taxonomy.label": gettext_lazy("Names"),
    "taxonomy.broader": gettext_lazy("Places in the tree"),
    "taxonomy.relation": gettext_lazy("Relations"),
    "taxonomy.menuentry": gettext_lazy("Menu entries"),
}


def _by_sort(changes: list[Change]) -> Iterator[Touched]:
    for sort, title in SORTS.items():
        yield touched(title, [Line(_sentence(change)) for change in changes if change.get("row") == sort])


def _sentence(change: Change) -> str:
    """ "“Arms control” (en): until 30 April 2020." in the words of the desk."""
    before, after = change["before"], change["after"]
    thing = _thing(change)
    if before is None:
        return _("New: %(thing)s %(spell)s") % {"thing": thing, "spell": _spell(after)}
    if after is None:
        return _("Gone: %s") % thing
    told = [_spell(after), _("word in addresses: %s") % after["slug"] if "slug" in after else ""]
    return f"{thing} {' '.join(part for part in told if part)}"


def _thing(change: Change) -> str:
    values = change["before"] or change["after"]
    rows: Any = recording.rows_of(change)
    row = rows.filter(pk=change["key"]).first()
    if change["row"] == "taxonomy.label":
        label = row or Label(**{name: values[name] for name in ("text", "language")})
        return f"“{label.text}” ({label.language})"
    if change["row"] == "taxonomy.relation" and row:
        return f"{row.subject} – {row.get_kind_display()} – {row.object}"
    if change["row"] == "taxonomy.broader" and row:
        return _("%(term)s under %(broader)s") % {"term": row.term, "broader": row.broader or _("the top")}
    if isinstance(row, MenuEntry):
        return f"{row.menu}: {row.key}" + (f" ({row.term})" if row.term else "")
    return str(row or values.get("text") or values.get("key") or change["key"])


def _spell(values: dict[str, Any]) -> str:
    """The days that are said, as "from … to …"."""
    told = []
    if since := values.get("since") or values.get("opened_on"):
        told.append(_("from %s") % _day(since))
    if until := values.get("until") or values.get("closed_on"):
        told.append(_("to %s") % _day(until))
    return " ".join(told)


def _day(raw: str) -> str:
    return date_format(date.fromisoformat(raw), "DATE_FORMAT")


def _menu_lines(act: Act) -> Iterator[Line]:
    """The lines of today's menus that name the term, grown from the tree or placed by hand."""
    if not act.of_the_term:
        return
    path = f"/{act.term.vocabulary.slug}/{act.term.slug}/"
    today = freshness.now().date()
    for known in Menu.objects.all():
        yield from _leading_to(path, menu(known.key, ORIGINAL, today), known.key)


def _leading_to(path: str, items: Iterable[Item], above: str) -> Iterator[Line]:
    for item in items:
        here = f"{above} › {item.text}"
        if item.path == path:
            yield Line(here)
        yield from _leading_to(path, item.children, here)


def _addresses(act: Act) -> Iterator[Line]:
    """The paths that lead elsewhere afterwards. Each stands for the six languages."""
    own = f"/{act.term.vocabulary.slug}/{act.term.slug}/"
    former = Address.objects.filter(kind=Address.Kind.TERM, target_id=act.term.pk).values_list("path", flat=True)
    paths = [own, *(path for path in former if path != own)]
    if isinstance(act, Merge):
        target = f"/{act.target.vocabulary.slug}/{act.target.slug}/"
    elif isinstance(act, Rename) and act.slug and act.slug != act.term.slug:
        target = f"/{act.term.vocabulary.slug}/{act.slug}/"
    else:
        return
    for path in paths:
        yield Line(f"{path} → {target}", path)


def _missing(act: Act) -> Iterator[Line]:
    """In which official languages names are lacking after the act. The act has been done."""
    if isinstance(act, Rename):
        for language, name in OFFICIAL.items():
            kept = act.term.labels.filter(kind=Label.Kind.PREFERRED, language=language).on(act.on).first()
            if act.names and not act.names.get(language):
                yield Line(_("%(language)s: stays “%(name)s”") % {"language": name, "name": kept} if kept else name)
    elif isinstance(act, Split):
        for new in act.new:
            term = Term.objects.get(vocabulary=act.term.vocabulary_id, slug=new.slug)
            yield from _unnamed(term, next(iter(new.names.values()), new.slug))
    for successor in act.into():
        yield from _unnamed(successor, str(successor))


def _unnamed(term: Term, called: str) -> Iterator[Line]:
    named = set(term.labels.filter(kind=Label.Kind.PREFERRED).values_list("language", flat=True))
    for language, name in OFFICIAL.items():
        if language not in named:
            yield Line(f"{called}: {name}")
