"""Whatever people do, in whatever order: check-ins, reviews and rounds hold together after every step.

The product runs beside a model of plain lists (`state_model`). An example is a savepoint, undone at its end.
Files are attached and detached by what a version names; a correction that says what an earlier version said
reverts to it; a commitment that is taken back with all that was told about it, and up again, is archived and
restored.
"""

import os
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from typing import Any, ClassVar

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event, select

from equity_tracker.check_ins.actions import correct_check_in, record_check_in
from equity_tracker.closing.actions.retractions import retract_check_in, retract_commitment, take_up_again
from equity_tracker.commitments.actions.drafts import submit_commitment
from equity_tracker.extensions import db
from equity_tracker.model.check_in import CheckIn
from equity_tracker.model.errors import ChangedSince, Refused
from equity_tracker.model.permissions import OrganisationRole, Permission
from equity_tracker.model.programme import ReviewMode
from equity_tracker.model.review import review_version
from equity_tracker.model.round import Round
from equity_tracker.model.round_plan import RoundPlan
from equity_tracker.model.round_snapshot import RoundSnapshot
from equity_tracker.programmes.actions.reviews import review_check_in, review_commitment
from equity_tracker.programmes.actions.rounds import close_round, open_round, plan_round
from tests.check_ins.state_checks import HoldsTogether
from tests.check_ins.state_model import Place, PromiseModel, ReportModel, RoundModel, Said, Stage, counted
from tests.check_ins.state_reading import everything
from tests.conftest import NOW
from tests.support.factories.commitment import answers
from tests.support.factories.file import as_evidence
from tests.support.people import World

EXAMPLES, STEPS = int(os.environ.get("STATE_MACHINE_EXAMPLES", "300")), 30
OUTLOOKS = st.sampled_from(["on_track", "at_risk", "off_track", "too_early"])
WHICH = st.integers(0, 1)
# No file, one that is for everybody, one that is not.
SAID = st.builds(Said, OUTLOOKS, st.sampled_from([None, 0, 1]))


class Undone(Exception):
    """Raised where a process would die."""


class How(StrEnum):
    """How a form is sent."""

    FRESH = "fresh"
    STALE = "stale"
    TWICE = "twice"
    DIES = "dies"


HOW = st.sampled_from([How.FRESH, How.FRESH, *How])
IN_ONE_GO = st.sampled_from([How.FRESH, How.DIES])


def has_reports(machine: "CheckInsAndRounds") -> bool:
    return any(promise.reports for promise in machine.promises)


def has_archived(machine: "CheckInsAndRounds") -> bool:
    return not all(promise.is_public for promise in machine.promises)


