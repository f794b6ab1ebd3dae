"""Everything that is sent is kept, and what was kept can be had again."""

from typing import Any

import pytest

from press import writing
from press.merging import Conflict
from press.models import Release, Revision, Text
from press.models.text import LONGEST
from press.publishing import publish
from tests import create

pytestmark = pytest.mark.django_db
Kind = Revision.Kind


def save(release: Release, name: str, based_on: int | None, **words: Any) -> writing.Saved:
    return writing.save(release, "en", by=create.officer(name), based_on=based_on, **words)


def kept(release: Release) -> list[tuple[int, str, int | None, str]]:
    rows = Revision.objects.filter(text__release=release).order_by("number")
    return [(row.number, row.kind, row.based_on, row.saved_by.username) for row in rows if row.saved_by]


def test_each_state_is_a_revision_that_says_how_it_was_saved() -> None:
    release = Release.objects.create()
    first = save(release, "ana", 0, headline="Mission opens")
    second = save(release, "ana", 1, headline="Mission opens today", automatic=True)
    assert [(one.revision, one.merged, one.conflicts, one.kept) for one in (first, second)] == [
        (Revision.objects.get(number=1), False, [], 1),
        (Revision.objects.get(number=2), False, [], 2),
    ]
    assert kept(release) == [(1, "saved", 0, "ana"), (2, "autosaved", 1, "ana")]
    text = Text.objects.get()
    assert (text.version, text.headline) == (2, "Mission opens today")


def test_a_text_may_lack_its_headline_while_it_is_in_work() -> None:
    saved = save(Release.objects.create(), "ana", 0, body="<p>It began.</p>")
    assert saved.text.words() == {"place": "", "headline": "", "lead": "", "body": "<p>It began.</p>"}


def test_a_save_that_changes_nothing_keeps_nothing() -> None:
    release = create.draft()
    again = save(release, "bo", 1, **release.texts.get().words())
    assert (again.revision, again.merged, again.kept) == (None, False, 1)
    assert Revision.objects.count() == 1


def test_an_empty_page_that_saves_itself_begins_no_text() -> None:
    release = Release.objects.create()
    saved = save(release, "ana", 0, automatic=True, headline="", body="<p></p>")
    assert (saved.text.pk, saved.revision, saved.kept) == (None, None, 0)


def test_a_stale_save_is_kept_aside_and_merged() -> None:
    release = create.draft(body="<p>One.</p><p>Two.</p>")
    save(release, "bo", 1, body="<p>One, says Bo.</p><p>Two.</p>")
    saved = save(release, "ana", 1, body="<p>One.</p><p>Two, says Ana.</p>", headline="Ana's headline")
    assert saved.text.words() == {
        "place": "VIENNA",
        "headline": "Ana's headline",
        "lead": "A week of training ended.",
        "body": "<p>One, says Bo.</p><p>Two, says Ana.</p>",
    }
    assert (saved.merged, saved.conflicts, saved.kept, saved.text.version) == (True, [], 3, 4)
    assert kept(release) == [
        (1, "saved", None, "ana"),
        (2, "saved", 1, "bo"),
        (3, "aside", 1, "ana"),
        (4, "merged", 2, "ana"),
    ]
    assert Revision.objects.get(number=3).body == "<p>One.</p><p>Two, says Ana.</p>"


def test_a_conflict_in_the_headline_leaves_the_colleagues_and_keeps_ones_own_aside() -> None:
    release = create.draft("Mission opens")
    save(release, "bo", 1, headline="Centre opens")
    saved = save(release, "ana", 1, headline="Office opens")
    assert saved.text.headline == "Centre opens"
    assert saved.conflicts == [Conflict("headline", "Mission opens", "Office opens", "Centre opens")]
    assert (saved.text.version, saved.kept) == (2, 3)
    assert kept(release)[2:] == [(3, "aside", 1, "ana")]
    # The next one goes on from the text, and is numbered after what is aside.
    assert save(release, "ana", 2, headline="Office of the Centre opens").text.version == 4


def test_a_conflict_in_a_paragraph_keeps_both_in_the_text() -> None:
    release = create.draft(body="<p>In May.</p>")
    save(release, "bo", 1, body="<p>In June.</p>")
    saved = save(release, "ana", 1, body="<p>In July.</p>")
    assert saved.text.body == "<p>In June.</p><p>In July.</p>"
    assert saved.conflicts == [Conflict("body", "<p>In May.</p>", "<p>In July.</p>", "<p>In June.</p>")]


