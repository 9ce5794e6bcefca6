"""What check-ins, reviews and rounds should come to: plain lists, beside which the product is held."""

from dataclasses import dataclass, field
from datetime import date


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


@dataclass
class ReportModel:
    """A check-in: what each version said, which of them is public, and where it stands."""

    place: Place | None
    versions: list[str] = field(default_factory=list)
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

    def say(self, outlook: str, *, approves: bool) -> None:
        """Append a version. It is public at once, unless the coordinator approves first."""
        self.versions.append(outlook)
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

    @property
    def asked(self) -> Place | None:
        """The earliest place in an open round that nobody has taken."""
        free = [place for place in self.places if place.round.is_open and not place.is_reported]
        return min(free, key=lambda place: place.round.due_on, default=None)

    @property
    def is_held(self) -> bool:
        """Whether a report that came back holds that place: it is corrected, and no other is made."""
        asked = self.asked
        return asked is not None and any(row.is_back and row.place is asked for row in self.reports)

    def report(self, outlook: str, *, approves: bool) -> None:
        row = ReportModel(self.asked)
        row.say(outlook, approves=approves)
        self.reports.append(row)


def counted(promises: list[PromiseModel], round_: RoundModel) -> tuple[int, int]:
    """Count what a round expected and what came."""
    places = [place for promise in promises for place in promise.places if place.round is round_]
    return len(places), sum(place.is_reported for place in places)
