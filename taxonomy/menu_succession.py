"""What becomes of the menu entries of a term that closes, reopens or is merged: the menu of a past day stays."""

from collections.abc import Iterator
from datetime import date, timedelta

from taxonomy.models import MenuEntry, MenuEntryLabel, Term
from taxonomy.recording import Recorder


def end(recorder: Recorder, term: Term, last_day: date) -> None:
    """Its entries end with it, and with them what hangs below."""
    for entry in _standing(term, last_day + timedelta(days=1)):
        _end(recorder, entry, last_day)


def resume(recorder: Recorder, term: Term, on: date) -> None:
    """The entries that ended when it closed stand again, each once: what hangs below one comes with that."""
    ended = MenuEntry.objects.filter(until=term.closed_on)
    below: set[int] = set()
    for entry in ended.filter(term=term):
        children = [entry.pk]
        while children := list(ended.filter(parent__in=children).values_list("pk", flat=True)):
            below.update(children)
    for entry in ended.filter(term=term).exclude(pk__in=below):
        _copy(recorder, entry, on, entry.parent, {})


def hand_over(recorder: Recorder, term: Term, target: Term, on: date) -> None:
    """From a day on its entries lead to another term, under that term's name; once, where that has an entry too."""
    for entry in _standing(term, on):
        beside = MenuEntry.objects.filter(menu=entry.menu, parent=entry.parent, term=target)
        if not beside.exclude(until__lt=on).exists():
            _copy(recorder, entry, on, entry.parent, {term.pk: target})
        _end(recorder, entry, on - timedelta(days=1))


def _standing(term: Term, on: date) -> Iterator[MenuEntry]:
    """Each as it is when its turn comes: one that hangs below another of the term has ended with that."""
    standing = MenuEntry.objects.exclude(until__lt=on)
    for key in list(standing.filter(term=term).values_list("pk", flat=True)):
        yield from standing.filter(pk=key)


def _end(recorder: Recorder, entry: MenuEntry, last_day: date) -> None:
    for child in MenuEntry.objects.filter(parent=entry).exclude(until__lte=last_day):
        _end(recorder, child, last_day)
    if entry.since and entry.since > last_day:
        _remove(recorder, entry)
    else:
        recorder.change(entry, until=last_day)


def _remove(recorder: Recorder, entry: MenuEntry) -> None:
    """It would have begun after it ends: it never stands."""
    for label in entry.labels.all():
        recorder.delete(label)
    recorder.delete(entry)


def _copy(recorder: Recorder, entry: MenuEntry, on: date, parent: MenuEntry | None, instead: dict[int, Term]) -> None:
    """The same entry from a day on, with what hangs below it that day or later.

    ``instead`` of a term (by its key) it leads to another, under that one's name.
    """
    other = instead.get(entry.term_id) if entry.term_id else None
    since = max(entry.since, on) if entry.since else on
    until = entry.until if entry.until and entry.until >= since else None
    copy = MenuEntry(
        menu=entry.menu,
        parent=parent,
        position=entry.position,
        key=_free_key(entry, since),
        term=other or entry.term,
        vocabulary=entry.vocabulary,
        path=entry.path,
        grow=entry.grow,
        since=since,
        until=until,
    )
    recorder.create(copy)
    if not other:
        for label in entry.labels.all():
            recorder.create(MenuEntryLabel(entry=copy, language=label.language, text=label.text))
    hanging = MenuEntry.objects.filter(parent=entry)
    for child in hanging.filter(until=entry.until) if entry.until else hanging.exclude(until__lt=on):
        _copy(recorder, child, on, copy, instead)


def _free_key(entry: MenuEntry, since: date) -> str:
    key = f"{entry.key[:48]}-{since:%Y%m%d}"
    taken = set(MenuEntry.objects.filter(menu=entry.menu, key__startswith=key[:57]).values_list("key", flat=True))
    return next(one for one in (key, *(f"{key}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)
