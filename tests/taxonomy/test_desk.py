"""The taxonomy at the desk: the tree as a list, and moving by form."""

from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory

from osce_site import freshness
from taxonomy import changes, tree
from taxonomy.admin.term import TermAdmin
from taxonomy.models import Label, Menu, MenuEntry, Relation, Term
from tests import create

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Client:
    client = Client()
    client.force_login(create.officer("cem", chief=True))
    return client


def rows(name: str, *said: dict[str, Any], kept: int = 0) -> dict[str, Any]:
    """The fields of an inline form; the first ``kept`` rows are stored already."""
    fields: dict[str, Any] = {f"{name}-TOTAL_FORMS": len(said), f"{name}-INITIAL_FORMS": kept}
    return fields | {f"{name}-{n}-{key}": value for n, row in enumerate(said) for key, value in row.items()}


def term_form(term: Term, **more: Any) -> dict[str, Any]:
    """The form of a term as it stands, with no inline rows but those given."""
    empty = [rows(name) for name in ("labels", "profiles", "relations", "broader_spells")]
    said = {"kind": term.kind, "slug": term.slug, "opened_precision": "day", "closed_precision": "day"}
    return {key: value for part in empty for key, value in part.items()} | said | more


def name(term: Term, text: str, kind: str = "preferred", **more: Any) -> dict[str, Any]:
    return {"term": term.pk, "language": "en", "kind": kind, "text": text} | more


def relation(term: Term, to: Term, kind: str = "succeeded_by") -> dict[str, Any]:
    return {"subject": term.pk, "object": to.pk, "kind": kind}


def test_a_term_is_moved_by_form_and_the_place_it_had_is_remembered(chief: Client) -> None:
    arms, border = create.term("Arms control"), create.term("Border management")
    said = {"where": "under", "beside": arms.pk, "on": "2020-05-01", "reason": "Decided.", "confirmed": "yes"}
    assert chief.post(f"/desk/taxonomy/term/{border.pk}/acts/move/", said).status_code == 302
    assert Term.objects.get(pk=border.pk).parent == arms
    places = border.broader_spells.order_by("id").values_list("broader", "since", "until")
    assert [(broader, str(since), str(until)) for broader, since, until in places] == [
        (None, "None", "2020-04-30"),
        (arms.pk, "2020-05-01", "None"),
    ]


def test_a_term_cannot_be_moved_below_itself(chief: Client) -> None:
    arms = create.term("Arms control")
    small = create.term("Small arms", under=arms)
    said = {"where": "under", "beside": small.pk, "on": "2020-05-01", "reason": "Decided."}
    answer = chief.post(f"/desk/taxonomy/term/{arms.pk}/acts/move/", said)
    assert answer.status_code == 200
    assert "cannot stand below itself" in answer.content.decode()
    assert Term.objects.get(pk=arms.pk).parent is None


def test_a_new_term_is_inserted_through_the_door(chief: Client) -> None:
    vocabulary, arms = create.vocabulary(), create.term("Arms control")
    label = rows("labels", {"language": "en", "kind": "preferred", "text": "Small arms"})
    small = Term(vocabulary=vocabulary, kind="field", slug="small-arms")
    said = term_form(small, vocabulary=vocabulary.pk, parent=arms.pk) | label
    assert chief.post("/desk/taxonomy/term/add/", said).status_code == 302
    made = Term.objects.get(slug="small-arms")
    assert (made.parent, made.is_child_node(), str(made)) == (arms, True, "Small arms")
    assert chief.get(f"/desk/taxonomy/term/{made.pk}/change/").status_code == 200
    assert "Small arms" in chief.get(f"/desk/taxonomy/term/?open={made.pk}").content.decode()


def test_a_new_term_is_refused_under_a_term_of_another_vocabulary(chief: Client) -> None:
    arms, countries = create.term("Arms control"), create.vocabulary("countries")
    said = term_form(Term(kind="state", slug="finland"), vocabulary=countries.pk, parent=arms.pk)
    answer = chief.post("/desk/taxonomy/term/add/", said)
    assert answer.status_code == 200
    assert "a term of its own vocabulary" in answer.content.decode()
    assert list(Term.objects.all()) == [arms]


