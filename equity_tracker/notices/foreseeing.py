"""Which mails a round will bring, to whom and on which day, by the rules that send them. Nothing is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from equity_tracker.model.commitment import Commitment
from equity_tracker.model.organisation import Organisation
from equity_tracker.model.ownership import OwnerRole
from equity_tracker.model.recipients import Recipient, Team, holders_of
from equity_tracker.notices.steps import APPROVERS_FROM, Notice, first_weekly_on, notice_of, steps_after


@dataclass(frozen=True)
class Asked:
    """A commitment that will be asked about, with who gets its reminders, and as what."""

    commitment: Commitment
    people: list[Recipient]
    reached_as: str

    @property
    def organisation(self) -> Organisation:
        return self.commitment.organisation

    @property
    def is_reached(self) -> bool:
        return bool(self.people)


@dataclass(frozen=True)
class MailDay:
    """What goes out on one day: how many mails of one kind, about how many check-ins."""

    on: date
    notice: Notice
    days_from_due: int
    mails: int
    check_ins: int


@dataclass
class Foreseen:
    """Everything that opening a round brings by mail, as things stand."""

    asked: list[Asked] = field(default_factory=list)
    days: list[MailDay] = field(default_factory=list)
    weekly_from: date | None = None

    @property
    def unreached(self) -> list[Asked]:
        return [row for row in self.asked if not row.is_reached]


def foresee(
    commitments: Sequence[Commitment],
    teams: Mapping[int, Team],
    *,
    due_on: date,
    opened_on: date,
) -> Foreseen:
    """Say what a round opened on that day would send if nobody checked in.

    :param teams: by organisation, whom its mails can go to.
    """
    asked = [_asked(row, teams[row.organisation_id]) for row in commitments]
    answering = {person for team in teams.values() for person in team.approvers()}
    days = []
    for step, day in steps_after(due_on, opened_on):
        # Each person gets one mail a day, about all that they look after.
        mails = {person for row in asked for person in row.people}
        if step >= APPROVERS_FROM:
            mails |= answering
        days.append(MailDay(day, notice_of(step), step, len(mails), len(asked)))
    return Foreseen(asked, days if asked else [], first_weekly_on(due_on) if asked else None)


def _asked(commitment: Commitment, team: Team) -> Asked:
    people = sorted(
        team.owners(holders_of(commitment)), key=lambda person: (person.name.casefold(), person.key)
    )
    return Asked(commitment, people, _reached_as(commitment, team, people))


def _reached_as(commitment: Commitment, team: Team, people: Sequence[Recipient]) -> str:
    """Say why it is these people: the first of the rules that names them."""
    if not people:
        return "nobody"
    if people[0].is_mailbox:
        return "mailbox"
    by_key = {member.key: member for member in team.members}
    first = by_key[people[0].key]
    for role in (OwnerRole.OWNER, OwnerRole.DEPUTY):
        post = commitment.owner(role)
        if post is not None and post.is_held and post.user_id == first.user_id:
            return role.value
    return "admins"
