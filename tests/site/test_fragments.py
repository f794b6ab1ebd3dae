"""Parts of pages that are made once: they say what they are shown, whatever its size and whatever was shown before."""

from dataclasses import replace

import pytest
from django.utils.html import escape
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


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "\"' onclick='x", "A & B &amp; C", "שלום עולם", "{{ 1 }} %(name)s %s"]
)
def test_each_word_of_a_card_is_escaped(text: str) -> None:
    term = Reference(1, Name(text, "en"), "/structures/one/")
    card = reading.Card(
        "/press-releases/1/", text, text, text, "news", instant(2026).date(), (term,), (term,), term, True
    )
    for _ in range(2):
        said = release_card(card, 3)
        assert said.count(escape(text)) == 6
        assert text == escape(text) or text not in said


def test_a_card_without_a_lead_has_no_empty_one() -> None:
    card = reading.Card("/press-releases/1/", "One", "", "News", "news", instant(2026).date(), (), (), None, False)
    assert "release-card__lead" not in release_card(card)
    assert "tag--signal" not in release_card(card)
