"""Every page of a model at the desk, opened and sent by each role wherever it may be held."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.test import Client

from tests import create
from tests.press import rights_matrix as matrix
from tests.press.rights_forms import PAGES, filled, form_by_hand, form_of, key_of
from tests.press.rights_world import World
from tests.press.test_rights import PEOPLE, allowed, row_of

pytestmark = pytest.mark.django_db

DRAWN = ("own", "")
"""Where a role is held for whom pages are drawn to their end; for others only what they answer with is looked at."""


class Desk:
    """One world, and everybody who may ask in it."""

    def __init__(self) -> None:
        self.root = create.officer("root", chief=True)
        self.there = World(self.root)
        self.people = {("nobody", ""): Client(), ("stranger", ""): self._client(create.officer("stranger"))}
        self.people[("superuser", "")] = self._client(self.root)
        for role, place in PEOPLE:
            person = create.officer(f"{role}-{place}")
            create.assign(person, role, self.there.sources.get(place))
            self.people[role, place] = self._client(person)

    def _client(self, person: Any) -> Client:
        client = Client()
        client.force_login(person)
        return client

    def allowed(self, permission: str, thing: str) -> set[tuple[str, str]]:
        row = row_of(matrix.by_row(), permission, thing)
        return {(role, place) for role, place in self.people if allowed(row, role, place)}

    def who_opens(self, address: str, monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
        found = set()
        for (role, place), client in self.people.items():
            with monkeypatch.context() as patch:
                if place not in DRAWN:
                    patch.setattr(SimpleTemplateResponse, "rendered_content", "")
                answer = client.get(address, follow=True)
            assert answer.status_code in (200, 403, 404), (role, place, address)
            if answer.status_code == 200 and not any("/login/" in way for way, _status in answer.redirect_chain):
                found.add((role, place))
        return found

    def who_does(self, model: str, address: str, said: dict[str, Any]) -> set[tuple[str, str]]:
        """Whose POST changes what the database holds of a model. Each is taken back."""
        found = set()
        for who, client in self.people.items():
            before = _rows(model)
            with transaction.atomic():
                client.post(address, said)
                if _rows(model) != before:
                    found.add(who)
                transaction.set_rollback(True)
        return found


def _rows(model: str) -> list[dict[str, Any]]:
    """All that is kept of a model; that a person signed in is no change of him."""
    rows = apps.get_model(model)._default_manager.order_by("pk").values()
    return [{name: value for name, value in row.items() if name != "last_login"} for row in rows]


@pytest.fixture(scope="module")
def desk(django_db_setup: None, django_db_blocker: Any) -> Iterator[Desk]:
    """Made once: whatever is done in it is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Desk()
        transaction.set_rollback(True)


def _address(desk: Desk, model: str, page: str, *, deletes: bool = False) -> str:
    at = f"/desk/{model.replace('.', '/')}/"
    if page in ("list", "add"):
        return at if page == "list" else f"{at}add/"
    return f"{at}{desk.there[key_of(model, deletes)].pk}/{page}/"


def _permission(model: str, verb: str) -> str:
    app, name = model.split(".")
    return f"{app}.{verb}_{name}"


@pytest.mark.parametrize("model", matrix.MODELS)
def test_the_pages_of_a_model_open_for_whom_the_table_says(
    desk: Desk, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    thing = matrix.MODELS[model]
    seen = desk.allowed(_permission(model, "view"), thing)
    wrong = {}
    for page, expected in (
        ("list", desk.allowed(_permission(model, "view"), "")),
        ("add", desk.allowed(_permission(model, "add"), "")),
        ("change", seen),
        ("history", seen),
    ):
        if different := desk.who_opens(_address(desk, model, page), monkeypatch) ^ expected:
            wrong[page] = different
    assert wrong == {}


@pytest.mark.parametrize("model", matrix.MODELS)
def test_a_thing_is_changed_added_and_deleted_by_whom_the_table_says(desk: Desk, model: str) -> None:
    page, thing, root = PAGES[model], matrix.MODELS[model], desk.people["superuser", ""]
    at = _address(desk, model, "change")
    form = form_of(root, at) or form_by_hand(desk.there[thing])
    wrong = {}
    done = desk.who_does(model, at, filled(form, page.changed, desk.there))
    if different := done ^ desk.allowed(_permission(model, "change"), thing):
        wrong["change"] = different
    if page.added:
        at = _address(desk, model, "add")
        form = form_of(root, at) or form_by_hand(desk.there[thing])
        done = desk.who_does(model, at, filled(form, page.added, desk.there))
        if different := done ^ desk.allowed(*(page.adds or (_permission(model, "add"), ""))):
            wrong["add"] = different
    done = desk.who_does(model, _address(desk, model, "delete", deletes=True), {"post": "yes"})
    if different := done ^ desk.allowed(_permission(model, "delete"), key_of(model, deletes=True)):
        wrong["delete"] = different
    assert wrong == {}


def test_every_model_at_the_desk_has_its_pages_asked() -> None:
    assert PAGES.keys() == matrix.MODELS.keys()
