"""What follows a change of the taxonomy, in the same transaction."""

from collections.abc import Callable, Collection

from django.db import transaction

from osce_site import freshness, locks

Progress = Callable[[int, int], None]
"""Told as a long act goes on: so many done, of so many."""

followers: list[Callable[[Collection[int], Progress | None], None]] = []
"""Called with the keys of the terms whose place or successors changed. What is filed under terms
keeps an index of its own; taxonomy has never heard of it, so it enters its function here."""


def announce(term_ids: Collection[int] = (), progress: Progress | None = None) -> None:
    """To be called as the last step of every change. ``term_ids``: terms that moved, came, went or were succeeded."""
    with transaction.atomic():
        locks.take("taxonomy")
        freshness.changed("taxonomy", at=freshness.now())
        if term_ids:
            for follow in followers:
                follow(term_ids, progress)
