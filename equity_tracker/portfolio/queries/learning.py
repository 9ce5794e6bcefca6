"""What the latest check-ins of a programme teach: each list as one dataclass, for page, file and report.

With a period, only check-ins of that period teach.
"""

from collections.abc import Sequence
from typing import TypeVar

from equity_tracker.model.programme import Programme
from equity_tracker.model.report_choice import Period
from equity_tracker.portfolio.asks import Asks, asks_of
from equity_tracker.portfolio.matches import Match, matches_of
from equity_tracker.portfolio.queries.said import count_latest, list_asks, list_help, list_themes
from equity_tracker.portfolio.said import AskSaid, HelpSaid, ThemeSaid
from equity_tracker.portfolio.themes import Themes, themes_of

Said = TypeVar("Said", AskSaid, HelpSaid, ThemeSaid)


def get_themes(programme: Programme, period: Period | None = None) -> Themes:
    """Count what helps and what hinders."""
    themes = _within(list_themes(programme), period)
    return themes_of(themes, check_ins=count_latest(programme, period))


def get_asks(programme: Programme, period: Period | None = None) -> Asks:
    """Gather what must change above the organisations."""
    asks = _within(list_asks(programme), period)
    return asks_of(asks, check_ins=count_latest(programme, period))


def list_matches(programme: Programme, period: Period | None = None) -> tuple[Match, ...]:
    """Put together who could help whom, by theme."""
    themes, help_ = _within(list_themes(programme), period), _within(list_help(programme), period)
    return matches_of(themes, help_)


def count_private_notes(programme: Programme, period: Period | None = None) -> int:
    """Count what the latest check-ins say in private: notes on themes, help and asks."""
    return (
        sum(row.has_private_note for row in _within(list_themes(programme), period))
        + sum(row.is_private for row in _within(list_help(programme), period))
        + sum(row.is_private for row in _within(list_asks(programme), period))
    )


def _within(rows: Sequence[Said], period: Period | None) -> list[Said]:
    return [row for row in rows if period is None or period.holds(row.source.said_on)]
