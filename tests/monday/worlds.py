"""Small worlds drawn at random: who takes part, what was promised, asked for, reported and reviewed."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from equity_tracker.extensions import db
from equity_tracker.model.amendment import Amendment, AmendmentState
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.look_again import refresh_flags
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.programme import Participation
from equity_tracker.model.publishing import publish_check_in, publish_commitment
from equity_tracker.model.refused_address import RefusedAddress
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.retracting import retract_check_in, retract_commitment
from equity_tracker.model.review import Decision, Review, review_of
from equity_tracker.model.round import RoundState
from tests.conftest import NOW
from tests.monday.conftest import TODAY, days
from tests.support.factories.commitment import answers, make_commitment
from tests.support.factories.organisation import make_organisation
from tests.support.factories.programme import make_participation, make_round
from tests.support.people import World

LONG = "We met the tenants' union again this month and agreed with it how the panel chooses its chair. " * 2
STAGES = "draft submitted published published published closed retracted".split()
ROUNDS = ((-120, RoundState.CLOSED), (-40, RoundState.OPEN), (-3, RoundState.OPEN), (20, RoundState.OPEN))

ADDRESSES = (
    "ada.admin@example.org",
    "vic.viewer@example.org",
    "eve.elsewhere@example.org",
    "paula.coordinator@example.org",
    "hello@cedar.example.org",
    "cleo.cedar@example.org",
    "nobody@example.org",
)

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
        "fate": st.sampled_from(["kept", "kept", "kept", "waits", "retracted", "returned"]),
        "is_reviewed": st.booleans(),
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
        "review": st.sampled_from([None, "acknowledged", "returned"]),
        "amendment": st.sampled_from([None, None, "waiting", "begun"]),
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
        "cedar_joined_ago": st.sampled_from([360, 8, 7, 0]),
        "invited": st.integers(0, 2),
        "declined": st.booleans(),
        "vic_left": st.booleans(),
        "refused": st.sets(st.sampled_from(ADDRESSES)),
    }
)


def build(world: World, plan: dict[str, Any]) -> list[Commitment]:
    cedar = make_organisation("Cedar Council", now=NOW)
    make_participation(cedar, world.programme, now=NOW).joined_on = days(-plan["cedar_joined_ago"])
    take_no_part(world, invited=plan["invited"], declined=plan["declined"])
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
    if plan["vic_left"]:
        world.vic.memberships[0].ended_at = NOW
    db.session.add_all(
        RefusedAddress(address=address, refused_at=NOW, reason="No such address.")
        for address in sorted(plan["refused"])
    )
    db.session.commit()
    db.session.expire_all()
    return made


def take_no_part(world: World, *, invited: int, declined: bool) -> None:
    """Invite some who have not joined, and one who said no. None of them counts elsewhere."""
    for number in range(invited + declined):
        one = make_organisation(f"Dale {number}", now=NOW)
        one.mailbox = ADDRESSES[-1]
        left_on = TODAY if number == invited else None
        db.session.add(
            Participation(organisation=one, programme=world.programme, invited_on=days(-40), left_on=left_on)
        )


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
    db.session.flush()
    reviewed(world, commitment, plan)
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
    amended(world, commitment, plan)
    if plan["stage"] == "closed":
        commitment.close("partly_met", "Half of it.", today=TODAY)
        publish_commitment(commitment, now=NOW, today=TODAY)
    if plan["stage"] == "retracted":
        retract_commitment(commitment, "Not theirs.", now=NOW, today=TODAY)
    refresh_register_entry(commitment, now=NOW)
    db.session.flush()
    return commitment


def reviewed(world: World, commitment: Commitment, plan: dict[str, Any]) -> None:
    if plan["review"] is not None:
        decision = Decision(plan["review"])
        db.session.add(
            Review(commitment=commitment, decision=decision, reviewed_by=world.paula, reviewed_at=NOW)
        )


def amended(world: World, commitment: Commitment, plan: dict[str, Any]) -> None:
    if plan["amendment"] is not None:
        db.session.add(
            Amendment(
                commitment=commitment,
                number=1,
                state=AmendmentState(plan["amendment"]),
                answers={},
                begun_by_id=world.cora.id,
                begun_at=NOW,
            )
        )


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
    check_in.add_version(said, by=world.cora, now=NOW - timedelta(days=plan["ago"]))
    held = [row.expected for row in commitment.check_ins]
    free = [row for row in commitment.expected_check_ins if row.is_outstanding and row not in held]
    if plan["round"] is not None and plan["round"] < len(free):
        place = free[plan["round"]]
        check_in.expected, check_in.round = place, place.round
        place.reported_on = check_in.submitted_on
    db.session.flush()
    if plan["is_reviewed"]:
        review_of(check_in, Decision.ACKNOWLEDGED, reason=None, by=world.paula, now=NOW)
    if plan["fate"] in {"returned", "waits"}:
        if plan["fate"] == "returned":
            check_in.return_with_reason()
        refresh_register_entry(commitment, now=NOW)
        refresh_flags(commitment)
        return
    publish_check_in(check_in, now=NOW, today=check_in.submitted_on)
    if plan["fate"] == "retracted":
        retract_check_in(check_in, "A slip.", now=NOW, today=TODAY)