def test_a_form_opened_before_a_move_does_not_move_the_term_back() -> None:
    arms, border = create.term("Arms control"), create.term("Border management")
    opened = Term.objects.get(pk=border.pk)
    tree.move(border, under=arms)
    opened.code = "BM"
    request, desk = RequestFactory().post("/"), TermAdmin(Term, admin.site)
    request.user = create.officer("cem", chief=True)
    form = desk.get_form(request, opened, change=True)(instance=opened)
    desk.save_model(request, opened, form, change=True)
    saved = Term.objects.get(pk=border.pk)
    assert (saved.parent, saved.code) == (arms, "BM")
    assert list(Term.objects.get(pk=arms.pk).get_descendants()) == [saved]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {}),
        ({"until": "2006-06-28"}, {"since": "2006-06-28"}),
        ({"kind": "short"}, {"kind": "short", "since": "2006-01-01"}),
    ],
)
def test_two_names_of_one_day_are_refused_with_a_sentence(
    chief: Client, first: dict[str, str], second: dict[str, str]
) -> None:
    arms = tree.insert(create.vocabulary(), slug="arms", kind="field")
    labels = rows("labels", name(arms, "Arms") | first, name(arms, "Arms control") | second)
    answer = chief.post(f"/desk/taxonomy/term/{arms.pk}/change/", term_form(arms) | labels)
    assert answer.status_code == 200
    assert "Two names hold on the same day: Arms, Arms control." in answer.content.decode()
    assert not Label.objects.exists()


def test_a_name_a_colleague_added_meanwhile_counts(chief: Client) -> None:
    arms = create.term("Arms control")
    labels = rows("labels", name(arms, "Disarmament"))
    answer = chief.post(f"/desk/taxonomy/term/{arms.pk}/change/", term_form(arms) | labels)
    assert "Two names hold on the same day: Disarmament, Arms control." in answer.content.decode()
    assert [label.text for label in Label.objects.all()] == ["Arms control"]


def test_the_day_of_a_renaming_is_moved_later_in_one_save(chief: Client) -> None:
    """Half way, the longer first name overlaps the second as it is stored."""
    arms = tree.insert(create.vocabulary(), slug="arms", kind="field")
    old = create.label(arms, "Arms", until=date(2006, 6, 28))
    new = create.label(arms, "Arms control", since=date(2006, 6, 29))
    labels = rows(
        "labels",
        name(arms, "Arms", id=old.pk, until="2007-06-28"),
        name(arms, "Arms control", id=new.pk, since="2007-06-29"),
        kept=2,
    )
    assert chief.post(f"/desk/taxonomy/term/{arms.pk}/change/", term_form(arms) | labels).status_code == 302
    stored = Label.objects.order_by("id").values_list("id", "text", "since", "until")
    assert list(stored) == [
        (old.pk, "Arms", None, date(2007, 6, 28)),
        (new.pk, "Arms control", date(2007, 6, 29), None),
    ]


def test_a_name_is_deleted_at_the_desk(chief: Client) -> None:
    arms = create.term("Arms control")
    label = create.label(arms, "Disarmament", kind="alternative")
    labels = rows("labels", name(arms, "Disarmament", "alternative", id=label.pk, DELETE="on"), kept=1)
    assert chief.post(f"/desk/taxonomy/term/{arms.pk}/change/", term_form(arms) | labels).status_code == 302
    assert [left.text for left in Label.objects.all()] == ["Arms control"]


def test_what_is_said_twice_or_of_itself_is_refused_with_a_sentence(chief: Client) -> None:
    arms, border = create.term("Arms control"), create.term("Border management")
    at = f"/desk/taxonomy/term/{arms.pk}/change/"
    twice = rows("relations", relation(arms, border), relation(arms, border))
    assert "said twice: succeeded by Border management." in chief.post(at, term_form(arms) | twice).content.decode()
    own = rows("relations", relation(arms, arms))
    assert "A term is not related to itself." in chief.post(at, term_form(arms) | own).content.decode()
    alike = rows("labels", name(arms, "Disarming", "alternative"), name(arms, "Disarming", "alternative"))
    assert "said twice: Disarming." in chief.post(at, term_form(arms) | alike).content.decode()
    assert not Relation.objects.exists()


