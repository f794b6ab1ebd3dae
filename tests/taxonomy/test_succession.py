"""What becomes of terms over the years: each act is previewed, done as a whole, and can be taken back."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from osce_site.models import LedgerEntry
from press.models import Placement
from taxonomy import acting, changes, snapshot, succession
from taxonomy.models import Broader, Label, Menu, MenuEntry, MenuEntryLabel, Relation, Term
from taxonomy.previewing import preview
from taxonomy.succession import Close, Merge, Move, NewTerm, Rename, Split
from tests import create

pytestmark = pytest.mark.django_db
DAY = date(2020, 5, 1)


def done(act: acting.Act) -> LedgerEntry:
    return succession.carry_out(act, by=create.officer())


def undone(entry: LedgerEntry) -> LedgerEntry:
    return succession.undo(entry, by=create.officer("bo"), reason="A slip.")


def everything() -> dict[str, list[Any]]:
    """All rows of the taxonomy and the index, to compare before and after."""
    models = (Term, Broader, Label, Relation, MenuEntry, MenuEntryLabel)
    rows = {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
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