def test_who_went_on_writing_while_his_save_was_merged_saves_from_what_he_had_sent() -> None:
    release = create.draft(body="<p>One.</p><p>Two.</p>")
    save(release, "bo", 1, body="<p>One, says Bo.</p><p>Two.</p>")
    first = save(release, "ana", 1, body="<p>One.</p><p>Two, says Ana.</p>")
    saved = save(release, "ana", first.kept, body="<p>One.</p><p>Two, says Ana, and more.</p>")
    assert saved.conflicts == []
    assert saved.text.body == "<p>One, says Bo.</p><p>Two, says Ana, and more.</p>"


def test_a_stale_save_that_came_twice_is_kept_and_merged_once() -> None:
    """The answer to the first was lost on its way."""
    release = create.draft(body="<p>In May.</p>")
    save(release, "bo", 1, body="<p>In June.</p>")
    once = save(release, "ana", 1, body="<p>In July.</p>")
    twice = save(release, "ana", 1, body="<p>In July.</p>")
    assert twice.text.words() == once.text.words()
    assert (twice.text.version, twice.kept, Revision.objects.count()) == (4, 3, 4)
    assert save(release, "ana", 1, body="<p>In July.</p>", automatic=True).text.version == 4


def test_a_save_that_came_twice_is_one() -> None:
    release = create.draft()
    save(release, "ana", 1, headline="Anew")
    assert save(release, "ana", 1, headline="Anew").revision is None
    assert Revision.objects.count() == 2


def test_who_has_written_nothing_is_given_what_was_saved_meanwhile() -> None:
    release = create.draft()
    before = release.texts.get().words()
    save(release, "bo", 1, headline="Anew")
    saved = save(release, "ana", 1, automatic=True, **before)
    assert (saved.revision, saved.merged, saved.text.headline) == (None, True, "Anew")


def test_a_save_based_on_what_never_was_loses_nothing() -> None:
    release = create.draft("Theirs", body="<p>Theirs.</p>")
    saved = save(release, "ana", 77, headline="Mine", body="<p>Mine.</p>", lead="", place="")
    assert saved.text.body == "<p>Theirs.</p><p>Mine.</p>"
    assert Revision.objects.get(kind=Kind.ASIDE).headline == "Mine"


@pytest.mark.parametrize("name", ["place", "headline", "lead", "body"])
def test_what_is_too_long_is_refused_and_kept(name: str) -> None:
    release = create.draft()
    before = release.texts.get().words()
    said = "x" * (LONGEST[name] + 1)
    said = f"<p>{said}</p>" if name == "body" else said
    for _again in range(2):
        with pytest.raises(writing.TooLong) as refusal:
            save(release, "bo", 1, **before | {name: said})
        assert list(refusal.value.message_dict) == [name]
    text, aside = Text.objects.get(), Revision.objects.get(kind=Kind.ASIDE)
    assert (text.words(), text.version) == (before, 1)
    assert (aside.number, refusal.value.kept, getattr(aside, name)) == (2, 2, said)
    with pytest.raises(writing.TooLong):
        writing.restore(release, "en", 2, by=create.officer())


def test_what_is_too_long_is_kept_before_the_text_has_begun() -> None:
    release = Release.objects.create()
    with pytest.raises(writing.TooLong):
        save(release, "ana", 0, headline="x" * 301)
    assert (Text.objects.get().version, Revision.objects.get().headline) == (0, "x" * 301)
    saved = save(release, "ana", 0, headline="x" * 300)
    assert (saved.text.version, saved.merged) == (2, False)


def test_what_cannot_be_kept_by_a_database_is_left_out_and_the_rest_kept() -> None:
    said = "A\x00 \ud800word\x07\x9f\r\n and  more\t"
    saved = save(Release.objects.create(), "ana", 0, place=said, headline=said, lead=said, body=f"<p>{said}</p>")
    saved.text.refresh_from_db()
    assert saved.text.words() == {
        "place": "A word and more",
        "headline": "A word and more",
        "lead": "A word\nand more",
        "body": "<p>A word and more</p>",
    }


HOSTILE = [
    "<script>alert(1)</script><p onclick=x>Words</p>",
    "<p>" * 5_000 + "Words",
    "<div>" * 5_000 + "Words" + "</div>" * 5_000,
    "<strong><em>" * 5_000 + "Words",
    "<ul><li>" * 2_000 + "Words",
    "<table><tr><td>" * 500 + "Words",
    "<" * 100_000 + " Words",
    "&" * 100_000 + "Words",
    "<!--" * 1_000 + "--><p>Words</p>",
    "<![CDATA[<p>Words</p>]]><?php ?><!DOCTYPE x><p>Words</p>",
    "<svg><style><p>Words</p></style></svg><math><mi><p>Words</p></mi></math><p>Words</p>",
    '<a href="javascript:x">Words</a><a href="' + "x" * 100_000 + '">Words</a>',
    "<p>" + "Words " * 160_000 + "</p>",
    "<p>Words</p>" * 80_000,
]


