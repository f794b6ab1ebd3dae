"""Who may do what: the table of tests/press/rights_matrix.py asked cell by cell, of the rules, the desk and the API."""

import re
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, Group
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, resolve

from osce_site.models import LedgerEntry
from press import rights
from press.api import api
from press.models import Release
from press.models.assignment import Role
from taxonomy import acting, succession
from tests import create
from tests.press import rights_matrix as matrix
from tests.press.rights_matrix import ROLES
from tests.press.rights_world import HEADLINES, World

pytestmark = pytest.mark.django_db

PLACES = ("own", "above", "below", "other", "whole")
PEOPLE = [(role, place) for role in ROLES for place in PLACES]
OUTSIDE = [("nobody", ""), ("stranger", ""), ("superuser", "")]


def world(role: str, place: str) -> World:
    person = create.officer("asking", chief=role == "superuser")
    made = World(person)
    if place:
        made.scoped(role, place)
    return made


def allowed(row: dict[str, matrix.Cell], role: str, place: str) -> bool:
    if role == "superuser":
        return row["chief"].holds != "never"
    return role in row and row[role].allows(place)


@pytest.mark.parametrize(("role", "place"), PEOPLE + OUTSIDE)
def test_the_rules_answer_as_the_table_says(role: str, place: str) -> None:
    there = world(role, place)
    asking: Any = AnonymousUser() if role == "nobody" else there.person
    wrong = []
    for (permission, thing), row in matrix.by_row().items():
        # What is never done is refused to a superuser by the desk: the rules are not asked for him.
        expected = role == "superuser" or allowed(row, role, place)
        if asking.has_perm(permission, there[thing]) != expected:
            wrong.append((permission, thing, expected))
    assert wrong == []


@pytest.mark.parametrize(("role", "place"), PEOPLE + OUTSIDE)
def test_the_desk_and_the_api_answer_as_the_table_says(role: str, place: str) -> None:
    there, client = world(role, place), Client()
    if role != "nobody":
        client.force_login(there.person)
    rows, wrong = matrix.by_row(), []
    for asked in matrix.asked():
        expected = allowed(row_of(rows, asked.permission, asked.thing), role, place)
        status = _status(client, asked, there)
        if (status in REFUSED.get(role, {403, 404})) == expected:
            wrong.append((asked.method, asked.path, status, expected))
    assert wrong == []


REFUSED: dict[str, set[Any]] = {"nobody": {401, "sign in", 404}}
"""What says no: to who is not signed in; to everybody else 403, or 404 for what is not his to see."""


def row_of(rows: dict[tuple[str, str], dict[str, matrix.Cell]], permission: str, thing: str) -> dict[str, matrix.Cell]:
    """Of any thing of a kind: what is said of it in the first row that is."""
    if (permission, thing) in rows:
        return rows[permission, thing]
    if thing:
        raise AssertionError(f"The matrix has no row for {permission} of {thing}")
    thing = next(thing for known, thing in rows if known == permission)
    held = {"own": "any"}
    return {
        role: matrix.Cell(permission, "", role, held.get(cell.holds, cell.holds))
        for role, cell in rows[permission, thing].items()
    }


def _status(client: Client, asked: matrix.Asked, there: World) -> int | str:
    """What is done by it is taken back."""
    with transaction.atomic():
        path = there.address(asked.path)
        if asked.method == "GET":
            answer: Any = client.get(path, follow=True)
            if answer.streaming:  # read to its end, a file is closed
                b"".join(answer.streaming_content)
            if any("/login/" in way for way, _status in answer.redirect_chain):
                return "sign in"
        else:
            is_json = path.startswith("/api/")
            said = (asked.body or "{}").encode()
            answer = client.generic(asked.method, path, said, "application/json") if is_json else client.post(path, {})
        transaction.set_rollback(True)
    if answer.status_code == 302 and "/login/" in answer["Location"]:
        return "sign in"
    return int(answer.status_code)


# Nothing is left out


