"""The story of what was changed after publication: sent, approved or acknowledged, or still waiting."""

from datetime import timedelta
from functools import partial

from equity_tracker.demonstration.cast import Cast, record_on
from equity_tracker.demonstration.content import Row
from equity_tracker.demonstration.timeline import Moment, Timeline, Turn
from equity_tracker.extensions import db
from equity_tracker.model import amending
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.amendment import waiting_amendment
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.review import Decision, Review


def plan_amendments(cast: Cast, timeline: Timeline) -> None:
    modes = {programme["slug"]: programme["review_mode"] for programme in cast.content.programmes}
    programmes = {row["key"]: row["programme"] for row in cast.content.commitments}
    for row in cast.content.amendments:
        timeline.add(row["on"], Turn.COMMITMENT, partial(_send, cast, row))
        if modes[programmes[row["commitment"]]] == "approve" and not row.get("waits"):
            timeline.add(row["on"] + timedelta(days=1), Turn.REVIEW, partial(_approve, cast, row))
        elif "acknowledged_on" in row:
            timeline.add(row["acknowledged_on"], Turn.REVIEW, partial(_acknowledge, cast, row))


def _send(cast: Cast, row: Row, moment: Moment) -> None:
    commitment, answers = cast.commitments[row["commitment"]], row["answers"]
    by = cast.signer(commitment.organisation.slug)
    seen = amending.version_of(commitment, tuple(answers))
    amending.amend(commitment, answers, seen=seen, by=by, now=moment.now)
    amendment = amending.send_amendment(
        commitment,
        reason=row["reason"],
        as_statement_of_intent=commitment.is_statement_of_intent,
        seen=amending.version_of(commitment),
        by=by,
        now=moment.now,
        today=moment.today,
    )
    db.session.flush()
    kind = ActivityKind.AMENDMENT_SENT if amendment.is_waiting else ActivityKind.COMMITMENT_AMENDED
    record_on(kind, moment, commitment, by=by)


def _approve(cast: Cast, row: Row, moment: Moment) -> None:
    commitment = cast.commitments[row["commitment"]]
    amendment = waiting_amendment(commitment)
    if amendment is None:
        raise LookupError(f"no change waits at {row['commitment']}")
    amending.approve_amendment(amendment, now=moment.now, today=moment.today)
    by = cast.coordinator(commitment.programme.slug)
    commitment.reviews.append(
        Review(
            amendment_number=amendment.number,
            decision=Decision.APPROVED,
            reviewed_by=by,
            reviewed_at=moment.now,
        )
    )
    record_on(ActivityKind.AMENDMENT_APPROVED, moment, commitment, by=by)


def _acknowledge(cast: Cast, row: Row, moment: Moment) -> None:
    commitment: Commitment = cast.commitments[row["commitment"]]
    by = cast.coordinator(commitment.programme.slug)
    commitment.reviews.append(Review(decision=Decision.ACKNOWLEDGED, reviewed_by=by, reviewed_at=moment.now))
    record_on(ActivityKind.COMMITMENT_ACKNOWLEDGED, moment, commitment, by=by)
