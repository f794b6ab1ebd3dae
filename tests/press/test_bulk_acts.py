"""Acts on many releases from their list: each by its own right, what is refused told, progress where they are many."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from osce_site import freshness
from osce_site.models import User
from press import reviewing, standing
from press.desk import bulk
from press.models import BulkAct, Edition, Release
from tests import create

pytestmark = pytest.mark.django_db

LIST = "/desk/press/release/"


def editor(name: str = "bo", source: Any = None) -> User:
    officer = create.officer(name)
    create.assign(officer, "editor", source)
    return officer


def client(officer: User) -> Client:
    made = Client()
    made.force_login(officer)
    return made


def chosen(action: str, releases: list[Release], **more: str) -> dict[str, Any]:
    return {"action": action, "_selected_action": [release.pk for release in releases], **more}


def done_with(signed_in: Client, action: str, releases: list[Release], **said: str) -> BulkAct:
    answer = signed_in.post(LIST, chosen(action, releases, asked="yes", **said))
    assert answer.status_code == 302, answer.content.decode()
    act = BulkAct.objects.get()
    assert answer["Location"] == f"/desk/bulk/{act.pk}/"
    return act


def test_it_is_asked_first_and_nothing_is_done() -> None:
    releases = [create.draft("One"), create.draft("Two")]
    page = client(editor()).post(LIST, chosen("bulk_publish", releases))
    assert page.status_code == 200
    assert "One" in page.content.decode()
    assert not BulkAct.objects.exists()
    assert not Edition.objects.exists()


def test_several_are_published_and_one_that_cannot_be_says_why() -> None:
    good, empty = create.draft("Good"), create.draft("Empty", body="")
    signed_in = client(editor())
    act = done_with(signed_in, "bulk_publish", [good, empty])
    assert list(act.outcomes.filter(refusal="").values_list("release", flat=True)) == [good.pk]
    assert [edition.release for edition in Edition.objects.published(freshness.now())] == [good]
    told = signed_in.get(f"/desk/bulk/{act.pk}/").content.decode()
    assert "Done: 1. Refused: 1." in told
    assert act.outcomes.exclude(refusal="").get().refusal.splitlines()[0] in told


def test_several_are_scheduled_by_the_officers_clock() -> None:
    bo = editor()
    bo.time_zone = "Asia/Tashkent"
    bo.save()
    at = (freshness.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    releases = [create.draft("One"), create.draft("Two")]
    done_with(client(bo), "bulk_publish", releases, at=(at + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M"))
    assert set(Edition.objects.values_list("published_at", flat=True)) == {at}


def test_review_is_asked_for_and_given_to_many() -> None:
    ana, bo = create.officer("ana"), editor()
    create.assign(ana, "writer")
    releases = [create.draft("One"), create.draft("Two")]
    done_with(client(ana), "bulk_ask", releases)
    states = [standing.standing(release, freshness.now()).state for release in Release.objects.all()]
    assert states == ["in-review", "in-review"]
    BulkAct.objects.all().delete()
    done_with(client(bo), "bulk_approve", releases)
    states = [standing.standing(release, freshness.now()).state for release in Release.objects.all()]
    assert states == ["approved", "approved"]


def test_nobody_approves_by_the_dozen_what_he_wrote_himself() -> None:
    ana = editor("ana")
    act = done_with(client(ana), "bulk_approve", [create.draft("Of Ana")])
    assert act.outcomes.get().refusal != ""


def test_several_are_withdrawn_with_a_reason_for_readers() -> None:
    releases = [create.release("One"), create.release("Two")]
    signed_in = client(editor())
    page = signed_in.post(LIST, chosen("bulk_withdraw", releases, asked="yes", kind="withdrawn", reason=""))
    assert page.status_code == 200
    done_with(signed_in, "bulk_withdraw", releases, kind="withdrawn", reason="The meeting was put off.")
    assert not Edition.objects.published(freshness.now()).exists()


def test_each_is_done_by_the_right_for_it() -> None:
    """A selection made elsewhere: the list would not have shown the other's release."""
    here = create.term("Mission to Skopje", "field-operations", kind="field-operation")
    there = create.term("Mission to Serbia", "field-operations", kind="field-operation")
    cem = editor("cem", here)
    own, foreign = create.draft("Own", source=[here]), create.draft("Foreign", source=[there])
    act = bulk.ask(bulk.Kind.PUBLISH, [own.pk, foreign.pk], by=cem)
    assert {outcome.release: bool(outcome.refusal) for outcome in act.outcomes.all()} == {own: False, foreign: True}
    assert "Foreign" not in client(cem).get(f"/desk/bulk/{act.pk}/").content.decode()
    assert client(editor("dora")).get(f"/desk/bulk/{act.pk}/").status_code == 403


