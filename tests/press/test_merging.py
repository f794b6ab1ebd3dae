"""Three states of a text made into one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from press import body
from press.merging import Conflict, Merged, blocks_of, merge


def words(html: str = "", **more: str) -> dict[str, str]:
    return {"place": "", "headline": "", "lead": "", "body": html} | more


def merged(base: str, mine: str, theirs: str) -> str:
    """The merged body, where it is no conflict."""
    outcome = merge(words(base), words(mine), words(theirs))
    assert outcome.conflicts == []
    return outcome.words["body"]


def test_each_field_is_taken_from_who_changed_it() -> None:
    base = words("<p>One.</p>", headline="Mission opens", lead="It opened.", place="VIENNA")
    mine = base | {"headline": "Mission opens in Tirana"}
    theirs = base | {"body": "<p>Two.</p>", "place": "TIRANA"}
    assert merge(base, mine, theirs) == Merged(mine | {"body": "<p>Two.</p>", "place": "TIRANA"}, [])


def test_each_paragraph_is_taken_from_who_changed_it() -> None:
    base = "<p>One.</p><h2>Two</h2><p>Three.</p>"
    mine = "<p>One, by me.</p><h2>Two</h2><p>Three.</p>"
    theirs = "<p>One.</p><h2>Two</h2><p>Three, by them.</p><p>Four.</p>"
    assert merged(base, mine, theirs) == "<p>One, by me.</p><h2>Two</h2><p>Three, by them.</p><p>Four.</p>"


def test_neighbouring_paragraphs_changed_by_two_are_both_changed() -> None:
    both = merged("<p>One.</p><p>Two.</p>", "<p>First.</p><p>Two.</p>", "<p>One.</p><p>Second.</p>")
    assert both == "<p>First.</p><p>Second.</p>"


def test_words_apart_from_each_other_in_one_paragraph_are_both_taken() -> None:
    base = "<p>The mission trained 40 officers in Tirana on Monday.</p>"
    mine = "<p>The mission trained 50 officers in Tirana on Monday.</p>"
    theirs = "<p>The mission trained 40 officers in Tirana on <em>Tuesday</em>.</p>"
    assert merged(base, mine, theirs) == "<p>The mission trained 50 officers in Tirana on <em>Tuesday</em>.</p>"


def test_a_paragraph_divided_by_one_takes_the_word_of_the_other() -> None:
    divided = merged("<p>One two. Three four.</p>", "<p>One two.</p><p>Three four.</p>", "<p>One two. Three five.</p>")
    assert divided == "<p>One two.</p><p>Three five.</p>"


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ("<ul><li>One!</li><li>Two</li></ul>", "<ul><li>One</li><li>Two</li><li>Three</li></ul>",
         "<ul><li>One!</li><li>Two</li><li>Three</li></ul>"),
        ("<ul><li>Two</li></ul>", "<ul><li>One</li><li>Two!</li></ul>", "<ul><li>Two!</li></ul>"),
    ],
)  # fmt: skip
def test_items_of_a_list_are_merged_like_words(mine: str, theirs: str, expected: str) -> None:
    assert merged("<ul><li>One</li><li>Two</li></ul>", mine, theirs) == expected


def test_what_both_changed_in_one_place_stands_there_twice_and_is_told() -> None:
    base, mine, theirs = "<p>In May.</p>", "<p>In June.</p>", "<p>In July.</p>"
    around = "<p>Before.</p>{}<p>After.</p>"
    outcome = merge(*(words(around.format(one)) for one in (base, mine, theirs)))
    assert outcome.words["body"] == around.format(theirs + mine)
    assert outcome.conflicts == [Conflict("body", base, mine, theirs)]


def test_a_conflict_in_one_paragraph_leaves_the_next_alone() -> None:
    outcome = merge(
        words("<p>One.</p><p>Two.</p>"), words("<p>A.</p><p>Two.</p>"), words("<p>B.</p><p>Two, they say.</p>")
    )
    assert outcome.words["body"] == "<p>B.</p><p>A.</p><p>Two, they say.</p>"
    assert outcome.conflicts == [Conflict("body", "<p>One.</p>", "<p>A.</p>", "<p>B.</p>")]


def test_a_paragraph_that_one_removed_and_the_other_changed_stays() -> None:
    base, changed = words("<p>One.</p><p>Two.</p>"), words("<p>One.</p><p>Two, at length.</p>")
    removed = words("<p>One.</p>")
    told = "<p>Two.</p>", "<p>Two, at length.</p>"
    outcome = merge(base, removed, changed)
    assert outcome == Merged(changed, [Conflict("body", told[0], "", told[1])])
    outcome = merge(base, changed, removed)
    assert outcome == Merged(changed, [Conflict("body", told[0], told[1], "")])


def test_marks_that_would_cross_are_a_conflict() -> None:
    mine, theirs = "<p><strong>One two</strong> three</p>", "<p>One <em>two three</em></p>"
    outcome = merge(words("<p>One two three</p>"), words(mine), words(theirs))
    assert outcome.words["body"] == theirs + mine


def test_paragraphs_added_by_both_in_one_place_are_all_there() -> None:
    outcome = merge(words("<p>One.</p>"), words("<p>One.</p><p>Mine.</p>"), words("<p>One.</p><p>Theirs.</p>"))
    assert outcome.words["body"] == "<p>One.</p><p>Theirs.</p><p>Mine.</p>"
    assert len(outcome.conflicts) == 1


def test_who_added_what_the_other_added_and_more_is_followed() -> None:
    assert merged("<p>A</p>", "<p>A b</p>", "<p>A b c</p>") == "<p>A b c</p>"
    assert merged("", "<p>A</p><p>B</p>", "<p>A</p>") == "<p>A</p><p>B</p>"


def test_of_a_headline_changed_by_both_theirs_stands_and_mine_is_told() -> None:
    outcome = merge(words(headline="Mission opens"), words(headline="It opens"), words(headline="Centre opens"))
    assert outcome == Merged(
        words(headline="Centre opens"), [Conflict("headline", "Mission opens", "It opens", "Centre opens")]
    )


def test_a_headline_that_they_emptied_and_i_changed_is_mine() -> None:
    outcome = merge(words(headline="Mission opens"), words(headline="It opens"), words())
    assert outcome == Merged(words(headline="It opens"), [Conflict("headline", "Mission opens", "It opens", "")])


def test_words_apart_in_a_lead_are_both_taken_unless_it_grows_too_long() -> None:
    base = words(lead=f"A {'x' * 1990} b")
    mine, theirs = words(lead=f"Aaaaa {'x' * 1990} b"), words(lead=f"A {'x' * 1990} bbbbb")
    outcome = merge(base, mine, theirs)
    assert outcome == Merged(theirs, [Conflict("lead", base["lead"], mine["lead"], theirs["lead"])])
    short = merge(words(lead="A x b"), words(lead="Aa x b"), words(lead="A x bb"))
    assert short == Merged(words(lead="Aa x bb"), [])


def test_a_repeated_stale_save_changes_nothing_more() -> None:
    base, mine = words("<p>In May.</p>", headline="One"), words("<p>In June.</p>", headline="Two")
    once = merge(base, mine, words("<p>In July.</p>", headline="Three"))
    assert merge(base, mine, once.words).words == once.words


def test_long_bodies_of_one_word_do_not_take_long() -> None:
    """They would: each of a hundred thousand equal words could be each of the others."""
    base, mine, theirs = (f"<p>{word} {'so ' * 60_000}{word}</p><p>end</p>" for word in ("a", "b", "c"))
    outcome = merge(words(base), words(mine), words(theirs))
    assert outcome.words["body"] == body.clean(theirs.replace("<p>end</p>", "") + mine)


# Properties

WORD = st.sampled_from(
    ["one", "two", "three", "in", "at", "40", "A&amp;B", "<strong>bold</strong>", "<em>so</em>", "."]
)
SENTENCE = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
ITEMS = st.lists(SENTENCE, min_size=1, max_size=3)
BLOCK = st.one_of(
    SENTENCE.map(lambda said: f"<p>{said}</p>"),
    SENTENCE.map(lambda said: f"<h2>{said}</h2>"),
    ITEMS.map(lambda said: f"<ul>{''.join(f'<li>{one}</li>' for one in said)}</ul>"),
    ITEMS.map(lambda said: f"<blockquote>{''.join(f'<p>{one}</p>' for one in said)}</blockquote>"),
    ITEMS.map(lambda said: f"<table><tbody><tr>{''.join(f'<td>{one}</td>' for one in said)}</tr></tbody></table>"),
)
BODY = st.lists(BLOCK, max_size=5).map(lambda blocks: body.clean("".join(blocks)))


@st.composite
def states(draw: st.DrawFn) -> dict[str, str]:
    line = st.one_of(st.just(""), SENTENCE)
    return {"place": draw(line), "headline": draw(line), "lead": draw(line), "body": draw(BODY)}


@st.composite
def edited(draw: st.DrawFn, state: dict[str, str]) -> dict[str, str]:
    """A state after some edits: blocks that came, went, moved, got other words."""
    blocks = blocks_of(state["body"])
    for _edit in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(blocks)))
        what = draw(st.sampled_from(["insert", "delete", "replace", "word"]))
        if what == "insert" or at == len(blocks):
            blocks.insert(at, draw(BLOCK))
        elif what == "delete":
            del blocks[at]
        elif what == "replace":
            blocks[at] = draw(BLOCK)
        else:
            parts = blocks[at].split(" ")
            parts[draw(st.integers(0, len(parts) - 1))] += draw(st.sampled_from([" more", " 7", ", still"]))
            blocks[at] = " ".join(parts)
    changed = {"body": body.clean("".join(blocks))}
    if draw(st.booleans()):
        changed |= {"headline": draw(st.one_of(SENTENCE, st.just(state["headline"] + " more")))}
    return state | changed


@st.composite
def triples(draw: st.DrawFn) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    base = draw(states())
    if draw(st.booleans()):
        return base, draw(states()), draw(states())
    return base, draw(edited(base)), draw(edited(base))


@given(triples())
def test_who_changed_nothing_takes_nothing_away(three: tuple[dict[str, str], ...]) -> None:
    base, mine, theirs = three
    assert merge(base, base, theirs) == Merged(theirs, [])
    assert merge(base, mine, base) == Merged(mine, [])
    assert merge(base, mine, mine) == Merged(mine, [])


def bag(*htmls: str) -> list[str]:
    return sorted(word for html in htmls for word in body.plain(html).replace(".", " . ").split())


@given(triples())
@settings(max_examples=300)
def test_no_block_that_either_wrote_is_missing(three: tuple[dict[str, str], ...]) -> None:
    base, mine, theirs = three
    outcome = merge(base, mine, theirs)
    html = outcome.words["body"]
    assert body.clean(html) == html
    told = [conflict for conflict in outcome.conflicts if conflict.field == "body"]
    everywhere = html + "".join(conflict.mine + conflict.theirs for conflict in told)
    old = bag(base["body"])
    for one in (mine, theirs):
        for block in blocks_of(one["body"]):
            if block in base["body"] or block in everywhere:
                continue
            # Joined word by word: each word that is not of the base stands there.
            words_there = bag(everywhere)
            assert all(word in words_there for word in bag(block) if word not in old)
    for conflict in told:
        assert conflict.theirs in html
        assert conflict.mine in html
    for name in ("place", "headline", "lead"):
        said = [outcome.words[name], *(one.mine for one in outcome.conflicts if one.field == name)]
        said += [one.theirs for one in outcome.conflicts if one.field == name]
        for one in (mine, theirs):
            assert one[name] in (base[name], *said) or all(
                word in outcome.words[name].split() for word in one[name].split() if word not in base[name].split()
            )


@given(triples())
def test_it_is_the_same_whoever_saved_first_but_for_the_order(three: tuple[dict[str, str], ...]) -> None:
    base, mine, theirs = three
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert bag(one.words["body"]) == bag(other.words["body"])
    turned = {(found.field, found.base, found.theirs, found.mine) for found in other.conflicts}
    assert {(found.field, found.base, found.mine, found.theirs) for found in one.conflicts} == turned
