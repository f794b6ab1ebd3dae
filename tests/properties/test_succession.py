"""Whatever is done to terms, in any order: nothing is broken, a preview tells the truth, and it can all be undone."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from osce_site.models import LedgerEntry
from press.models import Edition, Placement, Tagging
from taxonomy import changes, verifying
from taxonomy.acting import ACTS, carry_out, undo, why_not
from taxonomy.models import Broader, Label, Menu, MenuEntry, MenuEntryLabel, Relation, Term
from taxonomy.previewing import SORTS, preview
from tests import create
from tests.properties import acts


def site() -> None:
    a, b, c = (create.term(name) for name in "abc")
    d = create.term("d", under=a)
    create.relation(c, "works_on", a)
    menu = Menu.objects.create(key="main")
    entry = MenuEntry.objects.create(menu=menu, key="a", term=a, grow=1)
    MenuEntry.objects.create(menu=menu, key="b", term=b, parent=entry)
    changes.announce()
    for year, term in ((1999, a), (2005, b), (2015, d)):
        create.release(f"Said in {year}", about=[term], published_at=create.instant(year))
    create.draft("Not said yet", about=[a, b])


def everything() -> dict[str, list[Any]]:
    order = list(Term.objects.values_list("pk", flat=True))
    terms = Term.objects.order_by("pk").values("pk", "parent", "level", "slug", "closed_on", "closed_precision")
    rows: dict[str, list[Any]] = {"terms": [order, *terms]}
    for model in (Broader, Label, Relation, MenuEntry, MenuEntryLabel, Tagging):
        rows[model.__name__] = list(model._default_manager.order_by("pk").values())
    rows["editions"] = list(Edition.objects.order_by("pk").values("pk", "filed_under", "found_under"))
    rows["placements"] = sorted(Placement.objects.values_list("edition", "term", "role", "nearness", "leads"), key=str)
    return rows


@pytest.mark.django_db
@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_acts_break_nothing_and_are_all_undone(data: st.DataObject) -> None:
    with transaction.atomic():
        site()
        before = everything()
        for sort in data.draw(st.lists(st.sampled_from(acts.SORTS), min_size=1, max_size=8), label="acts"):
            act = acts.an_act(data, sort)
            stood = everything()
            try:
                told = {one.title: one.count for one in preview(act)}
            except ValidationError:
                assert everything() == stood
                with pytest.raises(ValidationError), transaction.atomic():
                    carry_out(act, by=create.officer())
                continue
            assert everything() == stood
            done = [change.get("row") for change in carry_out(act, by=create.officer()).details["changes"]]
            counted = {row: told.get(str(title), 0) for row, title in SORTS.items()}
            assert counted == {row: done.count(row) for row in SORTS}
            assert [str(finding) for finding in verifying.findings()] == []
        for entry in LedgerEntry.objects.filter(act__in=ACTS).order_by("-number"):
            assert why_not(entry) == ""
            undo(entry, by=create.officer(), reason="All of it.")
            assert [str(finding) for finding in verifying.findings()] == []
        assert everything() == before
        transaction.set_rollback(True)
