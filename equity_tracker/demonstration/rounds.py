"""The story of the rounds: planned with the programme, opened, and closed on whoever did not report."""

from functools import partial

from equity_tracker.demonstration.cast import Cast, record
from equity_tracker.demonstration.content import Row
from equity_tracker.demonstration.timeline import Moment, Timeline, Turn
from equity_tracker.extensions import db
from equity_tracker.model.activity import ActivityKind
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.publishing import (
    publish_missed_check_in,
    publish_round,
)
from equity_tracker.model.registering import refresh_register_entry
from equity_tracker.model.round import ExpectedCheckIn, Round, RoundState
from equity_tracker.model.round_plan import RoundPlan
from equity_tracker.model.round_question import QuestionKind, RoundQuestion
from equity_tracker.model.round_snapshot import take_snapshot

_BESIDE_THE_PLAN = {"number", "state", "questions"}


def plan_rounds(cast: Cast, timeline: Timeline) -> None:
    for programme in cast.content.programmes:
        for row in programme["rounds"]:
            key = (programme["slug"], row["number"])
            timeline.add(programme["created_on"], Turn.ROUND_OPENS, partial(_plan, cast, key, row))
            if row["state"] != "planned":
                timeline.add(row["opens_on"], Turn.ROUND_OPENS, partial(_open, cast, key))
            if row["state"] == "closed":
                timeline.add(row["closes_on"], Turn.ROUND_CLOSES, partial(_close, cast, key))


def _plan(cast: Cast, key: tuple[str, int], row: Row, moment: Moment) -> None:
    plan = RoundPlan(**{name: value for name, value in row.items() if name not in _BESIDE_THE_PLAN})
    round_ = Round(programme=cast.programmes[key[0]], number=row["number"], state=RoundState.PLANNED)
    round_.follow(plan)
    questions = [_question(question) for question in row.get("questions", ())]
    round_.programme_id = round_.programme.id
    round_.check_questions(questions)
    round_.questions = questions
    db.session.add(round_)
    db.session.flush()
    cast.rounds[key] = round_
    _record(cast, key, ActivityKind.ROUND_PLANNED, moment)


def _question(row: Row) -> RoundQuestion:
    values: Row = {"choices": [], "is_required": False, "is_public": False} | row
    return RoundQuestion(**values | {"kind": QuestionKind(row["kind"])})


def _open(cast: Cast, key: tuple[str, int], moment: Moment) -> None:
    commitments = [row for row in cast.commitments_in(key[0]) if _takes_part(cast, row)]
    db.session.add_all(cast.rounds[key].open(commitments, now=moment.now))
    for commitment in commitments:
        refresh_register_entry(commitment, now=moment.now)
    _record(cast, key, ActivityKind.ROUND_OPENED, moment)


def _takes_part(cast: Cast, commitment: Commitment) -> bool:
    """Say whether its organisation has not left: nobody who has is asked."""
    return cast.participations[commitment.organisation.slug, commitment.programme.slug].left_on is None


def _close(cast: Cast, key: tuple[str, int], moment: Moment) -> None:
    round_ = cast.rounds[key]
    expected = _expected(cast, key)
    for row in round_.close(expected, now=moment.now):
        publish_missed_check_in(row, now=moment.now)
    snapshot = take_snapshot(round_, _places(cast, key), now=moment.now, today=moment.today)
    db.session.add_all([snapshot, publish_round(round_, snapshot, now=moment.now, today=moment.today)])
    for commitment in cast.commitments_in(key[0]):
        refresh_register_entry(commitment, now=moment.now)
    _record(cast, key, ActivityKind.ROUND_CLOSED, moment)


def _expected(cast: Cast, key: tuple[str, int]) -> list[ExpectedCheckIn]:
    return [row for row in _places(cast, key) if row.settled_on is None or row.reported_on is not None]


def _places(cast: Cast, key: tuple[str, int]) -> list[ExpectedCheckIn]:
    return [
        row
        for commitment in cast.commitments_in(key[0])
        for row in commitment.expected_check_ins
        if row.round is cast.rounds[key]
    ]


def _record(cast: Cast, key: tuple[str, int], kind: ActivityKind, moment: Moment) -> None:
    programme, round_ = cast.programmes[key[0]], cast.rounds[key]
    record(kind, moment, by=cast.coordinator(key[0]), subject=round_, name=round_.name, programme=programme)
