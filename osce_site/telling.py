"""The ledger told in sentences: who did what to which thing, by the title it has today.

The ground knows no model of the apps. Each app enters, when it is ready, how its things are named (``namers``) and
how its acts are told (``sentences``).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from osce_site.models import LedgerEntry, User


@dataclass(frozen=True)
class Named:
    title: str
    href: str = ""
    """Its page at the desk, or nothing."""


Namer = Callable[[list[str], Any], dict[str, Named]]
"""The things of one model by their keys, as a reader at the desk may see them; one query, whatever the number.

What he may not see, or what is gone, is left out.
"""

namers: dict[str, Namer] = {}
"""Label of a model (``press.release``) -> its namer."""
sentences: dict[str, Any] = {
    "undone": gettext_lazy("{who} took back: {thing}"),
    "invited": gettext_lazy("{who} invited {thing} to the desk"),
    "password set": gettext_lazy("{who} set a new password for {thing}"),
    "invitation accepted": gettext_lazy("{who} followed the invitation: {thing}"),
    "invitation revoked": gettext_lazy("{who} took the invitation of {thing} back"),
    "sessions ended": gettext_lazy("{who} signed {thing} out everywhere"),
    "second factor removed": gettext_lazy("{who} removed the second factor of {thing}"),
}
"""Act, as the ledger calls it -> a sentence with ``{who}`` and ``{thing}``."""


@dataclass(frozen=True)
class Told:
    entry: LedgerEntry
    thing: Named | None
    """``None``: it is gone, or the reader may not see it."""
    sentence: SafeString
    """With a link to the thing."""


def tell(entries: Iterable[LedgerEntry], reader: Any) -> list[Told]:
    """One query for each model spoken of, and none for ``by`` where that was fetched along."""
    entries = list(entries)
    things = named((entry.subject for entry in entries), reader)
    return [_told(entry, things.get(entry.subject)) for entry in entries]


def named(subjects: Iterable[str], reader: Any) -> dict[str, Named]:
    """What the subjects of the ledger (``press.release:42``) are called, of those the reader may see."""
    keys: dict[str, list[str]] = defaultdict(list)
    for subject in dict.fromkeys(subjects):
        label, _colon, key = subject.partition(":")
        keys[label].append(key)
    return {
        f"{label}:{key}": thing
        for label, wanted in keys.items()
        if label in namers
        for key, thing in namers[label](wanted, reader).items()
    }


def _told(entry: LedgerEntry, thing: Named | None) -> Told:
    # A guest has no account; whoever let him in is told by an entry of its own.
    who = str(entry.by) if entry.by_id else str(entry.details.get("guest") or _("A command"))
    if entry.act in sentences:
        return Told(entry, thing, format_html(str(sentences[entry.act]), who=who, thing=link(entry.subject, thing)))
    said = format_html("{}: {} {}", who, entry.act.replace("-", " "), link(entry.subject, thing))
    return Told(entry, thing, said)


def act(name: str) -> str:
    """What an act is called by itself: its sentence without who and what."""
    said = str(sentences.get(name, name.replace("-", " "))).format(who="", thing="")
    return " ".join(said.split()).rstrip(":").rstrip()


def link(subject: str, thing: Named | None) -> str:
    """The title, with a link where the thing has a page; the bare key of what is gone."""
    if thing is None:
        return subject
    return format_html('<a href="{}">{}</a>', thing.href, thing.title) if thing.href else thing.title


def of_model(model: Any, permission: str, name: str) -> Namer:
    """A namer for a model whose rows are all seen by whoever has a permission; ``name``: of its form at the desk."""

    def namer(keys: list[str], reader: Any) -> dict[str, Named]:
        if not reader.has_perm(permission):
            return {}
        rows = model.objects.filter(pk__in=[key for key in keys if key.isdecimal()])
        return {str(row.pk): Named(str(row), reverse(f"admin:{name}_change", args=[row.pk])) for row in rows}

    return namer


def _entries(keys: list[str], reader: Any) -> dict[str, Named]:
    """What was taken back is itself an act, told in its own words."""
    rows = LedgerEntry.objects.select_related("by").filter(pk__in=[key for key in keys if key.isdecimal()])
    inner = [row for row in rows if not row.subject.startswith(LedgerEntry._meta.label_lower)]
    things = named((row.subject for row in inner), reader)
    return {
        str(row.pk): Named(
            _("entry %(number)s, %(title)s") % {"number": row.number, "title": things[row.subject].title},
            things[row.subject].href,
        )
        for row in inner
        if row.subject in things
    }


namers[LedgerEntry._meta.label_lower] = _entries
namers[User._meta.label_lower] = of_model(User, "osce_site.view_user", "osce_site_user")
