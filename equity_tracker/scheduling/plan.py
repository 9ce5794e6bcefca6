"""What a coordinator sets: on which days a report comes, which edition, and whom it goes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from equity_tracker.model.people import User
from equity_tracker.model.report import Edition
from equity_tracker.model.report_rule import DateRule


@dataclass(frozen=True)
class Plan:
    """A schedule as it was filled in."""

    rule: DateRule
    edition: Edition
    people: Sequence[User]
    # Each with the forms under which it may be known to have stopped.
    addresses: Mapping[str, Sequence[str]] = field(default_factory=dict)
