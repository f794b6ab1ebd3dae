"""What differs between two texts, by word."""

from hypothesis import given
from hypothesis import strategies as st

from press.comparing import Stretch, differences, runs

WORDS = st.lists(st.sampled_from(["one", "two", " ", "\n", ",", "three", "é", "_"]), max_size=40).map("".join)


@given(WORDS, WORDS)
def test_joined_the_stretches_give_both(before: str, after: str) -> None:
    told = differences(before, after)
    assert "".join(piece.text for piece in told if piece.tag != "new") == before
    assert "".join(piece.text for piece in told if piece.tag != "gone") == after
    assert all(piece.text for piece in told)


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_runs_lead_from_one_to_the_other(old: list[str], new: list[str]) -> None:
    made: list[str] = []
    at = 0
    for what, i, j, k, m in runs(old, new):
        assert (i, k) == (at, len(made))
        assert what != "equal" or old[i:j] == new[k:m]
        made += old[i:j] if what == "equal" else new[k:m]
        at = j
    assert (made, at) == (new, len(old))


def test_a_word_is_told_in_its_place() -> None:
    assert differences("Mission opens.", "Centre opens.") == [
        Stretch("gone", "Mission"),
        Stretch("new", "Centre"),
        Stretch("same", " opens."),
    ]


def test_of_a_long_text_only_what_differs_is_told() -> None:
    """Two thousand words in one paragraph, then in twenty."""
    for end in (" ", "\n"):
        lines = [
            " ".join(f"word{number % 700}" for number in range(start, start + 100)) for start in range(0, 2000, 100)
        ]
        before = end.join(lines)
        after = f"First {before.replace('word350 ', 'another ', 1)} last"
        told = differences(before, after)
        assert [piece for piece in told if piece.tag != "same"] == [
            Stretch("new", "First "),
            Stretch("gone", "word350"),
            Stretch("new", "another"),
            Stretch("new", " last"),
        ]


def test_what_would_take_long_is_told_as_a_whole() -> None:
    before, after = "so " * 100_000, "x " + "so " * 50_000 + "y " + "so " * 50_001
    told = differences(before, after)
    assert "".join(piece.text for piece in told if piece.tag != "gone") == after
