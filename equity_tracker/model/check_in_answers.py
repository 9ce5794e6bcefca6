"""What a check-in says, as a person gives it: before it is stored, and read back to be said again."""

from dataclasses import dataclass
from datetime import date

from equity_tracker.model.check_in_ask import Ask
from equity_tracker.model.check_in_help import HelpNote
from equity_tracker.model.check_in_theme import ThemeNote
from equity_tracker.model.reported_elsewhere import ReportedElsewhere
from equity_tracker.model.round_question import AnswerToRound


@dataclass(frozen=True)
class EvidenceLink:
    """One piece of evidence as a person gives it: a link, or a file at its address here."""

    title: str
    url: str
    kind: str = "document"
    strength: str = "document"
    is_public: bool = True
    file_id: int | None = None


@dataclass(frozen=True)
class Answers:
    """What a check-in says. The first seven are required unless nothing has changed."""

    delivery: str
    outlook: str
    why: str
    what_changed: str
    level: str
    distribution: str
    next_step: str
    next_step_on: date | None
    who_has_not_benefited: str | None = None
    themes: tuple[ThemeNote, ...] = ()
    help: tuple[HelpNote, ...] = ()
    asks: tuple[Ask, ...] = ()
    # Who really decided, where the commitment claims that the community does.
    decision_power: str | None = None
    reported_elsewhere: ReportedElsewhere | None = None
    evidence: tuple[EvidenceLink, ...] = ()
    to_round: tuple[AnswerToRound, ...] = ()
    nothing_changed: bool = False

    @property
    def private_notes(self) -> int:
        """Count what is said to the organisation and the coordinators only."""
        themes = sum(row.is_private and row.note is not None for row in self.themes)
        return themes + sum(row.is_private for row in self.help) + sum(row.is_private for row in self.asks)
