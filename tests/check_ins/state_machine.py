"""Whatever people do, in whatever order: check-ins, reviews and rounds hold together after every step.

The product runs beside a model of plain lists (`state_model`). An example is a savepoint, undone at its end.
"""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, ClassVar

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event, func, select

from equity_tracker.check_ins.actions import correct_check_in, record_check_in
from equity_tracker.closing.actions.retractions import retract_check_in
from equity_tracker.extensions import db
from equity_tracker.model.activity import Activity, ActivityKind
from equity_tracker.model.check_in import CheckIn, CheckInVersion
from equity_tracker.model.commitment import Commitment
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.outbox import OutgoingEmail
from equity_tracker.model.permissions import OrganisationRole, Permission
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.publication import Publication
from equity_tracker.model.review import Review
from equity_tracker.model.round import ExpectedCheckIn, Round, RoundState
from equity_tracker.model.round_plan import RoundPlan
from equity_tracker.model.round_snapshot import RoundSnapshot
from equity_tracker.programmes.actions.reviews import review_check_in
from equity_tracker.programmes.actions.rounds import close_round, open_round, plan_round
from equity_tracker.programmes.queries.rounds import RoundCount, count_reported
from tests.check_ins.state_model import Place, PromiseModel, ReportModel, RoundModel, counted
from tests.conftest import NOW
from tests.support.factories.commitment import answers
from tests.support.people import World

EXAMPLES, STEPS = int(os.environ.get("STATE_MACHINE_EXAMPLES", "300")), 30
OUTLOOKS = st.sampled_from(["on_track", "at_risk", "off_track", "too_early"])
WHICH = st.integers(0, 1)
WRITTEN = {ActivityKind.CHECK_IN_RECORDED, ActivityKind.CHECK_IN_CORRECTED}
CHECK_IN, VERSION, PLACE = CheckIn.__table__, CheckInVersion.__table__, ExpectedCheckIn.__table__
COUNTED = (Activity, OutgoingEmail, Publication, Review)
Rows = Sequence[Any]


class Undone(Exception):
    """Raised where a process would die."""


class How(StrEnum):
    """How a form is sent."""

    FRESH = "fresh"
    STALE = "stale"
    TWICE = "twice"
    DIES = "dies"


HOW = st.sampled_from([How.FRESH, How.FRESH, *How])


def has_reports(machine: "CheckInsAndRounds") -> bool:
    return any(promise.reports for promise in machine.promises)


