"""One door to the structure of the tree: what passes through it, and that nothing passes beside it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, ProtectedError

from taxonomy import door, tree
from taxonomy.door import NotThroughTheDoor
from taxonomy.models import Broader, Label, Menu, MenuEntry, Term
from tests import create

pytestmark = pytest.mark.django_db


def order(parent: Term | None = None) -> list[str]:
    return list(Term.objects.filter(parent=parent).values_list("slug", flat=True))


def numbers() -> list[tuple[Any, ...]]:
    return list(Term.objects.order_by("pk").values_list("pk", "parent", "lft", "rght", "level", "tree_id"))


@pytest.fixture
def arms() -> Term:
    """Arms with two terms below it, Border and Cyber, then Drugs at the top."""
    arms = create.term("Arms")
    create.term("Border", under=arms)
    create.term("Cyber", under=arms)
    create.term("Drugs")
    return arms


def named(slug: str) -> Term:
    return Term.objects.get(slug=slug)


# Through the door


def test_a_term_is_inserted_before_or_after_another_at_the_top_and_below(arms: Term) -> None:
    field = create.vocabulary()
    first = tree.insert(field, before=arms, slug="first", kind="field")
    tree.insert(field, after=first, slug="second", kind="field")
    between = tree.insert(field, after=named("border"), slug="between", kind="field")
    tree.insert(field, before=named("border"), slug="foremost", kind="field")
    assert order() == ["first", "second", "arms", "drugs"]
    assert order(arms) == ["foremost", "border", "between", "cyber"]
    assert (between.parent_id, between.level) == (arms.pk, 1)
    assert between.broader_spells.get().broader_id == arms.pk


def test_a_place_is_named_once(arms: Term) -> None:
    with pytest.raises(tree.CannotMove, match="Name one place"):
        tree.insert(create.vocabulary(), under=arms, before=named("border"), slug="x", kind="field")
    with pytest.raises(tree.CannotMove, match="Name one place"):
        tree.move(named("drugs"), under=arms, after=named("border"))


def test_a_term_that_is_moved_to_the_top_comes_last_there_even_from_the_top(arms: Term) -> None:
    assert tree.move(arms).level == 0
    assert order() == ["drugs", "arms"]
    tree.move(named("border"))
    assert order() == ["drugs", "arms", "border"]


@pytest.mark.parametrize("place", ["under", "before", "after"])
def test_a_term_cannot_stand_below_itself(arms: Term, place: str) -> None:
    before = numbers()
    with pytest.raises(tree.CannotMove, match="below itself"):
        tree.move(arms, **{place: named("border")})
    with pytest.raises(tree.CannotMove, match="below itself"):
        tree.move(arms, under=arms)
    assert numbers() == before


def test_a_term_stays_in_its_vocabulary(arms: Term) -> None:
    malta = create.term("Malta", "countries")
    for place in ("under", "before", "after"):
        with pytest.raises(tree.CannotMove, match="vocabulary"):
            tree.move(arms, **{place: malta})
        with pytest.raises(tree.CannotMove, match="vocabulary"):
            tree.insert(create.vocabulary(), **{place: malta}, slug="x", kind="field")


def test_the_door_reads_anew_whatever_it_is_given(arms: Term) -> None:
    border, stale = named("border"), Term.objects.get(pk=arms.pk)
    tree.move(arms, after=named("drugs"))
    tree.move(border, under=named("drugs"))
    tree.insert(create.vocabulary(), under=stale, slug="new", kind="field")
    tree.move(named("cyber"), before=border)
    assert (order(), order(arms), order(named("drugs"))) == (["drugs", "arms"], ["new"], ["cyber", "border"])


def test_a_place_is_not_dated_before_one_on_record(arms: Term) -> None:
    border = named("border")
    tree.move(border, since=date(2010, 1, 1))
    tree.move(border, under=named("drugs"), since=date(2020, 1, 1))
    before = numbers()
    with pytest.raises(tree.CannotMove, match="2019-12-31"):
        tree.move(border, under=arms, since=date(2015, 1, 1))
    assert numbers() == before


def test_siblings_are_brought_into_an_order_and_those_not_named_stay_after(arms: Term) -> None:
    border, cyber = named("border"), named("cyber")
    create.term("Below", under=cyber)
    create.term("Energy", under=arms)
    assert [str(term) for term in tree.reorder([cyber, border])] == ["Cyber", "Border", "Energy"]
    assert order(arms) == ["cyber", "border", "energy"]
    assert [str(term) for term in Term.objects.get(pk=arms.pk).get_descendants()] == [
        "Cyber",
        "Below",
        "Border",
        "Energy",
    ]
    tree.reorder([named("drugs"), arms])
    assert order() == ["drugs", "arms"]


def test_an_order_at_the_top_leaves_other_vocabularies_alone(arms: Term) -> None:
    malta = create.term("Malta", "countries")
    create.term("Energy")
    create.term("Norway", "countries")
    before = {pk: rest for pk, *rest in numbers()}
    tree.reorder([named("energy"), named("drugs")])
    after = {pk: rest for pk, *rest in numbers()}
    assert list(Term.objects.in_vocabulary("fields-of-work").filter(parent=None)) == [
        named("energy"),
        named("drugs"),
        arms,
    ]
    assert {after[malta.pk][-1], after[named("norway").pk][-1]} == {
        before[malta.pk][-1],
        before[named("norway").pk][-1],
    }


def test_only_siblings_are_brought_into_an_order(arms: Term) -> None:
    before = numbers()
    for terms, reason in [
        ([named("border"), named("drugs")], "side by side"),
        ([arms, create.term("Malta", "countries")], "side by side"),
        ([arms, arms], "named twice"),
    ]:
        with pytest.raises(tree.CannotMove, match=reason):
            tree.reorder(terms)
    assert numbers()[:4] == before
    assert tree.reorder([]) == []


def test_a_term_that_something_leads_to_is_not_deleted(arms: Term) -> None:
    filed, target, once = create.term("Filed"), create.term("Target"), create.term("Once")
    create.release(about=[filed])
    create.relation(create.term("Merged"), "merged_into", target)
    tree.move(create.term("Moved", under=once), since=date(2020, 1, 1))
    before = numbers()
    for term in (arms, filed, target, once):
        with pytest.raises(ProtectedError):
            tree.delete(term)
    assert numbers() == before


def test_what_is_deleted_leaves_no_gap(arms: Term) -> None:
    tree.delete(named("border"))
    assert (order(arms), Term.objects.get(pk=arms.pk).rght) == (["cyber"], 4)


# Beside it


def test_a_stale_instance_is_saved_without_its_stale_place(arms: Term) -> None:
    stale, border = named("border"), named("border")
    tree.move(border, under=named("drugs"))
    moved = numbers()
    stale.code = "B"
    stale.save()
    stale.save(update_fields=["code", "parent", "lft"])
    Term.objects.update_or_create(pk=border.pk, defaults={"kind": "group"})
    Term.objects.bulk_update([stale], ["code"])
    assert (numbers(), named("border").code, named("border").kind) == (moved, "B", "group")


def test_an_instance_that_was_read_anew_is_saved_where_it_stands_now(arms: Term) -> None:
    border, some = named("border"), Term.objects.only("slug").get(slug="border")
    tree.move(border, under=named("drugs"))
    moved = numbers()
    border.refresh_from_db()
    assert some.parent_id == named("drugs").pk
    for term in (border, some):
        term.slug = f"{term.slug}-guards"
        term.save()
    assert (numbers(), order(named("drugs"))) == (moved, ["border-guards"])


def _save(term: Term, **values: Any) -> None:
    for name, value in values.items():
        setattr(term, name, value)
    term.save()


def _bulk_update(term: Term) -> None:
    term.lft = 5
    Term.objects.bulk_update([term], ["lft"])


def _within(manager: Any, act: Callable[[Term], Any]) -> Callable[[Term], Any]:
    def run(term: Term) -> None:
        with manager():
            act(term)

    return run


def _raw(statement: str) -> Callable[[Term], Any]:
    def run(term: Term) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, [term.pk])

    return run


def _at_top(term: Term) -> None:
    _save(term, parent=None)


BESIDE: dict[str, Callable[[Term], Any]] = {
    "save with another parent": _at_top,
    "save with another vocabulary": lambda term: _save(term, vocabulary=create.vocabulary("countries")),
    "save with other numbers": lambda term: _save(term, lft=7, rght=8),
    "save with another level": lambda term: _save(term, level=3),
    "save with another tree": lambda term: _save(term, tree_id=9),
    "save a new one": lambda term: Term(vocabulary=term.vocabulary, slug="new", kind="field", parent=term).save(),
    "create": lambda term: Term.objects.create(vocabulary=term.vocabulary, slug="new", kind="field"),
    "get_or_create": lambda term: Term.objects.get_or_create(vocabulary=term.vocabulary, slug="new", kind="field"),
    "update_or_create": lambda term: Term.objects.update_or_create(pk=term.pk, defaults={"parent": None}),
    "delete": lambda term: term.delete(),
    "move_to": lambda term: term.move_to(named("drugs"), "last-child"),
    "insert_at": lambda term: Term(vocabulary=term.vocabulary, slug="new").insert_at(named("arms"), save=True),
    "update": lambda term: Term.objects.filter(pk=term.pk).update(parent=None),
    "update by an expression": lambda term: Term.objects.update(tree_id=F("tree_id") + 1),
    "update among others": lambda term: Term.objects.filter(lft__gt=1).update(code="x", vocabulary=1),
    "bulk_update": _bulk_update,
    "bulk_create": lambda term: Term.objects.bulk_create([Term(vocabulary=term.vocabulary, slug="new", lft=1)]),
    "bulk_create that ignores": lambda term: Term.objects.bulk_create([Term(slug="new")], ignore_conflicts=True),
    "delete of a query": lambda term: Term.objects.filter(pk=term.pk).delete(),
    "insert_node": lambda term: Term.objects.insert_node(Term(vocabulary=term.vocabulary, slug="n"), named("arms")),
    "move_node": lambda term: Term.objects.move_node(term, named("drugs")),
    "rebuild": lambda term: Term.objects.rebuild(),
    "partial_rebuild": lambda term: Term.objects.partial_rebuild(term.tree_id),
    "build_tree_nodes": lambda term: Term.objects.build_tree_nodes({"slug": "new"}, target=named("arms")),
    "with mptt's updates off": _within(Term.objects.disable_mptt_updates, _at_top),
    "with mptt's updates delayed": _within(Term.objects.delay_mptt_updates, _at_top),
    "raw update": _raw("UPDATE taxonomy_term SET code = 'x', level = 4 WHERE id = %s"),
    "raw delete": _raw('DELETE FROM "taxonomy_term" WHERE id = %s'),
    "raw insert": _raw("INSERT INTO taxonomy_term (id) VALUES (%s)"),
}


@pytest.mark.parametrize("act", BESIDE.values(), ids=BESIDE)
def test_nothing_passes_beside_the_door(act: Callable[[Term], Any], arms: Term) -> None:
    border = named("border")
    create.vocabulary("countries")
    before = numbers()
    with pytest.raises(NotThroughTheDoor, match=r"taxonomy\.tree"), transaction.atomic():
        act(border)
    assert numbers() == before


def test_a_batch_opens_nothing_to_those_who_write_in_it(arms: Term) -> None:
    with pytest.raises(NotThroughTheDoor), tree.batch():
        _at_top(named("border"))


def test_what_is_no_structure_is_written_freely(arms: Term) -> None:
    Term.objects.filter(lft__gt=1, parent=arms).update(code="x", kind="group")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE taxonomy_term SET code = 'y' WHERE parent_id = %s AND lft = 2", [arms.pk])
    assert list(Term.objects.filter(parent=arms).values_list("code", "kind")) == [("y", "group"), ("x", "group")]


# In the database, whoever writes


def write(*statements: tuple[str, list[Any]]) -> None:
    """Raw statements in one transaction, past the watch at the door."""
    with transaction.atomic(), door.opened(), connection.cursor() as cursor:
        for statement, given in statements:
            cursor.execute(statement, given)


def test_no_circle_of_parents_can_be_written(arms: Term) -> None:
    border, below = named("border"), create.term("Below", under=named("border"))
    before = numbers()
    circles: list[tuple[str, list[int]]] = [
        ("UPDATE taxonomy_term SET parent_id = %s WHERE id = %s", [below.pk, arms.pk]),
        ("UPDATE taxonomy_term SET parent_id = id WHERE id = %s", [arms.pk]),
        (
            "UPDATE taxonomy_term SET parent_id = CASE WHEN id = %s THEN %s ELSE %s END WHERE id IN (%s, %s)",
            [arms.pk, named("drugs").pk, arms.pk, arms.pk, named("drugs").pk],
        ),
        (
            "UPDATE taxonomy_term SET parent_id = CASE WHEN id = %s THEN %s ELSE %s END WHERE id IN (%s, %s)",
            [border.pk, named("cyber").pk, border.pk, border.pk, named("cyber").pk],
        ),
    ]
    for circle in circles:
        with pytest.raises(IntegrityError):
            write(circle)
    assert numbers() == before


def test_rows_inserted_one_above_the_other_make_no_circle(arms: Term) -> None:
    columns = "vocabulary_id, kind, slug, code, opened_precision, closed_precision, lft, rght, tree_id, level"
    insert = (
        f"INSERT INTO taxonomy_term (id, uuid, parent_id, {columns}) "
        f"SELECT %s, %s, %s, vocabulary_id, kind, %s, code, opened_precision, closed_precision, 1, 2, 9, 0 "
        "FROM taxonomy_term WHERE id = %s"
    )
    with pytest.raises(IntegrityError, match="below itself"):
        write(
            (insert, [901, "0" * 31 + "1", 902, "one", arms.pk]),
            (insert, [902, "0" * 31 + "2", 901, "other", arms.pk]),
        )


def test_a_changed_key_makes_no_circle(arms: Term) -> None:
    below = named("border").pk
    with pytest.raises(IntegrityError, match="below itself"):
        write(
            ("UPDATE taxonomy_term SET parent_id = 901 WHERE id = %s", [arms.pk]),
            ("UPDATE taxonomy_term SET id = 901 WHERE id = %s", [below]),
        )


def test_no_circle_of_menu_entries_can_be_written() -> None:
    menu = Menu.objects.create(key="main")
    one = MenuEntry.objects.create(menu=menu, key="one")
    other = MenuEntry.objects.create(menu=menu, key="other", parent=one)
    with pytest.raises(IntegrityError), transaction.atomic():
        MenuEntry.objects.filter(pk=one.pk).update(parent=other)


def test_two_names_or_places_of_one_day_cannot_be_written(arms: Term) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Label.objects.create(term=arms, language="en", text="Weapons", since=date(2020, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Broader.objects.create(term=arms, broader=named("drugs"), until=date(2020, 1, 1))
