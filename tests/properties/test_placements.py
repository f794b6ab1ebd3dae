"""The public index equals what the editions are filed under and the tree say, whatever was done."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from osce_site import freshness
from press.correcting import correct, withdraw
from press.models import Edition, Placement, Release, Tagging
from press.publishing import publish
from press.writing import write
from taxonomy import tree
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
        transaction.set_rollback(True)


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