class CheckInsAndRounds(RuleBasedStateMachine):
    """Two commitments of Alder, an editor whose role comes and goes, a coordinator, a clock that jumps."""

    world: ClassVar[World]
    promised: ClassVar[list[Commitment]]

    def __init__(self) -> None:
        super().__init__()
        # Held, so that a rollback knows them all as new: ids are given again afterwards.
        self.made: list[object] = []
        event.listen(db.session, "pending_to_persistent", self.keep)
        self.example = db.session.begin_nested()
        self.now = NOW
        self.promises = [PromiseModel(), PromiseModel()]
        self.rounds: list[tuple[Round, RoundModel]] = []
        self.is_editor = self.is_tried = True
        self.approves = False

    def teardown(self) -> None:
        self.example.rollback()
        event.remove(db.session, "pending_to_persistent", self.keep)

    def keep(self, _session: object, made: object) -> None:
        self.made.append(made)

    # What the rules share

    @property
    def today(self) -> date:
        return self.now.date()

    def when(self) -> dict[str, Any]:
        return {"now": self.now, "today": self.today}

    def said(self, outlook: str) -> Any:
        return answers(outlook=outlook, next_step_on=self.today + timedelta(days=30))

    def attempt(self, act: Callable[[], object], refused: type[Exception] | None = None) -> None:
        """Act as a request does: whole, or not at all. What is refused changes nothing."""
        self.is_tried = True
        before = everything() if refused else None
        caught: Exception | None = None
        try:
            with db.session.begin_nested():
                act()
        except (Refused, Undone) as raised:
            caught = raised
        kind = None if caught is None else type(caught)
        assert kind is refused, f"{kind} and not {refused}: {caught}"
        assert before is None or everything() == before
        # Some keys hold the moment, and no two requests share one.
        self.now += timedelta(seconds=1)

    def at_the_gate(self) -> bool:
        """Whether the editor is let through now; a form opened before does not help her."""
        member = next(row for row in self.world.cora.memberships if row.ended_at is None)
        assert member.may(Permission.RECORD_CHECK_IN) is self.is_editor
        return self.is_editor

    @initialize(approves=st.booleans())
    def begin(self, *, approves: bool) -> None:
        self.approves = approves
        mode = ReviewMode.APPROVE if approves else ReviewMode.ACKNOWLEDGE
        self.promised[0].programme.review_mode = mode
        db.session.flush()

    # Reporting and correcting. A form knows what had been said when it was opened.

    @rule(which=WHICH, outlook=OUTLOOKS, how=HOW)
    def report(self, which: int, outlook: str, how: How) -> None:
        promise = self.promises[which]
        if not self.at_the_gate():
            return
        seen = len(promise.reports) - (how is How.STALE)
        refused: type[Refused] | None = Refused if promise.is_held else None
        if how is How.STALE and promise.reports:
            refused = ChangedSince
        self.send(lambda: self.record(which, outlook, max(seen, 0)), refused, how)
        if refused is None and how is not How.DIES:
            promise.report(outlook, approves=self.approves)

    def record(self, which: int, outlook: str, seen: int) -> None:
        record_check_in(
            self.promised[which], self.said(outlook), seen=seen, by=self.world.cora, **self.when()
        )

    @precondition(has_reports)
    @rule(which=WHICH, back=st.integers(0, 2), outlook=OUTLOOKS, how=HOW)
    def correct(self, which: int, back: int, outlook: str, how: How) -> None:
        report, check_in = self.pick(which, back)
        if not self.at_the_gate():
            return
        given = self.said(outlook)
        refused: type[Refused] | None = None
        if how is How.STALE:
            refused = ChangedSince
        elif given == check_in.current.answers and not report.is_back:
            refused = Refused
        seen = report.latest - (how is How.STALE)
        said: dict[str, Any] = {"reason": "Said better.", "seen": seen, "by": self.world.cora, **self.when()}
        self.send(lambda: correct_check_in(check_in, given, **said), refused, how)
        if refused is None and how is not How.DIES:
            report.say(outlook, approves=self.approves)

    def send(self, act: Callable[[], object], refused: type[Exception] | None, how: How) -> None:
        """Send a form as it was opened: once, twice, or in a process that dies before the commit."""

        def act_and_die() -> None:
            act()
            raise Undone

        if how is How.DIES:
            self.attempt(act_and_die, refused or Undone)
            return
        self.attempt(act, refused)
        if how is How.TWICE and refused is None:
            self.attempt(act, ChangedSince)

    # What coordinators decide, and what is taken back

    @precondition(has_reports)
    @rule(which=WHICH, back=st.integers(0, 2), is_accepted=st.booleans(), how=HOW)
    def review(self, which: int, back: int, *, is_accepted: bool, how: How) -> None:
        """Decide about the version that was read, which may be the latest no more."""
        report, check_in = self.pick(which, back)
        is_decided = report.decided == report.latest or report.is_back
        refused = ChangedSince if is_decided or how is How.STALE else None
        said: dict[str, Any] = {
            "is_accepted": is_accepted,
            "reason": None if is_accepted else "Please say who decides.",
            "seen": report.latest - (how is How.STALE),
            "by": self.world.paula,
            **self.when(),
        }
        self.send(lambda: review_check_in(check_in, **said), refused, how)
        if refused is None and how is not How.DIES:
            report.decide(is_accepted=is_accepted)

    @precondition(has_reports)
    @rule(which=WHICH, back=st.integers(0, 2))
    def take_back(self, which: int, back: int) -> None:
        report, check_in = self.pick(which, back)
        refused = None if report.published is not None and not report.is_retracted else Refused
        by: dict[str, Any] = {"by": self.world.ada, **self.when()}
        self.attempt(lambda: retract_check_in(check_in, "It named a patient.", **by), refused)
        if refused is None:
            report.take_back()

    def pick(self, which: int, back: int) -> tuple[ReportModel, CheckIn]:
        """Return a check-in of the commitment, counted from its last; of the other one if it has none."""
        if not self.promises[which].reports:
            which = 1 - which
        reports = self.promises[which].reports
        place = max(len(reports) - 1 - back, 0)
        return reports[place], self.promised[which].check_ins[place]

    # Rounds

    @precondition(lambda self: len(self.rounds) < 4)
    @rule(days=st.integers(1, 40))
    def open_a_round(self, days: int) -> None:
        due_on = self.today + timedelta(days=days)
        model = RoundModel(due_on, due_on + timedelta(days=14))
        plan = RoundPlan(f"Due {due_on}", self.today, due_on, model.grace_until, model.grace_until)
        programme = self.promised[0].programme
        made: list[Round] = []

        def act() -> None:
            made.append(plan_round(programme, plan, by=self.world.paula, now=self.now))
            assert open_round(made[0], by=self.world.paula, **self.when()) == len(self.promises)

        self.attempt(act)
        model.is_open = True
        self.rounds.append((made[0], model))
        for promise in self.promises:
            promise.places.append(Place(model))

    @precondition(lambda self: self.rounds)
    @rule(which=st.integers(0, 3))
    def close_a_round(self, which: int) -> None:
        """Close one, or try to: not during the days of grace, and not twice."""
        round_, model = self.rounds[which % len(self.rounds)]
        refused = None if model.is_open and self.today > model.grace_until else Refused
        self.attempt(lambda: close_round(round_, by=self.world.paula, **self.when()), refused)
        if refused is None:
            model.is_open, model.is_closed = False, True
            record = db.session.scalars(
                select(RoundSnapshot).where(RoundSnapshot.round_id == round_.id)
            ).one()
            assert (record.expected, record.reported) == counted(self.promises, model)

    # Time, and who may

    @rule(hours=st.sampled_from([-26, -1, 1, 24, 24 * 15, 24 * 45, 24 * 200]))
    def jump(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def change_her_role(self) -> None:
        """Take the editor's role away, or give it back, while forms are open."""
        member = next(row for row in self.world.cora.memberships if row.ended_at is None)
        self.is_editor = not self.is_editor
        member.role = OrganisationRole.EDITOR if self.is_editor else OrganisationRole.VIEWER
        db.session.flush()

    # What holds after every step

    @invariant()
    def it_holds_together(self) -> None:
        """Look only after something was tried: a clock that jumps stores nothing."""
        if not self.is_tried:
            return
        self.is_tried = False
        rows = stored_versions()
        self.what_is_stored_is_what_was_said(rows)
        self.each_check_in_stands_where_it_should(rows)
        self.each_version_has_one_line_in_the_log(rows)
        self.the_coordinators_page_counts_what_was_expected_and_came()

    def what_is_stored_is_what_was_said(self, rows: Rows) -> None:
        """Version by version, from 1 without a gap."""
        ids = [commitment.id for commitment in self.promised]
        assert [(ids.index(row.commitment_id), row.number, row.version, row.outlook) for row in rows] == [
            (which, number, version, outlook)
            for which, promise in enumerate(self.promises)
            for number, report in enumerate(promise.reports, start=1)
            for version, outlook in enumerate(report.versions, start=1)
        ]

    def each_check_in_stands_where_it_should(self, rows: Rows) -> None:
        """Public, waiting, returned or taken back, and not in two states at once."""
        found = {
            row.id: (row.published_version, bool(row.is_returned), row.retracted_on is not None)
            for row in rows
        }
        reports = [report for promise in self.promises for report in promise.reports]
        assert list(found.values()) == [
            (report.published, report.is_returned, report.is_retracted) for report in reports
        ]
        assert not any(published and is_retracted for published, _, is_retracted in found.values())

    def each_version_has_one_line_in_the_log(self, rows: Rows) -> None:
        lines = select(Activity.subject_id, func.count()).where(Activity.kind.in_(WRITTEN))
        logged = dict(db.session.execute(lines.group_by(Activity.subject_id)).all())
        assert logged == Counter(row.public_id for row in rows)

    def the_coordinators_page_counts_what_was_expected_and_came(self) -> None:
        if self.rounds:
            page = count_reported(self.promised[0].programme)
            assert page == {
                round_.id: RoundCount(*counted(self.promises, model)) for round_, model in self.rounds
            }
            states = [RoundState.CLOSED if model.is_closed else RoundState.OPEN for _, model in self.rounds]
            assert [round_.state for round_, _ in self.rounds] == states


def stored_versions() -> Rows:
    """Read every version past the ORM, so that nothing held in memory answers for the database."""
    state = (CHECK_IN.c.published_version, CHECK_IN.c.is_returned, CHECK_IN.c.retracted_on)
    named = (CHECK_IN.c.id, CHECK_IN.c.public_id, CHECK_IN.c.commitment_id, CHECK_IN.c.number)
    return db.session.execute(
        select(*named, *state, VERSION.c.number.label("version"), VERSION.c.outlook)
        .join(VERSION, VERSION.c.check_in_id == CHECK_IN.c.id)
        .order_by(CHECK_IN.c.commitment_id, CHECK_IN.c.number, VERSION.c.number)
    ).all()


def everything() -> list[Any]:
    """What a refusal must leave alone."""
    counts = (select(func.count()).select_from(row.__table__).scalar_subquery() for row in COUNTED)
    return [
        db.session.execute(select(*counts)).one(),
        stored_versions(),
        db.session.execute(
            select(PLACE.c.id, PLACE.c.reported_on, PLACE.c.is_missed).order_by(PLACE.c.id)
        ).all(),
    ]


def run(machine: type[CheckInsAndRounds], **more: Any) -> None:
    """Try the same examples every time, so that what fails fails again."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            **more,
        ),
    )
