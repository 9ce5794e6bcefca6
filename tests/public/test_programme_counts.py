"""Every number of a programme's page is what a person would count from publications: random small worlds."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model import status
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.publication import Form, Publication, PublicationKind
from equity_tracker.model.publishing import (
    publish_check_in,
    publish_commitment,
    publish_organisation,
    publish_programme,
    publish_round,
)
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.retracting import retract_check_in, retract_commitment
from equity_tracker.model.round import Round, RoundState
from equity_tracker.model.round_snapshot import take_snapshot
from equity_tracker.model.vocabulary import DELIVERIES, INEQUALITIES, LEVELS, NOT_STATED
from equity_tracker.public.filters import OUTLOOKS, REPORTING
from tests.conftest import NOW, isolation
from tests.support.client import CheckingClient
from tests.support.factories.commitment import answers, make_commitment, make_published
from tests.support.factories.programme import make_round
from tests.support.page import Page
from tests.support.people import World, make_world

TODAY = NOW.date()
LEVEL = st.sampled_from([None, "treatment", "conditions", "structural"])
SAID = st.fixed_dictionaries(
    {
        "ago": st.sampled_from([500, 60, 3]),
        "level": st.sampled_from(["treatment", "conditions", "structural"]),
        "distribution": st.sampled_from(["proportionate", "targeted_place", "universal"]),
        "delivery": st.sampled_from(DELIVERIES.slugs),
        "outlook": st.sampled_from(["on_track", "at_risk", "off_track", "too_early"]),
        "taken_back": st.sampled_from([False, False, True]),
    }
)
PROMISES = st.fixed_dictionaries(
    {
        "place": st.sampled_from(["alder", "birch"]),
        "domain": st.sampled_from([None, "education", "partnership"]),
        "level": LEVEL,
        "level_now": LEVEL,
        "inequality": st.sampled_from([None, "care", "conditions", "both"]),
        "additionality": st.sampled_from(["new", "expanded", "continued"]),
        "is_asked": st.booleans(),
        "check_ins": st.lists(SAID, max_size=2),
        "end": st.sampled_from(["", "", "", "closed", "taken back", "unpublished"]),
    }
)


@pytest.mark.thorough
@settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(PROMISES, min_size=1, max_size=7))
def test_every_number_of_the_page_equals_a_recount(app: Flask, plans: list[dict[str, Any]]) -> None:
    with isolation(app):
        world = make_world(NOW)
        _build(world, plans)
        page = CheckingClient(app, None).get("public.show_programme", slug="fairer-shore", most_queries=8)

        told = [row for row in _told() if row["form"] is Form.COMMITMENT]
        assert_the_figures(page, told, _told())
        if told:
            assert_the_lights(page, told)
            assert_where_it_is_aimed(page, told)
            assert_what_moved(page, told)
        assert_who_takes_part(page)


def assert_the_figures(page: Page, told: list[dict[str, Any]], all_told: list[dict[str, Any]]) -> None:
    intents = len(all_told) - len(told)
    cards = [" ".join(tag.get_text(" ").split()) for tag in page.soup.select(".figure")]
    if told:
        holders = len({row["entry"].organisation_id for row in told})
        assert any(card.startswith(f"{len(told)} commitment") for card in cards)
        assert any(f"by {holders} organisation" in card for card in cards)
        new = sum(row["promise"]["additionality"] in {"new", "expanded", "accelerated"} for row in told)
        assert f"{new} of {len(told)} say they are new, expanded or brought forward" in cards
    if intents:
        assert re.search(rf"\b{intents} statements? of intent", page.main)
    rounds = db.session.query(Publication).filter_by(kind=PublicationKind.ROUND).all()
    last = rounds[-1].payload
    if all_told and last["expected"]:
        assert any(card.startswith(f"{last['reported']} of {last['expected']} reported") for card in cards)
    if page.soup.select(".chart"):
        for row, round_ in zip(page.table("Reports in each closed round"), reversed(rounds), strict=True):
            assert row[2].startswith(f"{round_.payload['reported']} of {round_.payload['expected']}")


def assert_the_lights(page: Page, told: list[dict[str, Any]]) -> None:
    reporting = Counter(status.reporting(row["commitment"], TODAY).value for row in told)
    _equals(page, "Commitments by reporting", {REPORTING[slug]: n for slug, n in reporting.items()})
    outlooks = Counter(OUTLOOKS[_outlook(row)] for row in told)
    _equals(page, "Commitments by outlook", outlooks)
    _equals(page, "Commitments by delivery so far", Counter(map(_delivery, told)))
    asked = len(told) - reporting["not_asked"] - reporting["closed"]
    if asked:
        assert f"Of {asked} commitment" in page.main
        assert re.search(rf"has asked, {reporting['reported']} ha(s|ve) nothing left to report", page.main)
    else:
        assert "nothing left to report" not in page.main


def assert_where_it_is_aimed(page: Page, told: list[dict[str, Any]]) -> None:
    cells = Counter((row["promise"]["domain"], row["promise"]["level"]) for row in told)
    shown = [row[1:-1] for row in page.table("Commitments by main domain and level of action")[:-1]]
    numbers = sorted(int(cell) for row in shown for cell in row if cell != "–")
    assert numbers == sorted(cells.values())
    kinds = Counter(row["promise"]["inequality"] or NOT_STATED for row in told)
    labels = {slug: INEQUALITIES.label(slug) for slug in (*INEQUALITIES.slugs, NOT_STATED)}
    expected = {labels[slug]: kinds[slug] for slug in labels if slug != NOT_STATED or kinds[slug]}
    _equals(page, "Commitments by which inequality", expected)


def assert_what_moved(page: Page, told: list[dict[str, Any]]) -> None:
    pairs = [
        (LEVELS.slugs.index(row["first"]["level"]), LEVELS.slugs.index(row["said"]["level"]))
        for row in told
        if row["said"] and row["first"]["level"]
    ]
    if pairs:
        ways = Counter((now > first) - (now < first) for first, now in pairs)
        expected = {"At a lower level": ways[-1], "At the same level": ways[0], "At a higher level": ways[1]}
        _equals(page, "Commitments by the way they moved", expected)
        moved = Counter(pair for pair in pairs if pair[0] != pair[1])
        if moved:
            rows = page.table("Those that moved, from level to level")
            assert sorted(int(row[2]) for row in rows) == sorted(moved.values())
    else:
        assert "At a lower level" not in page.main
    proportionate = [row for row in told if row["said"] and row["first"]["distribution"] == "proportionate"]
    if proportionate:
        narrowed = sum(row["said"]["distribution"].startswith("targeted") for row in proportionate)
        assert re.search(rf"Of {len(proportionate)} commitments? first published as reaching", page.main)
        assert re.search(rf"{narrowed} now reach(es)? chosen places", page.main)


def assert_who_takes_part(page: Page) -> None:
    held = Counter(row["promise"]["organisation_name"] for row in _told())
    shown = [tag.get_text(" ", strip=True) for tag in page.soup.select(".alphabet li")]
    assert shown == [f"{name} {held[name]} published by {name} in this programme" for name in sorted(held)]


def _equals(page: Page, caption: str, expected: dict[str, int]) -> None:
    *rows, last = page.table(caption)
    assert {label: int(number) for label, number in rows} == dict(expected)
    assert last == ["All", str(sum(expected.values()))]


def _told() -> list[dict[str, Any]]:
    """Read what the public may see of each promise, from its publications."""
    db.session.expire_all()
    rows = []
    every = select(Commitment).execution_options(every_organisation=True)
    for commitment in db.session.scalars(every).all():
        standing = [row for row in commitment.publications if row.retracted_on is None]
        promises = _of(standing, PublicationKind.COMMITMENT)
        if not promises:
            continue
        current = [row for row in _of(standing, PublicationKind.CHECK_IN) if row.is_current]
        said = max((row.payload for row in current), key=lambda row: row["number"], default=None)
        rows.append(
            {
                "commitment": commitment,
                "entry": commitment.register_entry,
                "form": promises[-1].form,
                "promise": promises[-1].payload,
                "first": promises[0].payload,
                "said": said,
            }
        )
    return rows


def _of(rows: Iterable[Publication], kind: PublicationKind) -> list[Publication]:
    return sorted((row for row in rows if row.kind is kind), key=lambda row: row.number)


def _is_stale(row: dict[str, Any]) -> bool:
    """Say whether a round was missed, or the last report is a year old."""
    closed, stale_from = row["promise"]["closed_on"], row["commitment"].stale_from
    return not closed and stale_from is not None and stale_from <= TODAY


def _outlook(row: dict[str, Any]) -> str:
    if row["promise"]["closed_on"]:
        return status.CLOSED
    if not row["said"]:
        return status.NOTHING_YET
    return status.STALE if _is_stale(row) else str(row["said"]["outlook"])


def _delivery(row: dict[str, Any]) -> str:
    if row["said"]:
        return OUTLOOKS[status.STALE] if _is_stale(row) else DELIVERIES.label(row["said"]["delivery"])
    return "Closed without a report" if row["promise"]["closed_on"] else OUTLOOKS[status.NOTHING_YET]


def _build(world: World, plans: list[dict[str, Any]]) -> None:
    """Publish a programme with a closed round and one that is overdue, and what the plans say."""
    facts = [publish_programme(world.programme, None, now=NOW, today=TODAY)]
    facts += [
        publish_organisation(place, None, now=NOW, today=TODAY, visible_from=TODAY)
        for place in (world.alder, world.birch)
    ]
    db.session.add_all(row for row in facts if row is not None)
    closed = make_round(world.programme, number=1, due_on=TODAY - timedelta(days=90), state=RoundState.OPEN)
    db.session.flush()
    made = [_promise(world, plan, closed) for plan in plans]
    expected = [row for commitment in made for row in commitment.expected_check_ins]
    closed.close(expected, now=NOW)
    for commitment in made:
        refresh_register_entry(commitment, now=NOW)
    db.session.add(
        publish_round(closed, take_snapshot(closed, expected, now=NOW, today=TODAY), now=NOW, today=TODAY)
    )
    db.session.commit()


def _promise(world: World, plan: dict[str, Any], round_: Round) -> Commitment:
    place = getattr(world, plan["place"])
    names = ("domain", "level", "inequality", "additionality")
    fields = {name: plan[name] for name in names} | {"distribution": "proportionate"}
    if plan["end"] == "unpublished":
        return make_commitment(place, world.programme, now=NOW, **fields)
    then = NOW - timedelta(days=510)
    commitment = make_published(place, world.programme, now=then, **fields)
    if plan["is_asked"] and commitment.is_live:
        db.session.add(commitment.expect_check_in(round_))
        db.session.flush()
    for said in plan["check_ins"]:
        _check_in(world, commitment, said)
    commitment.level = plan["level_now"]
    publish_commitment(commitment, now=NOW, today=TODAY, note="We were wrong.")
    if plan["end"] == "closed":
        commitment.close("partly_met", "Half of it.", today=TODAY)
        publish_commitment(commitment, now=NOW, today=TODAY)
    if plan["end"] == "taken back":
        retract_commitment(commitment, "Not theirs.", now=NOW, today=TODAY)
    db.session.flush()
    return commitment


def _check_in(world: World, commitment: Commitment, said: dict[str, Any]) -> None:
    on: date = TODAY - timedelta(days=said["ago"])
    number = len(commitment.check_ins) + 1
    check_in = CheckIn(commitment=commitment, number=number, submitted_on=on, is_returned=False)
    db.session.add(check_in)
    names = ("level", "distribution", "delivery", "outlook")
    check_in.add_version(answers(**{name: said[name] for name in names}), by=world.cora, now=NOW)
    held = [row.expected for row in commitment.check_ins]
    waiting = [row for row in commitment.expected_check_ins if row.is_outstanding and row not in held]
    if waiting:
        check_in.expected, check_in.round = waiting[0], waiting[0].round
        waiting[0].reported_on = on
    db.session.flush()
    publish_check_in(check_in, now=NOW, today=on)
    if said["taken_back"]:
        retract_check_in(check_in, "By mistake.", now=NOW, today=TODAY)
