"""What mail a round would bring, as things stand: read as the reminders themselves read it."""

from collections.abc import Sequence
from datetime import date, datetime

from equity_tracker.model.commitment import Commitment
from equity_tracker.notices.foreseeing import Foreseen, foresee
from equity_tracker.notices.queries.teams import list_teams


def foresee_reminders(
    commitments: Sequence[Commitment], *, due_on: date, opened_on: date, now: datetime
) -> Foreseen:
    """Say what mail a round about these commitments would bring, in few statements for any number."""
    organisation_ids = {row.organisation_id for row in commitments}
    teams = {team.place.id: team for team in list_teams(organisation_ids, now, keep=False)}
    return foresee(commitments, teams, due_on=due_on, opened_on=opened_on)
