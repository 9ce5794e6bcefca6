"""Facet counts are what a recount one by one says, whatever is asked."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from equity_tracker.extensions import db
from equity_tracker.model import status
from equity_tracker.model.register import RegisterEntry
from equity_tracker.model.vocabulary import NOT_STATED
from equity_tracker.public.filters import LABELS, Filters, Question
from equity_tracker.public.queries import facets
from equity_tracker.public.queries.asking import read_question
from equity_tracker.public.queries.facets import count_facets
from equity_tracker.public.queries.sizes import count_without
from tests.public.register_rows import TODAY, add_rows, count
from tests.support.people import World

DAYS = st.sampled_from([None, *(TODAY + timedelta(days=offset) for offset in (-40, -1, 0, 1, 40))])
ROW = st.fixed_dictionaries(
    {
        "domain": st.sampled_from([None, "education", "advocacy"]),
        "level": st.sampled_from([None, "conditions", "community"]),
        "inequality": st.sampled_from([None, "care"]),
        "additionality": st.sampled_from([None, "new"]),
        "form": st.sampled_from(["commitment", "statement_of_intent"]),
        "place": st.sampled_from([None, "Hull", "hull!", "Leeds"]),
        "search_text": st.sampled_from(["warm homes", "cold homes", "wages"]),
        "outlook": st.sampled_from([None, "on_track", "off_track"]),
        "delivery": st.sampled_from([None, "limited"]),
        "source_status": st.sampled_from([None, None, "Kept"]),
        "professions": st.sets(st.sampled_from(["midwifery", "nursing"])),
        "determinants": st.sets(st.sampled_from(["housing", "money"])),
        "last_reported_on": DAYS,
        "next_due_on": DAYS,
        "grace_until": DAYS,
        "stale_from": DAYS,
        "closed_on": st.sampled_from([None, None, None, TODAY]),
        "public_from": st.sampled_from([None, TODAY, TODAY, TODAY, TODAY + timedelta(days=1)]),
    }
)
ASKED = {
    "domain": ["education", "advocacy", NOT_STATED],
    "level": ["conditions", "community", NOT_STATED, "structural"],
    "form": ["commitment", "statement_of_intent"],
    "outlook": ["on_track", "off_track", status.STALE, status.CLOSED, status.NOTHING_YET, status.AS_SOURCED],
    "delivery": ["limited", "complete"],
    "reporting": list(LABELS["reporting"]),
    "profession": ["midwifery", "nursing", "dentistry"],
    "determinant": ["housing", "money", NOT_STATED],
    "place": ["hull", "leeds", "york"],
    "programme": ["fairer-shore"],
    "organisation": ["alder-trust", "birch-college"],
    "source_status": ["Kept", "Broken"],
}
CHOSEN = st.fixed_dictionaries(
    {}, optional={name: st.lists(st.sampled_from(some), max_size=3) for name, some in ASKED.items()}
)
SEARCHES = st.sampled_from(["", "", "homes", "warm homes", '"cold homes"', "zebra"])


@pytest.fixture(params=["read", "read by index", "by index"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Count in both ways that there are, whatever the number of rows."""
    if request.param != "read":
        monkeypatch.setattr(facets, "READ_AT_MOST", -1)
    if request.param == "by index":
        monkeypatch.setattr(facets, "READ_BY_INDEX_AT_MOST", -1)
    return str(request.param)


def test_the_terms_of_this_test_exist() -> None:
    for name, some in ASKED.items():
        assert name not in LABELS or set(some) <= set(LABELS[name])


# A failure is found again by its seed; to make it smaller takes minutes.
@pytest.mark.thorough
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],
)
@given(rows=st.lists(ROW, min_size=2, max_size=8), chosen=CHOSEN, q=SEARCHES)
def test_counts_are_those_of_a_recount(
    public_world: World, way: str, rows: list[dict[str, Any]], chosen: dict[str, list[str]], q: str
) -> None:
    half = len(rows) // 2
    _empty()
    add_rows(public_world.alder, public_world.programme, rows[:half])
    references = [{"reference": f"FS-B{number}"} for number in range(len(rows) - half)]
    held = [row | reference for row, reference in zip(rows[half:], references, strict=True)]
    add_rows(public_world.birch, public_world.programme, held)
    question = read_question({**chosen, "q": [q]}, TODAY)
    kept = list(db.session.query(RegisterEntry))

    found = count_facets(question, TODAY)

    for name in found:
        others = {facet: some for facet, some in question.filters.chosen.items() if facet != name}
        expected = Counter(answer for row in kept if _fits(row, others, q) for answer in _answers(row, name))
        shown = {answer.value: answer.number for answer in found[name]}
        assert {value: number for value, number in shown.items() if number} == dict(expected), name
        assert set(question.filters.answers(name)) <= shown.keys()
    left_out = {"organisation", "place", "source_status"} if way != "read" else set()
    assert {*LABELS, "programme", *ASKED} - left_out <= found.keys() | left_out
    for name, number in count_without(question, TODAY):
        less = {facet: some for facet, some in question.filters.chosen.items() if facet != name}
        assert number == sum(_fits(row, less, "" if name == "q" else q) for row in kept)


