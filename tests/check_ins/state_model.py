"""What check-ins, reviews and rounds should come to: plain lists, beside which the product is held."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Said(NamedTuple):
    """What one version says, as far as it is followed here: its outlook, and which file it names."""

    outlook: str
    file: int | None = None


class Stage(StrEnum):
    """Where a commitment is between being taken back and being public again."""

    PUBLIC = "public"
    TAKEN_BACK = "taken back"
    TAKEN_UP = "taken up"
    SUBMITTED = "submitted"


@dataclass
class RoundModel:
    """A round, and whether anything is still taken for it."""

    due_on: date
    grace_until: date
    is_open: bool = False
    is_closed: bool = False


@dataclass
class Place:
    """What a round expects of one commitment."""

    round: RoundModel
    is_reported: bool = False
    is_settled: bool = False


@dataclass
class ReportModel:
    """A check-in: what each version said, which of them is public, and where it stands."""

    place: Place | None
    versions: list[Said] = field(default_factory=list)
    published: int | None = None
    is_returned: bool = False
    is_retracted: bool = False
    decided: int = 0

    @property
    def latest(self) -> int:
        return len(self.versions)

    @property
    def is_back(self) -> bool:
        return self.is_returned or self.is_retracted

    def say(self, said: Said, *, approves: bool) -> None:
        """Append a version. It is public at once, unless the coordinator approves first."""
        self.versions.append(said)
        self.is_returned = self.is_retracted = False
        if not approves:
            self.published = self.latest
        if self.place is not None:
            self.place.is_reported = True

    def decide(self, *, is_accepted: bool) -> None:
        """Note a decision about the latest version. What is public stays so, whichever it is."""
        self.decided = self.latest
        if self.published == self.latest:
            return
        if is_accepted:
            self.published = self.latest
        else:
            self._give_back()

    def _give_back(self) -> None:
        """Return the version that waits. The place is free again unless an earlier version is public."""
        self.is_returned = True
        if self.published is None and self.place is not None:
            self.place.is_reported = False

    def take_back(self) -> None:
        self.is_retracted, self.published = True, None
        if self.place is not None:
            self.place.is_reported = False


@dataclass
class PromiseModel:
    """A commitment with what was reported on it, and what rounds expect of it."""

    reports: list[ReportModel] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    stage: Stage = Stage.PUBLIC
    # How often it went each step.
    steps: Counter[Stage] = field(default_factory=Counter)

    @property
    def is_public(self) -> bool:
        return self.stage is Stage.PUBLIC

    @property
    def asked(self) -> Place | None:
        """The earliest place in an open round that nobody has taken."""
        free = [
            place
            for place in self.places
            if place.round.is_open and not (place.is_reported or place.is_settled)
        ]
        return min(free, key=lambda place: place.round.due_on, default=None)

    @property
    def is_held(self) -> bool:
        """Whether a report that came back holds that place: it is corrected, and no other is made."""
        asked = self.asked
        return asked is not None and any(row.is_back and row.place is asked for row in self.reports)

    def report(self, said: Said, *, approves: bool) -> None:
        row = ReportModel(self.asked)
        row.say(said, approves=approves)
        self.reports.append(row)

    def go(self, stage: Stage) -> None:
        self.stage = stage
        self.steps[stage] += 1

    def archive(self) -> None:
        """Take it back with all that was told about it. Rounds that are not over ask for it no longer."""
        self.go(Stage.TAKEN_BACK)
        for report in self.reports:
            report.take_back()
        for place in self.places:
            place.is_settled = place.is_settled or not place.round.is_closed

    def restore(self, *, approves: bool) -> None:
        """Go one step on the way back: what was told about it stays taken back until it is told again."""
        if self.stage is Stage.TAKEN_BACK:
            self.go(Stage.TAKEN_UP)
        elif self.stage is Stage.TAKEN_UP:
            self.go(Stage.SUBMITTED)
            if not approves:
                self.go(Stage.PUBLIC)
        else:
            self.go(Stage.PUBLIC)


def counted(promises: list[PromiseModel], round_: RoundModel) -> tuple[int, int]:
    """Count what a round expected and what came. What was settled and came all the same counts."""
    places = [place for promise in promises for place in promise.places if place.round is round_]
    asked = [place for place in places if place.is_reported or not place.is_settled]
    return len(asked), sum(place.is_reported for place in asked)
