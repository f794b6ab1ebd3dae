"""Filing a draft while writing: by what terms are called, in their roles, within one's reach."""

import json
from typing import Any

import pytest
from django.test import Client

from osce_site.models import User
from press.models import Release, Tagging
from taxonomy.models import Term
from tests import create

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission() -> Term:
    return create.term("Mission", "field-operations", kind="operation")


@pytest.fixture
def ana(client: Client, mission: Term) -> User:
    """Ana writes for the mission."""
    ana = create.officer("ana")
    create.assign(ana, "writer", mission)
    client.force_login(ana)
    return ana


@pytest.fixture
def draft(mission: Term) -> Release:
    return create.draft(source=[mission])


def asked(client: Client, method: str, path: str, said: Any = None) -> Any:
    response = client.generic(method, path, json.dumps(said) if said is not None else "", "application/json")
    return response.status_code, (response.json() if response.content else None)


def rows(release: Release) -> list[tuple[str, str]]:
    return [(row.role, row.term.slug) for row in Tagging.objects.filter(release=release).select_related("term")]


def test_a_term_is_filed_in_the_role_of_its_vocabulary(client: Client, ana: User, draft: Release) -> None:
    arms = create.term("Arms")
    status, told = asked(client, "POST", f"/api/releases/{draft.pk}/filing", {"term": arms.pk})
    assert status == 200
    assert [(row["role"], row["name"]) for row in told] == [("source", "Mission"), ("field", "Arms")]
    assert rows(draft) == [("source", "mission"), ("field", "arms")]


def test_filing_twice_files_once(client: Client, ana: User, draft: Release) -> None:
    arms = create.term("Arms")
    for _time in range(2):
        asked(client, "POST", f"/api/releases/{draft.pk}/filing", {"term": arms.pk, "role": "field"})
    assert rows(draft).count(("field", "arms")) == 1


def test_a_term_is_taken_off(client: Client, ana: User, draft: Release) -> None:
    arms = create.term("Arms")
    asked(client, "POST", f"/api/releases/{draft.pk}/filing", {"term": arms.pk})
    assert asked(client, "DELETE", f"/api/releases/{draft.pk}/filing/field/{arms.pk}")[0] == 200
    assert rows(draft) == [("source", "mission")]


def test_terms_are_found_as_one_types_with_where_they_stand(client: Client, ana: User, draft: Release) -> None:
    create.term("Border management", under=create.term("Security"))
    _status, found = asked(client, "GET", f"/api/releases/{draft.pk}/terms?q=border")
    assert [(row["name"], row["where"], row["role"]) for row in found] == [
        ("Border management", "Fields of work › Security", "field")
    ]


def test_nothing_is_filed_in_a_role_that_does_not_fit(client: Client, ana: User, draft: Release) -> None:
    arms = create.term("Arms")
    status, told = asked(client, "POST", f"/api/releases/{draft.pk}/filing", {"term": arms.pk, "role": "meeting"})
    assert (status, told["detail"]) == (422, "Nothing is filed under this term in that way.")
    assert asked(client, "POST", f"/api/releases/{draft.pk}/filing", {"term": 999_999})[0] == 422


def test_nobody_speaks_for_a_source_that_is_not_his(client: Client, ana: User, draft: Release, mission: Term) -> None:
    other = create.term("Other mission", "field-operations", kind="operation")
    status, told = asked(client, "POST", f"/api/releases/{draft.pk}/filing", {"term": other.pk})
    assert (status, told["detail"]) == (403, "You do not write for this source.")
    assert asked(client, "GET", f"/api/releases/{draft.pk}/terms?q=other")[1] == []
    Tagging.objects.create(release=draft, term=other, role="source", position=5)
    assert asked(client, "DELETE", f"/api/releases/{draft.pk}/filing/source/{other.pk}")[0] == 403
    assert rows(draft) == [("source", "mission"), ("source", "other-mission")]


def test_the_release_of_another_source_is_not_there(client: Client, ana: User) -> None:
    other = create.draft(source=[create.term("Other mission", "field-operations", kind="operation")])
    assert asked(client, "GET", f"/api/releases/{other.pk}/filing")[0] == 404
    assert asked(client, "POST", f"/api/releases/{other.pk}/filing", {"term": 1})[0] == 404


def test_nobody_is_answered_without_signing_in(client: Client, draft: Release) -> None:
    assert asked(client, "GET", f"/api/releases/{draft.pk}/filing")[0] == 401
    assert asked(client, "GET", "/api/releases/1/filing")[0] == 401


def test_photos_are_found_put_on_in_order_and_taken_off(client: Client, ana: User, draft: Release) -> None:
    bridge, river = create.photo(draft), create.photo(draft, alt="A river")
    at = f"/api/releases/{draft.pk}"
    assert asked(client, "PUT", f"{at}/photos/order", {"keys": [river.pk, bridge.pk]})[0] == 200
    _status, carried = asked(client, "GET", f"{at}/carries")
    assert [one["id"] for one in carried["photos"]] == [river.pk, bridge.pk]
    assert asked(client, "DELETE", f"{at}/photos/{river.pk}")[0] == 200
    river.added_by = ana
    river.save()
    _status, found = asked(client, "GET", f"{at}/attachments?q=river")
    assert [one["alt"] for one in found["photos"]] == [{"en": "A river"}]
    _status, carried = asked(client, "POST", f"{at}/photos/{river.pk}")
    assert [one["id"] for one in carried["photos"]] == [bridge.pk, river.pk]


def test_pages_to_link_to_are_terms_and_releases_one_may_see(client: Client, ana: User, draft: Release) -> None:
    arms = create.term("Borders")
    create.draft("Borders of another", source=[create.term("Far mission", "field-operations", kind="operation")])
    _status, found = asked(client, "GET", f"/api/releases/{draft.pk}/pages?q=border")
    assert [(row["href"], row["name"]) for row in found] == [
        (f"term:{arms.uuid}", "Borders"),
        (f"release:{draft.pk}", "Mission trains border police"),
    ]


@pytest.mark.parametrize("typed", ["", "%00", "x" * 5000, "%F0%9F%98%80", "' OR 1=1 --", "99999999999999999999"])
def test_whatever_is_typed_gets_an_answer(client: Client, ana: User, draft: Release, typed: str) -> None:
    for what in ("terms", "pages", "attachments"):
        assert asked(client, "GET", f"/api/releases/{draft.pk}/{what}?q={typed}")[0] == 200
