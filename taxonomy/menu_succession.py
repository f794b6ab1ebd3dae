"""What becomes of the menu entries of a term that closes, reopens or is merged: the menu of a past day stays."""

from datetime import date, timedelta

from taxonomy.models import MenuEntry, MenuEntryLabel, Term
from taxonomy.recording import Recorder


def end(recorder: Recorder, term: Term, last_day: date) -> None:
    """Its entries end with it, and with them what hangs below."""
    for entry in _standing(term, last_day + timedelta(days=1)):
        _end(recorder, entry, last_day)


def resume(recorder: Recorder, term: Term, on: date) -> None:
    """The entries that ended when it closed stand again."""
    for entry in MenuEntry.objects.filter(term=term, until=term.closed_on):
        _copy(recorder, entry, on, parent=entry.parent, term=term)


def hand_over(recorder: Recorder, term: Term, target: Term, on: date) -> None:
    """From a day on its entries lead to another term, under that term's name; once, where that has an entry too."""
    for entry in _standing(term, on):
        beside = MenuEntry.objects.filter(menu=entry.menu, parent=entry.parent, term=target)
        if not beside.exclude(until__lt=on).exists():
            _copy(recorder, entry, on, parent=entry.parent, term=target, named=False)
        _end(recorder, entry, on - timedelta(days=1))


def _standing(term: Term, on: date) -> list[MenuEntry]:
    return list(MenuEntry.objects.filter(term=term).exclude(until__lt=on))


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


def _copy(
    recorder: Recorder, entry: MenuEntry, on: date, *, parent: MenuEntry | None, term: Term | None, named: bool = True
) -> None:
    """The same entry from a day on, with what hangs below it that day or later."""
    since = max(entry.since, on) if entry.since else on
    until = entry.until if entry.until and entry.until >= since else None
    copy = MenuEntry(
        menu=entry.menu,
        parent=parent,
        position=entry.position,
        key=_free_key(entry, since),
        term=term,
        vocabulary=entry.vocabulary,
        path=entry.path,
        grow=entry.grow,
        since=since,
        until=until,
    )
    recorder.create(copy)
    if named:
        for label in entry.labels.all():
            recorder.create(MenuEntryLabel(entry=copy, language=label.language, text=label.text))
    hanging = MenuEntry.objects.filter(parent=entry)
    for child in hanging.filter(until=entry.until) if entry.until else hanging.exclude(until__lt=on):
        _copy(recorder, child, on, parent=copy, term=child.term)


def _free_key(entry: MenuEntry, since: date) -> str:
    key = f"{entry.key[:48]}-{since:%Y%m%d}"
    taken = set(MenuEntry.objects.filter(menu=entry.menu, key__startswith=key[:57]).values_list("key", flat=True))
    return next(one for one in (key, *(f"{key}-{n}" for n in range(2, len(taken) + 3))) if one not in taken)
