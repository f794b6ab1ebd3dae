"""An act that is recorded: looked at, done in one transaction with an entry in the ledger, taken back from there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from osce_site import freshness
from osce_site.models import LedgerEntry
from osce_site.models.ledger import record, subject_of
from taxonomy import changes, recording, tree
from taxonomy.models import Term
from taxonomy.recording import CannotUndo, Recorder

Progress = changes.Progress


class CannotDo(ValidationError):
    """The act makes no sense, said in a sentence for who wants to do it."""


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
"""Within which an act can be dated."""

ACTS: dict[str, type["Act"]] = {}
"""By the names the ledger calls them; the press has acts of its own."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act on a term. ``on``: the first day on which it holds (of a closing: the last day of the term)."""

    term: Term
    on: date
    reason: str
    name: ClassVar[str]
    """As the ledger calls it."""
    title: ClassVar[Any]
    of_the_term: ClassVar[bool] = True
    """Whether it is done to the term itself, and not to what is filed under it."""
    permission: ClassVar[str] = "taxonomy.change_term"
    """Who may do it, and undo it."""

    def __init_subclass__(cls) -> None:
        ACTS[cls.name] = cls

    def refiles(self) -> bool:
        """Whether what is filed under the term stands elsewhere afterwards.

        Such an act is not dated ahead: what is filed stands by today's tree.
        """
        return False

    def refuse(self) -> None:
        """Raises ``CannotDo``."""
        if not self.reason.strip():
            raise CannotDo(_("Say why."))
        if not FIRST_DAY <= self.on <= LAST_DAY:
            raise CannotDo(_("The day lies too far from our time."))
        if self.refiles() and self.on > freshness.now().date():
            raise CannotDo(_("This is entered on its day or later, not ahead."))
        if self.term.opened_on and self.on < self.term.opened_on:
            raise CannotDo(_("It opened only on %s.") % self.term.opened_on.isoformat())

    def change(self, recorder: Recorder) -> None:
        """Does it, row by row, but for what follows from it."""

    def refiled(self, recorder: Recorder) -> list[int]:
        """The terms from whose place or successors others follow."""
        return sorted({*recorder.moved, *([self.term.pk] if self.refiles() else [])})

    def follow_up(self, recorder: Recorder, by: Any, progress: Progress | None) -> dict[str, Any]:
        """What follows from the changes, as the last step: the index is rewritten, the version raised.

        Returns what the ledger keeps of it, beside the changes.
        """
        refiled = self.refiled(recorder)
        changes.announce(refiled, progress)
        return {"on": self.on, "refiled": refiled}

    @classmethod
    def take_back(cls, entry: LedgerEntry, by: Any, reason: str, progress: Progress | None) -> None:
        """Raises ``CannotUndo``."""
        recording.undo(entry.details["changes"])
        changes.announce(entry.details["refiled"], progress)
        recording.remove_what_came(entry.details["changes"])
        changes.announce()

    def into(self) -> list[Term]:
        """Where its past belongs afterwards, of terms there are already."""
        return []


participants: list[Callable[[Act, Recorder], None]] = []
"""Called within each act: what else changes with it. The press moves its drafts and contacts along."""


def carry_out(act: Act, *, by: Any, progress: Progress | None = None) -> LedgerEntry:
    """Does an act, whole or not at all. ``progress`` is told (done, of how many) as the index is rewritten.

    Raises ``CannotDo`` or ``tree.CannotMove``, and then nothing was changed.
    """
    size = 0

    def watch(done: int, total: int) -> None:
        nonlocal size
        size = total
        if progress:
            progress(done, total)

    with transaction.atomic(), tree.batch():
        recorder = perform(act)
        details = act.follow_up(recorder, by, watch)
        return record(
            act.name,
            act.term,
            by=by,
            at=freshness.now(),
            reason=act.reason,
            changes=recorder.changes,
            size=size,  # how much was filed or placed anew, and would be again by an undo
            **details,
        )


def perform(act: Act) -> Recorder:
    """The changes of an act themselves. In the caller's transaction, with the lock of the tree held."""
    act.term.refresh_from_db()
    act.refuse()
    recorder = Recorder()
    act.change(recorder)
    for take_part in participants:
        take_part(act, recorder)
    return recorder


def undo(entry: LedgerEntry, *, by: Any, reason: str, progress: Progress | None = None) -> LedgerEntry:
    """Takes an act back, whole or not at all. Raises ``CannotUndo`` where something later stands on it."""
    with transaction.atomic(), tree.batch():
        if refusal := why_not(entry):
            raise CannotUndo(refusal)
        if not reason.strip():
            raise CannotUndo(_("Say why."))
        try:
            ACTS[entry.act].take_back(entry, by, reason, progress)
            for follow in undoing:
                follow(entry, by)
        except CannotUndo as refused:
            raise CannotUndo([*refused.messages, *_standing_on(entry)]) from refused
        return record("undone", entry, by=by, at=freshness.now(), reason=reason, undone=entry.act, of=entry.subject)


undoing: list[Callable[[LedgerEntry, Any], None]] = []
"""Called within each undo, when it is done: what follows from it outside the taxonomy."""

objections: list[Callable[[LedgerEntry], str]] = []
"""Called before an act is taken back: why it cannot be, where something outside the taxonomy stands on it, or ""."""


def why_not(entry: LedgerEntry) -> str:
    """Why an entry cannot be undone, as far as it can be told without trying; else an empty string."""
    if entry.act not in ACTS or "changes" not in entry.details:
        return _("This is no act that can be undone.")
    if undone := LedgerEntry.objects.filter(act="undone", subject=subject_of(entry)).first():
        return _("It was undone already: entry %s.") % undone.number
    return next((said for object_to in objections if (said := object_to(entry))), "")


def _standing_on(entry: LedgerEntry) -> list[str]:
    """Which later acts, not undone themselves, changed the same rows."""
    own = _rows(entry)
    later = LedgerEntry.objects.filter(number__gt=entry.number, details__has_key="changes").order_by("number")
    standing = [one for one in later if own & _rows(one) and not why_not(one)]
    return [_("Undo entry %(number)s (%(act)s) first.") % {"number": one.number, "act": one.act} for one in standing]


def _rows(entry: LedgerEntry) -> set[tuple[str, int]]:
    return {
        (change.get("row", "moved"), change["key"] if "row" in change else change["moved"])
        for change in entry.details["changes"]
    }
