"""Whatever is done to terms: every path one of them ever had answers, in at most one step, and as the right term."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from osce_site.models import LedgerEntry
from osce_site.models.address import remember
from taxonomy import acting, addresses, changes, snapshot, succession, tree
from taxonomy.acting import ACTS
from taxonomy.models import Term, Vocabulary
from taxonomy.succession import Close, Merge, Move, NewTerm, Rename, Reopen, Split
from tests import create

SORTS = [
    "rename",
    "close",
    "reopen",
    "merge",
    "split",
    "move",
    "undo",
    "delete",
    "new word of the vocabulary",
    "old site",
]
WORDS = [f"word-{number}" for number in range(5)]
"""Few, so that terms take the words of others."""


class Site:
    """The paths there ever were, and which term had each of them last."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data
        for name in "abc":
            create.term(name)
        self.owners: dict[str, int] = {}
        self.vocabulary_paths = {"/fields-of-work/"}
        self.look()

    def look(self) -> None:
        """Notes the paths that answer as terms now."""
        taxonomy = snapshot.current()
        self.owners |= {taxonomy.path(node): node.id for node in taxonomy.nodes.values()}
        self.vocabulary_paths |= {f"/{word}/" for word in taxonomy.vocabularies}

    def drawn(self, values: Any, label: str) -> Any:
        return self.data.draw(st.sampled_from(list(values)), label=label)

    def act(self, sort: str) -> None:
        term, other = (self.drawn(Term.objects.order_by("pk"), name) for name in ("term", "other"))
        on = self.drawn([date(2000, 1, 1), date(2010, 1, 1), date(2020, 1, 1)], "on")
        common = {"term": term, "on": on, "reason": "So it was decided."}
        match sort:
            case "rename":
                self.done(Rename(names={}, slug=self.drawn(WORDS, "word"), **common))
            case "close":
                self.done(Close(successor=self.drawn([None, other], "successor"), **common))
            case "reopen":
                self.done(Reopen(**common))
            case "merge":
                self.done(Merge(target=other, **common))
            case "split":
                self.done(Split(new=[NewTerm(self.drawn(WORDS, "word"), {"en": "New"})], goes_on=True, **common))
            case "move":
                self.done(Move(under=other, **common))
            case "undo":
                if entries := list(LedgerEntry.objects.filter(act__in=ACTS)):
                    succession.undo(self.drawn(entries, "entry"), by=create.officer(), reason="A slip.")
            case "delete":
                if Term.objects.count() > 1:
                    tree.delete(term)
            case "old site":
                path = f"/node/{self.data.draw(st.integers(1, 9), label='node')}/"
                remember(path, "term", term.pk)
                self.owners[path] = term.pk
            case _:
                self.rename_the_vocabulary()

    def done(self, act: acting.Act) -> None:
        succession.carry_out(act, by=create.officer())

    def rename_the_vocabulary(self) -> None:
        vocabulary, word = Vocabulary.objects.get(), self.drawn(["fields-of-work", "themes", "topics"], "word")
        addresses.keep_addresses(vocabulary, vocabulary.slug)
        Vocabulary.objects.update(slug=word)
        changes.announce()


@pytest.mark.django_db
@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_every_path_ever_had_answers_in_one_step(client: Client, data: st.DataObject) -> None:
    with transaction.atomic():
        site = Site(data)
        for sort in data.draw(st.lists(st.sampled_from(SORTS), min_size=1, max_size=12), label="acts"):
            try:
                with transaction.atomic():
                    site.act(sort)
            except (ValidationError, ProtectedError):
                continue
            site.look()
            answers_as_it_must(client, site)
        transaction.set_rollback(True)


def answers_as_it_must(client: Client, site: Site) -> None:
    taxonomy = snapshot.current()
    for path, owner in site.owners.items():
        answer = client.get(path)
        if owner not in taxonomy.nodes:
            assert answer.status_code == 410, path
            continue
        present = taxonomy.path(taxonomy.nodes[taxonomy.present(owner)])
        expected = (200, "") if present == path else (301, present)
        assert (answer.status_code, answer.get("Location", "")) == expected, path
        assert client.get(present).status_code == 200
    for path in site.vocabulary_paths:
        answer = client.get(path)
        assert answer.status_code == 200 or answer["Location"] == f"/{Vocabulary.objects.get().slug}/", path
