"""``check_tree``: each thing that must hold is broken past the watch, told in words, and mended or refused."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from press import tallying
from press.models import Edition, Placement
from taxonomy import door, tree, verifying
from taxonomy.models import Broader, Label, Menu, MenuEntry, Term
from tests import create

pytestmark = pytest.mark.django_db


@pytest.fixture
def arms() -> Term:
    """Arms with Border (Below under it) and Cyber, then Drugs at the top; all of them filed."""
    arms = create.term("Arms")
    border = create.term("Border", under=arms)
    below, cyber = create.term("Below", under=border), create.term("Cyber", under=arms)
    drugs = create.term("Drugs")
    create.release(about=[below, cyber])
    create.release(about=[drugs])
    return arms


def key(slug: str) -> int:
    return Term.objects.get(slug=slug).pk


@contextmanager
def _without_rules() -> Iterator[None]:
    """The triggers are gone to the end of the test, whose transaction is rolled back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
        yield


def spoil(statement: str, *given: Any) -> None:
    with _without_rules(), door.opened(), connection.cursor() as cursor:
        cursor.execute(statement, given)
        assert cursor.rowcount


def sentences() -> list[str]:
    return [finding.sentence for finding in verifying.findings() if not finding.remark]


def check(*options: str) -> tuple[list[str], bool]:
    """What the command says, and whether it ends with an error."""
    out = StringIO()
    try:
        call_command("check_tree", *options, stdout=out)
    except CommandError:
        return out.getvalue().splitlines(), True
    return out.getvalue().splitlines(), False


def test_a_whole_tree_is_called_whole(arms: Term) -> None:
    assert check() == (["The tree is whole."], False)
    assert check("--repair") == (["The tree is whole."], False)


def test_the_taxonomy_that_comes_with_the_site_is_whole() -> None:
    call_command("import_terms", verbosity=0)
    assert list(verifying.findings()) == []


# What follows from the parents is mended

NUMBERS: dict[str, tuple[str, str]] = {
    "ends before it begins": ("lft = 2, rght = 1 WHERE slug = 'border'", "“Border” (/fields-of-work/border/) ends"),
    "level": ("level = 5 WHERE slug = 'below'", "“Below” (/fields-of-work/below/) has level 5 under “Border”"),
    "level of a top": ("level = 1 WHERE slug = 'drugs'", "“Drugs” (/fields-of-work/drugs/) has level 1 under the top"),
    "tree": ("tree_id = 77 WHERE slug = 'below'", "“Below” (/fields-of-work/below/) is in tree 77, and “Border”"),
    "two trees of one number": ("tree_id = 1 WHERE slug = 'drugs'", "are all tops of tree 1"),
    "top does not begin with 1": ("lft = 3, rght = 4 WHERE slug = 'drugs'", "is a top and begins with 3"),
    "overlap": ("lft = 4 WHERE slug = 'cyber'", "below it, whose numbers overlap"),
    "one place for two": ("lft = 2, rght = 5 WHERE slug = 'cyber'", "their order cannot be told"),
    "gap between": ("lft = lft + 2, rght = rght + 2 WHERE slug = 'cyber'", "has a gap in its numbers between"),
    "gap at the end": ("rght = rght + 4 WHERE slug = 'drugs'", "has a gap in its numbers before or after"),
    "not held": ("rght = 40 WHERE slug = 'below'", "does not hold what stands below it"),
}


@pytest.mark.parametrize(("change", "said"), NUMBERS.values(), ids=NUMBERS)
def test_wrong_numbers_are_told_and_mended(arms: Term, change: str, said: str) -> None:
    whole = list(Term.objects.values_list("slug", "lft", "rght", "level", "tree_id"))
    spoil(f"UPDATE taxonomy_term SET {change}")
    assert any(said in sentence for sentence in sentences())
    lines, failed = check()
    assert failed
    assert all(line.startswith("Wrong: ") for line in lines)
    lines, failed = check("--repair")
    assert (lines[-1], failed) == ("The tree is whole.", False)
    assert all(line.startswith("Mended: ") for line in lines[:-1])
    assert list(Term.objects.values_list("slug", "lft", "rght", "level", "tree_id")) == whole
    assert check() == (["The tree is whole."], False)


def test_numbers_that_say_nothing_are_derived_from_the_parents(arms: Term) -> None:
    spoil("UPDATE taxonomy_term SET lft = 1, rght = 1, level = 0, tree_id = 1")
    assert check("--repair")[1] is False
    assert [str(term) for term in Term.objects.get(pk=arms.pk).get_descendants()] == ["Border", "Below", "Cyber"]
    tree.move(Term.objects.get(slug="cyber"), before=Term.objects.get(slug="border"))
    assert sentences() == []


