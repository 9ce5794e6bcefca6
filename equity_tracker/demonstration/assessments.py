"""How coordinators of the story judge check-ins beside their organisations, and what those reply."""

from functools import partial

from equity_tracker.demonstration.cast import Cast, record
from equity_tracker.demonstration.content import Row
from equity_tracker.demonstration.timeline import Moment, Timeline, Turn
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.check_in_assessment import assess_check_in, reply_to_check_in_assessment
from equity_tracker.model.people import User
from equity_tracker.model.publishing import publish_check_in_assessment


def plan_assessment(cast: Cast, timeline: Timeline, number: int, said: Row) -> None:
    timeline.add(said["on"], Turn.CLOSING, partial(_assess, cast, number, said))
    if "reply" in said:
        timeline.add(said["reply"]["on"], Turn.CLOSING, partial(_reply, cast, number, said["reply"]["words"]))


def _assess(cast: Cast, number: int, said: Row, moment: Moment) -> None:
    check_in = cast.check_ins[number]
    by = cast.coordinator(check_in.commitment.programme.slug)
    answers = {name: said[name] for name in ("delivery", "outlook", "reason")}
    assessment = assess_check_in(check_in, **answers, by=by, today=moment.today)
    db.session.flush()
    publish_check_in_assessment(assessment, now=moment.now, today=moment.today)
    _record(ActivityKind.CHECK_IN_ASSESSED, check_in, moment, by=by)


def _reply(cast: Cast, number: int, words: str, moment: Moment) -> None:
    check_in = cast.check_ins[number]
    by = cast.approver(check_in.commitment.organisation.slug)
    reply = reply_to_check_in_assessment(check_in, words, by=by, today=moment.today)
    db.session.flush()
    publish_check_in_assessment(reply.assessment, now=moment.now, today=moment.today)
    _record(ActivityKind.CHECK_IN_ASSESSMENT_REPLIED, check_in, moment, by=by)


def _record(kind: ActivityKind, check_in: CheckIn, moment: Moment, *, by: User) -> None:
    commitment = check_in.commitment
    record(
        kind,
        moment,
        by=by,
        subject=check_in,
        name=f"Check-in {check_in.number}: {commitment.display_title}"[:200],
        organisation=commitment.organisation,
        programme=commitment.programme,
    )
