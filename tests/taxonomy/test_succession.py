"""What becomes of terms over the years: each act is previewed, done as a whole, and can be taken back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from osce_site.models import LedgerEntry
from press.models import Edition, Placement
from taxonomy import acting, changes, snapshot, succession
from taxonomy.menu import menu
from taxonomy.models import Broader, Label, Menu, MenuEntry, MenuEntryLabel, Relation, Term
from taxonomy.previewing import preview
from taxonomy.succession import Close, Merge, Move, NewTerm, Rename, Reopen, Split
from tests import create

pytestmark = pytest.mark.django_db
DAY = date(2020, 5, 1)


def done(act: acting.Act) -> LedgerEntry:
    return succession.carry_out(act, by=create.officer())


def undone(entry: LedgerEntry) -> LedgerEntry:
    return succession.undo(entry, by=create.officer("bo"), reason="A slip.")


def everything() -> dict[str, list[Any]]:
    """All rows of the taxonomy and the index, to compare before and after."""
    models: tuple[Any, ...] = (Term, Broader, Label, Relation, MenuEntry, MenuEntryLabel)
    rows: dict[str, list[Any]] = {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
    for term in rows["Term"]:  # mptt numbers its trees anew; their order is what counts
        term["tree_id"] = list(Term.objects.values_list("pk", flat=True)).index(term["id"])
    places = Placement.objects.values_list("edition", "term", "role", "nearness", "leads")
    return rows | {"placements": sorted(places, key=str)}


def test_a_term_has_its_old_name_until_the_eve_of_its_renaming() -> None:
    centre = create.term("Centre in Almaty", "field-operations", kind="operation")
    entry = done(Rename(term=centre, on=DAY, reason="It moved.", names={"en": "Centre in Astana"}))
    assert [centre.label("en", DAY - timedelta(days=1)), centre.label("en", DAY)] == [
        "Centre in Almaty",
        "Centre in Astana",
    ]
    assert (entry.act, entry.subject, entry.reason) == ("renamed", f"taxonomy.term:{centre.pk}", "It moved.")


@pytest.fixture
def fields() -> dict[str, Term]:
    """Two fields, one with a field below it, an office that works on it, and a menu."""
    arms, security = create.term("Arms control"), create.term("Security")
    small = create.term("Small arms", under=arms)
    office = create.term("Office", "field-operations", kind="operation")
    create.relation(office, "works_on", arms, date(2001, 1, 1))
    menu = Menu.objects.create(key="main")
    entry = MenuEntry.objects.create(menu=menu, key="arms", term=arms)
    MenuEntryLabel.objects.create(entry=entry, language="en", text="Our arms work")
    MenuEntry.objects.create(menu=menu, key="below", parent=entry, path="/search/")
    changes.announce()
    create.release("Arms destroyed", about=[arms], published_at=create.instant(2009))
    create.release("Rifles destroyed", about=[small], published_at=create.instant(2010))
    create.release("Talks held", about=[security], published_at=create.instant(2011))
    return {"arms": arms, "security": security, "small": small, "office": office}


def acts(fields: dict[str, Term]) -> dict[str, acting.Act]:
    arms, security, small = fields["arms"], fields["security"], fields["small"]
    why: dict[str, Any] = {"on": DAY, "reason": "So it was decided."}
    return {
        "rename": Rename(term=arms, names={"en": "Disarmament", "fr": "Désarmement"}, slug="disarmament", **why),
        "close": Close(term=arms, **why),
        "close into another": Close(term=arms, successor=security, **why),
        "merge": Merge(term=arms, target=security, **why),
        "split": Split(term=arms, new=[NewTerm("light", {"en": "Light"}), NewTerm("heavy", {"en": "Heavy"})], **why),
        "split off": Split(term=arms, parts=[security], goes_on=True, **why),
        "move": Move(term=small, **why),
        "move below": Move(term=arms, under=security, **why),
        "reorder": Move(term=security, before=arms, **why),
    }


@pytest.mark.parametrize("name", list(acts({"arms": Term(), "security": Term(), "small": Term()})))
def test_every_act_is_taken_back_whole(fields: dict[str, Term], name: str) -> None:
    before = everything()
    entry = done(acts(fields)[name])
    assert everything() != before
    undone(entry)
    after = everything()
    assert {key: after[key] for key in before} == before
    assert snapshot.current() == snapshot.read()
    with pytest.raises(ValidationError, match="undone already"):
        undone(entry)


def counted(act: acting.Act) -> dict[str, int]:
    return {one.title: one.count for one in preview(act)}


def test_a_preview_counts_what_the_act_touches_and_changes_nothing(fields: dict[str, Term]) -> None:
    before = everything()
    create.draft("Unread", about=[fields["arms"]])
    told = counted(acts(fields)["merge"])
    assert told == {
        "Releases": 2,
        "Drafts": 1,
        "Rows of the index looked at anew": 6 - 1,
        "Feeds": 1,
        "Lines of menus": 1,
        "Addresses": 1,
        "Terms": 1,
        "Places in the tree": 2,
        "Relations": 3,
        "Menu entries": 4,
        "Translations missing": 5,
    }
    assert everything() == before


@pytest.mark.parametrize("name", list(acts({"arms": Term(), "security": Term(), "small": Term()})))
def test_what_a_preview_says_of_the_taxonomy_is_what_is_done(fields: dict[str, Term], name: str) -> None:
    act = acts(fields)[name]
    sorts = {"taxonomy.label": "Names", "taxonomy.relation": "Relations", "taxonomy.menuentry": "Menu entries"}
    told = counted(act)
    changed = [one.get("row") for one in done(act).details["changes"]]
    assert {row: told.get(title, 0) for row, title in sorts.items()} == {row: changed.count(row) for row in sorts}


def lines(day: date) -> list[tuple[str, str, list[str]]]:
    return [(item.text, item.path, [child.path for child in item.children]) for item in menu("main", "en", day)]


def test_a_merger_hands_over_children_relations_and_menu_from_its_day_on(fields: dict[str, Term]) -> None:
    arms, security, small, office = (fields[name] for name in ("arms", "security", "small", "office"))
    eve = DAY - timedelta(days=1)
    done(acts(fields)["merge"])
    assert list(Term.objects.under(security, DAY)) == [small]
    assert list(Term.objects.under(arms, eve)) == [small]
    assert list(Term.objects.under(arms, DAY)) == []
    taxonomy = snapshot.current()
    works_on = {day: [one.term_id for one in taxonomy.related(office.pk, "works_on", day)] for day in (eve, DAY)}
    assert works_on == {eve: [arms.pk], DAY: [security.pk]}
    assert lines(eve) == [("Our arms work", "/fields-of-work/arms-control/", ["/search/"])]
    assert lines(DAY) == [("Security", "/fields-of-work/security/", ["/search/"])]


def test_a_release_of_2009_shows_the_name_of_then_and_what_it_is_called_now(
    client: Client, fields: dict[str, Term]
) -> None:
    done(acts(fields)["merge"])
    edition = Edition.objects.get(headline="Arms destroyed")
    page = " ".join(client.get(edition.get_absolute_url()).content.decode().split())
    assert '<a href="/fields-of-work/security/">Arms control</a> <span class="now">(now Security)</span>' in page
    listed = client.get("/fields-of-work/security/").content.decode()
    assert listed.count("Said by a predecessor") == 1
    assert "Arms destroyed" in listed
    assert "Rifles destroyed" in listed


def test_what_is_said_under_a_merged_term_afterwards_stands_with_its_successor(fields: dict[str, Term]) -> None:
    done(acts(fields)["merge"])
    late = create.release("Late", about=[fields["arms"]], published_at=create.instant(2021))
    nearness = Placement.objects.get(edition__release=late, term=fields["security"]).nearness
    assert nearness == "predecessor"


def test_a_closed_term_reopens_with_its_menu_entries(fields: dict[str, Term]) -> None:
    arms = fields["arms"]
    done(acts(fields)["close"])
    assert (len(lines(DAY)), len(lines(DAY + timedelta(days=1)))) == (1, 0)
    entry = done(Reopen(term=arms, on=date(2022, 1, 1), reason="It goes on."))
    assert Term.objects.get(pk=arms.pk).closed_on is None
    assert (lines(date(2021, 12, 31)), len(lines(date(2022, 1, 1)))) == ([], 1)
    assert lines(date(2022, 1, 1)) == [("Our arms work", "/fields-of-work/arms-control/", ["/search/"])]
    undone(entry)
    assert (Term.objects.get(pk=arms.pk).closed_on, lines(date(2022, 1, 1))) == (DAY, [])


@pytest.mark.parametrize("deeper_first", [False, True])
def test_an_entry_below_another_of_the_same_term_goes_with_it(fields: dict[str, Term], deeper_first: bool) -> None:
    arms, security, eve = fields["arms"], fields["security"], DAY - timedelta(days=1)
    stands = MenuEntry.objects.get(key="arms")
    other = MenuEntry.objects.create(menu=stands.menu, key="other", parent=stands, term=arms)
    if deeper_first:
        MenuEntry.objects.filter(pk=other.pk).update(parent=None)
        MenuEntry.objects.filter(pk=stands.pk).update(parent=other)
    changes.announce()

    def paths(day: date) -> Any:
        def of(items: Any) -> Any:
            return [(item.path, of(item.children)) for item in items]

        return of(menu("main", "en", day))

    stood = paths(eve)
    assert str(stood).count("/arms-control/") == 2
    for act in (acts(fields)["merge"], acts(fields)["close"]):
        entry = done(act)
        assert paths(eve) == stood
        left = paths(DAY + timedelta(days=1))
        assert str(left) == (str(stood).replace("arms-control", "security") if isinstance(act, Merge) else "[]")
        undone(entry)
        assert paths(DAY + timedelta(days=1)) == stood
    done(acts(fields)["close"])
    reopened = done(Reopen(term=arms, on=date(2022, 1, 1), reason="It goes on."))
    assert paths(date(2022, 1, 1)) == stood
    assert not MenuEntry.objects.filter(since=date(2022, 1, 1), parent__until__lt=date(2022, 1, 1)).exists()
    undone(reopened)
    assert paths(date(2022, 1, 1)) == []
    assert Term.objects.get(pk=security.pk).closed_on is None


def test_undoing_is_refused_with_what_stands_on_it(fields: dict[str, Term]) -> None:
    arms, security = fields["arms"], fields["security"]
    first = done(Rename(term=arms, on=DAY, reason="Why.", names={"en": "Disarmament"}))
    second = done(Rename(term=arms, on=date(2021, 1, 1), reason="Why.", names={"en": "Peace"}))
    with pytest.raises(ValidationError) as refused:
        undone(first)
    assert "it was changed since" in refused.value.messages[0]
    assert refused.value.messages[1:] == [f"Undo entry {second.number} (renamed) first."]
    undone(second)
    undone(first)
    assert arms.label("en") == "Arms control"
    split = done(acts(fields)["split"])
    create.release("On light arms", about=[Term.objects.get(slug="light")])
    with pytest.raises(ValidationError, match="other things have come to depend on it"):
        undone(split)
    assert Term.objects.filter(slug="heavy").exists()
    assert security.label("en") == "Security"


@pytest.mark.parametrize(("goes_on", "refused"), [(False, True), (True, False)])
def test_what_opened_on_the_day_of_a_split_does_not_end_on_its_eve(
    fields: dict[str, Term], goes_on: bool, refused: bool
) -> None:
    young = create.term("Young", opened_on=date(2020, 1, 1))
    parts = [NewTerm("one", {"en": "One"}), NewTerm("two", {"en": "Two"})]
    split = Split(term=young, new=parts, goes_on=goes_on, on=date(2020, 1, 1), reason="It grew.")
    if refused:
        with pytest.raises(ValidationError, match="opened only on 2020-01-01"):
            done(split)
    else:
        assert done(split).act == "split"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"term": "arms", "target": "arms"}, "does not follow itself"),
        ({"term": "arms", "target": "small"}, "not merged into one below it"),
        ({"term": "arms", "target": "office"}, "terms of its own vocabulary"),
        ({"term": "arms", "target": "security", "reason": " "}, "Say why."),
        ({"term": "arms", "target": "security", "on": date(2100, 1, 1)}, "not ahead"),
    ],
)
def test_a_merger_that_makes_no_sense_is_refused_with_a_sentence(
    fields: dict[str, Term], said: dict[str, Any], reason: str
) -> None:
    terms = {name: fields[said[name]] for name in ("term", "target")}
    before = everything()
    whole: dict[str, Any] = {"on": DAY, "reason": "Why."} | said | terms
    with pytest.raises(ValidationError, match=reason):
        done(Merge(**whole))
    assert everything() == before


def test_no_two_terms_follow_each_other_in_a_circle(fields: dict[str, Term]) -> None:
    arms, security = fields["arms"], fields["security"]
    done(acts(fields)["merge"])
    with pytest.raises(ValidationError, match="already"):
        done(Merge(term=arms, target=security, on=DAY, reason="Again."))
    with pytest.raises(ValidationError, match=r"closed itself|in a circle"):
        done(Merge(term=security, target=arms, on=DAY, reason="Back."))


def test_a_name_in_the_middle_of_others_ends_where_the_next_begins(fields: dict[str, Term]) -> None:
    arms = fields["arms"]
    done(Rename(term=arms, on=date(2015, 1, 1), reason="Why.", names={"en": "Third"}))
    done(Rename(term=arms, on=date(2010, 1, 1), reason="Why.", names={"en": "Second", "fr": "Deuxième"}))
    days = (date(2009, 12, 31), date(2010, 1, 1), date(2014, 12, 31), date(2015, 1, 1))
    assert [arms.label("en", day) for day in days] == ["Arms control", "Second", "Second", "Third"]
    assert arms.label("fr", date(2016, 1, 1)) == "Deuxième"
    done(Rename(term=arms, on=date(2010, 1, 1), reason="A typing error.", names={"en": "2nd"}))
    assert [arms.label("en", day) for day in days] == ["Arms control", "2nd", "2nd", "Third"]
