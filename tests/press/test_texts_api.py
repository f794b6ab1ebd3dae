"""What the writing page asks while one writes."""

import json
from typing import Any

import pytest
from django.test import Client

from press.models import Presence, Release, Revision, Text
from tests import create

pytestmark = pytest.mark.django_db
EMPTY = {"place": "", "headline": "", "lead": "", "body": ""}


def signed_in(name: str = "ana", role: str = "writer", **more: Any) -> Client:
    officer = create.officer(name)
    create.assign(officer, role)
    client = Client(**more)
    client.force_login(officer)
    return client


def at(release: Release, rest: str = "", language: str = "en") -> str:
    return f"/api/releases/{release.pk}/texts/{language}{rest}"


def put(client: Client, path: str, based_on: Any, /, automatic: bool = False, **words: Any) -> Any:
    said = {"based_on": based_on, "automatic": automatic, "words": words}
    return client.put(path, json.dumps(said), content_type="application/json")


def test_a_text_is_read_as_it_stands() -> None:
    release, ana = create.draft("Mission opens"), signed_in()
    revision = Revision.objects.get()
    assert ana.get(at(release)).json() == {
        "version": 1,
        "original": 1,
        "saved_at": revision.saved_at.isoformat(),
        "saved_by": "ana",
        "here": [],
        "words": release.texts.get().words(),
    }
    nothing: dict[str, Any] = {
        "version": 0,
        "original": 1,
        "saved_at": None,
        "saved_by": "",
        "here": [],
        "words": EMPTY,
    }
    assert ana.get(at(release, language="fr")).json() == nothing


def test_a_save_answers_with_the_text_as_it_stands_now() -> None:
    release, ana = Release.objects.create(), signed_in()
    answer = put(ana, at(release), 0, headline=" Mission  opens ", body="<p>Today<script>x</script>.</p>").json()
    assert answer == {
        "version": 1,
        "original": 1,
        "saved_at": Revision.objects.get().saved_at.isoformat(),
        "saved_by": "ana",
        "here": [],
        "words": EMPTY | {"headline": "Mission opens", "body": "<p>Today.</p>"},
        "kept": 1,
        "merged": False,
        "conflicts": [],
    }
    put(ana, at(release), 1, automatic=True, headline="Mission opens today")
    assert list(Revision.objects.order_by("number").values_list("kind", flat=True)) == ["saved", "autosaved"]


def test_two_officers_in_one_text_see_each_other_and_lose_nothing() -> None:
    release, ana, bo = create.draft("Mission opens", body="<p>In May.</p><p>End.</p>"), signed_in(), signed_in("bo")
    ana.post(at(release, "/presence"), {"version": 1}, content_type="application/json")
    told = bo.post(at(release, "/presence"), {"version": 1}, content_type="application/json").json()
    assert (told["here"], told["version"]) == ([{"name": "ana", "initials": "A"}], 1)
    put(bo, at(release), 1, headline="Centre opens", body="<p>In June.</p><p>End.</p>")
    heard = ana.post(at(release, "/presence"), {"version": 1}, content_type="application/json").json()
    assert (heard["version"], heard["saved_by"]) == (2, "bo")
    answer = put(ana, at(release), 1, headline="Office opens", body="<p>In July.</p><p>End, says Ana.</p>").json()
    assert answer["merged"]
    assert answer["words"]["headline"] == "Centre opens"
    assert answer["words"]["body"] == "<p>In June.</p><p>In July.</p><p>End, says Ana.</p>"
    assert answer["conflicts"] == [
        {
            "field": "headline",
            "label": "Headline",
            "base": "Mission opens",
            "mine": "Office opens",
            "theirs": "Centre opens",
        },
        {
            "field": "body",
            "label": "Body",
            "base": "<p>In May.</p>",
            "mine": "<p>In July.</p>",
            "theirs": "<p>In June.</p>",
        },
    ]
    assert (answer["version"], answer["kept"], answer["here"]) == (4, 3, [{"name": "bo", "initials": "B"}])


def test_leaving_is_told_in_either_way() -> None:
    release, ana, bo = create.draft(), signed_in(), signed_in("bo")
    for farewell in (
        lambda: ana.delete(at(release, "/presence")),
        lambda: ana.post(at(release, "/presence"), {"leaving": "true"}),
    ):
        ana.post(at(release, "/presence"), {"version": 1}, content_type="application/json")
        assert [one["name"] for one in bo.get(at(release)).json()["here"]] == ["ana"]
        assert farewell().status_code == 200
        assert bo.get(at(release)).json()["here"] == []
    assert not Presence.objects.exists()


def test_what_is_too_long_is_refused_with_a_sentence_and_kept() -> None:
    release, ana = create.draft(), signed_in()
    refusal = put(ana, at(release), 1, headline="x" * 301)
    assert refusal.status_code == 422
    sentence = "It has 301 characters and may have 300 at most. What you wrote is kept aside."
    assert refusal.json() == {"detail": f"Headline: {sentence}", "fields": {"headline": sentence}, "kept": 2}
    assert ana.get(at(release, "/revisions/2")).json()["words"]["headline"] == "x" * 301