def test_only_a_changed_relation_rewrites_what_is_filed(chief: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    arms, border = create.term("Arms control"), create.term("Border management")
    followed: list[Any] = []
    monkeypatch.setattr(changes, "followers", [lambda terms, _progress: followed.append(terms)])
    before = freshness.version("taxonomy")
    at = f"/desk/taxonomy/term/{arms.pk}/change/"
    assert chief.post(at, term_form(arms, code="AC")).status_code == 302
    assert freshness.version("taxonomy") != before
    assert followed == []
    related = rows("relations", relation(arms, border, "succeeded_by"))
    assert chief.post(at, term_form(arms, code="AC") | related).status_code == 302
    assert followed == [[arms.pk]]


def test_a_former_word_in_addresses_leads_to_the_present_one(chief: Client, client: Client) -> None:
    arms = create.term("Arms control")
    said = term_form(arms, slug="disarmament")
    assert chief.post(f"/desk/taxonomy/term/{arms.pk}/change/", said).status_code == 302
    moved = client.get("/fields-of-work/arms-control/")
    assert (moved.status_code, moved["Location"]) == (301, "/fields-of-work/disarmament/")


def test_a_selection_deleted_from_a_list_is_announced(chief: Client) -> None:
    entry = MenuEntry.objects.create(menu=Menu.objects.create(key="main"), key="news", path="/news/")
    before = freshness.version("taxonomy")
    said = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
    assert chief.post("/desk/taxonomy/menuentry/", said).status_code == 302
    assert not MenuEntry.objects.exists()
    assert freshness.version("taxonomy") != before


def entry_row(entry: MenuEntry, below: MenuEntry | None) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "menu": entry.menu_id,
        "key": entry.key,
        "position": 0,
        "parent": below.pk if below else "",
        "path": entry.path,
        "grow": 0,
    }


def test_menu_entries_stand_below_others_of_their_menu_and_never_below_themselves(chief: Client) -> None:
    main, foot = Menu.objects.create(key="main"), Menu.objects.create(key="foot")
    top = MenuEntry.objects.create(menu=main, key="top", path="/top/")
    low = MenuEntry.objects.create(menu=main, key="low", path="/low/", parent=top)
    far = MenuEntry.objects.create(menu=foot, key="far", path="/far/")
    one, whole = f"/desk/taxonomy/menuentry/{top.pk}/change/", f"/desk/taxonomy/menu/{main.pk}/change/"
    itself, same = "An entry cannot stand below itself.", "An entry stands below one of the same menu."
    assert itself in chief.post(one, entry_row(top, low) | rows("labels")).content.decode()
    assert same in chief.post(one, entry_row(top, far) | rows("labels")).content.decode()

    def menu_of(*entries: dict[str, Any]) -> dict[str, Any]:
        return {"key": "main"} | rows("entries", *entries, kept=2)

    assert itself in chief.post(whole, menu_of(entry_row(top, low), entry_row(low, top))).content.decode()
    assert same in chief.post(whole, menu_of(entry_row(top, None), entry_row(low, far))).content.decode()
    assert chief.post(whole, menu_of(entry_row(top, low), entry_row(low, None))).status_code == 302
    assert list(MenuEntry.objects.order_by("id").values_list("key", "parent__key")) == [
        ("top", "low"),
        ("low", None),
        ("far", None),
    ]


def test_who_does_not_look_after_the_taxonomy_neither_moves_terms_nor_sees_menus() -> None:
    arms, menu = create.term("Arms control"), Menu.objects.create(key="main")
    writer, client = create.officer(), Client()
    create.assign(writer, "writer")
    client.force_login(writer)
    assert client.post(f"/desk/taxonomy/term/{arms.pk}/acts/move/", {"where": "top"}).status_code == 403
    assert client.get(f"/desk/taxonomy/menu/{menu.pk}/preview/").status_code == 403
