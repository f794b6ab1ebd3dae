"""Several connections saving one text at the same instant."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from osce_site import freshness
from press import writing
from press.models import Release, Revision, Text
from press.models.text import Written
from tests import create

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 3
SAVES = 6


def together(act: Callable[[int], Any]) -> list[Any]:
    """Each on a connection of its own, all begun at once."""
    gate = Barrier(WRITERS)

    def one(number: int) -> Any:
        freshness._current.set(None)
        try:
            gate.wait(20)
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as threads:
        return list(threads.map(one, range(WRITERS)))


def numbers() -> list[int]:
    return list(Revision.objects.order_by("number").values_list("number", flat=True))


def test_first_saves_at_once_begin_one_text_and_lose_nothing() -> None:
    release = Release.objects.create()
    people = [create.officer(f"writer-{number}") for number in range(WRITERS)]

    def begin(number: int) -> None:
        writing.save(release, "en", by=people[number], based_on=0, body=f"<p>By writer {number}.</p>")

    together(begin)
    body = Text.objects.get().body
    assert sorted(body.replace("</p>", "</p>\n").split("\n")) == [
        "",
        *(f"<p>By writer {number}.</p>" for number in range(WRITERS)),
    ]
    assert numbers() == list(range(1, len(numbers()) + 1))


def test_saves_at_once_never_lose_one() -> None:
    """Each adds a paragraph of his own below a heading of his own, again and again, from what he last saw."""
    headings = "".join(f"<h2>Part {number}</h2><p>Begun.</p>" for number in range(WRITERS))
    release = create.draft(body=headings)
    people = [create.officer(f"writer-{number}") for number in range(WRITERS)]

    def write(number: int) -> list[dict[str, str]]:
        text, sent = Text.objects.get(), []
        for turn in range(SAVES):
            part = f"<h2>Part {number}</h2>"
            body = text.body.replace(part, f"{part}<p>Writer {number}, turn {turn}.</p>")
            sent.append(text.words() | {"body": body})
            saved = writing.save(release, "en", by=people[number], based_on=text.version, body=body)
            text = saved.text
        return sent

    sent = [words for writer in together(write) for words in writer]
    body = Text.objects.get().body
    every = [f"<p>Writer {number}, turn {turn}.</p>" for number in range(WRITERS) for turn in range(SAVES)]
    assert [told for told in every if body.count(told) != 1] == []
    kept = [dict(zip(Written.WORDS, row, strict=True)) for row in Revision.objects.values_list(*Written.WORDS)]
    assert [words for words in sent if words not in kept] == []
    assert numbers() == list(range(1, len(numbers()) + 1))
    text = Text.objects.get()
    present = text.present_revision()
    assert present is not None
    assert present.words() == text.words()
