"""Every number of the Monday page is the number of rows that a person would count: random small worlds."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import Phase, given, settings
from sqlalchemy import select

from equity_tracker.extensions import db
from equity_tracker.model.commitment import Commitment, Lifecycle
from equity_tracker.model.flags import MOVES, FlagKind, flags
from equity_tracker.model.handover import HandoverDecision
from equity_tracker.model.look_again import standing
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.people import Membership
from equity_tracker.model.reporting import outstanding
from equity_tracker.model.round import ExpectedCheckIn
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
from tests.monday.conftest import TODAY
from tests.monday.worlds import build, worlds
from tests.support.people import World, make_world

SINCE = TODAY - timedelta(days=7)


@pytest.mark.thorough
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
    if kind is OrphanKind.UNDECIDED:
        return any(row.is_late(TODAY) for row in commitment.handovers)
    if kind is OrphanKind.UNCHANGED:
        return any(row.decision is HandoverDecision.AMENDED for row in commitment.handovers)
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
    left = [row for row in world.programme.participations if row.left_on and row.left_on >= SINCE]
    joined = [row for row in world.programme.participations if row.joined_on and row.joined_on >= SINCE]
    assert (changes.joined, changes.left) == (len(joined), len(left))
