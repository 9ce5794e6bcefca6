"""Every number of the Monday page is the number of rows that a person would count: random small worlds."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from flask import Flask
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn, EvidenceLink
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.flags import MOVES, FlagKind, flags
from equity_tracker.model.look_again import refresh_flags, standing
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.people import Membership
from equity_tracker.model.publishing import publish_check_in, publish_commitment
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.reporting import outstanding
from equity_tracker.model.retracting import retract_check_in, retract_commitment
from equity_tracker.model.round import ExpectedCheckIn, RoundState
from equity_tracker.monday.kinds import OrphanKind
from equity_tracker.monday.queries.look_again import LOOK_AGAIN, all_flagged
from equity_tracker.monday.queries.monday import MondayCounts, count_monday
from equity_tracker.monday.queries.not_reported import Narrowing, all_unreported
from equity_tracker.monday.queries.orphans import all_orphans
from equity_tracker.programmes.queries.rounds import (
    RoundCount,
    count_reported,
    list_rounds,
)
from tests.conftest import NOW, isolation
from tests.monday.conftest import TODAY, days
from tests.support.factories.commitment import answers, make_commitment
from tests.support.factories.organisation import make_organisation
from tests.support.factories.programme import make_participation, make_round
from tests.support.people import World, make_world

LONG = "We met the tenants' union again this month and agreed with it how the panel chooses its chair. " * 2
SINCE = TODAY - timedelta(days=7)
STAGES = "draft submitted published published published closed retracted".split()
ROUNDS = ((-120, RoundState.CLOSED), (-40, RoundState.OPEN), (-3, RoundState.OPEN), (20, RoundState.OPEN))

reports = st.fixed_dictionaries(
    {
        "ago": st.sampled_from([150, 100, 60, 30, 6, 2, 0]),
        "round": st.sampled_from([None, 0, 1, 2, 3]),
        "what_changed": st.sampled_from([LONG, f"{LONG}!", "Something new."]),
        "delivery": st.sampled_from(["limited", "complete"]),
        "level": st.sampled_from(["behaviour", "conditions", "structural"]),
        "distribution": st.sampled_from(["proportionate", "targeted_place"]),
        "decision_power": st.sampled_from([None, "consulted", "shared"]),
        "has_evidence": st.booleans(),
        "fate": st.sampled_from(["kept", "kept", "kept", "retracted", "returned"]),
    }
)
promises = st.fixed_dictionaries(
    {
        "organisation": st.integers(0, 2),
        "stage": st.sampled_from(
            ["draft", "submitted", "published", "published", "published", "closed", "retracted"]
        ),
        "is_intent": st.sampled_from([False, False, False, True]),
        "published_ago": st.sampled_from([500, 200, 5]),
        "owner_left": st.booleans(),
        "has_sponsor": st.booleans(),
        "funding_ends_on": st.sampled_from([None, date(2027, 3, 31), date(2028, 3, 31), date(2029, 3, 31)]),
        "rounds": st.sets(st.integers(0, 3)),
        "reports": st.lists(reports, max_size=3),
    }
)
worlds = st.fixed_dictionaries(
    {
        "promises": st.lists(promises, max_size=6),
        "ended": st.sampled_from([None, 0, 2]),
        "mailbox": st.sampled_from([None, 2]),
        "left": st.sampled_from([None, 2]),
    }
)


@settings(max_examples=30, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(worlds)
def test_every_number_equals_a_recount(app: Flask, plan: dict[str, Any]) -> None:
    with isolation(app):
        world = make_world(NOW)
        commitments = build(world, plan)

        counted = count_monday(world.programme, today=TODAY)

        assert_not_reported(world, counted, commitments)
        assert_looks_and_moves(world, counted, commitments)
        assert_orphans(world, counted, commitments)
        assert_changes(world, counted, commitments)
        assert_rounds(world)


def assert_rounds(world: World) -> None:
    """N of m, with everybody who was asked in the m."""
    counts = count_reported(world.programme)
    for round_ in list_rounds(world.programme):
        expected = db.session.scalars(
            select(ExpectedCheckIn).where(
                ExpectedCheckIn.programme_id == world.programme.id, ExpectedCheckIn.round_id == round_.id
            )
        )
        asked = [row for row in expected if row.reported_on or not row.settled_on]
        counted = counts.get(round_.id, RoundCount())
        assert counted == RoundCount(len(asked), sum(row.reported_on is not None for row in asked))


def build(world: World, plan: dict[str, Any]) -> list[Commitment]:
    cedar = make_organisation("Cedar Council", now=NOW)
    make_participation(cedar, world.programme, now=NOW)
    places = [world.alder, world.birch, cedar]
    rounds = [
        make_round(world.programme, number=number, due_on=days(due), state=state)
        for number, (due, state) in enumerate(ROUNDS, start=1)
    ]
    db.session.flush()
    made = [promised(world, places[one["organisation"]], rounds, one) for one in plan["promises"]]
    if plan["ended"] is not None:
        places[plan["ended"]].ended_on = days(-1)
    if plan["mailbox"] is not None:
        places[plan["mailbox"]].mailbox = "hello@cedar.example.org"
    if plan["left"] is not None:
        participation = next(
            row for row in world.programme.participations if row.organisation is places[plan["left"]]
        )
        participation.left_on = TODAY
    db.session.commit()
    db.session.expire_all()
    return made


def promised(world: World, place: Organisation, rounds: list[Any], plan: dict[str, Any]) -> Commitment:
    at = NOW - timedelta(days=plan["published_ago"])
    commitment = make_commitment(
        place,
        world.programme,
        now=at,
        distribution="proportionate",
        decision_power="shared",
        decision_body="The panel",
        funding_ends_on=plan["funding_ends_on"],
    )
    if plan["has_sponsor"]:
        commitment.name_owner(OwnerRole.SPONSOR, "Chair", None, today=at.date())
    if plan["owner_left"]:
        commitment.ownerships[0].leave(TODAY)
    if plan["stage"] == "draft":
        return commitment
    commitment.submit(as_statement_of_intent=plan["is_intent"], now=at)
    if plan["stage"] == "submitted":
        return commitment
    publish_commitment(commitment, now=at, today=at.date())
    for number in sorted(plan["rounds"]):
        if commitment.is_live:
            row = commitment.expect_check_in(rounds[number])
            row.is_missed = rounds[number].state is RoundState.CLOSED
            db.session.add(row)
    db.session.flush()
    for one in sorted(plan["reports"], key=lambda row: -row["ago"]):
        reported(world, commitment, one)
    if plan["stage"] == "closed":
        commitment.close("partly_met", "Half of it.", today=TODAY)
        publish_commitment(commitment, now=NOW, today=TODAY)
    if plan["stage"] == "retracted":
        retract_commitment(commitment, "Not theirs.", now=NOW, today=TODAY)
    refresh_register_entry(commitment, now=NOW)
    db.session.flush()
    return commitment


def reported(world: World, commitment: Commitment, plan: dict[str, Any]) -> None:
    evidence = (EvidenceLink("Minutes", "https://example.org/minutes"),) if plan["has_evidence"] else ()
    check_in = CheckIn(
        commitment=commitment,
        number=len(commitment.check_ins) + 1,
        submitted_on=days(-plan["ago"]),
        is_returned=False,
    )
    db.session.add(check_in)
    names = ("what_changed", "delivery", "level", "distribution", "decision_power")
    said = answers(evidence=evidence, **{name: plan[name] for name in names})
    check_in.add_version(said, by=world.cora, now=NOW)
    held = [row.expected for row in commitment.check_ins]
    free = [row for row in commitment.expected_check_ins if row.is_outstanding and row not in held]
    if plan["round"] is not None and plan["round"] < len(free):
        place = free[plan["round"]]
        check_in.expected, check_in.round = place, place.round
        place.reported_on = check_in.submitted_on
    db.session.flush()
    if plan["fate"] == "returned":
        check_in.return_with_reason()
        refresh_register_entry(commitment, now=NOW)
        refresh_flags(commitment)
        return
    publish_check_in(check_in, now=NOW, today=check_in.submitted_on)
    if plan["fate"] == "retracted":
        retract_check_in(check_in, "A slip.", now=NOW, today=TODAY)


def live(commitments: Iterable[Commitment]) -> list[Commitment]:
    return [row for row in commitments if row.is_live]


def assert_not_reported(world: World, counted: MondayCounts, commitments: list[Commitment]) -> None:
    owed = [
        (commitment, row)
        for commitment in live(commitments)
        for row in commitment.expected_check_ins
        if row.is_outstanding and row.due_on < TODAY and row.due_on > cleared_until(commitment)
    ]
    assert counted.unreported.check_ins == len(owed)
    assert counted.unreported.commitments == len({row.id for row, _ in owed})
    assert counted.unreported.organisations == len({row.organisation_id for row, _ in owed})
    assert counted.asked == len({row.organisation_id for row in live(commitments)})
    listed = list(all_unreported(world.programme, Narrowing(), today=TODAY))
    assert sorted(row.place[-1] for row in listed) == sorted(row.id for _, row in owed)
    first = {row.id: outstanding(row) for row in live(commitments)}
    late = [row for row in first.values() if row is not None and row.due_on < TODAY]
    assert counted.unreported.commitments == len(late)


def cleared_until(commitment: Commitment) -> date:
    answered = [row.due_on for row in commitment.expected_check_ins if row.reported_on is not None]
    stood = [
        row.submitted_on
        for row in commitment.check_ins
        if not row.is_retracted and not (row.is_returned and row.published_version is None)
    ]
    return max([*answered, *stood], default=date.min)


def assert_looks_and_moves(world: World, counted: MondayCounts, commitments: list[Commitment]) -> None:
    found: Counter[FlagKind] = Counter()
    for commitment in commitments:
        stands = standing(commitment)
        if commitment.is_statement_of_intent or stands is None:
            continue
        for flag in flags(*stands):
            if commitment.is_live or (commitment.is_closed and flag.kind in MOVES):
                found[flag.kind] += 1
    found[FlagKind.STALE] = sum(
        1 for row in live(commitments) if row.stale_from is not None and row.stale_from <= TODAY
    )
    assert counted.flagged == {kind: found[kind] for kind in LOOK_AGAIN}
    assert counted.moves == {kind: found[kind] for kind in MOVES}
    listed = Counter(row.kind for row in all_flagged(world.programme, today=TODAY))
    assert counted.flagged == {kind: listed[kind] for kind in LOOK_AGAIN}


def assert_orphans(world: World, counted: MondayCounts, commitments: list[Commitment]) -> None:
    by_kind = {kind: sum(1 for row in live(commitments) if is_missing(kind, row)) for kind in OrphanKind}
    anything = [row for row in live(commitments) if any(is_missing(kind, row) for kind in OrphanKind)]
    assert counted.orphans_by_kind == by_kind
    assert counted.orphans == len(anything)
    listed = list(all_orphans(world.programme, today=TODAY))
    assert sorted(row.commitment_id for row in listed) == sorted(row.public_id for row in anything)
    assert Counter(kind for row in listed for kind, _ in row.reasons) == +Counter(by_kind)


def is_missing(kind: OrphanKind, commitment: Commitment) -> bool:
    organisation = commitment.organisation
    if kind in {OrphanKind.NO_OWNER, OrphanKind.NO_SPONSOR}:
        post = commitment.owner(OwnerRole.OWNER if kind is OrphanKind.NO_OWNER else OwnerRole.SPONSOR)
        return post is None or not post.is_held
    if kind is OrphanKind.ENDED:
        return organisation.ended_on is not None and organisation.ended_on <= TODAY
    if kind is OrphanKind.FUNDING:
        money, end = commitment.funding_ends_on, commitment.ends_on
        return money is not None and end is not None and money < end
    members = db.session.scalars(select(Membership).where(Membership.organisation_id == organisation.id))
    return organisation.mailbox is None and not any(row.ended_at is None for row in members)


def assert_changes(world: World, counted: MondayCounts, commitments: list[Commitment]) -> None:
    changes = counted.changes
    assert changes.since == SINCE
    out = [row for row in commitments if row.lifecycle in {Lifecycle.PUBLISHED, Lifecycle.CLOSED}]
    assert changes.published == sum(
        1 for row in out if row.first_published_on is not None and row.first_published_on >= SINCE
    )
    assert changes.closed == sum(1 for row in out if row.closed_on is not None and row.closed_on >= SINCE)
    assert changes.check_ins == sum(
        1
        for commitment in commitments
        for row in commitment.check_ins
        if row.submitted_on >= SINCE and not row.is_retracted
    )
    left = [row for row in world.programme.participations if row.left_on is not None]
    assert (changes.joined, changes.left) == (0, len(left))
