"""The public index equals what the editions are filed under and the tree say, whatever was done."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import Count
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from osce_site import freshness
from press import counting, listing, tallying
from press.correcting import correct, withdraw
from press.listing import Wanted
from press.models import Edition, Placement, Release, Tagging
from press.publishing import publish
from press.writing import write
from taxonomy import snapshot, tree
from taxonomy.models import Relation, Term
from tests import create

ACTS = st.sampled_from(["publish", "schedule", "correct", "retag", "withdraw", "move", "move to the top", "succeed"])


def expected() -> set[tuple[int, int | None, str, str]]:
    """(edition, term, role, nearness) derived anew, the slow way, from rows alone."""
    found = set()
    for edition in Edition.objects.all():
        near: dict[tuple[int | None, str], str] = {(None, ""): "direct"}
        reached: dict[str, list[Term]] = {}
        for role, term_id in edition.filing:
            near[term_id, role] = "direct"
            reached.setdefault(role, []).append(Term.objects.get(pk=term_id))
        for role, terms in reached.items():
            for term in list(terms):
                parent = term.parent
                while parent is not None:
                    near.setdefault((parent.pk, role), "below")
                    terms.append(parent)
                    parent = parent.parent
        for role, terms in reached.items():
            waiting = [term.pk for term in terms]
            seen = set(waiting)
            while waiting:
                subject = waiting.pop()
                for relation in Relation.objects.filter(subject=subject, kind__in=Relation.SUCCESSION):
                    later = relation.since is None or edition.dateline_on < relation.since
                    if later or relation.kind == "merged_into":
                        near.setdefault((relation.object_id, role), "predecessor")
                        if relation.object_id not in seen:
                            seen.add(relation.object_id)
                            waiting.append(relation.object_id)
        found |= {(edition.pk, term_id, role, nearness) for (term_id, role), nearness in near.items()}
    return found


def actual() -> set[tuple[int, int | None, str, str]]:
    return set(Placement.objects.values_list("edition", "term", "role", "nearness"))


@pytest.mark.django_db
@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_placements_equal_what_editions_and_the_tree_say(data: st.DataObject) -> None:
    with transaction.atomic():
        terms = [create.term(f"Field {number}") for number in range(5)]
        releases: list[Release] = []
        for act in data.draw(st.lists(ACTS, min_size=1, max_size=12), label="acts"):
            _do(act, data, terms, releases)
            assert actual() == expected()
            rows = Placement.objects.select_related("edition")
            assert all(
                (row.published_at, row.ended_at) == (row.edition.published_at, row.edition.ended_at) for row in rows
            )
            leading = Placement.objects.filter(leads=True).values_list("edition", "term")
            assert len(set(leading)) == len(leading) == len(set(Placement.objects.values_list("edition", "term")))
            assert +tallying.there() == tallying.from_the_index()
        for days in (-1, 0, 2):
            _lists_hold_as_many_as_they_say(terms, freshness.now() + timedelta(days=days))
        transaction.set_rollback(True)


def _lists_hold_as_many_as_they_say(terms: list[Term], at: datetime) -> None:
    """Those of the newsroom, of each term in any role and in one, and what narrows them, at an instant."""
    everything = Wanted("en")
    filtered = [replace(everything, filed=(("field", term.pk),)) for term in terms]
    for wanted in [everything, *filtered, *(replace(everything, term_id=term.pk) for term in terms)]:
        found = counting.counted(wanted, at, wanted, of_terms=not wanted.term_id)
        rows = listing.everything(wanted, at)
        assert (found.total, found.more) == (rows.count(), False)
        assert found.by["kind"] == dict(rows.order_by().values_list("kind").annotate(Count("pk")))
        assert sum(count or 0 for count in found.by["year"].values()) == found.total
    offered = counting.counted(everything, at, everything, of_terms=True).by["about"]
    held = {wanted.filed[0][1]: listing.everything(wanted, at).count() for wanted in filtered}
    assert offered == {term.slug: held[term.pk] for term in terms if held[term.pk] and _is_present(term)}


def _is_present(term: Term) -> bool:
    return snapshot.current().present(term.pk) == term.pk


def _do(act: str, data: st.DataObject, terms: list[Term], releases: list[Release]) -> None:
    bo, now = create.officer("bo"), freshness.now()
    if act in {"publish", "schedule"}:
        filed = data.draw(st.lists(st.sampled_from(terms), max_size=3, unique_by=lambda term: term.pk), label="filed")
        at = now + timedelta(days=1) if act == "schedule" else None
        releases.append(create.release(f"Release {len(releases)}", about=filed, published_at=at))
    elif act in {"move", "move to the top", "succeed"}:
        one, other = data.draw(st.permutations(terms), label="terms")[:2]
        if act == "succeed":
            since = data.draw(st.sampled_from([None, date(2000, 1, 1), date(2100, 1, 1)]), label="since")
            if not Relation.objects.filter(subject=one, object=other).exists():
                create.relation(one, "succeeded_by", other, since)
            return
        try:
            tree.move(one, under=other if act == "move" else None)
        except tree.CannotMove:
            assert Term.objects.get(pk=other.pk).is_descendant_of(Term.objects.get(pk=one.pk))
    elif public := [release for release in releases if release.state(now) == "public"]:
        release = data.draw(st.sampled_from(public), label="release")
        if act == "withdraw":
            withdraw(release, by=bo, kind="withdrawn", reason="Said in error.")
            publish(create.draft(about=terms[:1]), by=bo)
        else:
            if act == "retag":
                Tagging.objects.get_or_create(release=release, term=data.draw(st.sampled_from(terms)), role="field")
            write(release, "en", by=create.officer(), headline=f"Corrected {data.draw(st.integers(0, 10**6))}")
            if release.editions.published(now).get().headline != release.texts.get().headline:
                correct(release, "en", by=bo, correction="correction", note="Corrected.")