@pytest.mark.parametrize("broken", ["under another", "missing", "missing since"])
def test_the_present_place_on_record_is_that_of_the_tree(arms: Term, broken: str) -> None:
    border = Broader.objects.get(term__slug="border")
    if broken == "under another":
        spoil("UPDATE taxonomy_broader SET broader_id = %s WHERE id = %s", key("drugs"), border.pk)
        said = "“Border” (/fields-of-work/border/) stands under “Arms” (/fields-of-work/arms/), and on record under “Dr"
    elif broken == "missing":
        spoil("DELETE FROM taxonomy_broader WHERE id = %s", border.pk)
        said = "“Border” (/fields-of-work/border/) has no present place on record; it stands under “Arms”"
    else:
        spoil("UPDATE taxonomy_broader SET until = %s WHERE id = %s", date(2020, 5, 1), border.pk)
        said = "has no present place on record"
    (sentence,) = sentences()
    assert said in sentence
    assert check("--repair") == ([f"Mended: {sentence}", "The tree is whole."], False)
    present = Broader.objects.get(term__slug="border", until=None)
    assert (present.broader_id, present.since) == (arms.pk, date(2020, 5, 2) if broken == "missing since" else None)


PLACEMENTS: dict[str, tuple[str, str]] = {
    "missing": ("DELETE FROM press_placement WHERE term_id = {arms}", "missing under “Arms” (/fields-of-work/arms/)"),
    "too many": ("UPDATE press_placement SET term_id = {drugs} WHERE term_id = {below}", "wrongly under “Drugs”"),
    "nearness": ("UPDATE press_placement SET nearness = 'below' WHERE term_id = {drugs}", "as field, below"),
    "copied": ("UPDATE press_placement SET kind = 'news' WHERE term_id IS NULL", "missing in the newsroom"),
    "leading": ("UPDATE press_placement SET leads = NOT leads WHERE term_id = {cyber}", "under “Cyber”"),
}


@pytest.mark.parametrize(("statement", "said"), PLACEMENTS.values(), ids=PLACEMENTS)
def test_the_index_is_what_editions_and_tree_say(arms: Term, statement: str, said: str) -> None:
    whole = set(Placement.objects.values_list("edition", "term", "role", "nearness", "leads", "kind"))
    spoil(statement.format(**{slug: key(slug) for slug in ("arms", "below", "drugs", "cyber")}))
    told = sentences()
    assert any(said in sentence for sentence in told)
    edition = Edition.objects.first()
    assert edition
    assert all(sentence.startswith(("Edition 1 (en) of release ", "The numbers of lists")) for sentence in told)
    assert check("--repair") == ([*(f"Mended: {sentence}" for sentence in told), "The tree is whole."], False)
    assert set(Placement.objects.values_list("edition", "term", "role", "nearness", "leads", "kind")) == whole


def test_the_numbers_of_lists_are_what_the_index_says(arms: Term) -> None:
    right = tallying.there()
    spoil("UPDATE press_tally SET count = count + 1 WHERE term = %s", key("arms"))
    spoil("DELETE FROM press_tally WHERE term = %s", key("drugs"))
    assert sentences() == ["The numbers of lists are not what the index says."]
    mended = "Mended: The numbers of lists are not what the index says."
    assert check("--repair") == ([mended, "The tree is whole."], False)
    assert tallying.there() == right


def test_a_parent_changed_past_the_door_is_followed_by_all_that_derives_from_it(arms: Term) -> None:
    spoil("UPDATE taxonomy_term SET parent_id = %s WHERE slug = 'below'", key("drugs"))
    lines, failed = check("--repair")
    assert (lines[-1], failed) == ("The tree is whole.", False)
    below = Term.objects.get(slug="below")
    assert (below.level, below.get_root().slug) == (1, "drugs")
    assert Broader.objects.get(term=below).broader_id == key("drugs")
    assert Placement.objects.filter(term__slug="drugs", nearness="below").count() == 1
    assert not Placement.objects.filter(term__slug="border").exists()


# What contradicts itself is told and left to a person


def refused(said: str) -> None:
    told = sentences()
    assert any(said in sentence for sentence in told), told
    lines, failed = check("--repair")
    assert failed
    assert any(line.startswith("Refused: ") and said in line for line in lines)


def test_a_circle_of_parents_is_refused_and_what_is_right_is_mended(arms: Term) -> None:
    spoil("UPDATE taxonomy_term SET parent_id = %s WHERE id = %s", key("below"), arms.pk)
    spoil("UPDATE taxonomy_term SET level = 4 WHERE slug = 'drugs'")
    refused("each stands under the next, the last under the first. Say which")
    assert Term.objects.get(slug="drugs").level == 0


