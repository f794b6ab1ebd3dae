"""Whatever is done, every process gives the true answer at every address with the next request.

The truth is what a process answers that has nothing kept. Asked are two sets of kept answers within the tests' own
process, and real server processes.
"""

import random
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from osce_site import answers, freshness
from press.correcting import correct, withdraw
from press.models import Edition, Release
from press.publishing import call_off, publish
from press.writing import write
from taxonomy import tree
from taxonomy.models import Term
from tests import create
from tests.servers import Given, from_server, site_served

pytestmark = pytest.mark.keeps_answers
WORKERS = 2
ASKED = 2 * WORKERS
"""Times each address is asked of the servers, so that hardly one of them is left out."""


def _publish(chance: random.Random) -> None:
    about = chance.sample(list(Term.objects.filter(kind="field")), 1)
    create.release(f"Release {chance.random()}", languages=["en", "fr"], about=about)


def _schedule(chance: random.Random) -> None:
    release = create.draft(f"Sealed {chance.random()}")
    publish(release, by=create.officer("bo"), at=freshness.now() + timedelta(hours=1))


def _let_an_embargo_lift(chance: random.Random) -> None:
    release = create.draft(f"Out soon {chance.random()}")
    publish(release, by=create.officer("bo"), at=freshness.now() + timedelta(seconds=1))
    time.sleep(1.1)


def _call_off(chance: random.Random) -> None:
    ahead = Edition.objects.ahead(freshness.now()).first()
    if ahead:
        call_off(ahead.release, by=create.officer("bo"), reason="Too early.")


def _save_a_draft(chance: random.Random) -> None:
    create.draft(f"In work {chance.random()}")


def _correct(chance: random.Random) -> None:
    release = _a_public_one(chance)
    write(release, "en", by=create.officer(), headline=f"Corrected {chance.random()}")
    correct(release, "en", by=create.officer("bo"), correction="correction", note="It was wrong.")


def _withdraw(chance: random.Random) -> None:
    withdraw(_a_public_one(chance), by=create.officer("bo"), kind="withdrawn", reason="It was wrong.")


def _rename(chance: random.Random) -> None:
    term = chance.choice(list(Term.objects.filter(kind="field")))
    term.labels.filter(language="en").update(text=f"Field {chance.random()}")
    tree.move(term)


def _move(chance: random.Random) -> None:
    first, second = chance.sample(list(Term.objects.filter(kind="field", parent=None)), 2)
    tree.move(second, under=first)
    tree.move(second)


def _insert(chance: random.Random) -> None:
    create.term(f"Field {chance.randrange(10**9)}")


def _a_public_one(chance: random.Random) -> Release:
    public = Edition.objects.published(freshness.now()).in_language("en")
    numbers = public.order_by("release_id").values_list("release_id", flat=True)
    return Release.objects.get(pk=chance.choice(list(numbers)))


ACTS: list[Callable[[random.Random], None]] = [
    _publish, _schedule, _let_an_embargo_lift, _call_off, _save_a_draft, _correct, _withdraw, _rename, _move, _insert,
]  # fmt: skip


def site() -> None:
    fields = [create.term(f"Field {number}") for number in range(3)]
    for number in range(4):
        create.release(f"Release {number}", languages=["en", "fr"], about=[fields[number % 3]])


def addresses() -> list[str]:
    pages = ["/", "/press-releases/", "/fields-of-work/", "/search/?q=release", "/feeds/press-releases.atom"]
    pages += ["/fr/press-releases/", "/press-releases/?about=field-0", "/feeds/fields-of-work/field-1.json"]
    pages += [f"/fields-of-work/{slug}/" for slug in Term.objects.order_by("pk").values_list("slug", flat=True)]
    first = {edition.release_id: edition.path for edition in Edition.objects.filter(language="en").order_by("-number")}
    return [*pages, *first.values()]


def asked(address: str) -> Given:
    response = Client().get(address, headers={"host": "localhost"})
    return response.status_code, response.content


def truth(address: str) -> Given:
    answers.forget()
    return asked(address)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_kept_is_true_after_every_act(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    kept = [type(answers._kept)(8 << 20, getsizeof=lambda one: one.size) for _ in range(2)]
    site()
    thrown, needless = 0, 0
    for act in chance.sample(ACTS, 6):
        before = {address: truth(address) for address in addresses()}
        for one in kept:
            monkeypatch.setattr(answers, "_kept", one)
            for address in addresses():
                asked(address)
        act(chance)
        for one in kept:
            monkeypatch.setattr(answers, "_kept", one)
            held = {address: known.state for address, known in one.items()}
            given = {address: asked(address) for address in addresses()}
            now = {address: known.state for address, known in one.items()}
            monkeypatch.setattr(answers, "_kept", type(one)(8 << 20, getsizeof=lambda known: known.size))
            assert given == {address: truth(address) for address in given}, act.__name__
            for address, said in given.items():
                url = f"http://localhost{address}{'' if '?' in address else '?'}"
                if held.get(url) and held[url] != now.get(url):
                    thrown += 1
                    needless += before.get(address) == said
    print(f"kept answers made anew: {thrown}, of which {needless} said the same as before")  # noqa: T201


def _page(given: Given) -> Given:
    """Where no page is, the servers tell developers why."""
    status, body = given
    return status, body if status == 200 else b""


@pytest.mark.django_db(transaction=True)
def test_every_process_gives_the_truth_with_the_next_request() -> None:
    chance = random.Random(3)
    site()
    with site_served(WORKERS) as port:
        for act in chance.sample(ACTS, 6):
            for address in addresses():
                from_server(port, address)
            act(chance)
            true = {address: truth(address) for address in addresses()}
            for address, told in true.items():
                said = {_page(from_server(port, address)) for _ in range(ASKED)}
                assert said == {_page(told)}, f"{act.__name__} {address}"
