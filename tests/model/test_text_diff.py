from hypothesis import given
from hypothesis import strategies as st

from equity_tracker.model.text_diff import MOST_WORDS, word_diff


def test_only_the_words_that_differ_are_marked() -> None:
    parts = word_diff("We will heat 400 homes by May.", "We will heat 300 homes by May, and more.")

    assert [(part.was, part.now) for part in parts if not part.stayed] == [
        ("400 ", "300 "),
        ("May.", "May, and more."),
    ]


def test_texts_with_little_in_common_are_not_read_as_one() -> None:
    assert word_diff("We will heat homes.", "Nobody waits for a nurse any more, anywhere.") == ()


def test_texts_that_take_too_long_to_compare_are_not_compared() -> None:
    assert word_diff("same " * MOST_WORDS, "same " * MOST_WORDS + "or not") == ()


words = st.lists(st.sampled_from(["a", "b", "c d", "e\n\n", " f", ""]), max_size=30).map(" ".join)


@given(words, words)
def test_the_parts_put_together_are_both_texts(old: str, new: str) -> None:
    parts = word_diff(old, new)

    if parts:
        assert "".join(part.now for part in parts) == new
        assert "".join(part.was for part in parts) == old
