"""What follows a change of the taxonomy, in the same transaction."""

from collections.abc import Callable, Collection

from osce_site import freshness

followers: list[Callable[[Collection[int]], None]] = []
"""Called with the keys of the terms whose place or successors changed. What is filed under terms
keeps an index of its own; taxonomy has never heard of it, so it enters its function here."""


def announce(term_ids: Collection[int] = ()) -> None:
    """To be called as the last step of every change. ``term_ids``: terms that moved, came, went or were succeeded."""
    freshness.changed("taxonomy", at=freshness.now())
    if term_ids:
        for follow in followers:
            follow(term_ids)
