import pytest

from equity_tracker.public.filters import FACETS, Filters, Sort, UnknownFilter, read_filters


def test_an_address_is_read_and_written_back_in_one_order() -> None:
    filters = read_filters({"level": ["community"], "q": ["  warm   homes "], "domain": ["education"]})

    assert filters.parameters() == [("q", "warm homes"), ("domain", "education"), ("level", "community")]


def test_blank_answers_are_no_answers() -> None:
    assert read_filters({"domain": [""], "q": [" "], "sort": [""]}) == Filters()


def test_the_usual_order_is_left_out_of_the_address() -> None:
    assert read_filters({"sort": ["newest"]}).parameters() == []
    assert read_filters({"sort": ["title"]}).parameters() == [("sort", "title")]


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.name)
def test_every_facet_knows_its_answers_and_no_others(facet: object) -> None:
    for value in facet.labels:  # type: ignore[attr-defined]
        assert read_filters({facet.name: [value]}).answers(facet.name) == (value,)  # type: ignore[attr-defined]
    with pytest.raises(UnknownFilter):
        read_filters({facet.name: ["no_such_thing"]})  # type: ignore[attr-defined]


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(UnknownFilter, match="Order: best"):
        read_filters({"sort": ["best"]})


def test_several_answers_to_one_question_are_read_in_the_order_of_their_list() -> None:
    either = read_filters({"reporting": ["overdue", "due"], "organisation": ["b", "a"]})

    assert either == read_filters({"organisation": ["a", "b"], "reporting": ["due", "overdue"]})
    assert either.parameters() == [
        ("reporting", "due"), ("reporting", "overdue"), ("organisation", "a"), ("organisation", "b"),
    ]  # fmt: skip


def test_the_same_answer_twice_is_one_answer() -> None:
    assert read_filters({"domain": ["education", " education "]}).answers("domain") == ("education",)


@pytest.mark.parametrize("given", [{"q": ["a", "b"]}, {"sort": ["newest", "title"]}])
def test_two_searches_or_two_orders_are_refused(given: dict[str, list[str]]) -> None:
    with pytest.raises(UnknownFilter, match=" and "):
        read_filters(given)


def test_more_answers_than_anybody_chooses_are_refused() -> None:
    with pytest.raises(UnknownFilter, match="more than 40 answers"):
        read_filters({"organisation": [f"o-{number}" for number in range(41)]})


def test_a_search_that_is_too_long_is_refused_and_never_cut() -> None:
    assert read_filters({"q": ["a" * 200]}).q == "a" * 200
    with pytest.raises(UnknownFilter):
        read_filters({"q": ["a" * 201]})


def test_characters_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(UnknownFilter):
        read_filters({"q": ["care\x00"]})


def test_a_filter_can_be_taken_away_and_the_others_stay() -> None:
    filters = read_filters({"q": ["homes"], "domain": ["education"], "sort": ["end_date"]})

    assert filters.without("domain") == [("q", "homes"), ("sort", Sort.END_DATE)]


def test_one_answer_can_be_taken_away_and_its_siblings_stay() -> None:
    filters = read_filters({"domain": ["education", "advocacy"]})

    assert filters.without("domain", "education") == [("domain", "advocacy")]


def test_places_that_are_typed_in_different_ways_are_one() -> None:
    typed = {"place": ["Hull & East Riding", " hull, east  riding"]}

    assert read_filters(typed).parameters() == [("place", "hull east riding")]
