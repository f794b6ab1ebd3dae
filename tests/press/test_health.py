"""Terms nothing is filed under, releases filed under nothing, and releases filed under what was no more."""

from datetime import date

import pytest

from press import health
from press.models import Release
from press.publishing import publish
from press.refiling import refile
from press.writing import write
from taxonomy.acting import carry_out
from taxonomy.health import Section
from taxonomy.succession import Merge
from tests import create

pytestmark = pytest.mark.django_db


def told() -> dict[str, list[str]]:
    return {one.key: [line.text for line in one.lines] for one in health.sections() if one.count}


def section(key: str) -> Section:
    return next(one for one in health.sections() if one.key == key)


def test_terms_without_public_releases_are_told() -> None:
    arms, border = create.term("Arms"), create.term("Border")
    small = create.term("Small arms", under=arms)
    create.term("All of them", kind="group")
    create.term("About us", "pages", kind="page")
    create.term("Closed", closed_on=date(2010, 1, 1))
    create.release("On small arms", about=[small])
    draft = create.draft("On borders", about=[border])
    publish(draft, by=create.officer("bo"), at=create.instant(2100))
    assert told()["no-releases"] == ["Border (Fields of work)"]
    create.release("On borders, today", about=[border])
    assert "no-releases" not in told()


def test_what_the_predecessor_said_counts_for_the_successor() -> None:
    old, new = create.term("Old"), create.term("New")
    create.release("Said by the old", about=[old])
    assert told()["no-releases"] == ["New (Fields of work)"]
    create.relation(old, "succeeded_by", new)
    assert "no-releases" not in told()


def test_releases_without_a_source_or_a_field_are_told_with_the_way_to_their_list() -> None:
    arms, office = create.term("Arms"), create.term("Office", "field-operations", kind="operation")
    create.release("Both", about=[arms], source=[office])
    bare = create.release("No source", about=[arms])
    fieldless = create.release("No field", source=[office])
    create.release("Scheduled", published_at=create.instant(2100))
    create.draft("A draft")
    assert told() == {"no-source": ["No source"], "no-field": ["No field"]}
    assert [way.path for way in section("no-source").ways] == ["/desk/press/release/?filed=no-source"]
    assert section("no-field").lines[0].things[0].path == f"/desk/press/release/{fieldless.pk}/change/"
    act = refile(Release.objects.filter(pk=bare.pk), reason="It was said by it.", add=office)
    carry_out(act, by=create.officer())
    assert told() == {"no-field": ["No field"]}


def test_a_release_is_told_once_the_newest_first_by_its_name_in_the_original_language() -> None:
    create.release("Older", published_at=create.instant(2010))
    bare = create.draft("Plus récent", languages=["fr"], original_language="fr")
    write(bare, "en", by=create.officer(), headline="Newer", lead="A.", body="<p>B.</p>", place="VIENNA")
    publish(bare, by=create.officer("bo"))
    assert (told()["no-source"], section("no-source").count) == (["Plus récent", "Older"], 2)


def test_what_was_filed_under_a_term_that_was_part_of_another_by_then_is_told() -> None:
    arms, double = create.term("Arms"), create.term("Double")
    create.release("Before", about=[double], published_at=create.instant(2009))
    carry_out(Merge(term=double, target=arms, on=date(2010, 5, 1), reason="One."), by=create.officer())
    create.release("On the day", about=[double], published_at=create.instant(2010, 5, 1))
    create.release("After", about=[double], published_at=create.instant(2012))
    create.release("Right", about=[arms], published_at=create.instant(2012))
    assert told()["merged"] == ["After (Double)", "On the day (Double)"]
    assert section("merged").lines[0].acts[0].path == f"/desk/press/release/?filed={double.pk}"
    late = Release.objects.filter(editions__dateline_on__gte=date(2010, 5, 1))
    carry_out(refile(late, reason="It was one by then.", remove=double, add=arms), by=create.officer())
    assert "merged" not in told()
