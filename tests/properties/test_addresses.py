"""Whatever is done to terms: every path one of them ever had answers, in at most one step, and as the right term."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from osce_site.models import LedgerEntry
from osce_site.models.address import remember
from taxonomy import addresses, changes, snapshot, tree
from taxonomy.acting import ACTS, carry_out, undo
from taxonomy.models import Term, Vocabulary
from tests import create
from tests.properties import acts

SORTS = [*acts.SORTS, "undo", "delete", "new word of the vocabulary", "old site"]


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

    def act(self, sort: str) -> None:
        match sort:
            case "undo":
                if entries := list(LedgerEntry.objects.filter(act__in=ACTS)):
                    undo(acts.drawn(self.data, entries, "entry"), by=create.officer(), reason="A slip.")
            case "delete":
                if Term.objects.count() > 1:
                    tree.delete(acts.drawn(self.data, Term.objects.order_by("pk"), "term"))
            case "old site":
                term = acts.drawn(self.data, Term.objects.order_by("pk"), "term")
                path = f"/node/{self.data.draw(st.integers(1, 9), label='node')}/"
                remember(path, "term", term.pk)
                self.owners[path] = term.pk
            case "new word of the vocabulary":
                self.rename_the_vocabulary()
            case _:
                carry_out(acts.an_act(self.data, sort), by=create.officer())

    def rename_the_vocabulary(self) -> None:
        vocabulary, words = Vocabulary.objects.get(), ["fields-of-work", "themes", "topics"]
        word = acts.drawn(self.data, words, "word")
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