def test_what_was_kept_is_listed_and_read() -> None:
    release, ana, bo = create.draft("One"), signed_in(), signed_in("bo")
    put(bo, at(release), 1, headline="Two")
    put(ana, at(release), 1, headline="Three")
    listed = ana.get(at(release, "/revisions")).json()
    assert [(one["number"], one["kind"], one["saved_by"], one["own"], one["present"]) for one in listed] == [
        (3, "aside", "ana", True, False),
        (2, "saved", "bo", False, True),
        (1, "saved", "ana", True, False),
    ]
    assert ana.get(at(release, "/revisions/1")).json()["words"]["headline"] == "One"
    assert ana.get(at(release, "/revisions", "fr")).json() == []
    for unknown in ("/revisions/9", "/revisions/0", f"/revisions/{10**30}", "/revisions/-1"):
        assert ana.get(at(release, unknown)).status_code == 404


def test_what_is_aside_is_for_its_author_and_who_may_write() -> None:
    release, translator, bo = create.draft("One"), signed_in("eva", "translator"), signed_in("bo")
    put(bo, at(release), 1, headline="Two")
    put(signed_in("cem"), at(release), 1, headline="Three")
    aside = at(release, "/revisions/3")
    assert (bo.get(aside).status_code, translator.get(aside).status_code) == (200, 404)
    assert [one["number"] for one in translator.get(at(release, "/revisions")).json()] == [2, 1]
    french = at(release, language="fr")
    put(translator, french, 0, headline="Un")
    assert translator.get(f"{french}/revisions/1").status_code == 200


def test_a_translator_writes_all_but_the_original() -> None:
    release, translator = create.draft(), signed_in("eva", "translator")
    assert put(translator, at(release), 1, headline="Mine").status_code == 403
    assert put(translator, at(release, language="fr"), 0, headline="Mien").status_code == 200


def test_who_is_not_signed_in_or_of_another_source_is_told_nothing() -> None:
    mission, other = create.term("Mission", "field-operations"), create.term("Centre", "field-operations")
    release = create.draft(source=[mission])
    cem = create.officer("cem")
    create.assign(cem, "editor", other)
    stranger = Client()
    stranger.force_login(cem)
    for method, rest in [
        ("get", ""),
        ("put", ""),
        ("post", "/presence"),
        ("get", "/revisions"),
        ("get", "/revisions/1"),
    ]:
        kwargs = {"data": json.dumps({"based_on": 0, "words": {}}), "content_type": "application/json"}
        kwargs = {} if method == "get" else kwargs
        unknown = getattr(Client(), method)(at(release, rest), **kwargs)
        assert (unknown.status_code, list(unknown.json())) == (401, ["detail"])
        theirs = getattr(stranger, method)(at(release, rest), **kwargs)
        nowhere = getattr(stranger, method)(at(Release(pk=1), rest), **kwargs)
        assert (theirs.status_code, theirs.content) == (404, nowhere.content)
    assert Text.objects.get().version == 1


def test_a_save_without_the_mark_of_its_page_is_refused() -> None:
    release, ana = create.draft(), signed_in(enforce_csrf_checks=True)
    refusal = put(ana, at(release), 1, headline="Mine")
    assert (refusal.status_code, refusal.json()) == (403, {"detail": "You have no right to do this."})


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("", 422),
        ("{", 400),
        ("[]", 422),
        ("null", 422),
        ('"x"', 422),
        ("{}", 422),
        ('{"based_on": null, "words": {}}', 422),
        ('{"based_on": "x", "words": {}}', 422),
        ('{"based_on": 0, "words": {"headline": 7}}', 422),
        ('{"based_on": 0, "words": {"headline": null}}', 422),
        ('{"based_on": 0, "words": []}', 422),
        ('{"based_on": %s, "words": {"headline": "A"}}' % ("9" * 400), 200),
        ('{"based_on": -1, "words": {"headline": "A"}}', 200),
        ('{"based_on": 1, "words": {"headline": "\\ud800\\u0000A", "body": "<p>\\udfff\\u0000</p>"}}', 200),
        ('{"based_on": 1, "words": {"unknown": "A"}}', 200),
        ("[" * 100_000, 400),
        (json.dumps({"based_on": 1, "words": {"body": "<p>word</p>" * 90_000}}), 200),
        (json.dumps({"based_on": 1, "words": {"body": "x" * 2_000_000}}), 422),
        ("x" * 3_000_000, 413),
    ],
    ids=range(19),
)
def test_whatever_is_sent_is_answered_with_one_sentence(sent: str, status: int) -> None:
    release, ana = create.draft(), signed_in()
    answer = ana.put(at(release), sent, content_type="application/json")
    assert answer.status_code == status
    if status != 200:
        assert isinstance(answer.json()["detail"], str)
        assert answer.json()["detail"].endswith(".")


@pytest.mark.parametrize("path", ["x/texts/en", f"{10**30}/texts/en", "1/texts/xx", "1/texts/en%00"])
def test_there_is_nothing_at_addresses_of_nothing(path: str) -> None:
    answer = signed_in().get(f"/api/releases/{path}")
    assert answer.status_code in {404, 422}
    assert answer.json()["detail"].endswith(".")


def test_problems_are_told_in_the_language_of_the_desk() -> None:
    ana = signed_in()
    assert ana.get("/api/releases/1/texts/en", headers={"accept-language": "de"}).status_code == 404


def test_a_read_costs_the_same_with_many_revisions(django_assert_num_queries: Any) -> None:
    release, ana = create.draft(), signed_in()
    for number in range(1, 4):
        put(ana, at(release), number, headline=f"Headline {number}")
    ana.get(at(release))
    with django_assert_num_queries(8):
        ana.get(at(release))
    with django_assert_num_queries(7):
        ana.get(at(release, "/revisions"))
