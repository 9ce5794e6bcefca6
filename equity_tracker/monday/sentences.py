"""What there is to look at, in a sentence: what is not kept as one. Facts and no blame."""

from typing import Any

from equity_tracker.model.dates import long_date
from equity_tracker.model.flags import FlagKind
from equity_tracker.model.vocabulary import DECISION_POWERS, LEVELS

KIND_LABELS = {
    FlagKind.RECYCLED: "Almost the same text as before",
    FlagKind.CONTRADICTION: "Complete, with no evidence yet",
    FlagKind.LESS_POWER: "Shows less community power than it says",
    FlagKind.MOVED_AWAY: "A measure further from its target",
    FlagKind.STALE: "No update for a long time",
    FlagKind.READ_DIFFERENTLY: "Read differently by organisation and partner",
}
KIND_HINTS = {
    FlagKind.RECYCLED: "The same words can be right twice. Read both, and ask what is new.",
    FlagKind.CONTRADICTION: "Perhaps the evidence is only not linked yet.",
    FlagKind.LESS_POWER: "What is shown may lag behind what was agreed.",
    FlagKind.MOVED_AWAY: "Figures go up and down; the organisation may know why.",
    FlagKind.STALE: "The last outlook is no longer shown as current.",
    FlagKind.READ_DIFFERENTLY: "The level of action, or who decides. Neither is wrong for that; it may be"
    " worth a conversation.",
}
MOVE_LABELS = {
    FlagKind.DRIFTED: "Drifted",
    FlagKind.NARROWED: "Narrowed",
    FlagKind.DEEPENED: "Deepened",
}
MOVE_HINTS = {
    FlagKind.DRIFTED: "Confirmed at a lower level of action than first published: nearer to individuals.",
    FlagKind.NARROWED: "First for all, with more where need is greater; now for chosen places or groups.",
    FlagKind.DEEPENED: "Confirmed at a higher level than first published: nearer to causes.",
}


def stale(row: Any) -> str:  # noqa: ANN401 - a database row, by name
    if row.last_reported_on is None:
        return f"No check-in since it was published on {long_date(row.on)}." if row.on else "No check-in yet."
    return f"No update since {long_date(row.last_reported_on)}."


def read_differently(row: Any) -> str:  # noqa: ANN401 - a database row, by name
    """Say who reads what how. What one of the two has not said is no difference."""
    said = [
        f"{what} as “{terms.label(theirs)}”, {row.name} as “{terms.label(ours)}”"
        for what, terms, theirs, ours in (
            ("the level of action", LEVELS, row.read_level, row.level),
            ("who decides", DECISION_POWERS, row.read_power, row.decision_power),
        )
        if theirs and ours and theirs != ours
    ]
    return f"{row.reader} reads {'; and '.join(said)}."