class CheckInsAndRounds(HoldsTogether):
    """Two commitments of Alder, an editor whose role comes and goes, a coordinator, a clock that jumps."""

    world: ClassVar[World]

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
        self.to_archive = 0
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

    def said(self, which: int, said: Said) -> Any:
        named = () if said.file is None else (self.file(which, said.file),)
        next_step_on = self.today + timedelta(days=30)
        return answers(outlook=said.outlook, next_step_on=next_step_on, evidence=named)

    def file(self, which: int, place: int) -> Any:
        return as_evidence(self.files[which][place], is_public=place == 0)

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

    @initialize(approves=st.booleans(), to_archive=st.sampled_from([0, 0, 1]))
    def begin(self, *, approves: bool, to_archive: int) -> None:
        """Archive once in one example of three: it costs as much as all else together."""
        self.approves, self.to_archive = approves, to_archive
        mode = ReviewMode.APPROVE if approves else ReviewMode.ACKNOWLEDGE
        self.promised[0].programme.review_mode = mode
        db.session.flush()

    # Reporting and correcting. A form knows what had been said when it was opened.

    @rule(which=WHICH, said=SAID, how=HOW)
    def report(self, which: int, said: Said, how: How) -> None:
        promise = self.promises[which]
        if not self.at_the_gate():
            return
        seen = len(promise.reports) - (how is How.STALE)
        refused: type[Refused] | None = Refused if promise.is_held or not promise.is_public else None
        if how is How.STALE and promise.reports:
            refused = ChangedSince
        self.send(lambda: self.record(which, said, max(seen, 0)), refused, how)
        if refused is None and how is not How.DIES:
            promise.report(said, approves=self.approves)

    def record(self, which: int, said: Said, seen: int) -> None:
        given = self.said(which, said)
        record_check_in(self.promised[which], given, seen=seen, by=self.world.cora, **self.when())

    @precondition(has_reports)
    @rule(which=WHICH, back=st.integers(0, 2), said=SAID, how=HOW)
    def correct(self, which: int, back: int, said: Said, how: How) -> None:
        which = self.reported(which)
        report, check_in = self.pick(which, back)
        if not self.at_the_gate():
            return
        given = self.said(which, said)
        refused: type[Refused] | None = None
        if how is How.STALE:
            refused = ChangedSince
        elif not self.promises[which].is_public or (given == check_in.current.answers and not report.is_back):
            refused = Refused
        seen = report.latest - (how is How.STALE)
        more: dict[str, Any] = {"reason": "Said better.", "seen": seen, "by": self.world.cora, **self.when()}
        self.send(lambda: correct_check_in(check_in, given, **more), refused, how)
        if refused is None and how is not How.DIES:
            report.say(said, approves=self.approves)

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
        which = self.reported(which)
        reports = self.promises[which].reports
        place = max(len(reports) - 1 - back, 0)
        return reports[place], self.promised[which].check_ins[place]

    def reported(self, which: int) -> int:
        return which if self.promises[which].reports else 1 - which

    # A commitment that is taken back with all that was told about it, and comes again step by step

    @precondition(lambda self: self.to_archive and has_reports(self))
    @rule(which=WHICH, how=IN_ONE_GO)
    def archive(self, which: int, how: How) -> None:
        promise, commitment = self.promises[which], self.promised[which]
        refused = None if promise.is_public else Refused
        by: dict[str, Any] = {"by": self.world.ada, **self.when()}
        self.send(lambda: retract_commitment(commitment, "Not ours.", **by), refused, how)
        if refused is None and how is not How.DIES:
            promise.archive()
            self.to_archive -= 1

    @precondition(has_archived)
    @rule(which=WHICH, steps=st.sampled_from([1, 3]), how=IN_ONE_GO)
    def restore(self, which: int, steps: int, how: How) -> None:
        """Take it up, submit it and, where the coordinator approves first, have it approved."""
        if self.promises[which].is_public:
            which = 1 - which
        promise = self.promises[which]
        for _ in range(steps):
            if promise.is_public:
                return
            self.send(partial(self.go_on, which, promise.stage), None, how)
            if how is How.DIES:
                return
            promise.restore(approves=self.approves)

    def go_on(self, which: int, stage: Stage) -> None:
        commitment, ada = self.promised[which], self.world.ada
        if stage is Stage.TAKEN_BACK:
            take_up_again(commitment, by=ada, now=self.now)
        elif stage is Stage.TAKEN_UP:
            seen: dict[str, Any] = {"as_statement_of_intent": False, "version": commitment.version}
            submit_commitment(commitment, **seen, by=ada, **self.when())
        else:
            decided: dict[str, Any] = {"is_accepted": True, "reason": None, "by": self.world.paula}
            review_commitment(commitment, **decided, seen=review_version(commitment), **self.when())

    # Rounds

    @precondition(lambda self: len(self.rounds) < 4)
    @rule(days=st.integers(1, 40))
    def open_a_round(self, days: int) -> None:
        due_on = self.today + timedelta(days=days)
        model = RoundModel(due_on, due_on + timedelta(days=14))
        name = f"Round {len(self.rounds) + 1}"
        plan = RoundPlan(name, self.today, due_on, model.grace_until, model.grace_until)
        programme = self.promised[0].programme
        made: list[Round] = []
        asked = [promise for promise in self.promises if promise.is_public]

        def act() -> None:
            made.append(plan_round(programme, plan, by=self.world.paula, now=self.now))
            assert open_round(made[0], by=self.world.paula, **self.when()) == len(asked)

        self.attempt(act)
        model.is_open = True
        self.rounds.append((made[0], model))
        for promise in asked:
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


def run(machine: type[CheckInsAndRounds], **more: Any) -> None:
    """Try the same examples every time, so that what fails fails again."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            stateful_step_count=STEPS,
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            **more,
        ),
    )
