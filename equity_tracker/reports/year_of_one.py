"""What one commitment did in a period, read from its publications alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from equity_tracker.model.drift import drift_steps
from equity_tracker.model.publication import PublicationKind
from equity_tracker.model.report_choice import Period
from equity_tracker.model.told_answers import ToldNote, told_answers
from equity_tracker.model.told_measure import told_measures
from equity_tracker.model.told_milestone import told_milestones
from equity_tracker.model.vocabulary import CLOSE_REASONS
from equity_tracker.public.change_log import Numbered, change_log
from equity_tracker.public.over_time import Answered, rounds_answered
from equity_tracker.public.told import Told, standing
from equity_tracker.reports.annual_statement import (
    ChangedPromise,
    ClosedPromise,
    HelpAsked,
    MissedCheckIn,
    Reached,
)

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class YearOfOne:
    """One commitment in a period."""

    public_id: str
    told: Sequence[Told]
    period: Period
    marking: str = ""
    # The day on which a check-in was due that is past its due date, as the register knows it.
    owed_on: date | None = None

    @cached_property
    def promises(self) -> list[Told]:
        """Its own publications up to the end of the period, the first first."""
        rows = [row for row in standing(self.told) if row.kind is PublicationKind.COMMITMENT]
        return sorted((row for row in rows if row.happened_on <= self.period.until), key=_number)

    @property
    def says(self) -> Payload:
        return self.promises[-1].payload

    @property
    def made_on(self) -> date:
        """The day it was promised; of one that does not say, the day it was published."""
        return _day(self.promises[0].payload["made_on"]) or self.promises[0].happened_on

    @property
    def is_new(self) -> bool:
        return self.period.since is not None and self.made_on >= self.period.since

    @property
    def closed_on(self) -> date | None:
        """The day on which it was closed, if that was not after the period."""
        on = _day(self.says["closed_on"])
        return on if on is not None and on <= self.period.until else None

    @property
    def is_in_it(self) -> bool:
        """Say whether it was held at any time of the period."""
        if not self.promises or self.made_on > self.period.until:
            return False
        return self.closed_on is None or self.period.since is None or self.closed_on >= self.period.since

    @cached_property
    def all_check_ins(self) -> list[Payload]:
        """Those that stand, up to the end of the period, the first first."""
        rows = [
            row.payload
            for row in standing(self.told)
            if row.kind is PublicationKind.CHECK_IN
            and row.is_current
            and date.fromisoformat(row.payload["submitted_on"]) <= self.period.until
        ]
        return sorted(rows, key=lambda said: said["number"])

    @property
    def check_ins(self) -> list[Payload]:
        return [said for said in self.all_check_ins if self.period.holds(_day(said["submitted_on"]))]

    @property
    def latest(self) -> Payload | None:
        return self.all_check_ins[-1] if self.all_check_ins else None

    def rounds(self) -> Answered:
        """Count the rounds that asked in the period, and those that got a report, in time or late."""
        rows = [
            row
            for row in self.told
            if row.kind is PublicationKind.CHECK_IN and self.period.holds(_day(row.payload["submitted_on"]))
        ]
        missed = [row for row in self._missed() if row.payload["round"]]
        answered = rounds_answered([*rows, *missed])
        return Answered(answered.reported, answered.asked + len(self._still_owed()))

    def _missed(self) -> list[Told]:
        return [
            row
            for row in standing(self.told)
            if row.kind is PublicationKind.MISSED_CHECK_IN
            and row.is_current
            and self.period.holds(row.happened_on)
        ]

    def missed(self) -> list[MissedCheckIn]:
        rows = [
            MissedCheckIn(row.happened_on, *self._named(), row.payload["round"]) for row in self._missed()
        ]
        return rows + [MissedCheckIn(on, *self._named(), None) for on in self._still_owed()]

    def _still_owed(self) -> list[date]:
        """Return the due date of a check-in that has not come, while its round has not closed."""
        told = {row.payload.get("due_on") for row in self.told if row.kind is PublicationKind.MISSED_CHECK_IN}
        on = self.owed_on
        return [on] if on is not None and self.period.holds(on) and on.isoformat() not in told else []

    def _named(self) -> tuple[str, str]:
        return self.says["reference"], self.says["title"]

    def milestones(self) -> list[Reached]:
        return [
            Reached(step.met_on, *self._named(), f"Milestone met: {step.title}", step.slippage)
            for step in told_milestones(self.says)
            if step.met_on is not None and self.period.holds(step.met_on)
        ]

    def readings(self) -> list[Reached]:
        return [
            Reached(
                row.on,
                *self._named(),
                f"{told.name}: {row.text}",
                f"Target: {told.target.sentence}" if told.target else "No target stated",
            )
            for told in told_measures(self.says)
            for row in told.readings
            if row.on is not None and self.period.holds(row.on)
        ]

    def changes(self) -> list[ChangedPromise]:
        """Tell the changes of what was promised, each with its reason."""
        rows = [row for row in self.told if row.kind is PublicationKind.COMMITMENT]
        return [
            ChangedPromise(row.on, *self._named(), tuple(row.changes), row.reason)
            for row in change_log(sorted(rows, key=_number))
            if self.period.holds(row.on) and any(change.is_goalpost for change in row.changes)
        ]

    def closing(self) -> ClosedPromise | None:
        if self.closed_on is None:
            return None
        said = self.says.get("close_out") or {}
        return ClosedPromise(
            self.closed_on,
            *self._named(),
            CLOSE_REASONS.label(self.says["close_reason"]),
            self.says["close_note"],
            said.get("lessons"),
        )

    def help(self) -> list[HelpAsked]:
        """Tell the help that was wanted and what was asked of those above, check-in by check-in."""
        return [
            HelpAsked(date.fromisoformat(said["submitted_on"]), *self._named(), row.label, row.note or "")
            for said in self.check_ins
            for row in _asked_of_others(said)
        ]

    def evidence(self) -> list[Payload]:
        rows = [row for said in self.check_ins for row in said.get("evidence") or ()]
        if self.closed_on is not None:
            rows += (self.says.get("close_out") or {}).get("evidence") or ()
        return rows

    @property
    def first_level(self) -> str | None:
        level: str | None = self.promises[0].payload["level"]
        return level

    @property
    def confirmed_level(self) -> str | None:
        level: str | None = self.latest["level"] if self.latest else None
        return level

    @property
    def moved(self) -> int:
        """How many steps the last check-in stands above what was first promised; below nought if lower."""
        return -(drift_steps(self.first_level, self.confirmed_level) or 0)


def _asked_of_others(said: Payload) -> list[ToldNote]:
    more = told_answers(said)
    return [*more.wanted, *more.asks]


def _number(row: Numbered) -> int:
    return row.number


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
