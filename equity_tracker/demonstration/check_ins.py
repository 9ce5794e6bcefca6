"""The story of the check-ins: sent, published, corrected, returned and acknowledged."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from equity_tracker.demonstration.assessments import plan_assessment
from equity_tracker.demonstration.cast import Cast, record
from equity_tracker.demonstration.check_in_answers import OPTIONAL_ANSWERS, typed
from equity_tracker.demonstration.content import Row
from equity_tracker.demonstration.files import with_evidence
from equity_tracker.demonstration.timeline import Moment, Timeline, Turn
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.check_in_answers import Answers
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.look_again import refresh_flags
from equity_tracker.model.on_behalf import EnteredOnBehalf
from equity_tracker.model.people import User
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.publishing import publish_check_in
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.review import Decision, review_of
from equity_tracker.model.round import ExpectedCheckIn, Round

_PLAIN = ("delivery", "outlook", "why", "what_changed", "next_step", "next_step_on")
_OPTIONAL = ("level", "distribution", "who_has_not_benefited")
_REVIEWED = {
    Decision.ACKNOWLEDGED: ActivityKind.CHECK_IN_ACKNOWLEDGED,
    Decision.APPROVED: ActivityKind.CHECK_IN_APPROVED,
    Decision.RETURNED: ActivityKind.CHECK_IN_RETURNED,
}
_ONE_DAY = timedelta(days=1)


def plan_check_ins(cast: Cast, timeline: Timeline) -> None:
    for number, row in enumerate(cast.content.check_ins):
        _plan_version(cast, timeline, number, row["submitted_on"], partial(_send, cast, number, row))
        if "returned" in row:
            back_on, reason = row["returned"]["on"], row["returned"]["reason"]
            timeline.add(back_on, Turn.REVIEW, partial(_return, cast, number, reason))
        if "assessment" in row:
            plan_assessment(cast, timeline, number, row["assessment"])
        for correction in row.get("corrections", []):
            happening = partial(_correct, cast, number, correction)
            _plan_version(cast, timeline, number, correction["submitted_on"], happening)


def _plan_version(cast: Cast, timeline: Timeline, number: int, on: date, happening: "partial[None]") -> None:
    timeline.add(on, Turn.CHECK_IN, happening)
    if on <= _acknowledged_until(cast, number) and not _is_returned(cast, number, on):
        timeline.add(on + _ONE_DAY, Turn.REVIEW, partial(_accept, cast, number))


def _acknowledged_until(cast: Cast, number: int) -> date:
    key = cast.content.check_ins[number]["commitment"]
    slug = next(row["programme"] for row in cast.content.commitments if row["key"] == key)
    until: date = next(row["acknowledged_until"] for row in cast.content.programmes if row["slug"] == slug)
    return until


def _is_returned(cast: Cast, number: int, on: date) -> bool:
    """Say whether the version sent on this day was given back instead of accepted."""
    row = cast.content.check_ins[number]
    return "returned" in row and on == row["submitted_on"]


def _send(cast: Cast, number: int, row: Row, moment: Moment) -> None:
    commitment = cast.commitments[row["commitment"]]
    check_in = CheckIn(number=len(commitment.check_ins) + 1, submitted_on=moment.today)
    if "round" in row:
        check_in.round = cast.rounds[commitment.programme.slug, row["round"]]
        check_in.expected = _place(commitment, check_in.round)
    previous = commitment.check_ins[-1].current if commitment.check_ins else None
    commitment.check_ins.append(check_in)
    db.session.flush()
    cast.check_ins[number] = check_in
    is_entered = "on_behalf" in row
    by = cast.coordinator(commitment.programme.slug) if is_entered else _author(cast, check_in, row)
    answers = (
        _unchanged(previous)
        if row.get("nothing_changed")
        else _answers(with_evidence(row, commitment, moment, by=by), commitment)
    )
    if is_entered:
        entered = EnteredOnBehalf(**row["on_behalf"], entered_by=by)
        _add_version(check_in, answers, moment, by=by, entered=entered)
        _record(check_in, ActivityKind.CHECK_IN_ENTERED_ON_BEHALF, moment, by=by)
        return
    _add_version(check_in, answers, moment, by=by)
    _record(check_in, ActivityKind.CHECK_IN_RECORDED, moment, by=by)


def _place(commitment: Commitment, round_: Round) -> ExpectedCheckIn:
    """Return the place that the round kept for a check-in on this commitment."""
    return next(place for place in commitment.expected_check_ins if place.round is round_)


def _correct(cast: Cast, number: int, row: Row, moment: Moment) -> None:
    check_in = cast.check_ins[number]
    changes = {name: value for name, value in row.items() if name not in {"submitted_on", "by"}}
    said = ", ".join(name.replace("_", " ") for name in changes)
    by = _author(cast, check_in, row)
    changes = with_evidence(changes, check_in.commitment, moment, by=by)
    answers = replace(check_in.current.answers, **typed(changes))
    _add_version(check_in, answers, moment, by=by, note=f"Corrected: {said}.")
    _record(check_in, ActivityKind.CHECK_IN_CORRECTED, moment, by=by)


def _add_version(
    check_in: CheckIn,
    answers: Answers,
    moment: Moment,
    *,
    by: User,
    note: str | None = None,
    entered: EnteredOnBehalf | None = None,
) -> None:
    check_in.add_version(answers, by=by, now=moment.now).on_behalf = entered
    db.session.flush()
    if check_in.expected is not None and check_in.expected.reported_on is None:
        check_in.expected.reported_on = moment.today
    if check_in.commitment.programme.review_mode is ReviewMode.ACKNOWLEDGE:
        publish_check_in(check_in, now=moment.now, today=moment.today, note=note)
    else:
        refresh_register_entry(check_in.commitment, now=moment.now)
        refresh_flags(check_in.commitment)


def _author(cast: Cast, check_in: CheckIn, row: Row) -> User:
    if "by" in row:
        return cast.people[row["by"]]
    return cast.signer(check_in.commitment.organisation.slug)


def _answers(row: Row, commitment: Commitment) -> Answers:
    names = (*_PLAIN, *_OPTIONAL, *OPTIONAL_ANSWERS)
    registered: Row = {"level": commitment.level, "distribution": commitment.distribution}
    return Answers(**(registered | typed({name: row[name] for name in names if name in row})))


def _unchanged(previous: CheckInVersion | None) -> Answers:
    """Return the answers of one click: those of the check-in before. Its evidence is not shown again."""
    if previous is None:
        raise ValueError("Nothing has been said yet that could be repeated.")
    return replace(previous.answers, evidence=(), to_round=(), nothing_changed=True)


def _accept(cast: Cast, number: int, moment: Moment) -> None:
    check_in = cast.check_ins[number]
    if check_in.commitment.programme.review_mode is ReviewMode.APPROVE:
        _review(cast, check_in, moment, Decision.APPROVED)
        publish_check_in(check_in, now=moment.now, today=moment.today)
    else:
        _review(cast, check_in, moment, Decision.ACKNOWLEDGED)


def _return(cast: Cast, number: int, reason: str, moment: Moment) -> None:
    check_in = cast.check_ins[number]
    if check_in.published_version is None:  # What is public stays as it is until it is corrected.
        check_in.return_with_reason()
    _review(cast, check_in, moment, Decision.RETURNED, reason)
    refresh_register_entry(check_in.commitment, now=moment.now)
    refresh_flags(check_in.commitment)


def _review(
    cast: Cast, check_in: CheckIn, moment: Moment, decision: Decision, reason: str | None = None
) -> None:
    coordinator = cast.coordinator(check_in.commitment.programme.slug)
    review_of(check_in, decision, reason=reason, by=coordinator, now=moment.now)
    _record(check_in, _REVIEWED[decision], moment, by=coordinator)


def _record(check_in: CheckIn, kind: ActivityKind, moment: Moment, *, by: User) -> None:
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