def _patterns(patterns: Any, before: str = "") -> Iterator[str]:
    """The name of every address, with its namespaces."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            space = f"{before}{pattern.namespace}:" if pattern.namespace else before
            yield from _patterns(pattern.url_patterns, space)
        elif pattern.name:
            yield f"{before}{pattern.name}"


PAGES_OF_A_MODEL = ("changelist", "add", "change", "history", "delete")
"""Those that tests/press/test_rights_of_pages.py asks."""


def test_every_address_of_the_desk_stands_in_the_table() -> None:
    there = world("superuser", "")
    asked = {resolve(there.address(one.path).partition("?")[0]).view_name for one in matrix.asked()}
    desk = [one for one in get_resolver().url_patterns if str(one.pattern).startswith("desk/")]
    named = {name for one in desk for name in _patterns([one])}
    others = tuple(f"admin:{app}_" for app in matrix.OF_SUPERUSERS)
    own = set(_patterns(import_module("osce_site.people.urls").urlpatterns))
    asked |= {f"admin:{model.replace('.', '_')}_{page}" for model in matrix.MODELS for page in PAGES_OF_A_MODEL}
    missing = {name for name in named - asked - own - matrix.FREE.keys() if not name.startswith(others)}
    assert sorted(missing) == []


def test_every_address_of_the_api_stands_in_the_table() -> None:
    there = world("superuser", "")
    routes = {
        (method, resolve(there.address(one.path).partition("?")[0]).route)
        for one in matrix.asked()
        if one.path.startswith("/api/")
        for method in [one.method]
    }
    assert sorted(_operations() - routes) == []


def _operations() -> set[tuple[str, str]]:
    found = set()
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    route = "/".join(part.strip("/") for part in ("api", prefix, path) if part.strip("/"))
                    found.add((method, re.sub(r"\{(?:(\w+):)?(\w+)\}", _converter, route)))
    return found


def _converter(part: re.Match[str]) -> str:
    return f"<{part[1]}:{part[2]}>" if part[1] else f"<{part[2]}>"


def test_every_permission_of_the_rules_stands_in_the_table_or_follows_from_one_that_does() -> None:
    """A model that stands nowhere at the desk by itself is asked for through what it hangs on."""
    told = {permission for permission, _thing in matrix.by_row()}
    untold = {code for code in rights.PERMISSIONS if "." in code} - told
    models = {code.partition(".")[2].partition("_")[2] for code in untold}
    assert models <= matrix.HANGING, models - matrix.HANGING


def test_what_belongs_to_other_apps_is_the_superusers_alone() -> None:
    chief, above = Client(), Client()
    person = create.officer("cem")
    create.assign(person, "chief")
    chief.force_login(person)
    above.force_login(create.officer("root", chief=True))
    for model in admin.site._registry:
        if model._meta.app_label in matrix.OF_SUPERUSERS:
            at = f"/desk/{model._meta.app_label}/{model._meta.model_name}/"
            assert (chief.get(at).status_code, above.get(at).status_code) == (403, 200), at
        else:
            assert model._meta.label_lower in matrix.MODELS, model


# What another source's are is never shown


LISTS = [
    "press/release/",
    "press/release/?q=secret",
    "press/edition/",
    "press/revision/",
    "press/photo/",
    "press/photo/?q=secret",
    "press/document/",
    "press/release/languages/",
    "osce_site/ledgerentry/",
    "find/?q=secret",
    "",
]


@pytest.mark.parametrize("role", ROLES)
def test_lists_and_searches_never_show_what_is_another_sources(role: str) -> None:
    there, client = world(role, "own"), Client()
    create.release(HEADLINES["other"], source=[there.sources["other"]], published_at=create.instant(2099))
    client.force_login(there.person)
    everybody, everywhere = Client(), create.officer("of-everywhere")
    create.assign(everywhere, "chief")
    everybody.force_login(everywhere)
    seen = {}
    for path in LISTS:
        page = client.get(f"/desk/{path}").content.decode()
        assert "Secret" not in page, path
        for kind in ("photo-of-another-source", "document-of-another-source", "draft-of-another-source"):
            model = type(there[kind])._meta.model_name
            assert f"/press/{model}/{there[kind].pk}/" not in page, path
        seen[path] = "Secret" in everybody.get(f"/desk/{path}").content.decode()
    planted = ["press/release/", "press/edition/", "press/revision/", "press/document/"]
    assert [seen[path] for path in planted] == [True] * len(planted)


@pytest.mark.parametrize("field", ["releasephoto.photo", "releasedocument.document"])
def test_nothing_of_another_source_is_offered_while_one_types(field: str) -> None:
    there, client = world("writer", "own"), Client()
    client.force_login(there.person)
    model, name = field.split(".")
    said = {"app_label": "press", "model_name": model, "field_name": name, "term": ""}
    offered = {one["id"] for one in client.get("/desk/autocomplete/", said).json()["results"]}
    assert str(there[f"{name}-of-draft"].pk) in offered
    assert str(there[f"{name}-of-another-source"].pk) not in offered


def test_a_photo_of_another_source_is_not_taken_by_its_number() -> None:
    there, client = world("writer", "own"), Client()
    client.force_login(there.person)
    draft, secret = there["draft"], there["photo-of-another-source"]
    said = release_form(draft) | {"release_photos-TOTAL_FORMS": 1, "release_photos-0-photo": secret.pk}
    said["release_photos-0-position"] = 0
    assert client.post(f"/desk/press/release/{draft.pk}/change/", said).status_code == 200
    assert secret.pk not in draft.release_photos.values_list("photo", flat=True)


# A source decides whose a release is


def release_form(release: Any, *sources: Any) -> dict[str, Any]:
    """The form of a release, filed under ``sources``; photos and documents left as they are."""
    said: dict[str, Any] = {"kind": "news", "original_language": "en"}
    for name in ("taggings", "release_photos", "release_documents"):
        said |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
    there = list(release.taggings.order_by("pk")) if release else []
    said |= {"taggings-INITIAL_FORMS": len(there), "taggings-TOTAL_FORMS": len(there) + len(sources)}
    for place, row in enumerate(there):
        said |= {f"taggings-{place}-id": row.pk, f"taggings-{place}-role": row.role}
        said |= {f"taggings-{place}-term": row.term_id, f"taggings-{place}-position": place}
    for place, term in enumerate(sources, start=len(there)):
        said |= {f"taggings-{place}-role": "source", f"taggings-{place}-term": term.pk}
        said[f"taggings-{place}-position"] = place
    return said


def sources_of(release: Any) -> list[str]:
    return [str(tagging.term) for tagging in release.taggings.filter(role="source").order_by("pk")]


def test_what_a_writer_begins_is_his_and_is_filed_only_under_what_he_writes_for() -> None:
    there, client = world("writer", "own"), Client()
    client.force_login(there.person)
    add = "/desk/press/release/add/"
    refused = client.post(add, release_form(None, there.sources["other"]))
    assert "You do not write for “Other mission”" in refused.content.decode()
    for source in ([], [there.sources["own"]], [there.sources["below"]]):
        assert client.post(add, release_form(None, *source)).status_code == 302
    begun = Release.objects.filter(begun_by=there.person).exclude(pk=there["begun-by-oneself"].pk)
    assert sorted(map(sources_of, begun)) == [[], ["Mission"], ["Office"]]


def test_nobody_gives_a_release_away_or_takes_one_by_its_source() -> None:
    there, client = world("editor", "own"), Client()
    client.force_login(there.person)
    draft = there["draft"]
    at = f"/desk/press/release/{draft.pk}/change/"
    added = client.post(at, release_form(draft, there.sources["other"]))
    assert "You do not write for “Other mission”" in added.content.decode()
    given_up = client.post(at, release_form(draft) | {"taggings-0-DELETE": "on"})
    assert "Without a source of yours you could no longer open this release." in given_up.content.decode()
    assert sources_of(draft) == ["Mission"]
    assert client.post(at, release_form(draft, there.sources["below"])).status_code == 302
    assert sources_of(draft) == ["Mission", "Office"]


def test_a_joint_release_belongs_to_each_of_its_sources_and_neither_drops_the_other() -> None:
    there, client = world("writer", "own"), Client()
    client.force_login(there.person)
    joint = create.draft(source=[there.sources["own"], there.sources["other"]])
    at = f"/desk/press/release/{joint.pk}/change/"
    assert client.post(at, release_form(joint)).status_code == 302
    dropped = client.post(at, release_form(joint) | {"taggings-1-DELETE": "on"})
    assert "You do not write for “Other mission”" in dropped.content.decode()
    assert sources_of(joint) == ["Mission", "Other mission"]


def test_a_role_goes_along_when_its_source_is_moved_or_merged() -> None:
    there = world("writer", "own")
    other, draft = there.sources["other"], there["draft-of-another-source"]
    assert not there.person.has_perm("press.change_release", draft)
    why: Any = {"on": date(2020, 1, 1), "reason": "So it was decided."}
    acting.carry_out(succession.Move(term=other, under=there.sources["own"], **why), by=there.another)
    assert there.person.has_perm("press.change_release", draft)
    assert draft in rights.readable_by(there.person)


@pytest.mark.parametrize(("role", "place"), PEOPLE)
def test_the_query_and_the_rule_name_the_same_releases(role: str, place: str) -> None:
    there = world(role, place)
    create.draft(source=list(there.sources.values()))
    releases = list(Release.objects.order_by("pk"))
    for asked in map(Role, ROLES):
        by_rule = [one for one in releases if rights.has_role(there.person, asked, one)]
        assert list(rights.within(there.person, asked).order_by("pk")) == by_rule


# Acts on a selection


def test_an_act_on_a_selection_leaves_out_what_is_not_ones_own() -> None:
    there, client = world("editor", "own"), Client()
    client.force_login(there.person)
    arms, mine, other = there["term"], there["draft"], there["draft-of-another-source"]
    chosen = {"action": "file_anew", "_selected_action": [mine.pk, other.pk], "index": 0}
    said = chosen | {"reason": "It is about arms.", "add": arms.pk, "confirmed": "yes"}
    client.post("/desk/press/release/", said)
    assert mine.taggings.filter(term=arms).exists()
    assert not other.taggings.filter(term=arms).exists()


def test_sources_are_exchanged_on_a_selection_only_by_who_writes_for_both() -> None:
    there, client = world("editor", "own"), Client()
    client.force_login(there.person)
    mine, sources = there["draft"], there.sources
    said = {"action": "file_anew", "_selected_action": [mine.pk], "index": 0, "reason": "Why.", "confirmed": "yes"}
    for exchange in ({"remove": sources["own"].pk, "add": sources["other"].pk}, {"remove": sources["own"].pk}):
        client.post("/desk/press/release/", said | exchange)
        assert sources_of(mine) == ["Mission"]
    client.post("/desk/press/release/", said | {"remove": sources["own"].pk, "add": sources["below"].pk})
    assert sources_of(mine) == ["Office"]


# People


def test_a_chief_gives_roles_for_what_he_answers_for_and_the_ledger_tells_of_it() -> None:
    there, client = world("chief", "own"), Client()
    client.force_login(there.person)
    newcomer, sources = there["newcomer"], there.sources

    def give(role: str, source: Any) -> int:
        said = {"user": newcomer.pk, "role": role, "source": source.pk if source else ""}
        return int(client.post("/desk/press/assignment/add/", said).status_code)

    refused = [("writer", sources["other"]), ("writer", sources["above"]), ("translator", None)]
    assert [give(*one) for one in refused] == [200, 200, 200]
    assert not newcomer.assignments.exists()
    assert (give("chief", sources["own"]), give("writer", sources["below"])) == (302, 302)
    assert sorted(map(str, newcomer.assignments.all())) == ["Chief: Mission", "Writer: Office"]
    given = newcomer.assignments.get(role="writer")
    assert client.post(f"/desk/press/assignment/{given.pk}/delete/", {"post": "yes"}).status_code == 302
    told = LedgerEntry.objects.filter(subject=f"osce_site.user:{newcomer.pk}").order_by("number")
    assert [(entry.act, entry.details["role"]) for entry in told] == [
        ("role given", "chief"),
        ("role given", "writer"),
        ("role taken", "writer"),
    ]


def test_roles_on_the_page_of_a_person_are_held_to_the_same() -> None:
    there, client = world("chief", "own"), Client()
    client.force_login(there.person)
    newcomer = there["newcomer"]
    at = f"/desk/osce_site/user/{newcomer.pk}/change/"
    said: dict[str, Any] = {"username": "newcomer", "is_staff": "on", "is_active": "on", "language": "en"}
    said |= {"time_zone": "Europe/Vienna", "date_joined_0": "2020-01-01", "date_joined_1": "00:00"}
    said |= {"assignments-TOTAL_FORMS": 1, "assignments-INITIAL_FORMS": 0, "assignments-0-role": "writer"}
    answer = client.post(at, said | {"assignments-0-source": there.sources["other"].pk}).content.decode()
    assert "You give and take roles only for what you answer for yourself." in answer
    assert not newcomer.assignments.exists()
    assert client.post(at, said | {"assignments-0-source": there.sources["own"].pk}).status_code == 302
    assert [str(one) for one in newcomer.assignments.all()] == ["Writer: Mission"]


def test_nobody_gives_himself_permissions_past_the_roles() -> None:
    there, client = world("chief", "whole"), Client()
    client.force_login(there.person)
    page = client.get(f"/desk/osce_site/user/{there['newcomer'].pk}/change/").content.decode()
    assert 'name="is_active"' in page
    for name in ("is_superuser", "groups", "user_permissions"):
        assert f'name="{name}"' not in page


def test_who_left_or_does_not_come_to_the_desk_has_no_role_left() -> None:
    there = world("chief", "whole")
    there.person.is_active = False
    there.person.save()
    assert not there.person.has_perm("press.view_release", there["draft"])
    assert list(rights.readable_by(there.person)) == []
    assert there.person not in rights.people_with(Role.WRITER, there["draft"])


def test_a_translator_writes_every_language_but_the_original() -> None:
    there = world("translator", "own")
    draft = there["draft"]
    assert [rights.may_write(there.person, draft, language) for language in ("en", "fr", "ru")] == [False, True, True]


def test_a_translator_saves_no_original_by_its_form() -> None:
    there, client = world("translator", "own"), Client()
    client.force_login(there.person)
    draft = there["draft"]
    at = f"/desk/press/release/{draft.pk}/text"
    said = {"headline": "Another", "place": "", "lead": "", "body": "<p>Other.</p>"}
    client.post(f"{at}/en/", said | {"version": 1})
    client.post(f"{at}/fr/", said | {"version": 0})
    assert [(text.language, text.headline) for text in draft.texts.order_by("pk")] == [
        ("en", HEADLINES["own"]),
        ("fr", "Another"),
    ]


def test_members_of_the_former_groups_have_their_roles() -> None:
    officer = create.officer("dora")
    for name in ("writer", "editor", "readers"):
        officer.groups.add(Group.objects.create(name=name))
    import_module("press.migrations.0013_roles_instead_of_groups").assign(apps, None)
    assert sorted(officer.assignments.values_list("role", "source")) == [("editor", None), ("writer", None)]
    assert list(officer.groups.values_list("name", flat=True)) == ["readers"]


def test_the_page_on_rights_says_what_the_table_says() -> None:
    page = (Path(__file__).parents[2] / "docs" / "rights.md").read_text()
    assert matrix.as_markdown() in page
