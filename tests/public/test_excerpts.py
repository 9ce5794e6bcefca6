import html

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from equity_tracker.public.views.excerpts import LONGEST, Marker
from equity_tracker.public.words import read_terms


def marked(q: str, text: str, engine: str = "sqlite") -> str:
    return _drawn(Marker(engine, read_terms(q)).mark(text))


def excerpt(q: str, *lines: str) -> str:
    return _drawn(Marker("sqlite", read_terms(q)).excerpt("\n".join(lines)))


def _drawn(marked: Markup, begins: str = "[", ends: str = "]") -> str:
    """Return what a reader sees of it."""
    return html.unescape(marked.replace("<mark>", begins).replace("</mark>", ends))


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
@pytest.mark.parametrize(
    ("q", "text", "expected"),
    [
        ("clean", "Cleaning contracts, cleaned often", "[Cleaning] contracts, [cleaned] often"),
        ("wages home", "A wage at home and homes", "A [wage] at [home] and [homes]"),
        ("happy home", "Happiness at home", "[Happiness] at [home]"),
        ("Maori", "In Māori, māori ways", "In [Māori], [māori] ways"),
        ("Māori", "In Maori", "In [Maori]"),
        ("contr", "Contracts and control", "[Contracts] and [control]"),  # the last may be a beginning
        ("contr x", "Contracts and control", "Contracts and control"),  # the others may not
        ('"living wage"', "A living wage, a wage for living", "A [living wage], a wage for living"),
        ('"living wage"', "Living\u2013wages", "[Living\u2013wages]"),
        ("the wage", "The wage", "The [wage]"),
        ("the", "The wage", "The wage"),
        ("", "The wage", "The wage"),
        ("40", "Paid 40 of 400", "Paid [40] of [400]"),
    ],
)
def test_what_was_searched_for_is_marked_whatever_its_ending(
    engine: str, q: str, text: str, expected: str
) -> None:
    assert marked(q, text, engine) == expected


def test_an_excerpt_is_of_what_the_list_does_not_show_anyway() -> None:
    lines = ("FS-1", "Warm homes", "We insulate homes.", "Nothing of it")

    assert excerpt("homes", *lines) == "We insulate [homes]."
    assert excerpt("warm", *lines) == ""
    assert excerpt("nothing", *lines) == "[Nothing] of it"


def test_a_long_text_is_cut_at_words_around_what_was_found() -> None:
    text = "before " * 40 + "the wage " + "after " * 40
    found = excerpt("wage", "FS-1", "Title", text)

    assert found.startswith("…before")
    assert "[wage]" in found
    assert found.endswith("after…")
    assert len(found) <= LONGEST + 2


def test_a_long_text_that_begins_or_ends_with_it_is_cut_at_the_other_side() -> None:
    assert excerpt("wage", "FS-1", "T", "Wage " + "after " * 60).startswith("[Wage] after")
    assert excerpt("wage", "FS-1", "T", "before " * 60 + "wage").endswith("before [wage]")


@given(q=st.text(max_size=200), text=st.text(max_size=1000))
def test_no_text_is_changed_and_no_search_is_an_error(q: str, text: str) -> None:
    marked = Marker("sqlite", read_terms(q)).mark(text)

    assert _drawn(marked, "", "") == text
    assert "<" not in marked.replace("<mark>", "").replace("</mark>", "")


def test_what_people_wrote_stays_what_they_wrote() -> None:
    marked = Marker("sqlite", read_terms("mark")).mark("<b>Mark</b> & <mark>")

    assert marked == "&lt;b&gt;<mark>Mark</mark>&lt;/b&gt; &amp; &lt;<mark>mark</mark>&gt;"


@given(words=st.lists(st.sampled_from(["wage", "a", "x" * 300, "é", "\u0304", "\n", "home"]), max_size=120))
def test_no_excerpt_is_longer_than_it_may_be(words: list[str]) -> None:
    found = Marker("postgresql", read_terms("wage")).excerpt("FS-1\nTitle\n" + " ".join(words))

    assert len(_drawn(found, "", "")) <= LONGEST
    assert not found or "<mark>" in found