def test_what_a_person_set_right_in_a_circle_is_then_mended(arms: Term) -> None:
    spoil("UPDATE taxonomy_term SET parent_id = %s WHERE id = %s", key("below"), arms.pk)
    check("--repair")
    spoil("UPDATE taxonomy_term SET parent_id = NULL WHERE id = %s", arms.pk)
    assert check("--repair")[1] is False
    assert sentences() == []


def test_a_parent_of_another_vocabulary_is_refused(arms: Term) -> None:
    spoil("UPDATE taxonomy_term SET parent_id = %s WHERE slug = 'drugs'", create.term("Malta", "countries").pk)
    refused("“Drugs” (/fields-of-work/drugs/) stands under “Malta” (/countries/malta/), which is not of its vocabulary")
    tree.move(Term.objects.get(slug="drugs"))
    assert sentences() == []


def test_two_places_at_once_are_refused(arms: Term) -> None:
    spoil(
        "INSERT INTO taxonomy_broader (term_id, broader_id, until) VALUES (%s, %s, %s)",
        key("border"),
        key("drugs"),
        date(2010, 1, 1),
    )
    refused("“Border” (/fields-of-work/border/) is on record in two places at once: under ")


def test_a_time_without_a_place_is_a_remark(arms: Term) -> None:
    Broader.objects.filter(term__slug="border").update(since=date(2010, 1, 1))
    Broader.objects.create(term_id=key("border"), broader_id=key("drugs"), until=date(2009, 1, 1))
    (finding,) = verifying.findings()
    assert (finding.remark, "from 2009-01-02 to 2009-12-31" in finding.sentence) == (True, True)
    lines, failed = check()
    assert (lines, failed) == ([f"Remark: {finding.sentence}", "The tree is whole."], False)


@pytest.mark.parametrize("kind", ["preferred", "short"])
def test_two_names_at_once_are_refused(arms: Term, kind: str) -> None:
    Label.objects.filter(term=arms).update(kind=kind)
    spoil(
        "INSERT INTO taxonomy_label (term_id, language, kind, text, since) VALUES (%s, 'en', %s, 'Weapons', %s)",
        arms.pk,
        kind,
        date(2020, 1, 1),
    )
    refused(f"has two {kind} name in English at once: “Arms” ever since to this day, “Weapons” from 2020-01-01")


def test_days_without_a_preferred_name_are_refused(arms: Term) -> None:
    Label.objects.filter(term=arms).update(until=date(2009, 12, 31))
    Label.objects.create(term=arms, language="en", text="Weapons", since=date(2010, 2, 1))
    refused("has no preferred name in English from 2010-01-01 to 2010-01-31, between “Arms” and “Weapons”")


def test_days_without_a_short_name_are_right(arms: Term) -> None:
    Label.objects.create(term=arms, language="en", text="A", kind="short", until=date(2009, 12, 31))
    Label.objects.create(term=arms, language="en", text="B", kind="short", since=date(2020, 2, 1))
    assert sentences() == []


@pytest.mark.parametrize("kind", ["merged_into", "succeeded_by"])
def test_a_succession_that_comes_round_is_refused(arms: Term, kind: str) -> None:
    border, cyber, drugs = (Term.objects.get(slug=slug) for slug in ("border", "cyber", "drugs"))
    create.relation(border, kind, cyber, date(2010, 1, 1))
    create.relation(cyber, kind, drugs, date(2011, 1, 1))
    assert sentences() == []
    create.relation(drugs, kind, border, date(2012, 1, 1))
    refused(
        "“Border” (/fields-of-work/border/), “Cyber” (/fields-of-work/cyber/), “Drugs” (/fields-of-work/drugs/): "
        "each was merged into or succeeded by the next"
    )


def _circle(one: MenuEntry, other: MenuEntry) -> None:
    spoil("UPDATE taxonomy_menuentry SET parent_id = %s WHERE id = %s", other.pk, one.pk)


def _foreign(one: MenuEntry, other: MenuEntry) -> None:
    MenuEntry.objects.filter(pk=other.pk).update(menu=Menu.objects.create(key="foot"))


@pytest.mark.parametrize(
    ("breaking", "said"),
    [(_circle, "Menu “main”: “one”, “other” stand below one another"), (_foreign, "which is of the menu “main”")],
)
def test_menu_entries_astray_are_refused(breaking: Callable[[MenuEntry, MenuEntry], None], said: str) -> None:
    menu = Menu.objects.create(key="main")
    one = MenuEntry.objects.create(menu=menu, key="one")
    breaking(one, MenuEntry.objects.create(menu=menu, key="other", parent=one))
    refused(said)


def test_a_check_changes_nothing_and_holds_no_lock_afterwards(arms: Term) -> None:
    spoil("UPDATE taxonomy_term SET level = 4 WHERE slug = 'drugs'")
    with transaction.atomic():
        check()
    assert Term.objects.get(slug="drugs").level == 4
