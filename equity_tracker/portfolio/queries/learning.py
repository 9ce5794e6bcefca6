"""What the latest check-ins of a programme teach: each list as one dataclass, for page, file and paper."""

from equity_tracker.model.programme import Programme
from equity_tracker.portfolio.asks import Asks, asks_of
from equity_tracker.portfolio.matches import Match, matches_of
from equity_tracker.portfolio.queries.said import count_latest, list_asks, list_help, list_themes
from equity_tracker.portfolio.themes import Themes, themes_of


def get_themes(programme: Programme) -> Themes:
    """Count what helps and what hinders."""
    return themes_of(list_themes(programme), check_ins=count_latest(programme))


def get_asks(programme: Programme) -> Asks:
    """Gather what must change above the organisations."""
    return asks_of(list_asks(programme), check_ins=count_latest(programme))


def list_matches(programme: Programme) -> tuple[Match, ...]:
    """Put together who could help whom, by theme."""
    return matches_of(list_themes(programme), list_help(programme))


def count_private_notes(programme: Programme) -> int:
    """Count what the latest check-ins say in private: notes on themes, help and asks."""
    return (
        sum(row.has_private_note for row in list_themes(programme))
        + sum(row.is_private for row in list_help(programme))
        + sum(row.is_private for row in list_asks(programme))
    )