def _empty() -> None:
    for row in db.session.query(RegisterEntry):
        commitment = row.commitment
        db.session.delete(row)
        db.session.flush()
        db.session.delete(commitment)
    db.session.commit()


def _fits(row: RegisterEntry, chosen: dict[str, Any], q: str) -> bool:
    if row.public_from is None or row.public_from > TODAY:
        return False
    words = q.strip('"')
    if words and words not in row.search_text:
        return False
    return all(not some or set(some) & _answers(row, name) for name, some in chosen.items())


def _answers(row: RegisterEntry, name: str) -> set[str]:
    """Say it again, from what the model says of a row."""
    if name in {"profession", "determinant"}:
        some = {getattr(each, name) for each in getattr(row, f"{name}s")}
        return some or ({NOT_STATED} if name == "determinant" else set())
    if name == "outlook":
        return {status.delivery_status(row, TODAY).slug}
    if name == "reporting":
        return {status.reporting(row, TODAY).value}
    if name == "delivery" and status.is_stale(row, TODAY):
        return set()
    names = {
        "kind": "organisation_kind",
        "programme": "programme_slug",
        "organisation": "organisation_slug",
        "place": "place_key",
    }
    value = getattr(row, names.get(name, name))
    if value is None:
        return {NOT_STATED} if NOT_STATED in LABELS.get(name, {}) else set()
    return {str(value)}


def test_a_count_stops_one_after_what_is_told(
    public_world: World, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "CAP", 4)
    _forget()
    rows = [{"domain": "advocacy"} for _ in range(9)] + [{"domain": "education"} for _ in range(3)]
    add_rows(public_world.alder, public_world.programme, rows)

    found = count_facets(Question(), TODAY)
    _forget()

    assert {answer.value: answer.number for answer in found["domain"]} == {"education": 3, "advocacy": 4}


def test_counts_are_those_of_now(public_world: World, way: str) -> None:
    tomorrow = TODAY + timedelta(days=1)
    rows: list[dict[str, Any]] = [{"domain": "advocacy", "next_due_on": TODAY, "grace_until": tomorrow}] * 2
    add_rows(public_world.alder, public_world.programme, rows)
    db.session.commit()
    before = count_facets(Question(), TODAY)
    add_rows(public_world.birch, public_world.programme, [row | {"reference": "FS-B1"} for row in rows[:1]])
    db.session.commit()

    after, next_day = count_facets(Question(), TODAY), count_facets(Question(), tomorrow)

    numbers = [
        {answer.value: answer.number for facet in ("domain", "reporting") for answer in counts[facet]}
        for counts in (before, after, next_day)
    ]
    assert numbers == [
        {"advocacy": 2, "due": 2},
        {"advocacy": 3, "due": 3},
        {"advocacy": 3, "overdue": 3},
    ]


def _forget() -> None:
    """The limit stands in the statements that are remembered."""
    facets._capped.cache_clear()
    facets._of_programme.cache_clear()


def test_many_places_are_typed_and_not_listed(public_world: World) -> None:
    places = [{"place": f"Place {number}"} for number in range(facets.LISTED_AT_MOST + 1)]
    add_rows(public_world.alder, public_world.programme, places)

    every = count_facets(Question(), TODAY)
    chosen = count_facets(Question(Filters(chosen={"place": ("place 7",)})), TODAY)
    few = count_facets(Question(Filters(chosen={"place": ("place 7",), "domain": ("advocacy",)})), TODAY)

    assert every["place"] == []
    assert [(answer.value, answer.label, answer.number) for answer in chosen["place"]] == [
        ("place 7", "Place 7", 1)
    ]
    assert [(answer.value, answer.number) for answer in few["place"]] == [("place 7", 0)]


def test_counts_are_of_what_a_list_would_show(public_world: World) -> None:
    rows: list[dict[str, Any]] = [
        {"domain": "advocacy", "level": "community"},
        {"domain": "advocacy"},
        {"domain": "education", "ends_on": date(2027, 1, 1)},
    ]
    add_rows(public_world.alder, public_world.programme, rows)
    question = Question(Filters(chosen={"domain": ("advocacy",)}))

    found = count_facets(question, TODAY)

    for answer in found["level"]:
        assert count(Filters(chosen={"domain": ("advocacy",), "level": (answer.value,)})) == answer.number
    assert {answer.value: answer.number for answer in found["domain"]} == {"education": 1, "advocacy": 2}
