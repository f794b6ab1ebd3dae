"""Terms nothing is filed under, and releases filed under nothing."""

import pytest

from press import health
from press.publishing import publish
from press.refiling import refile
from taxonomy.acting import carry_out
from tests import create

pytestmark = pytest.mark.django_db


def told() -> dict[str, list[str]]:
    return {one.key: [line.text for line in one.lines] for one in health.sections() if one.count}


def test_terms_without_public_releases_are_told() -> None:
    arms, border = create.term("Arms"), create.term("Border")
    small = create.term("Small arms", under=arms)
    create.term("All of them", kind="group")
    create.release("On small arms", about=[small])
    draft = create.draft("On borders", about=[border])
    assert told()["no-releases"] == ["Border (Fields of work)"]
    publish(draft, by=create.officer("bo"))
    assert "no-releases" not in told()


def test_releases_without_a_source_or_a_field_are_told_with_the_way_to_their_list() -> None:
    arms, office = create.term("Arms"), create.term("Office", "field-operations", kind="operation")
    create.release("Both", about=[arms], source=[office])
    bare = create.release("No source", about=[arms])
    create.release("Scheduled", published_at=create.instant(2100))
    assert told() == {"no-source": ["All of them", "No source"]} | {
        key: lines for key, lines in told().items() if key not in ("no-source",)
    }
    assert "no-field" not in told()
    section = next(one for one in health.sections() if one.key == "no-source")
    assert (section.count, section.lines[0].ways[0][1]) == (1, "/desk/press/release/?filed=no-source")
    from press.models import Release

    act = refile(Release.objects.filter(pk=bare.pk), reason="It was said by it.", add=office)
    carry_out(act, by=create.officer())
    assert "no-source" not in told()
