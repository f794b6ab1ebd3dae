"""Acts on terms drawn by lot, sensible or not."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from taxonomy.acting import Act
from taxonomy.models import Term
from taxonomy.succession import Close, Merge, Move, NewTerm, Rename, Reopen, Split

WORDS = [f"word-{number}" for number in range(5)]
"""Few, so that terms take the words of others."""
DAYS = [date(2000, 1, 1), date(2010, 1, 1), date(2020, 1, 1)]
SORTS = ["rename", "close", "reopen", "merge", "split", "split off", "move", "reorder"]


def drawn(data: st.DataObject, values: Any, label: str) -> Any:
    return data.draw(st.sampled_from(list(values)), label=label)


def an_act(data: st.DataObject, sort: str) -> Act:
    """An act of a sort, on any term."""
    term, other = (drawn(data, Term.objects.order_by("pk"), name) for name in ("term", "other"))
    common: dict[str, Any] = {"term": term, "on": drawn(data, DAYS, "on"), "reason": "So it was decided."}
    match sort:
        case "rename":
            word = drawn(data, WORDS, "word")
            return Rename(names=drawn(data, [{}, {"en": word, "fr": word}], "names"), slug=word, **common)
        case "close":
            return Close(successor=drawn(data, [None, other], "successor"), **common)
        case "reopen":
            return Reopen(**common)
        case "merge":
            return Merge(target=other, **common)
        case "split":
            return Split(new=[NewTerm(word, {"en": word}) for word in WORDS[:2]], **common)
        case "split off":
            return Split(new=[NewTerm(drawn(data, WORDS, "word"), {"en": "New"})], goes_on=True, **common)
        case "move":
            return Move(under=other, **common)
    return Move(before=other, **common)