def many(number: int) -> list[Release]:
    return [create.draft(f"Release {one}") for one in range(number)]


def test_many_are_done_by_a_worker_and_watched(django_capture_on_commit_callbacks: Any) -> None:
    bo, releases = editor(), many(bulk.AT_ONCE + 1)
    signed_in = client(bo)
    act = done_with(signed_in, "bulk_publish", releases)
    assert bulk.standing(act).state == "waiting"
    assert "waits for its turn" in signed_in.get(f"/desk/bulk/{act.pk}/").content.decode()
    bulk.carry_out.call(act.pk)
    act.refresh_from_db()
    assert bulk.standing(act) == bulk.Standing("done", len(releases), len(releases))
    assert f"Done: {len(releases)}. Refused: 0." in signed_in.get(f"/desk/bulk/{act.pk}/").content.decode()


def test_what_was_interrupted_goes_on_and_does_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    bo, releases = editor(), many(bulk.AT_ONCE + 1)
    act = bulk.ask(bulk.Kind.ASK, [release.pk for release in releases], by=bo)
    asked = reviewing.ask
    calls: list[int] = []

    def killed(release: Release, **said: Any) -> Any:
        if len(calls) == 4:
            raise KeyboardInterrupt
        calls.append(release.pk)
        return asked(release, **said)

    monkeypatch.setattr(reviewing, "ask", killed)
    with pytest.raises(KeyboardInterrupt):
        bulk.do(act)
    act.refresh_from_db()
    assert bulk.standing(act) == bulk.Standing("at work", 4, len(releases))
    with freshness.as_of(freshness.now() + timedelta(minutes=5)):
        assert bulk.standing(act).state == "interrupted"
    monkeypatch.setattr(reviewing, "ask", asked)
    bulk.do(act)
    assert act.outcomes.filter(refusal="").count() == len(releases)
    assert all(release.reviews.count() == 1 for release in releases)


def test_a_selection_is_given_out_as_a_table_whose_cells_compute_nothing() -> None:
    bo = editor()
    release = create.draft("=1+1")
    answer = client(bo).post(LIST, chosen("as_table", [release]))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    head, row = b"".join(answer).decode("utf-8-sig").splitlines()
    assert head == "number,kind,state,headline,languages,dateline,goes out,sources"
    assert row.startswith(f"{release.pk},Press release,Draft,'=1+1,en,")


@pytest.mark.parametrize(
    ("query", "headlines"),
    [
        ("stands=draft", {"Draft", "Late"}),
        ("stands=public", {"Public"}),
        ("stands=scheduled", {"Scheduled"}),
        ("stands=overdue", {"Late"}),
        ("stands=unreviewed", set()),
        ("lacks=fr", {"Draft", "Public", "Scheduled"}),
    ],
)
def test_the_list_is_narrowed_by_where_a_release_stands(query: str, headlines: set[str]) -> None:
    now = freshness.now()
    create.draft("Draft")
    create.draft("Late", planned_for=now - timedelta(hours=1), languages=["en", "fr"])
    create.release("Public")
    create.release("Scheduled", published_at=now + timedelta(days=1))
    page = client(editor()).get(f"{LIST}?{query}")
    assert {str(release) for release in page.context["cl"].result_list} == headlines


def test_the_list_is_narrowed_by_a_source_with_all_below_it() -> None:
    region = create.term("Field operations", "field-operations", kind="field-operation")
    below = create.term("Mission to Skopje", "field-operations", under=region, kind="field-operation")
    release = create.draft("Of the mission", source=[below])
    create.draft("Of nobody")
    page = client(editor()).get(f"{LIST}?source={region.pk}")
    assert list(page.context["cl"].result_list) == [release]
    assert client(editor()).get(f"{LIST}?source=nonsense").status_code == 200


def test_the_list_costs_as_many_queries_with_three_releases_as_with_one() -> None:
    signed_in = client(editor())
    costs = []
    for number in (1, 2, 3):
        create.draft(f"Release {number}", languages=["en", "fr"])
        with CaptureQueriesContext(connection) as asked:
            assert signed_in.get(LIST).status_code == 200
        costs.append(len(asked))
    assert costs[1] == costs[2]
    assert costs[2] <= 30
