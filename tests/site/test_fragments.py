"""Parts of pages that are made once: they say what they are shown, whatever its size and whatever was shown before."""

from dataclasses import replace

import pytest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from osce_site import fragments
from osce_site.fragments import made_once
from press import reading
from press.models import Placement
from press.templatetags.press_tags import release_card
from taxonomy.references import Reference
from taxonomy.snapshot import Name
from tests import create
from tests.create import instant

LIST = "components/term-list.html"


def terms(number: int, name: str = "Field") -> tuple[Reference, ...]:
    return tuple(Reference(one, Name(f"{name} {one}", "en"), f"/fields-of-work/{one}/") for one in range(number))


def test_the_same_is_made_once_for_each_language(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def make(template: str, shown: dict[str, object]) -> SafeString:
        made.append(template)
        return mark_safe(f"made {len(made)}")

    monkeypatch.setattr(fragments, "render_to_string", make)
    first = [made_once(LIST, terms=terms(2, "Once"), many=False) for _ in range(2)]
    with override("fr"):
        french = made_once(LIST, terms=terms(2, "Once"), many=False)
    other = made_once(LIST, terms=terms(3, "Once"), many=False)
    assert (first, french, other) == (["made 1", "made 1"], "made 2", "made 3")


def test_a_list_too_long_to_be_kept_is_made_all_the_same() -> None:
    for _ in range(2):
        said = made_once(LIST, terms=terms(30_000), many=True)
        assert (said.count("<li"), "Field 29999" in said) == (30_000, True)
        assert fragments._kept.currsize <= fragments.BYTES


@pytest.mark.django_db
def test_what_was_marked_up_for_one_is_escaped_for_another() -> None:
    create.release("One <mark>two</mark>")
    card = reading.card(Placement.objects.of(None).get(), instant(2026).date())
    marked = release_card(replace(card, headline=mark_safe("One <mark>two</mark>")))
    assert "<mark>two</mark>" in marked
    for _ in range(2):
        assert "&lt;mark&gt;two&lt;/mark&gt;" in release_card(card)
