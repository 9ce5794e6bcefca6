"""What the latest check-ins say, row by row, and whose words they are. Counting is in `themes` and so on."""

from dataclasses import dataclass
from datetime import date

from equity_tracker.model.check_in_help import OFFERED, WANTED
from equity_tracker.model.check_in_theme import BOTH, HELPING, HINDERING
from equity_tracker.model.told_answers import theme_label
from equity_tracker.model.vocabulary import THEME_DIRECTIONS


@dataclass(frozen=True)
class Source:
    """The check-in that says it: the latest one of its commitment, as last corrected."""

    organisation: str
    organisation_slug: str
    sort_name: str
    commitment: str
    commitment_id: str
    check_in_id: str
    domain: str | None
    said_on: date
    is_closed: bool

    @property
    def place(self) -> tuple[str, str, str]:
        """Where it stands in a list: by organisation, then commitment. Never by a count."""
        return self.sort_name, self.commitment.casefold(), self.check_in_id


@dataclass(frozen=True)
class ThemeSaid:
    """A theme that helped, hindered or did both. What can be private of it is the note."""

    source: Source
    theme: str
    direction: str
    note: str | None
    is_private: bool

    @property
    def label(self) -> str:
        return theme_label(self.theme)

    @property
    def direction_label(self) -> str:
        return THEME_DIRECTIONS.label(self.direction)

    @property
    def helps(self) -> bool:
        return self.direction in {HELPING, BOTH}

    @property
    def hinders(self) -> bool:
        return self.direction in {HINDERING, BOTH}

    @property
    def has_private_note(self) -> bool:
        return self.is_private and self.note is not None


@dataclass(frozen=True)
class HelpSaid:
    """Help wanted or offered. When it is private, nobody but the coordinators may know of it."""

    source: Source
    theme: str
    way: str
    note: str
    is_private: bool

    @property
    def is_wanted(self) -> bool:
        return self.way == WANTED

    @property
    def is_offered(self) -> bool:
        return self.way == OFFERED


@dataclass(frozen=True)
class AskSaid:
    """What must change above an organisation. When it is private, it is for the coordinators alone."""

    source: Source
    addressee: str
    what: str
    is_private: bool
