"""How commitments of the story end: closed, answered by both sides, asked about again, or taken back."""

from functools import partial
from typing import Any

from equity_tracker.demonstration.cast import Cast, record_on
from equity_tracker.demonstration.content import Row
from equity_tracker.demonstration.timeline import Moment, Timeline, Turn
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.check_in_answers import EvidenceLink
from equity_tracker.model.close_out import Details
from equity_tracker.model.coordinator_assessment import assess_close_out, reply_to_assessment
from equity_tracker.model.four_answers import QUESTIONS, OneAnswer
from equity_tracker.model.handover import HandoverDecision
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.publishing import publish_assessment, publish_commitment, publish_still_in_place
from equity_tracker.model.retracting import retract_commitment
from equity_tracker.model.still_in_place import answer_still_in_place

_DETAILS = ("lessons", "new_home", "worked_as_described", "how_it_worked")


def plan_ending(cast: Cast, timeline: Timeline, row: Row) -> None:
    for name, turn, happening in (
        ("taken_on", Turn.COMMITMENT, _answer_for),
        ("closing", Turn.CLOSING, _close),
        ("assessment", Turn.REVIEW, _assess),
        ("reply", Turn.CLOSING, _reply),
        ("still_in_place", Turn.CLOSING, _still_in_place),
        ("retracted", Turn.CLOSING, _retract),
    ):
        if name in row:
            timeline.add(row[name]["on"], turn, partial(happening, cast, row))


def _answer_for(cast: Cast, row: Row, moment: Moment) -> None:
    """Say whether the organisation that it came to takes it on."""
    commitment, said = cast.commitments[row["key"]], row["taken_on"]
    by = cast.approver(commitment.organisation.slug)
    decision = HandoverDecision(said["decision"])
    if decision is not HandoverDecision.DECLINED:
        # The new board keeps the post.
        owner = row["owner"]
        commitment.name_owner(OwnerRole.OWNER, owner["job_title"], owner.get("name"), today=moment.today)
    commitment.handovers[-1].decide(decision, reason=said.get("reason"), by=by, today=moment.today)
    db.session.flush()
    publish_commitment(commitment, now=moment.now, today=moment.today)
    record_on(ActivityKind.HANDOVER_DECIDED, moment, commitment, by=by)


def _close(cast: Cast, row: Row, moment: Moment) -> None:
    commitment, closing = cast.commitments[row["key"]], row["closing"]
    by = cast.approver(commitment.organisation.slug)
    details = Details(
        **{name: closing.get(name) for name in _DETAILS},
        four=_four(closing),
        evidence=tuple(EvidenceLink(**link) for link in closing.get("evidence", ())),
    )
    commitment.close(closing["reason"], closing["note"], details=details, by=by, today=moment.today)
    db.session.flush()
    publish_commitment(commitment, now=moment.now, today=moment.today)
    record_on(ActivityKind.COMMITMENT_CLOSED, moment, commitment, by=by)


def _assess(cast: Cast, row: Row, moment: Moment) -> None:
    commitment, said = cast.commitments[row["key"]], row["assessment"]
    by = cast.coordinator(row["programme"])
    assess_close_out(commitment, _four(said), said["reason"], by=by, today=moment.today)
    db.session.flush()
    publish_assessment(commitment, now=moment.now, today=moment.today)
    record_on(ActivityKind.CLOSE_OUT_ASSESSED, moment, commitment, by=by)


def _reply(cast: Cast, row: Row, moment: Moment) -> None:
    commitment = cast.commitments[row["key"]]
    by = cast.approver(commitment.organisation.slug)
    reply_to_assessment(commitment, row["reply"]["words"], by=by, today=moment.today)
    db.session.flush()
    publish_assessment(commitment, now=moment.now, today=moment.today)
    record_on(ActivityKind.ASSESSMENT_REPLIED, moment, commitment, by=by)


def _still_in_place(cast: Cast, row: Row, moment: Moment) -> None:
    commitment, said = cast.commitments[row["key"]], row["still_in_place"]
    by = cast.signer(commitment.organisation.slug)
    answer_still_in_place(
        commitment, said["answer"], note=said["note"], url=said.get("url"), by=by, today=moment.today
    )
    db.session.flush()
    publish_still_in_place(commitment, now=moment.now, today=moment.today)
    record_on(ActivityKind.STILL_IN_PLACE_ANSWERED, moment, commitment, by=by)


def _retract(cast: Cast, row: Row, moment: Moment) -> None:
    commitment = cast.commitments[row["key"]]
    by = cast.approver(commitment.organisation.slug)
    retract_commitment(commitment, row["retracted"]["reason"], now=moment.now, today=moment.today)
    record_on(ActivityKind.COMMITMENT_RETRACTED, moment, commitment, by=by)


def _four(said: dict[str, Any]) -> dict[str, OneAnswer]:
    return {name: OneAnswer(said[name], said.get(f"{name}_because")) for name in QUESTIONS if name in said}