@pytest.mark.parametrize("html", HOSTILE, ids=range(len(HOSTILE)))
def test_a_body_of_any_kind_is_kept_and_merged(html: str) -> None:
    release = create.draft()
    save(release, "bo", 1, body="<p>Forty officers took part in it.</p>")
    saved = save(release, "ana", 1, body=html)
    assert "Words" in saved.text.body
    assert "Forty officers took part in it." in saved.text.body
    writing.differences_between(Revision.objects.get(number=2), Revision.objects.get(number=3))


def test_an_earlier_revision_is_restored_as_a_new_one() -> None:
    release = create.draft("One")
    save(release, "bo", 1, headline="Two")
    saved = writing.restore(release, "en", 1, by=create.officer("bo"))
    assert (saved.text.headline, saved.text.version) == ("One", 3)
    assert kept(release) == [(1, "saved", None, "ana"), (2, "saved", 1, "bo"), (3, "restored", 1, "bo")]
    assert writing.restore(release, "en", 1, by=create.officer("bo")).revision is None
    with pytest.raises(Revision.DoesNotExist):
        writing.restore(release, "en", 9, by=create.officer("bo"))


def test_what_was_kept_aside_can_be_restored() -> None:
    release = create.draft("Mission opens")
    save(release, "bo", 1, headline="Centre opens")
    aside = save(release, "ana", 1, headline="Office opens").kept
    assert writing.restore(release, "en", aside, by=create.officer()).text.headline == "Office opens"


def test_who_saves_after_a_restoration_is_merged_with_it() -> None:
    release = create.draft("One", body="<p>A.</p><p>B.</p>")
    save(release, "bo", 1, headline="Two", body="<p>A.</p><p>B.</p><p>C.</p>")
    writing.restore(release, "en", 1, by=create.officer("bo"))
    saved = save(release, "ana", 2, body="<p>A, says Ana.</p><p>B.</p><p>C.</p>")
    assert saved.text.words() == release.texts.get().words() | {
        "headline": "One",
        "body": "<p>A, says Ana.</p><p>B.</p>",
    }


def test_an_edition_names_the_revision_of_its_words_and_not_one_kept_aside() -> None:
    release = create.draft("Mission opens")
    save(release, "bo", 1, headline="Centre opens")
    save(release, "ana", 1, headline="Office opens")
    (edition,) = publish(release, by=None)
    assert edition.revision == Revision.objects.get(number=2)
    assert edition.words() == edition.revision.words()


def test_a_translation_gives_the_original_it_began_from_until_its_translator_says_otherwise() -> None:
    release = create.draft(languages=("en", "fr"))
    save(release, "ana", 1, headline="Anew")
    writing.save(release, "fr", by=create.officer(), based_on=1, headline="De nouveau")
    french = Text.objects.get(language="fr")
    assert french.renders == Revision.objects.get(text__language="en", number=1)
    moved = writing.now_renders(release, "fr", by=create.officer(), number=2)
    assert moved.renders == Revision.objects.get(text__language="en", number=2)
    with pytest.raises(Revision.DoesNotExist):
        writing.now_renders(release, "fr", by=create.officer(), number=3)
    with pytest.raises(Text.DoesNotExist):
        writing.now_renders(release, "de", by=create.officer(), number=2)


def test_a_translation_begun_before_its_original_gives_it_once_it_is_there() -> None:
    release = create.draft(languages=("fr",))
    assert release.texts.get().renders is None
    writing.write(release, "en", by=create.officer(), headline="Anew")
    writing.write(release, "fr", by=create.officer(), headline="De nouveau")
    assert release.texts.get(language="fr").renders == Revision.objects.get(text__language="en")


def test_a_version_that_is_only_aside_cannot_be_rendered() -> None:
    release = create.draft("Mission opens", languages=("en", "fr"))
    save(release, "bo", 1, headline="Centre opens")
    save(release, "ana", 1, headline="Office opens")
    with pytest.raises(Revision.DoesNotExist):
        writing.now_renders(release, "fr", by=create.officer(), number=3)


def test_what_differs_is_told_by_field_and_word() -> None:
    release = create.draft("Mission opens", body="<p>In <em>May</em>.</p>", place="VIENNA")
    save(release, "ana", 1, headline="Mission closes")
    save(release, "ana", 2, body="<p>In May.</p>")
    one, two, three = Revision.objects.order_by("number")
    assert writing.differences_between(one, two) == {
        "headline": [("same", "Mission "), ("gone", "opens"), ("new", "closes")]
    }
    marks = writing.differences_between(two, three)
    assert "".join(piece.text for piece in marks["body"] if piece.tag == "gone") == "<em></em>"
    assert list(writing.differences_between(one, three)) == ["headline", "body"]
