"""What one transaction does while another is under way. PostgreSQL (see ``conftest.py``)."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, NotSupportedError, connection, transaction

from osce_site import freshness, locks
from press import publishing
from press.correcting import correct, withdraw
from press.models import Placement, Release
from press.writing import write
from taxonomy import changes, door, snapshot, tree, verifying
from taxonomy.models import Label, Relation, Term
from tests import create

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.beside_each_other]

Beside = Callable[[Callable[[], Any]], Future[Any]]


@pytest.fixture
def beside() -> Iterator[Beside]:
    """Does something on a connection of its own, as in a request that began before now; comes back once it waits."""
    with ThreadPoolExecutor() as threads:

        def run(act: Callable[[], Any]) -> Future[Any]:
            pulse = freshness.take()

            def in_a_request() -> Any:
                freshness._current.set(pulse)
                snapshot.current()
                try:
                    return act()
                finally:
                    connection.close()

            done = threads.submit(in_a_request)
            until = time.monotonic() + 20
            while not done.done() and not _somebody_waits():
                assert time.monotonic() < until
                time.sleep(0.01)
            return done

        yield run


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
        return cursor.fetchone() is not None


@pytest.fixture
def terms() -> tuple[Term, Term]:
    return create.term("Arms"), create.term("Border")


def put(term: Term, under: Term) -> None:
    """Past the watch at the door and mptt."""
    with door.opened():
        Term.objects.filter(pk=term.pk).update(parent=under)


def test_two_moves_cannot_together_make_a_circle(terms: tuple[Term, Term], beside: Beside) -> None:
    arms, border = terms
    with transaction.atomic():
        put(arms, border)
        other = beside(lambda: put(border, arms))
        assert not other.done()
    with pytest.raises(IntegrityError, match="below itself"):
        other.result()
    assert [Term.objects.get(pk=term.pk).parent_id for term in terms] == [border.pk, None]


def test_two_transactions_cannot_give_two_names_of_one_day(terms: tuple[Term, Term], beside: Beside) -> None:
    arms, _border = terms
    with transaction.atomic():
        Label.objects.create(term=arms, language="fr", text="Armes")
        other = beside(lambda: Label.objects.create(term=arms, language="fr", text="Armement"))
        assert not other.done()
    with pytest.raises(IntegrityError, match="a term has one name at a time"):
        other.result()


def test_who_goes_on_seeing_the_past_does_not_write(terms: tuple[Term, Term]) -> None:
    arms, border = terms
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with pytest.raises(NotSupportedError, match="REPEATABLE READ"):
            put(arms, border)
        transaction.set_rollback(True)


def test_a_move_waits_for_the_one_before_and_reads_what_it_did(terms: tuple[Term, Term], beside: Beside) -> None:
    arms, border = terms
    with transaction.atomic():
        tree.move(arms, under=border)
        other = beside(lambda: tree.move(border, under=arms))
        assert not other.done()
    with pytest.raises(tree.CannotMove, match="below itself"):
        other.result()
    assert list(verifying.findings()) == []


def found_under(release: Release) -> set[int | None]:
    return set(Placement.objects.filter(release_number=release.pk).values_list("term", flat=True))


def test_what_is_published_during_a_move_stands_by_the_tree_after_it(terms: tuple[Term, Term], beside: Beside) -> None:
    arms, border = terms
    release, bo = create.draft(about=[arms]), create.officer("bo")
    with transaction.atomic():
        tree.move(arms, under=border)
        published = beside(lambda: publishing.publish(release, by=bo))
        assert not published.done()
    published.result()
    assert found_under(release) == {None, arms.pk, border.pk}
    assert list(verifying.findings()) == []


def test_a_move_during_a_publication_takes_along_what_was_published(terms: tuple[Term, Term], beside: Beside) -> None:
    arms, border = terms
    release = create.draft(about=[arms])
    with transaction.atomic():
        publishing.publish(release, by=create.officer("bo"))
        moved = beside(lambda: tree.move(arms, under=border))
        assert not moved.done()
    moved.result()
    assert found_under(release) == {None, arms.pk, border.pk}
    assert list(verifying.findings()) == []


def test_a_succession_during_a_publication_takes_along_what_was_published(
    terms: tuple[Term, Term], beside: Beside
) -> None:
    arms, border = terms
    release = create.draft(about=[arms])

    def succeed() -> None:
        with transaction.atomic():
            Relation.objects.create(subject=arms, kind="succeeded_by", object=border)
            changes.announce([arms.pk, border.pk])

    with transaction.atomic():
        publishing.publish(release, by=create.officer("bo"))
        succeeded = beside(succeed)
        assert not succeeded.done()
    succeeded.result()
    assert found_under(release) == {None, arms.pk, border.pk}


def test_a_lock_is_known_to_be_held() -> None:
    with transaction.atomic():
        assert not locks.held("taxonomy")
        locks.take("taxonomy", shared=True)
        assert not locks.held("taxonomy")
        locks.take("taxonomy")
        assert (locks.held("taxonomy"), locks.held("ledger")) == (True, False)
    with transaction.atomic():
        assert not locks.held("taxonomy")


def test_a_second_move_in_a_transaction_does_not_wait_for_who_waits_for_the_first(beside: Beside) -> None:
    one, other, top = create.term("One"), create.term("Other"), create.term("Top")
    create.release(about=[one])
    release = create.release(about=[other])
    with transaction.atomic():
        tree.move(one, under=top)
        withdrawn = beside(lambda: withdraw(release, by=create.officer(), kind="withdrawn", reason="Said in error."))
        assert not withdrawn.done()
        tree.move(other, under=top)
    withdrawn.result()
    assert list(verifying.findings()) == []


@pytest.mark.parametrize("act", ["correct", "withdraw"])
def test_corrections_and_moves_do_not_wait_for_each_other_in_a_circle(
    terms: tuple[Term, Term], beside: Beside, act: str
) -> None:
    arms, border = terms
    bo = create.officer("bo")
    release = create.release(about=[arms])
    write(release, "en", by=create.officer(), headline="Corrected")

    def end() -> None:
        if act == "correct":
            correct(release, "en", by=bo, correction="correction", note="Corrected.")
        else:
            withdraw(release, by=bo, kind="withdrawn", reason="Said in error.")

    with transaction.atomic():
        tree.move(arms, under=border)
        ended = beside(end)
        tree.move(arms)
        tree.move(arms, under=border)
    ended.result()
    assert list(verifying.findings()) == []


def test_a_correction_under_way_does_not_wait_for_the_move_that_waits_for_it(
    terms: tuple[Term, Term], beside: Beside
) -> None:
    arms, border = terms
    bo = create.officer("bo")
    release = create.release(about=[arms])
    write(release, "en", by=create.officer(), headline="Corrected")
    with transaction.atomic():
        publishing.lock(release)
        moved = beside(lambda: tree.move(arms, under=border))
        correct(release, "en", by=bo, correction="correction", note="Corrected.")
    moved.result()
    assert list(verifying.findings()) == []


def test_publications_do_not_wait_for_each_other(beside: Beside) -> None:
    one, other = create.draft("One"), create.draft("Other")

    def lock_other() -> None:
        with transaction.atomic():
            publishing.lock(other)

    with transaction.atomic():
        publishing.lock(one)
        assert beside(lock_other).result() is None


def test_the_taxonomy_is_not_read_half_before_and_half_after_a_change(
    terms: tuple[Term, Term], monkeypatch: pytest.MonkeyPatch
) -> None:
    arms, border = terms
    read = snapshot.read

    def interrupted() -> snapshot.Snapshot:
        found = read()
        if not Relation.objects.exists():  # the first time
            create.relation(arms, "succeeded_by", border, date(2020, 1, 1))
            tree.insert(arms.vocabulary, slug="new", kind="field")
        return found

    create.label(arms, "Armes", "fr")
    monkeypatch.setattr(snapshot, "read", interrupted)
    taxonomy = snapshot.current()
    assert (len(taxonomy.nodes), len(taxonomy.links[arms.pk])) == (3, 1)


def test_who_would_wait_too_long_is_told_so_in_a_sentence(terms: tuple[Term, Term], beside: Beside) -> None:
    arms, border = terms

    def in_haste() -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 50")
            tree.move(arms, under=border)

    with tree.batch():
        other = beside(in_haste)
        with pytest.raises(locks.Busy, match="Somebody else is changing this"):
            other.result()
    assert Term.objects.get(pk=arms.pk).parent is None
