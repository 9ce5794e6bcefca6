import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equity_tracker.public.filters import Question, read_filters
from equity_tracker.public.queries.conditions import matching
from equity_tracker.public.queries.register import list_entries
from equity_tracker.public.words import asked_of, read_terms
from tests.public.register_rows import TODAY, add_rows, count
from tests.support.people import World

TITLES = (
    "Pay the real living wage in every cleaning contract",
    "Warm homes for people with lung disease",
    "Te reo Māori in every clinic",
    "Wages councils for care workers",
)


@pytest.fixture
def four(public_world: World) -> World:
    rows = [{"title": title} for title in TITLES]
    add_rows(public_world.alder, public_world.programme, rows)
    return public_world


def found(q: str) -> set[str]:
    rows = list_entries(Question(read_filters({"q": [q]})), TODAY, after=None, limit=10)
    return {row.title.split()[0] for row in rows}


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("living wage", {"Pay"}),
        ("wage", {"Pay", "Wages"}),  # stemmed
        ("WARM", {"Warm"}),
        ("clea", {"Pay"}),  # the last word may be a beginning
        ("clea contract", set()),  # the others may not
        ("maori", {"Te"}),
        ("Māori", {"Te"}),
        ("warm wage", set()),  # every word must be there
        ('"living wage"', {"Pay"}),
        ('"wage living"', set()),  # a phrase is in order
        ("“real living” cleaners", set()),
        ("“real living” cleaned", {"Pay"}),
        ('"living wag"', set()),  # a phrase is of whole words
        ('"living wag', {"Pay"}),  # a phrase that is not closed is words
        ("the homes for the", {"Warm"}),  # what stands everywhere is left out
        ("the", set()),
        ('"in every clinic"', {"Te"}),
        ("zebra", set()),
        ("!?“”", set()),
        ("*", set()),
    ],
)
def test_a_search_finds_rows_that_hold_every_word(four: World, q: str, expected: set[str]) -> None:
    assert found(q) == expected


@pytest.mark.parametrize(
    "q",
    [
        '"', '""', "'", "''; DROP TABLE register_entries; --", "a AND", "OR", "NOT x", "NEAR(a b)", "(", ")",
        "a:b", "search_text:x", "^a", "a*b", "*a", "-a", "+a", "{a b}", "a & b | !c", "a <-> b", ":*", "\\",
        "%_%", "\u202e", "🏠 homes", "a" * 200, " ".join("ab" * 60), "İ", "ﬁ", "ｗａｒｍ",
    ],
)  # fmt: skip
def test_no_search_is_an_error(four: World, q: str) -> None:
    assert count(read_filters({"q": [q[:200]]})) >= 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(q=st.text(max_size=200))
def test_no_text_at_all_is_an_error(four: World, q: str) -> None:
    from equity_tracker.extensions import db  # noqa: PLC0415 - the session of the test
    from equity_tracker.model.register import RegisterEntry  # noqa: PLC0415

    engine = db.engine.dialect.name
    words = asked_of(engine, read_terms(q))
    db.session.query(RegisterEntry.id).where(matching(engine)).params(words=words).all()


def test_words_and_filters_narrow_together(four: World) -> None:
    both = read_filters({"q": ["wage"], "domain": ["advocacy"]})

    assert count(read_filters({"q": ["wage"], "domain": ["education"]})) == 2
    assert count(both) == 0
